/** Plays stretches of a plan and gives blocks of results. The result of a run depends on its number alone. */

import { fromHex, sha256Text } from '../../bytes.ts';
import { loadDocument } from '../../load.ts';
import {
  type CompiledExpression,
  compileExpression,
  loadExpressionParser,
} from '../../preferences/expressions.ts';
import type { Scenario } from '../../run/contract.ts';
import { Loop } from '../../run/loop-position.ts';
import { createPlay, type Play } from '../../run/play.ts';
import { runDigestText } from '../../run/record.ts';
import { partOf, type Result } from '../../scenario/problems.ts';
import { createMeter, type Meter, metricIds } from '../metrics.ts';
import { type Block, digestBytes } from './block.ts';
import { type Columns, Status } from './columns.ts';
import { variedIn } from './factors.ts';
import { type Point, runsIn, type Shard, type Stage, type Stretch, seedOf } from './plan.ts';
import type { Experiment } from './schema.ts';

/** A point that was compiled. */
interface Prepared {
  readonly play: Play;
  /** Places of the columns among the values below; −1 where the scenario has no such metric. */
  readonly slots: Int32Array;
  readonly seriesSlots: Int32Array;
  readonly meter: Meter;
  readonly seriesMeter: Meter;
  /** Values that formulas see: metrics, factors, what this point lacks, then the formulas before. */
  readonly scope: Float64Array;
  readonly formulas: readonly CompiledExpression[];
  readonly metricCount: number;
}

/** Plays the runs of a stage. */
export interface Runner {
  play(stretch: Stretch): Promise<Block>;
}

/** What a runner needs to know. */
export interface RunnerOptions {
  readonly stage: Stage;
  readonly columns: Columns;
  readonly experiment: Pick<Experiment, 'series' | 'factors' | 'space'>;
  /** The scenario as written. */
  readonly document: unknown;
  readonly shard?: Shard;
  /** SHA-256 of a text, where there is a quicker one than the portable one. */
  readonly sha256?: (text: string) => Uint8Array;
}

/** Points kept compiled: one takes some hundred kilobytes, and a block uses each once. */
const mostPrepared = 48;

/** Grows as rows come; typed arrays have a length of their own. */
class Rows {
  #values: Float64Array;
  length = 0;

  constructor(capacity: number) {
    this.#values = new Float64Array(Math.max(16, capacity));
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const wider = new Float64Array(2 * this.length);
      wider.set(this.#values);
      this.#values = wider;
    }
    this.#values[this.length++] = value;
  }

  toFloat64(): Float64Array {
    return this.#values.slice(0, this.length);
  }

  toInt32(): Int32Array {
    return Int32Array.from(this.#values.subarray(0, this.length));
  }
}

/** Metrics that a scenario defines itself, of which an arm may take some out. */
function metricsIn(document: unknown): string[] {
  const own = partOf(document, 'metrics');
  const ids = Array.isArray(own) ? own.map((metric) => partOf(metric, 'id')) : [];
  return ids.filter((id) => typeof id === 'string');
}

/** Makes a runner. */
export function createRunner(options: RunnerOptions): Runner {
  const { stage, columns, document, shard } = options;
  const every = options.experiment.series?.every ?? 'tick';
  const hash = options.sha256 ?? ((text: string) => fromHex(sha256Text(text)));
  const prepared = new Map<number, Prepared | string>();
  const width = columns.metrics.length;
  const known = [...metricsIn(document), ...variedIn(options.experiment)];

  async function prepare(index: number): Promise<Prepared | string> {
    const before = prepared.get(index);
    if (before !== undefined) return before;
    const made = await compile(stage.point(index));
    if (prepared.size >= mostPrepared) prepared.delete(prepared.keys().next().value as number);
    prepared.set(index, made);
    return made;
  }

  /** What was loaded last: points whose factors set nothing in the scenario share it. */
  let last: { readonly set: string; readonly loaded: Result<Scenario> } | undefined;

  async function load({ overrides }: Point): Promise<Result<Scenario>> {
    const set = JSON.stringify(overrides);
    if (last?.set !== set) last = { set, loaded: await loadDocument(document, { overrides }) };
    return last.loaded;
  }

  async function compile(point: Point): Promise<Prepared | string> {
    const loaded = await load(point);
    if (!loaded.ok) {
      const [{ path, message }] = loaded.problems;
      return path === '' ? message : `${path}: ${message}`;
    }
    const scenario = loaded.value;
    const ids = metricIds(scenario.file);
    const here = [...ids, ...stage.factors.map(({ id }) => id)];
    // Formulas are the same everywhere; what a point lacks has no value there.
    const absent = known.filter((name) => !here.includes(name));
    const names = [...here, ...absent, ...columns.own.map(({ id }) => id)];
    const scope = new Float64Array(names.length).fill(Number.NaN);
    point.cells.forEach((cell, f) => {
      if (typeof cell === 'number') scope[ids.length + f] = cell;
    });
    const parser = columns.own.length > 0 ? await loadExpressionParser() : undefined;
    const slotOf = Object.fromEntries(names.map((name, slot) => [name, slot]));
    const formulas =
      parser === undefined
        ? []
        : columns.own.map(({ expression }) => compileExpression(parser, expression, { names: slotOf }));
    const symbols = formulas.flatMap((formula) => formula.symbols);
    const wanted = [...columns.metrics, ...symbols];
    return {
      play: createPlay(scenario, { seed: 0, afterTick: () => onTick() }),
      meter: createMeter(scenario, { asked: columns.requested, wanted }),
      seriesMeter: createMeter(scenario, { asked: columns.requested, wanted: columns.series }),
      slots: Int32Array.from(columns.metrics, (name) => names.indexOf(name)),
      seriesSlots: Int32Array.from(columns.series, (name) => names.indexOf(name)),
      scope,
      formulas,
      metricCount: ids.length,
    };
  }

  /** What happens after a tick of the run that is being played. */
  let onTick: () => void = () => {};

  async function play(stretch: Stretch): Promise<Block> {
    const capacity = stretch.to - stretch.from;
    const status = new Uint8Array(capacity);
    const outcome = new Uint8Array(capacity);
    const digests = new Uint8Array(capacity * digestBytes);
    const values = new Float64Array(capacity * width).fill(Number.NaN);
    const moments = new Int32Array(columns.series.length > 0 ? capacity : 0);
    const moment = new Rows(capacity);
    const series = new Rows(capacity * columns.series.length);
    const failures: { at: number; why: string }[] = [];
    let count = 0;
    for (const place of runsIn(stage, stretch, shard)) {
      const at = count++;
      const found = await prepare(place.point);
      if (typeof found === 'string') {
        status[at] = Status.invalid;
        failures.push({ at, why: found });
        continue;
      }
      const seed = seedOf(stage, place.run, place);
      if (columns.series.length > 0) {
        moments[at] = playWithSeries(found, seed, moment, series);
      } else playThrough(found.play, seed);
      const { fault } = found.play;
      if (fault !== undefined) {
        status[at] = Status.faulted;
        failures.push({ at, why: fault.message });
      } else write(found, values, at * width);
      outcome[at] = found.play.run.loop[Loop.outcome];
      digests.set(hash(runDigestText(found.play, seed)), at * digestBytes);
    }
    return {
      count,
      status: status.slice(0, count),
      outcome: outcome.slice(0, count),
      digests: digests.slice(0, count * digestBytes),
      values: values.slice(0, count * width),
      moments: moments.slice(0, columns.series.length > 0 ? count : 0),
      moment: moment.toInt32(),
      series: series.toFloat64(),
      failures,
    };
  }

  function playThrough(play: Play, seed: number): void {
    play.reset(seed);
    play.toEnd();
  }

  function playWithSeries(found: Prepared, seed: number, moment: Rows, series: Rows): number {
    const { play, seriesSlots, seriesMeter } = found;
    const metrics = new Float64Array(found.metricCount);
    const before = moment.length;
    const take = (when: number) => {
      seriesMeter.measure(play.run, metrics);
      moment.push(when);
      for (let s = 0; s < seriesSlots.length; s++) series.push(metrics[seriesSlots[s]] ?? Number.NaN);
    };
    const { loop } = play.run;
    onTick = every === 'tick' ? () => take(loop[Loop.tick]) : () => {};
    play.reset(seed);
    let rounds = 0;
    for (let step = play.advance(); ; step = play.advance()) {
      if (every === 'round' && loop[Loop.round] > rounds) {
        rounds = loop[Loop.round];
        take(rounds);
      }
      if (step === 'over' || step === 'awaiting') break;
    }
    onTick = () => {};
    return moment.length - before;
  }

  function write(found: Prepared, values: Float64Array, at: number): void {
    const { play, scope, slots, formulas, meter } = found;
    meter.measure(play.run, scope);
    const first = scope.length - formulas.length;
    for (let f = 0; f < formulas.length; f++) scope[first + f] = formulas[f].evaluate(scope);
    for (let c = 0; c < width; c++) values[at + c] = slots[c] < 0 ? Number.NaN : scope[slots[c]];
  }

  return { play };
}
