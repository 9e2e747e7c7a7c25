/**
 * The distributions that intervals and tests are read from, on top of stdlib’s ports of Boost and Cephes:
 * pure JavaScript from basic operations, so that a probability is the same everywhere.
 */
import betainc from '@stdlib/math-base-special-betainc';
import erfc from '@stdlib/math-base-special-erfc';
import gammainc from '@stdlib/math-base-special-gammainc';
import gammaln from '@stdlib/math-base-special-gammaln';
import stdlibStudentQuantile from '@stdlib/stats-base-dists-t-quantile';
import { exp, ln } from '../../math.ts';

/** Probability that a standard normal value is at most `z`. */
export function normalCdf(z: number): number {
  return erfc(-z / Math.SQRT2) / 2;
}

/** Probability that Student’s t with `degrees` of freedom (above 0, also fractional) is at most `t`. */
export function studentCdf(t: number, degrees: number): number {
  const tail = studentTwoSided(t, degrees) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** Probability that |T| is at least |t|: the two-sided p value. */
export function studentTwoSided(t: number, degrees: number): number {
  if (Number.isNaN(t) || !(degrees > 0)) return Number.NaN;
  // A quotient of infinities has no value: beyond 1e150 nothing is left of any tail that could be told.
  if (Math.abs(t) > 1e150) return 0;
  // Of the two forms of the integral the one whose argument is far from 1, where digits would be lost.
  const square = t * t;
  return square < degrees
    ? betainc(square / (degrees + square), 0.5, degrees / 2, true, true)
    : betainc(degrees / (degrees + square), degrees / 2, 0.5, true, false);
}

/** The t that Student’s distribution with `degrees` of freedom stays below with probability `p`. */
export function studentQuantile(p: number, degrees: number): number {
  return stdlibStudentQuantile(p, degrees);
}

/** Probability that a χ² value with `degrees` of freedom is at least `x`. */
export function chiSquareAbove(x: number, degrees: number): number {
  if (Number.isNaN(x) || !(degrees > 0)) return Number.NaN;
  return x <= 0 ? 1 : gammainc(x / 2, degrees / 2, true, true);
}

/** Natural logarithm of Γ(x), x above 0. */
export function lnGamma(x: number): number {
  return gammaln(x);
}

// Nodes and weights of Gauss and Legendre with eight points on (−1, 1); the other half is their mirror image.
const nodes = [0.1834346424956498, 0.525532409916329, 0.7966664774136267, 0.9602898564975363];
const weights = [0.362683783378362, 0.3137066458778873, 0.2223810344533745, 0.1012285362903763];
/** Standard deviations of the scale factor to either side of 1; what is beyond weighs less than 1e-16. */
const reach = 12;

/** ln(1 + u) − u − u²/2 without cancellation near 0. */
function lnRest(u: number): number {
  if (Math.abs(u) > 0.01) return ln(1 + u) - u - (u * u) / 2;
  return u * u * (-1 + u * (1 / 3 + u * (-1 / 4 + u * (1 / 5 + u * (-1 / 6 + u * (1 / 7 - u / 8))))));
}

/** Points of the density of S = √(χ²/ν), and their weights, which sum to 1. */
interface ScaleDensity {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** Enough points for a Φ(ts − δ) that rises from 0 to 1 as s moves by a few 1/t. */
function scaleDensity(degrees: number, t: number): ScaleDensity {
  const deviation = 1 / Math.sqrt(2 * degrees);
  const panels = Math.min(1000, Math.max(24, Math.ceil(12 * Math.abs(t) * deviation)));
  const from = Math.max(-1, -reach * deviation);
  const width = (reach * deviation - from) / panels;
  const points = new Float64Array(panels * 2 * nodes.length);
  const shares = new Float64Array(points.length);
  let at = 0;
  let mass = 0;
  for (let panel = 0; panel < panels; panel++) {
    const middle = from + (panel + 0.5) * width;
    for (let i = 0; i < 2 * nodes.length; i++, at++) {
      const away = (nodes[i >> 1] * width) / 2;
      const u = i % 2 === 0 ? middle - away : middle + away;
      points[at] = 1 + u;
      // The density of S at s = 1 + u, up to a constant: s^(ν − 1) exp(−νs²/2).
      shares[at] = weights[i >> 1] * exp(degrees * lnRest(u) - ln(1 + u));
      mass += shares[at];
    }
  }
  return { points, weights: shares.map((share) => share / mass) };
}

function noncentralAt({ points, weights: shares }: ScaleDensity, t: number, delta: number): number {
  let total = 0;
  for (let i = 0; i < points.length; i++) {
    // What weighs less cannot move a probability in its last digit.
    if (shares[i] > 1e-17) total += shares[i] * normalCdf(t * points[i] - delta);
  }
  return total;
}

/**
 * Probability that the noncentral t with `degrees` of freedom (at least 1) and noncentrality `delta` is at
 * most `t`; absolute error below 1e-12 for effects (delta over the root of the sample size) up to 100.
 *
 * T ≤ t is Z ≤ t·S − δ for a standard normal Z and S = √(χ²/ν), so the probability is the mean of Φ(tS − δ)
 * over the density of S (Johnson, Kotz & Balakrishnan, Continuous Univariate Distributions 2, 1995, section
 * 31.2), here integrated numerically. Unlike the series of algorithm AS 243 it holds for any δ.
 */
export function noncentralStudentCdf(t: number, degrees: number, delta: number): number {
  return noncentralAt(scaleDensity(degrees, t), t, delta);
}

/**
 * The noncentrality with which the noncentral t stays at or below `t` with probability `p`. The probability
 * falls with δ; its root is found by false position with the halving of Illinois (M. Dowell & P. Jarratt, BIT
 * 11, 1971, 168–174).
 */
export function noncentralityOf(t: number, degrees: number, p: number): number {
  const density = scaleDensity(degrees, t);
  const excess = (delta: number): number => noncentralAt(density, t, delta) - p;
  // δ differs from t by a few standard deviations, √(1 + t²/(2ν)) for large samples, more for very small.
  let step = 4 * Math.sqrt(1 + (t * t) / (2 * degrees));
  let low = t - step;
  let high = t + step;
  while (excess(low) < 0) low -= step *= 2;
  while (excess(high) > 0) high += step *= 2;
  let [above, below] = [excess(low), excess(high)];
  let side = 0;
  for (let round = 0; round < 100; round++) {
    const middle = (low * below - high * above) / (below - above);
    const found = excess(middle);
    if (Math.abs(found) < 1e-13 || high - low < 1e-12 * (1 + Math.abs(middle))) return middle;
    if (found > 0) {
      low = middle;
      above = found;
      if (side === 1) below /= 2;
      side = 1;
    } else {
      high = middle;
      below = found;
      if (side === -1) above /= 2;
      side = -1;
    }
  }
  return (low + high) / 2;
}

/**
 * Largest product of two sample sizes for which paths are counted, some milliseconds. Beyond, the limit of
 * large samples takes no time; it says too large a probability, by a twentieth for two samples of a thousand
 * and more for uneven ones.
 */
const mostCounted = 1_000_000;

/**
 * Probability that the cumulative shares of two samples are at least as far apart by chance: when every
 * assignment of the pooled values to the two is as likely as any other (two-sample test of Kolmogorov and
 * Smirnov, conditional on ties).
 *
 * Counted exactly for sizes whose product is at most a million, as paths through the grid of the two sizes,
 * which can be apart only where a run of equal values ends: J. L. Hodges, Arkiv för Matematik 3, 1957,
 * 469–486; G. Schröer & D. Trenkler, Computational Statistics & Data Analysis 20, 1995, 185–202. Beyond, by
 * the limit of `smirnovLimit`.
 *
 * @param distance largest difference of the cumulative shares, in [0, 1]
 * @param first size of one sample
 * @param second size of the other
 * @param pooled values of both, smallest first; all different unless given
 */
export function smirnovAbove(
  distance: number,
  first: number,
  second: number,
  pooled?: ArrayLike<number>,
): number {
  if (!(first > 0 && second > 0) || Number.isNaN(distance)) return Number.NaN;
  if (first * second > mostCounted) return smirnovLimit(distance, first, second);
  // Distances are multiples of 1 over the product of the sizes, so that half of one is beyond rounding.
  const least = distance * first * second - 0.5;
  if (least <= 0) return 1;
  const canPart = (count: number) =>
    pooled === undefined || count === pooled.length || pooled[count - 1] < pooled[count];
  // apart[j]: of all paths to the corner (i, j), the share that was that far apart on its way. The last step
  // to a corner took a value of the first sample with probability i / (i + j).
  const apart = new Float64Array(second + 1);
  for (let i = 0; i <= first; i++) {
    for (let j = 0; j <= second; j++) {
      const isApart = Math.abs(i * second - j * first) >= least && canPart(i + j);
      const before = i === 0 ? 0 : apart[j];
      const beside = j === 0 ? 0 : apart[j - 1];
      apart[j] = isApart ? 1 : i + j === 0 ? 0 : (i * before + j * beside) / (i + j);
    }
  }
  return apart[second];
}

/**
 * Probability that the largest difference of two empirical distributions is at least as large by chance, in
 * the limit of large samples: N. Smirnov, Annals of Mathematical Statistics 19, 1948, 279–281. (The
 * correction of Stephens, made for one sample, would make it worse.)
 *
 * @param distance largest difference, in [0, 1]
 * @param first size of one sample
 * @param second size of the other
 */
export function smirnovLimit(distance: number, first: number, second: number): number {
  if (!(first > 0 && second > 0)) return Number.NaN;
  const lambda = Math.sqrt((first * second) / (first + second)) * distance;
  // The series needs many terms near 0, where the probability is 1 to all digits shown.
  if (lambda < 0.2) return 1;
  let total = 0;
  for (let k = 1; k <= 100; k++) {
    const term = 2 * exp(-2 * k * k * lambda * lambda);
    total += k % 2 === 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, total));
}
