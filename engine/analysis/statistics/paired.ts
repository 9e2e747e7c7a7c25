/**
 * Statistics of paired runs. Two arms that play the same seed share all draws that the change does not touch
 * (common random numbers), so their difference is estimated seed by seed.
 */
import { pow } from '../../math.ts';
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
   * all differences are 0; by the sign test, 2¹⁻ⁿ, when they are all alike otherwise; NaN with fewer than two
   * pairs.
   */
  readonly p: number;
}

/**
 * Of a value, what it is off by rounding: values that are sums of the same numbers in another order differ by
 * some 10⁻¹⁶ of them, which is no difference.
 */
const roundingShare = 1e-12;

/**
 * Paired difference of two arms; `n` counts the seeds on which both have a value. What differs by at most
 * a 10⁻¹² of the larger value is taken for the same; so is a mean of 10⁻¹⁷ between rates for 0, and pairs
 * whose differences vary by no more are all alike.
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
  let tiny = 0;
  for (let i = 0; i < arm.length; i++) {
    if (!Number.isFinite(arm[i]) || !Number.isFinite(against[i])) continue;
    first.push(arm[i]);
    second.push(against[i]);
    const difference = arm[i] - against[i];
    const off = roundingShare * Math.max(Math.abs(arm[i]), Math.abs(against[i]));
    const isSame = Math.abs(difference) <= off;
    differences.push(isSame ? 0 : difference);
    // Of pairs that are the same nothing is off, however large they are.
    if (!isSame) tiny = Math.max(tiny, off);
  }
  const difference = withoutRounding(meanInterval(differences, level), tiny);
  const { deviation, n } = difference;
  const unpaired =
    meanOf(first).deviation * meanOf(first).deviation + meanOf(second).deviation * meanOf(second).deviation;
  const varianceReduction = deviation > 0 ? unpaired / (deviation * deviation) : Number.NaN;
  return { ...difference, leftOut: arm.length - n, varianceReduction, p: pOfNone(difference) };
}

function pOfNone({ estimate, deviation, n }: MeanEstimate): number {
  if (n < 2) return Number.NaN;
  if (estimate === 0) return 1;
  return deviation === 0 ? pow(2, 1 - n) : studentTwoSided(estimate / (deviation / Math.sqrt(n)), n - 1);
}

/** A mean difference without what rounding has left in it, at most `tiny`. */
function withoutRounding(found: MeanEstimate, tiny: number): MeanEstimate {
  const estimate = Math.abs(found.estimate) <= tiny ? 0 : found.estimate;
  if (found.deviation <= tiny) return { ...found, estimate, lower: estimate, upper: estimate, deviation: 0 };
  if (estimate === found.estimate) return found;
  return { ...found, estimate, lower: found.lower - found.estimate, upper: found.upper - found.estimate };
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
 * Pairs without which it is not concluded that there is no difference. What is rare does not show in few
 * pairs, and Student’s interval of pairs that are all alike has no width, however few they are. Of 40 alike
 * pairs it is 99 % sure that fewer than one in nine of all pairs is otherwise ((8/9)⁴⁰ < .01).
 */
export const fewestAlike = 40;

/**
 * Pairs without which differences that are all alike do not say on which side of 0, or beyond which margin,
 * they lie. By the sign test (W. J. Dixon & A. M. Mood, Journal of the American Statistical Association 41,
 * 1946, 557–566) seven pairs on one side are as good as chance with probability 2⁻⁷ < .01 alone.
 */
export const fewestOneSided = 7;

/**
 * The verdict on an expected sign. Supported when the whole interval lies where it was expected, contradicted
 * when the whole interval lies where it was not, undecided otherwise. Pairs that are all alike, whose
 * interval has no width, decide from `fewestOneSided` on. That there is no difference, or none beyond the
 * margin, is concluded from `fewestAlike` pairs on alone.
 *
 * @param within for `unchanged`: the largest difference that still counts as none
 */
export function verdictOn(
  expected: 'higher' | 'lower' | 'unchanged',
  within: number,
  difference: Pick<PairedDifference, 'lower' | 'upper' | 'n'>,
): Verdict {
  const { lower, upper, n } = difference;
  if (lower === upper && n < (lower === 0 ? fewestAlike : fewestOneSided)) return 'undecided';
  switch (expected) {
    case 'higher':
      return lower > 0 ? 'supported' : upper <= 0 ? 'contradicted' : 'undecided';
    case 'lower':
      return upper < 0 ? 'supported' : lower >= 0 ? 'contradicted' : 'undecided';
    case 'unchanged':
      if (lower >= -within && upper <= within) return n < fewestAlike ? 'undecided' : 'supported';
      return lower > within || upper < -within ? 'contradicted' : 'undecided';
  }
}
