/** Which factors of a model matter, from the results of a Morris or a Saltelli design. */
import { assert } from '../../codes.ts';
import { runKey } from '../../run/draws.ts';
import { type BootstrapOptions, resampleInto } from './bootstrap.ts';
import { defaultLevel, type Estimate, quantile, rising, upperTail } from './estimate.ts';
import { meanInterval, meanOf } from './mean.ts';

/** Elementary effects of one factor: changes of the result for the whole range of the factor. */
export interface MorrisEffect {
  /** Mean effect. Near 0 with a large `muStar`: effects of both signs. */
  readonly mu: Estimate;
  /** Mean size of the effects: how much the factor matters. */
  readonly muStar: Estimate;
  /** Standard deviation of the effects: how much it depends on the other factors, or is curved. */
  readonly sigma: number;
}

/**
 * Morris’s screening: M. D. Morris, Technometrics 33(2), 1991, 161–174; μ* of F. Campolongo, J. Cariboni & A.
 * Saltelli, Environmental Modelling & Software 22, 2007, 1509–1518. Intervals are Student’s over
 * trajectories. A step next to a result that is not finite is left out.
 *
 * @param point the points of the design: `(index, out) => morris.point(parameters, dimensions, index, out)`
 * @param results the result of each point, in the order of the design
 * @returns one for each factor
 */
export function morrisEffects(
  dimensions: number,
  point: (index: number, out: Float64Array) => void,
  results: ArrayLike<number>,
  level = defaultLevel,
): MorrisEffect[] {
  assert(results.length % (dimensions + 1) === 0, 'a Morris design has whole trajectories');
  const effects = Array.from({ length: dimensions }, (): number[] => []);
  let before = new Float64Array(dimensions);
  let after = new Float64Array(dimensions);
  for (let index = 0; index < results.length; index++) {
    [before, after] = [after, before];
    point(index, after);
    if (index % (dimensions + 1) === 0) continue;
    for (let d = 0; d < dimensions; d++) {
      // The point of a trajectory differs from the one before it in one factor.
      if (after[d] === before[d]) continue;
      effects[d].push((results[index] - results[index - 1]) / (after[d] - before[d]));
    }
  }
  return effects.map((found) => {
    const sizes = found.map((effect) => Math.abs(effect));
    const { n, deviation } = meanOf(found);
    const sigma = n > 1 ? deviation : Number.NaN;
    return { mu: meanInterval(found, level), muStar: meanInterval(sizes, level), sigma };
  });
}

/** Shares of the variance of a result that one factor explains. */
export interface SobolIndex {
  /**
   * By itself: how much the variance would fall if the factor were known. Small negative values are noise.
   */
  readonly first: Estimate;
  /** With all its interactions: what would be left if all other factors were known. */
  readonly total: Estimate;
}

/** Sobol indices of all factors, with what is needed to repeat their intervals. */
export interface SobolIndices {
  /** Rows of the design that count: those whose results are all finite. */
  readonly n: number;
  readonly mean: number;
  readonly variance: number;
  /** One for each factor; NaN for a result that does not vary. */
  readonly factors: readonly SobolIndex[];
  readonly resamples: number;
  readonly seed: string | number;
}

/** How the intervals of Sobol indices are made: 1000 resamples of the rows, and their quantiles. */
export type SobolOptions = Pick<BootstrapOptions, 'level' | 'resamples' | 'seed'>;

/**
 * First and total Sobol indices from the results of a Saltelli design. First: A. Saltelli et al., Computer
 * Physics Communications 181, 2010, 259–270, table 2 (b), on centred results; total: M. J. W. Jansen, ibid.
 * 117, 1999, 35–43 (their table 2 (f)). Intervals are percentiles over resampled rows, as in G. E. B. Archer,
 * A. Saltelli & I. M. Sobol, Journal of Statistical Computation and Simulation 58, 1997, 99–120; as rows of a
 * Sobol sequence fill the space more evenly than resamples of them, they are rather too wide than too narrow.
 *
 * @param results the result of each point, in the order of the design: base × (dimensions + 2) of them
 */
export function sobolIndices(
  dimensions: number,
  results: ArrayLike<number>,
  { level = defaultLevel, resamples = 1000, seed = 1 }: SobolOptions = {},
): SobolIndices {
  const blocks = dimensions + 2;
  assert(results.length % blocks === 0, 'a Saltelli design has whole rows');
  const rows = completeRows(results, blocks);
  const n = rows.length / blocks;
  const { mean } = meanOf(rows.filter((_, i) => i % blocks === 0 || i % blocks === blocks - 1));
  for (let i = 0; i < rows.length; i++) rows[i] -= mean;

  const all = Int32Array.from({ length: n }, (_, i) => i);
  const found = indicesOf(rows, dimensions, all);
  const key = runKey(seed);
  const indices = new Int32Array(n);
  const drawn = Array.from({ length: 2 * dimensions }, () => new Float64Array(resamples));
  for (let number = 0; n > 1 && number < resamples; number++) {
    resampleInto(indices, key, number);
    const { shares } = indicesOf(rows, dimensions, indices);
    for (let k = 0; k < shares.length; k++) drawn[k][number] = shares[k];
  }
  const tail = upperTail(level);
  const estimateOf = (k: number): Estimate => {
    const sorted = rising(drawn[k]);
    const known = n > 1 && Number.isFinite(found.shares[k]);
    const [lower, upper] = known
      ? [quantile(sorted, 1 - tail), quantile(sorted, tail)]
      : [Number.NaN, Number.NaN];
    return { n, estimate: found.shares[k], lower, upper, level };
  };
  const factors = Array.from({ length: dimensions }, (_, d) => ({
    first: estimateOf(d),
    total: estimateOf(dimensions + d),
  }));
  return { n, mean, variance: found.variance, factors, resamples, seed };
}

function completeRows(results: ArrayLike<number>, blocks: number): Float64Array {
  const kept = new Float64Array(results.length);
  let length = 0;
  for (let start = 0; start < results.length; start += blocks) {
    let isWhole = true;
    for (let i = start; i < start + blocks; i++) isWhole &&= Number.isFinite(results[i]);
    if (!isWhole) continue;
    for (let i = start; i < start + blocks; i++) kept[length++] = results[i];
  }
  return kept.subarray(0, length);
}

/** First indices, then total ones, of the rows named, of centred results. */
function indicesOf(
  rows: Float64Array,
  dimensions: number,
  chosen: Int32Array,
): { variance: number; shares: Float64Array } {
  const blocks = dimensions + 2;
  const n = chosen.length;
  const shares = new Float64Array(2 * dimensions);
  let total = 0;
  let squares = 0;
  for (const row of chosen) {
    const start = row * blocks;
    const a = rows[start];
    const b = rows[start + blocks - 1];
    total += a + b;
    squares += a * a + b * b;
    for (let d = 0; d < dimensions; d++) {
      const mixed = rows[start + 1 + d];
      shares[d] += b * (mixed - a);
      shares[dimensions + d] += ((a - mixed) * (a - mixed)) / 2;
    }
  }
  const variance = squares / (2 * n) - (total / (2 * n)) * (total / (2 * n));
  for (let k = 0; k < shares.length; k++) {
    shares[k] = variance > 0 ? shares[k] / n / variance : Number.NaN;
  }
  return { variance, shares };
}
