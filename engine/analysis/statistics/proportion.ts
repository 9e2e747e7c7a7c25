/** Shares: how many of a number of runs or points have a property. */
import { inverseNormal } from '../../math.ts';
import { defaultLevel, type Estimate, upperTail } from './estimate.ts';

/**
 * A share with the score interval of E. B. Wilson, Journal of the American Statistical Association 22, 1927,
 * 209–212; it stays inside [0, 1] and holds for small numbers and rare events. Of none: NaN within [0, 1].
 *
 * @param count how many have the property, from 0 to `n`
 * @param n how many there are
 */
export function proportion(count: number, n: number, level = defaultLevel): Estimate {
  const z = inverseNormal(upperTail(level));
  if (n === 0) return { n, estimate: Number.NaN, lower: 0, upper: 1, level };
  const share = count / n;
  const scale = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / scale;
  const reach = (z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))) / scale;
  // At the ends the bound is the end itself, which rounding would miss.
  const lower = count === 0 ? 0 : Math.max(0, centre - reach);
  const upper = count === n ? 1 : Math.min(1, centre + reach);
  return { n, estimate: share, lower, upper, level };
}
