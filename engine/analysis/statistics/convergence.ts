/** Whether there are enough runs, and how many would be. */
import { assert } from '../../codes.ts';
import { noncentralStudentCdf, studentQuantile } from './distributions.ts';
import { defaultLevel, upperTail } from './estimate.ts';
import { halfWidth, RunningMoments } from './mean.ts';

/** The mean of the first `n` values and half the width of its interval. */
export interface RunningMean {
  readonly n: number;
  readonly mean: number;
  /** Half the width of Student’s interval; `Infinity` for one value. */
  readonly halfWidth: number;
}

/**
 * How mean and interval move as runs are added, in the order of the seeds: at most `points` rows, evenly
 * apart, the last one of all values. Values that are not finite are passed over.
 */
export function runningMean(values: ArrayLike<number>, level = defaultLevel, points = 200): RunningMean[] {
  let total = 0;
  for (let i = 0; i < values.length; i++) if (Number.isFinite(values[i])) total++;
  const rows: RunningMean[] = [];
  const moments = new RunningMoments();
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    moments.add(values[i]);
    const { n, mean, deviation } = moments;
    // The row is due when the share of values passes the next of `points` marks.
    if (Math.floor((n * points) / total) === Math.floor(((n - 1) * points) / total)) continue;
    const reach = n < 2 ? Infinity : halfWidth(n, deviation, level);
    rows.push({ n, mean, halfWidth: reach });
  }
  return rows;
}

/** The most replications that are ever proposed. */
const most = 1e12;

/** The smallest whole number from 2 on for which `enough` holds, if it holds for all larger ones. */
function smallest(enough: (n: number) => boolean): number {
  let high = 2;
  while (!enough(high)) {
    if (high >= most) return Infinity;
    high *= 2;
  }
  let low = Math.max(1, high / 2);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * Replications that make Student’s interval of a mean (or of a paired difference) at most `wanted` to either
 * side: the smallest n with t(n − 1) s / √n ≤ wanted. A. M. Law, Simulation Modeling and Analysis, 5th ed.
 * 2015, section 9.4.1. `Infinity` beyond 10¹².
 *
 * @param deviation standard deviation of a value, from a pilot of some runs
 * @param wanted half-width in the unit of the metric, above 0
 */
export function replicationsForHalfWidth(deviation: number, wanted: number, level = defaultLevel): number {
  assert(wanted > 0, 'a half-width is above 0');
  assert(deviation >= 0, 'a standard deviation is not below 0');
  return smallest((n) => halfWidth(n, deviation, level) <= wanted);
}

/** What is to be detected, and how surely. */
export interface Detection {
  /** True difference of the means, in the unit of the metric; its sign does not matter. */
  readonly difference: number;
  /** Standard deviation: of the differences for paired arms, of a value for independent ones. */
  readonly deviation: number;
  /** `paired`: arms share their seeds; `independent`: they do not. By default `paired`. */
  readonly design?: 'paired' | 'independent';
  /** 2: a difference of either sign counts; 1: only the expected sign does. By default 2. */
  readonly sides?: 1 | 2;
  /** 1 less the probability of error of the test, by default .95. */
  readonly level?: number;
}

/**
 * Probability that the t test finds the difference with `n` replications of each arm: J. Cohen, Statistical
 * Power Analysis for the Behavioral Sciences, 2nd ed. 1988, chapter 2, by the noncentral t (no
 * approximation). Two-sided, the chance of a finding of the wrong sign is not counted.
 */
export function powerOf(n: number, detection: Detection): number {
  const { difference, deviation, design = 'paired', sides = 2, level = defaultLevel } = detection;
  assert(deviation > 0, 'a standard deviation is above 0');
  const degrees = design === 'paired' ? n - 1 : 2 * n - 2;
  const effect = Math.abs(difference) / deviation;
  const noncentrality = effect * Math.sqrt(design === 'paired' ? n : n / 2);
  const critical = studentQuantile(sides === 2 ? upperTail(level) : level, degrees);
  return 1 - noncentralStudentCdf(critical, degrees, noncentrality);
}

/**
 * Replications of each arm with which the t test finds a difference with probability `power`; `Infinity` for
 * a difference of 0.
 */
export function replicationsForDifference(detection: Detection, power = 0.8): number {
  assert(power > 0 && power < 1, 'a power lies between 0 and 1');
  if (detection.difference === 0) return Infinity;
  return smallest((n) => powerOf(n, detection) >= power);
}
