/**
 * Intervals by resampling, for numbers without a formula: medians, ratios, indices. The draws are keyed by a
 * seed that is part of the result, so the interval can be computed again to the last digit.
 */
import { assert } from '../../codes.ts';
import { inverseNormal } from '../../math.ts';
import { philox4x32, type RunKey, runKey, streamId } from '../../run/draws.ts';
import { normalCdf } from './distributions.ts';
import { defaultLevel, type Estimate, finiteValues, quantile, rising, upperTail } from './estimate.ts';
import { meanOf } from './mean.ts';

/** How to resample. */
export interface BootstrapOptions {
  /**
   * `bca`: bias-corrected and accelerated, second-order correct, at the cost of one more evaluation for each
   * value (at most 1000); `percentile`: the quantiles of the resamples as they are. By default `bca`.
   */
  readonly method?: 'bca' | 'percentile';
  /** Number of resamples, by default 2000. */
  readonly resamples?: number;
  readonly level?: number;
  /** Seed of the resamples, by default 1. */
  readonly seed?: string | number;
  /**
   * Sizes of groups that are resampled each for itself, such as arms that are compared: they follow one
   * another, and sum to the number of values. By default one group of all.
   */
  readonly groups?: readonly number[];
}

/** An estimate with an interval by resampling, and what is needed to repeat it. */
export interface BootstrapEstimate extends Estimate {
  /** Standard deviation over the resamples. */
  readonly standardError: number;
  readonly method: 'bca' | 'percentile';
  readonly resamples: number;
  readonly seed: string | number;
}

const stream = streamId('bootstrap');
/** The most evaluations that the acceleration takes; more values are left out in groups. */
const jackknifeGroups = 1000;

/**
 * Writes resample `number` into `indices`: as many draws with replacement from 0 … n − 1, within each group.
 * Draws are 32 bits scaled down, which prefers no index by more than n in 2³².
 */
export function resampleInto(
  indices: Int32Array,
  key: RunKey,
  number: number,
  groups: readonly number[] = [indices.length],
): void {
  const block = new Int32Array(4);
  let start = 0;
  for (const size of groups) {
    for (let i = start; i < start + size; i++) {
      if ((i & 3) === 0) philox4x32(number, i >>> 2, 0, stream, key.k0, key.k1, block);
      indices[i] = start + Math.floor(((block[i & 3] >>> 0) / 4294967296) * size);
    }
    start += size;
  }
}

/**
 * An estimate with its bootstrap interval. B. Efron, Journal of the American Statistical Association 82,
 * 1987, 171–185, and Efron & Tibshirani, An Introduction to the Bootstrap, 1993, formulas 14.10 to 14.15. For
 * few and skewed values every bootstrap is too short: of 50 exponential values its 95 % interval of the mean
 * holds in 92 of 100 sets, of 80 values of skewness 1.4 in 94. A statistic of n values is evaluated
 * `resamples` + min(n, 1000) + 1 times.
 *
 * @param n number of values (or pairs, rows, seeds), which the statistic knows by index
 * @param statistic of the values at these indices, which may repeat; the list is reused and must not be kept
 * @example `bootstrap(x.length, (at) => median(at.map((i) => x[i])))`
 */
export function bootstrap(
  n: number,
  statistic: (indices: Int32Array) => number,
  options: BootstrapOptions = {},
): BootstrapEstimate {
  const { method = 'bca', resamples = 2000, level = defaultLevel, seed = 1, groups = [n] } = options;
  const tail = upperTail(level);
  assert(groups.reduce((so, size) => so + size, 0) === n, 'the groups of a bootstrap sum to its values');
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const given = { n, level, method, resamples, seed };
  const estimate = n === 0 ? Number.NaN : statistic(all);
  if (n < 2) {
    const unknown = { lower: Number.NaN, upper: Number.NaN, standardError: Number.NaN };
    return { ...given, estimate, ...unknown };
  }
  const key = runKey(seed);
  const indices = new Int32Array(n);
  const drawn = new Float64Array(resamples);
  for (let number = 0; number < resamples; number++) {
    resampleInto(indices, key, number, groups);
    drawn[number] = statistic(indices);
  }
  const sorted = rising(drawn);
  const standardError = meanOf(sorted).deviation;
  const [low, high] =
    method === 'percentile' ? [1 - tail, tail] : correctedTails(sorted, estimate, statistic, groups, tail);
  const [lower, upper] = [quantile(sorted, low), quantile(sorted, high)];
  return { ...given, estimate, lower, upper, standardError };
}

/** The probabilities at which the resamples are read: formulas 14.10, 14.14 and 14.15. */
function correctedTails(
  sorted: Float64Array,
  estimate: number,
  statistic: (indices: Int32Array) => number,
  groups: readonly number[],
  tail: number,
): [number, number] {
  let below = 0;
  // Resamples equal to the estimate count half, for statistics with few values.
  for (const value of sorted) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const share = below / sorted.length;
  // All resamples on one side of the estimate: no correction is possible.
  if (!(share > 0 && share < 1)) return [1 - tail, tail];
  const bias = inverseNormal(share);
  const acceleration = accelerationOf(statistic, groups);
  const corrected = (z: number): number => normalCdf(bias + (bias + z) / (1 - acceleration * (bias + z)));
  return [corrected(inverseNormal(1 - tail)), corrected(inverseNormal(tail))];
}

/**
 * Skewness of the influence of each value, by leaving each out once (jackknife), or for long lists one of
 * 1000 parts; parts of g values have a √g times smaller skewness and √g times larger share, so that the
 * acceleration is the same. With several groups it is summed as in Davison & Hinkley, Bootstrap Methods,
 * 1997, formula 5.27: influences are weighed by the size of their group.
 */
function accelerationOf(statistic: (indices: Int32Array) => number, groups: readonly number[]): number {
  const n = groups.reduce((so, size) => so + size, 0);
  let squares = 0;
  let cubes = 0;
  let start = 0;
  for (const size of groups) {
    const parts = Math.min(size, Math.max(2, Math.floor((jackknifeGroups * size) / n)));
    const left = new Float64Array(parts);
    for (let part = 0; part < parts; part++) {
      const from = start + Math.floor((part * size) / parts);
      const to = start + Math.floor(((part + 1) * size) / parts);
      const rest = Int32Array.from({ length: n - (to - from) }, (_, i) => (i < from ? i : i + (to - from)));
      left[part] = rest.length === 0 ? Number.NaN : statistic(rest);
    }
    const { mean } = meanOf(left);
    for (const value of finiteValues(left)) {
      // The influence of a value on a statistic, over n.
      const influence = ((parts - 1) * (mean - value)) / parts;
      squares += influence * influence;
      cubes += influence * influence * influence;
    }
    start += size;
  }
  return squares > 0 ? cubes / (6 * squares * Math.sqrt(squares)) : 0;
}

/** Bootstrap of a statistic of the finite values themselves, given in the order of the resample. */
export function bootstrapOf(
  values: ArrayLike<number>,
  statistic: (sample: Float64Array) => number,
  options: BootstrapOptions = {},
): BootstrapEstimate {
  const kept = finiteValues(values);
  const sample = new Float64Array(kept.length);
  return bootstrap(
    kept.length,
    (indices) => {
      for (let i = 0; i < indices.length; i++) sample[i] = kept[indices[i]];
      return statistic(sample.subarray(0, indices.length));
    },
    options,
  );
}
