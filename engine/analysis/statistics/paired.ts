/**
 * Statistics of paired runs. Two arms that play the same seed share all draws that the change does not touch
 * (common random numbers), so their difference is estimated seed by seed.
 */
import { studentCdf, studentTwoSided } from './distributions.ts';
import { defaultLevel } from './estimate.ts';
import { type MeanEstimate, meanInterval, meanOf } from './mean.ts';

/** The difference of two arms, seed by seed: the mean of arm minus against, with Student’s interval. */
export interface PairedDifference extends MeanEstimate {
  /** Seeds left out because the metric does not apply to one of the runs: a time that never came. */
  readonly leftOut: number;
  /**
   * How many times more independent runs would have been needed for the same precision: the variance of a
   * difference of unpaired runs over that of the pairs. NaN when the differences do not vary.
   */
  readonly varianceReduction: number;
  /**
   * Two-sided p value of no difference, by Student’s t: what `holm` and `benjaminiHochberg` correct. 1 when
   * all differences are 0; NaN with fewer than two pairs.
   */
  readonly p: number;
}

/**
 * Paired difference of two arms; `n` counts the seeds on which both have a value.
 *
 * @param level level of the interval; each of its bounds errs with half of what is left to 1
 */
export function pairedDifference(
  arm: ArrayLike<number>,
  against: ArrayLike<number>,
  level = defaultLevel,
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
  const difference = meanInterval(differences, level);
  const { deviation, n } = difference;
  const unpaired =
    meanOf(first).deviation * meanOf(first).deviation + meanOf(second).deviation * meanOf(second).deviation;
  const varianceReduction = deviation > 0 ? unpaired / (deviation * deviation) : Number.NaN;
  const { estimate } = difference;
  const t = estimate === 0 ? 0 : estimate / (deviation / Math.sqrt(n));
  const p = n < 2 ? Number.NaN : studentTwoSided(t, n - 1);
  return { ...difference, leftOut: arm.length - n, varianceReduction, p };
}

/**
 * The p value of two one-sided tests of equivalence: the larger of those of a difference that is at most
 * −margin and of one that is at least the margin, by Student’s t. It is at most α when the interval of level
 * 1 − 2α lies within the margins. NaN with fewer than two pairs, and where differences do not vary: the test
 * says nothing of these. D. J. Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987,
 * pages 657–680.
 *
 * @param margin how large a difference still counts as none, in the unit of the metric
 */
export function equivalenceP({ estimate, deviation, n }: PairedDifference, margin: number): number {
  if (n < 2 || !(deviation > 0)) return Number.NaN;
  const error = deviation / Math.sqrt(n);
  const notBelow = studentCdf(-(estimate + margin) / error, n - 1);
  const notAbove = studentCdf((estimate - margin) / error, n - 1);
  return Math.max(notBelow, notAbove);
}

/** What runs say of a hypothesis. */
export type Verdict = 'supported' | 'contradicted' | 'undecided';

/**
 * Pairs without which differences that are all alike say nothing: Student’s interval of them has no width,
 * however few they are. Of 40 alike pairs it is 99 % sure that fewer than one in nine of all pairs is
 * otherwise ((8/9)⁴⁰ < .01).
 */
export const fewestAlike = 40;

/**
 * The verdict on an expected sign. Supported when the whole interval lies where it was expected, contradicted
 * when the whole interval lies where it was not, undecided otherwise, and where fewer than `fewestAlike`
 * pairs do not vary.
 *
 * @param within for `unchanged`: the largest difference that still counts as none
 */
export function verdictOn(
  expected: 'higher' | 'lower' | 'unchanged',
  within: number,
  difference: Pick<PairedDifference, 'lower' | 'upper' | 'n'>,
): Verdict {
  const { lower, upper, n } = difference;
  if (lower === upper && n < fewestAlike) return 'undecided';
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
