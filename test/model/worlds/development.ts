import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  computeMetrics,
  createPlay,
  decodeEvents,
  formatProblems,
  Loop,
  loadDocument,
  loadScenario,
  metrics,
  parseOverride,
  type Run,
  type RunEvent,
  type Scenario,
} from '../../../engine/index.ts';

const text = readFileSync(path.join(import.meta.dirname, 'development.yaml'), 'utf8');

function overridesOf(arms: readonly string[]) {
  return arms.map((arm) => {
    const parsed = parseOverride(arm);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value;
  });
}

/** The scenario of eight states with overrides. */
export async function load(...arms: string[]): Promise<Scenario> {
  const loaded = await loadScenario(text, { overrides: overridesOf(arms) });
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  return loaded.value;
}

/** Its problems with overrides, as `path code`. */
export async function problems(...arms: string[]): Promise<string[]> {
  const loaded = await loadScenario(text, { overrides: overridesOf(arms) });
  return loaded.ok ? [] : loaded.problems.map((problem) => `${problem.path} ${problem.code}`);
}

/** All mechanisms that this scenario is about. */
export const developing = [
  'aid',
  'laboratories',
  'readiness',
  'common-laboratory',
  'dividend',
  'emissions',
] as const;

/** Overrides that leave only some of them on. */
export const only = (...ids: string[]): string[] =>
  developing.filter((id) => !ids.includes(id)).map((id) => `world.${id}=null`);

/** A party of a small world. */
export interface Member {
  readonly readiness: number;
  readonly weight?: number;
  readonly [key: string]: unknown;
}

/** A world of states `a`, `b`, … without talks, for equations: what is on is in `world`. */
export async function world(
  members: readonly Member[],
  mechanisms: object,
  more: object = {},
): Promise<Scenario> {
  const parties = members.map(({ weight = 1 / members.length, ...rest }, index) => {
    const letter = String.fromCharCode(97 + index);
    return {
      id: letter,
      code: letter.repeat(3).toUpperCase(),
      name: letter,
      kind: 'state',
      weight,
      ideal: { all: 0.5 },
      salience: { all: 1 },
      ...rest,
    };
  });
  const option = (id: string) => ({ id, title: id, sentence: `The parties agree on ${id}.` });
  const loaded = await loadDocument({
    format: 1,
    id: 'small',
    title: 'Small',
    summary: 'A small world.',
    ticks: 600,
    parties,
    issues: [
      { id: 'all', title: 'All', article: 'All', depth: 1, options: ['none', 'some', 'much'].map(option) },
    ],
    rules: { decision: [{ rule: 'consensus' }], entryIntoForce: { parties: 1 } },
    phases: [
      { id: 'talks', protocol: 'pledge-and-review', rounds: 2, ticks: 0 },
      { id: 'adoption', protocol: 'adoption', ticks: 0 },
      { id: 'years', protocol: 'treaty-life', rounds: 600 },
    ],
    world: mechanisms,
    ...more,
  });
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  return loaded.value;
}

/** A run whose mechanisms tick without the loop around them: nobody talks, signs or is bound. */
export function ticking(scenario: Scenario, seed = 1): { run: Run; tick: (count?: number) => void } {
  const { run } = createPlay(scenario, { seed });
  return {
    run,
    tick: (count = 1) => {
      for (let i = 0; i < count; i++) {
        run.loop[Loop.tick]++;
        for (const { mechanism, parameters } of run.scenario.mechanisms) mechanism.onTick?.(run, parameters);
      }
    },
  };
}

/** A whole run. */
export function played(scenario: Scenario, seed = 1): { run: Run; events: RunEvent[] } {
  const play = createPlay(scenario, { seed, keepRecords: true });
  if (!play.toEnd()) throw new Error('the run waits for a person');
  if (play.fault !== undefined) throw play.fault;
  return { run: play.run, events: decodeEvents(scenario, play.recorder.records()) };
}

/** One built-in metric of a run. */
export function metricOf(run: Run, id: string): number {
  return computeMetrics(run)[metrics.findIndex((metric) => metric.id === id)];
}

/** Metrics of runs with seeds 1 to `count`, by id. */
export function samples(scenario: Scenario, count: number, ids: readonly string[]): Record<string, number[]> {
  const play = createPlay(scenario, { seed: 1 });
  const columns = Object.fromEntries(ids.map((id) => [id, [] as number[]]));
  const slots = ids.map((id) => metrics.findIndex((metric) => metric.id === id));
  for (let seed = 1; seed <= count; seed++) {
    play.reset(seed);
    play.toEnd();
    if (play.fault !== undefined) throw play.fault;
    const values = computeMetrics(play.run);
    for (const [i, id] of ids.entries()) columns[id].push(values[slots[i]]);
  }
  return columns;
}

/** Mean of the paired differences `after − before`, and the one-sided 99 % bounds below and above it. */
export function paired(before: readonly number[], after: readonly number[]) {
  const differences = before.map((value, i) => after[i] - value).filter((value) => !Number.isNaN(value));
  const n = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const error = Math.sqrt(squares / (n - 1) / n);
  return { n, mean, below: mean - 2.326 * error, above: mean + 2.326 * error };
}
