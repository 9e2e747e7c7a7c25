/**
 * A row of `plenary validate --signs`: a lever of the model, its levels, and how a metric is expected to move
 * from one level to the next. Rows are played on common seeds, and the verdict is that of a one-sided bound.
 */

import { computeMetrics, metrics } from '../../../engine/analysis/metrics.ts';
import {
  type PairedDifference,
  pairedDifference,
  type Verdict,
  verdictOn,
} from '../../../engine/analysis/statistics/paired.ts';
import { createPlay, formatProblems, loadDocument } from '../../../engine/index.ts';

/** A level of a lever: how it is named, and the scenario that is played there. */
export interface Level {
  readonly name: string;
  /** @param world number of the world that is drawn; one world has the same parties at every level */
  document(world: number): object;
}

/** How a metric is expected to move. */
export interface Expectation {
  /** Id of a built-in metric. */
  readonly metric: string;
  readonly expect: 'higher' | 'lower' | 'unchanged';
  /** Places of the levels compared, from and to; each level with the one before it unless given. */
  readonly between?: readonly (readonly [from: number, to: number])[];
  /** What stands for a month that never came, so that who fails is not left out. */
  readonly never?: number;
  /** For `unchanged`: the largest difference that counts as none. */
  readonly within?: number;
}

/** One lever. */
export interface Sign {
  readonly id: string;
  readonly title: string;
  /** What the model’s table says, from a prototype before its corrections. */
  readonly prototype: string;
  /** What cannot differ between the levels, so that composition cannot flip a sign. */
  readonly fixed: 'membership and text' | 'text and talks' | 'nothing';
  readonly levels: readonly Level[];
  readonly expectations: readonly Expectation[];
  /** What a reader should know before believing it. */
  readonly note?: string;
}

/** What is said of an expectation. */
export type SignVerdict = 'holds' | 'refuted' | 'undecided';

/** An expectation between two levels, measured. */
export interface MeasuredSign {
  readonly metric: string;
  readonly from: string;
  readonly to: string;
  readonly expect: Expectation['expect'];
  /** Pairs of runs to both of which the metric applies. */
  readonly pairs: number;
  /** Means over worlds. */
  readonly before: number;
  readonly after: number;
  /** After minus before, over worlds. */
  readonly difference: PairedDifference;
  readonly verdict: SignVerdict;
}

/** A lever, measured. */
export interface SignResult {
  readonly id: string;
  readonly title: string;
  readonly prototype: string;
  readonly fixed: Sign['fixed'];
  readonly note: string;
  readonly measured: readonly MeasuredSign[];
  readonly verdict: SignVerdict;
}

const words: Readonly<Record<Verdict, SignVerdict>> = {
  supported: 'holds',
  contradicted: 'refuted',
  undecided: 'undecided',
};

/** How many worlds are drawn, and how many seeds are played in each: in all the pairs behind a verdict. */
export interface Sample {
  readonly worlds: number;
  readonly seeds: number;
}

/** Level of an interval each of whose bounds errs once in a hundred times. */
const bothSides = 0.98;

/** Two hundred pairs. */
export const usual: Sample = { worlds: 40, seeds: 5 };

/** All metrics of every run of a level, by world. */
type Played = readonly (readonly Float64Array[])[];

async function playWorld(level: Level, world: number, seeds: number): Promise<readonly Float64Array[]> {
  const loaded = await loadDocument(level.document(world));
  if (!loaded.ok) throw new Error(`${level.name}: ${formatProblems(loaded.problems)}`);
  const play = createPlay(loaded.value, { seed: 1 });
  return Array.from({ length: seeds }, (_, i) => {
    play.reset(i + 1);
    play.toEnd();
    if (play.fault !== undefined) throw play.fault;
    return computeMetrics(play.run);
  });
}

async function playLevel(level: Level, { worlds, seeds }: Sample): Promise<Played> {
  const runs: (readonly Float64Array[])[] = [];
  for (let world = 1; world <= worlds; world++) runs.push(await playWorld(level, world, seeds));
  return runs;
}

/** A metric in the runs of two levels, where it applies to both runs of a pair. */
function pairsOf(before: Played, after: Played, { metric, never }: Expectation): [number, number][][] {
  const slot = metrics.findIndex(({ id }) => id === metric);
  if (slot < 0) throw new Error(`there is no metric ${metric}`);
  const known = (values: Float64Array) =>
    Number.isNaN(values[slot]) && never !== undefined ? never : values[slot];
  return before.map((runs, world) =>
    runs
      .map((values, seed): [number, number] => [known(values), known(after[world][seed])])
      .filter((pair) => pair.every((value) => !Number.isNaN(value))),
  );
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * Compares two levels. Runs of one world have their parties in common, so that they are no independent
 * draws: the bounds are those of the mean over worlds, each of which counts once, by the mean of its pairs.
 */
function compare(before: Played, after: Played, expectation: Expectation) {
  const worlds = pairsOf(before, after, expectation).filter((pairs) => pairs.length > 0);
  const first = worlds.map((pairs) => meanOf(pairs.map(([value]) => value)));
  const second = worlds.map((pairs) => meanOf(pairs.map(([, value]) => value)));
  return {
    pairs: worlds.reduce((sum, pairs) => sum + pairs.length, 0),
    before: meanOf(first),
    after: meanOf(second),
    difference: pairedDifference(second, first, bothSides),
  };
}

/** Each level with the one before it. */
const steps = (levels: readonly Level[]) => levels.slice(1).map((_, i) => [i, i + 1] as const);

/** A row holds when all of it does, and is refuted when any of it is. */
export function verdictOfRow(measured: readonly Pick<MeasuredSign, 'verdict'>[]): SignVerdict {
  if (measured.some(({ verdict }) => verdict === 'refuted')) return 'refuted';
  return measured.length > 0 && measured.every(({ verdict }) => verdict === 'holds') ? 'holds' : 'undecided';
}

/** Plays the levels of a row on the same worlds and seeds; judges each expectation by a 99 % bound. */
export async function measureSign(sign: Sign, sample: Sample = usual): Promise<SignResult> {
  const played: Played[] = [];
  for (const level of sign.levels) played.push(await playLevel(level, sample));
  const measured = sign.expectations.flatMap((expectation) =>
    (expectation.between ?? steps(sign.levels)).map(([from, to]): MeasuredSign => {
      const compared = compare(played[from], played[to], expectation);
      return {
        ...compared,
        metric: expectation.metric,
        from: sign.levels[from].name,
        to: sign.levels[to].name,
        expect: expectation.expect,
        verdict: words[verdictOn(expectation.expect, expectation.within ?? 0, compared.difference)],
      };
    }),
  );
  const { id, title, prototype, fixed, note = '' } = sign;
  return { id, title, prototype, fixed, note, measured, verdict: verdictOfRow(measured) };
}
