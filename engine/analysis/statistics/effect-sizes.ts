/** Effects on scales that can be compared between metrics: in standard deviations, or as a probability. */
import { exp, inverseNormal, ln } from '../../math.ts';
import { lnGamma, noncentralityOf } from './distributions.ts';
import { countBelow, countUpTo, defaultLevel, type Estimate, rising, sum, upperTail } from './estimate.ts';
import { meanOf } from './mean.ts';
import { pairedDifference } from './paired.ts';

/**
 * Bounds of an effect by inverting the noncentral t: exact for normal values. G. Cumming & S. Finch,
 * Educational and Psychological Measurement 61, 2001, 532–574.
 *
 * @param t the observed statistic, the effect times `root`
 * @param root √n of pairs, or √(nm/(n + m)) of two groups
 */
function boundsOfEffect(t: number, degrees: number, root: number, level: number): [number, number] {
  const tail = upperTail(level);
  return [noncentralityOf(t, degrees, tail) / root, noncentralityOf(t, degrees, 1 - tail) / root];
}

/**
 * Effect of paired arms in standard deviations of their difference, Cohen’s d_z: how surely one seed shows
 * it, which depends on how much of the draws the arms share. Finite only when the differences vary: NaN
 * otherwise.
 */
export function pairedEffect(
  arm: ArrayLike<number>,
  against: ArrayLike<number>,
  level = defaultLevel,
): Estimate {
  const { n, estimate: mean, deviation } = pairedDifference(arm, against, level);
  const estimate = mean / deviation;
  if (n < 2 || !(deviation > 0)) return notKnown(n, level);
  const [lower, upper] = boundsOfEffect(estimate * Math.sqrt(n), n - 1, Math.sqrt(n), level);
  return { n, estimate, lower, upper, level };
}

/**
 * Effect of independent arms in standard deviations of a value, without the bias of small samples: Hedges’ g,
 * the difference of means over the pooled deviation, times J = Γ(ν/2) / (√(ν/2) Γ((ν − 1)/2)). L. V. Hedges,
 * Journal of Educational Statistics 6, 1981, 107–128. `n` counts both arms.
 */
export function hedgesG(arm: ArrayLike<number>, against: ArrayLike<number>, level = defaultLevel): Estimate {
  const [first, second] = [meanOf(arm), meanOf(against)];
  const n = first.n + second.n;
  const degrees = n - 2;
  if (first.n < 2 || second.n < 2) return notKnown(n, level);
  const squares =
    (first.n - 1) * first.deviation * first.deviation + (second.n - 1) * second.deviation * second.deviation;
  const pooled = Math.sqrt(squares / degrees);
  if (!(pooled > 0)) return notKnown(n, level);
  const effect = (first.mean - second.mean) / pooled;
  const unbiased = exp(lnGamma(degrees / 2) - lnGamma((degrees - 1) / 2) - ln(degrees / 2) / 2);
  const root = Math.sqrt((first.n * second.n) / n);
  const [lower, upper] = boundsOfEffect(effect * root, degrees, root, level);
  return { n, estimate: unbiased * effect, lower: unbiased * lower, upper: unbiased * upper, level };
}

function notKnown(n: number, level: number): Estimate {
  return { n, estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN, level };
}

/**
 * How often a run of `arm` is above a run of `against`, less how often it is below, in [−1, 1]: Cliff’s
 * delta, which asks nothing of the distributions. N. Cliff, Psychological Bulletin 114, 1993, 494–509; the
 * interval is the asymmetric one of D. Feng & N. Cliff, Journal of Modern Applied Statistical Methods 3,
 * 2004, 322–332, for independent arms. `n` counts both arms; NaN when one of them has fewer than two values.
 */
export function cliffsDelta(
  arm: ArrayLike<number>,
  against: ArrayLike<number>,
  level = defaultLevel,
): Estimate {
  const first = rising(arm);
  const second = rising(against);
  const [n, m] = [first.length, second.length];
  if (n < 2 || m < 2) return notKnown(n + m, level);
  const rows = dominance(first, second);
  const columns = dominance(second, first);
  const delta = sum(rows.values) / n;
  const spread = (values: ArrayLike<number>, centre: number): number => {
    let squares = 0;
    for (let i = 0; i < values.length; i++) squares += (values[i] - centre) * (values[i] - centre);
    return squares;
  };
  const all = rows.untied - n * m * delta * delta;
  const variance =
    (m * m * spread(rows.values, delta) + n * n * spread(columns.values, -delta) - all) /
    (n * m * (n - 1) * (m - 1));
  return { n: n + m, ...boundsOfDelta(delta, variance, Math.min(n, m), level), level };
}

/** For each value of `own`, the share of `other` below it less the share above it; and all untied pairs. */
function dominance(own: Float64Array, other: Float64Array): { values: Float64Array; untied: number } {
  let untied = 0;
  const values = own.map((value) => {
    const below = countBelow(other, value);
    const above = other.length - countUpTo(other, value);
    untied += below + above;
    return (below - above) / other.length;
  });
  return { values, untied };
}

function boundsOfDelta(estimate: number, variance: number, smaller: number, level: number) {
  const z = inverseNormal(upperTail(level));
  // Where no pair contradicts, the observed variance is 0 and says nothing: Feng & Cliff take the interval of
  // a share of 0 among the smaller arm.
  if (Math.abs(estimate) === 1) {
    const bound = (smaller - z * z) / (smaller + z * z);
    return estimate === 1 ? { estimate, lower: bound, upper: 1 } : { estimate, lower: -1, upper: -bound };
  }
  const square = estimate * estimate;
  const known = Math.max(variance, (1 - square) / (smaller * smaller));
  const reach = z * Math.sqrt(known) * Math.sqrt((1 - square) * (1 - square) + z * z * known);
  const scale = 1 - square + z * z * known;
  const centre = estimate - estimate * square;
  return { estimate, lower: (centre - reach) / scale, upper: (centre + reach) / scale };
}

/**
 * Probability that a run of `arm` is above one of `against`, ties counting half: (Cliff’s delta + 1) / 2, the
 * measure A of A. Vargha & H. D. Delaney, Journal of Educational and Behavioral Statistics 25, 2000, 101–132.
 */
export function superiority(
  arm: ArrayLike<number>,
  against: ArrayLike<number>,
  level = defaultLevel,
): Estimate {
  const { n, estimate, lower, upper } = cliffsDelta(arm, against, level);
  return { n, estimate: (estimate + 1) / 2, lower: (lower + 1) / 2, upper: (upper + 1) / 2, level };
}
