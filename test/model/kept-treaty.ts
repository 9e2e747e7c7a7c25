// A treaty that all states join at once, with a text that is given: what is measured on it owes nothing to
// who joins or to what was agreed (C7). Twenty states from little to much readiness, one issue, sixty months.

import {
  computeMetrics,
  createPlay,
  loadDocument,
  type Metric,
  metrics,
  type Scenario,
} from '../../engine/index.ts';

/** What a treaty to be measured is made with. */
export interface Kept {
  /** Depth of the text, in twentieths. */
  readonly depth?: number;
  /** What the text says of a fund that adds nothing to its depth, in twentieths. */
  readonly fund?: number;
  readonly world?: object;
  readonly ticks?: number;
  readonly states?: number;
  readonly treaty?: object;
  readonly utility?: object;
  /** Numbers of a party, by its place from 0 to 1 among them. */
  party?(place: number): object;
  /** Keys of the chair. */
  readonly chair?: object;
  readonly rules?: object;
}

const rungs = 20;

/** The document of such a treaty. */
export function keptDocument(kept: Kept = {}) {
  const {
    depth = 10,
    fund = 10,
    world = {},
    ticks = 60,
    states = 20,
    treaty = {},
    utility = {},
    rules = {},
  } = kept;
  const ideal = { duty: depth / rungs, fund: fund / rungs };
  const salience = { duty: 1, fund: 0 };
  const letters = (index: number) => String.fromCharCode(65 + Math.floor(index / 26), 65 + (index % 26));
  return {
    format: 1,
    id: 'kept-treaty',
    title: 'Kept treaty',
    summary: 'All join at once; the question is who keeps it.',
    ticks,
    chair: 'chair',
    parties: [
      ...Array.from({ length: states }, (_, i) => ({
        id: `s${String(i).padStart(2, '0')}`,
        code: `S${letters(i)}`,
        name: `State ${i}`,
        kind: 'state',
        weight: 1 / states,
        readiness: 0.2 + (0.7 * i) / Math.max(1, states - 1),
        // So much that everybody joins; it plays no part in who keeps the treaty.
        benefit: 4,
        patience: 0.8 + (0.15 * ((i * 7) % states)) / states,
        ideal,
        salience,
        // It proposes its ideal, which is everybody’s: the text is given.
        strategy: { use: 'hardliner' },
        ...kept.party?.(i / Math.max(1, states - 1)),
      })),
      { id: 'chair', code: 'CHA', name: 'Chair', kind: 'organisation', ideal, salience, ...kept.chair },
    ],
    issues: ['duty', 'fund'].map((id) => ({
      id,
      title: id,
      article: id,
      depth: id === 'duty' ? 1 : 0,
      options: Array.from({ length: rungs + 1 }, (_, place) => ({
        id: `${id}-${place}`,
        title: `${id} ${place}`,
        sentence: `The Parties owe ${place}.`,
      })),
    })),
    // Nobody errs on whether it gains, so that everybody joins.
    utility: { noise: 0, distance: 4, ...utility },
    treaty,
    rules: { decision: [{ rule: 'simple-majority' }], entryIntoForce: { parties: states }, ...rules },
    phases: [
      { id: 'talks', protocol: 'single-text', ticks: 0 },
      { id: 'adoption', protocol: 'adoption', ticks: 0 },
      { id: 'life', protocol: 'treaty-life', rounds: ticks },
    ],
    world: {
      ratification: { rate: 1, rejection: 0, stakes: 50, drag: 0, reading: 0 },
      trust: {},
      ...world,
      compliance: { ...(world as { compliance?: object }).compliance },
    },
  };
}

/** The scenario of such a treaty. */
export async function keptTreaty(kept: Kept = {}): Promise<Scenario> {
  const loaded = await loadDocument(keptDocument(kept));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** Built-in metrics of seeds 1 to `count`. */
export function samples(scenario: Scenario, count: number): Float64Array[] {
  const play = createPlay(scenario, { seed: 1 });
  return Array.from({ length: count }, (_, i) => {
    play.reset(i + 1);
    play.toEnd();
    if (play.fault !== undefined) throw play.fault;
    return computeMetrics(play.run).slice(0, metrics.length);
  });
}

/** Mean of the paired differences, its one-sided 99 % bounds, and how many pairs both have the metric. */
export interface Paired {
  readonly mean: number;
  readonly error: number;
  readonly n: number;
  /** The mean lies above this, and below that, each with 99 % confidence. */
  readonly atLeast: number;
  readonly atMost: number;
}

/** One-sided 99 % bound of the normal distribution. */
const bound = 2.326;

/** What a metric differs by from one arm to another, on common seeds. */
export function paired(
  before: readonly Float64Array[],
  after: readonly Float64Array[],
  metric: Metric['id'],
): Paired {
  const slot = metrics.findIndex(({ id }) => id === metric);
  if (slot < 0) throw new Error(`there is no metric ${metric}`);
  const differences = before
    .map((values, i) => after[i]![slot]! - values[slot]!)
    .filter((value) => !Number.isNaN(value));
  const n = differences.length;
  const mean = differences.reduce((sum, value) => sum + value, 0) / n;
  const squares = differences.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  const error = Math.sqrt(squares / (n - 1) / n);
  return { mean, error, n, atLeast: mean - bound * error, atMost: mean + bound * error };
}

/** Mean of a metric over the runs that have it. */
export function meanOf(runs: readonly Float64Array[], metric: Metric['id']): number {
  const slot = metrics.findIndex(({ id }) => id === metric);
  const known = runs.map((values) => values[slot]!).filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
