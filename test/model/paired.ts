// Effects on paired seeds: the same seeds under two scenarios, and a one-sided bound on what changes.

import { computeMetrics, createPlay, metrics, requestedMetrics, type Scenario } from '../../engine/index.ts';

/** Metrics by seed. */
export type Samples = readonly Float64Array[];

/**
 * All built-in metrics of the seeds 1 to `pairs`.
 *
 * @param isAskedForAll whether those are computed, too, that are computed on request only
 */
export function sample(scenario: Scenario, pairs = 200, isAskedForAll = false): Samples {
  const play = createPlay(scenario, { seed: 1 });
  return Array.from({ length: pairs }, (_, i) => {
    play.reset(i + 1);
    if (!play.toEnd()) throw new Error('the run waits for a person');
    if (play.fault !== undefined) throw play.fault;
    return computeMetrics(play.run, isAskedForAll ? requestedMetrics : []);
  });
}

/** The values of one metric. */
export function column(samples: Samples, id: string): number[] {
  const slot = metrics.findIndex((metric) => metric.id === id);
  if (slot < 0) throw new Error(`there is no metric ${id}`);
  return samples.map((values) => values[slot]);
}

/** One-sided 99 % bound of the normal distribution. */
const bound = 2.326;

/** Lower end of the one-sided 99 % interval of the mean difference `after − before` on paired seeds. */
export function leastRise(before: readonly number[], after: readonly number[]): number {
  const rises = before.map((value, i) => after[i] - value).filter((value) => !Number.isNaN(value));
  if (rises.length < 30) throw new Error(`only ${rises.length} pairs`);
  const mean = rises.reduce((sum, value) => sum + value, 0) / rises.length;
  const squares = rises.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return mean - bound * Math.sqrt(squares / (rises.length - 1) / rises.length);
}
