/**
 * Statistics of paired runs. Two arms that play the same seed share all draws that the change does not touch
 * (common random numbers), so their difference is estimated seed by seed.
 */
import studentQuantile from '@stdlib/stats-base-dists-t-quantile';

/** A mean with what is needed to judge it. */
export interface Mean {
  /** Values that count. */
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of a value; 0 with fewer than two. */
  readonly deviation: number;
}

/** Mean and standard deviation of the finite values; `mean` is NaN when there is none. */
export function meanOf(values: ArrayLike<number>): Mean {
  let n = 0;
  let mean = 0;
  let squares = 0;
  // Welford's recurrence: one pass, and no cancellation.
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    n++;
    const delta = value - mean;
    mean += delta / n;
    squares += delta * (value - mean);
  }
  if (n === 0) return { n, mean: Number.NaN, deviation: Number.NaN };
  return { n, mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}

/** The difference of two arms, seed by seed. */
export interface PairedDifference {
  /** Seeds on which both arms have a value. */
  readonly pairs: number;
  /** Seeds left out because the metric does not apply to one of the runs: a time that never came. */
  readonly leftOut: number;
  /** Mean of arm minus against. */
  readonly mean: number;
  /** Bounds that the true difference passes with probability `1 − level` each: one-sided, Student’s t. */
  readonly lower: number;
  readonly upper: number;
  /**
   * How many times more independent runs would have been needed for the same precision: the variance of a
   * difference of unpaired runs over that of the pairs. NaN when the differences do not vary.
   */
  readonly varianceReduction: number;
}

/**
 * Paired difference of two arms.
 *
 * @param level probability of error of each bound, by default .01
 */
export function pairedDifference(
  arm: ArrayLike<number>,
  against: ArrayLike<number>,
  level = 0.01,
): PairedDifference {
  const first: number[] = [];
  const second: number[] = [];
  const differences: number[] = [];
  for (let i = 0; i < arm.length; i++) {
    if (!Number.isFinite(arm[i]) || !Number.isFinite(against[i])) continue;
    first.push(arm[i]);
    second.push(against[i]);
    differences.push(arm[i] - against[i]);
  }
  const { n, mean, deviation } = meanOf(differences);
  const leftOut = arm.length - n;
  if (n < 2)
    return { pairs: n, leftOut, mean, lower: -Infinity, upper: Infinity, varianceReduction: Number.NaN };
  const reach = (studentQuantile(1 - level, n - 1) * deviation) / Math.sqrt(n);
  const unpaired =
    meanOf(first).deviation * meanOf(first).deviation + meanOf(second).deviation * meanOf(second).deviation;
  const varianceReduction = deviation > 0 ? unpaired / (deviation * deviation) : Number.NaN;
  return { pairs: n, leftOut, mean, lower: mean - reach, upper: mean + reach, varianceReduction };
}

/** What runs say of a hypothesis. */
export type Verdict = 'supported' | 'contradicted' | 'undecided';

/**
 * The verdict on an expected sign. Supported when the whole interval lies where it was expected, contradicted
 * when the whole interval lies where it was not, undecided otherwise.
 *
 * @param within for `unchanged`: the largest difference that still counts as none
 */
export function verdictOn(
  expected: 'higher' | 'lower' | 'unchanged',
  within: number,
  difference: PairedDifference,
): Verdict {
  const { lower, upper } = difference;
  switch (expected) {
    case 'higher':
      return lower > 0 ? 'supported' : upper <= 0 ? 'contradicted' : 'undecided';
    case 'lower':
      return upper < 0 ? 'supported' : lower >= 0 ? 'contradicted' : 'undecided';
    case 'unchanged':
      if (lower >= -within && upper <= within) return 'supported';
      return lower > within || upper < -within ? 'contradicted' : 'undecided';
  }
}
