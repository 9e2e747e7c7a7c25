/**
 * Measures of inequality between parts of a whole, and within them. Values are per head and not negative;
 * weights are the heads, in any unit.
 */
import { inverseNormal, ln } from '../math.ts';

/**
 * Gini coefficient (Gini 1912) Σ_i Σ_j p_i·p_j·|x_i − x_j| / (2μ), in [0, 1): 0 when all have the same.
 *
 * @param heads how many stand behind each value; one behind each unless given
 * @returns 0 when nobody has anything, NaN for nobody
 */
export function gini(values: ArrayLike<number>, heads?: ArrayLike<number>): number {
  let people = 0;
  let sum = 0;
  let difference = 0;
  for (let i = 0; i < values.length; i++) {
    const own = heads === undefined ? 1 : heads[i];
    people += own;
    sum += own * values[i];
    for (let j = 0; j < i; j++) {
      const pair = own * (heads === undefined ? 1 : heads[j]);
      difference += 2 * pair * Math.abs(values[i] - values[j]);
    }
  }
  if (!(people > 0)) return Number.NaN;
  return sum > 0 ? Math.min(1, difference / (2 * people * sum)) : 0;
}

/** Theil’s index T (Theil 1967) of a whole and its two parts: `total` is `between` + `within`. */
export interface Theil {
  readonly total: number;
  readonly between: number;
  readonly within: number;
}

/**
 * Theil’s T of a whole made of groups, and its exact decomposition (Theil 1967; Shorrocks 1980):
 *
 *   T = Σ_g s_g·ln(s_g / p_g) + Σ_g s_g·T_g
 *
 * with s_g the group’s share of the income and p_g that of the heads. A group without income adds nothing.
 *
 * @param incomes income of each group as a whole
 * @param inside T_g: index within each group
 */
export function theil(
  incomes: ArrayLike<number>,
  heads: ArrayLike<number>,
  inside: ArrayLike<number>,
): Theil {
  let income = 0;
  let people = 0;
  for (let g = 0; g < incomes.length; g++) {
    income += incomes[g];
    people += heads[g];
  }
  let between = 0;
  let within = 0;
  for (let g = 0; g < incomes.length; g++) {
    const share = incomes[g] / income;
    // x · ln x goes to 0 with x; an income can be so small beside the whole that its share is 0.
    if (!(share > 0)) continue;
    between += share * ln(share / (heads[g] / people));
    within += share * inside[g];
  }
  // what is left of rounding when all have the same
  between = Math.max(0, between);
  return { total: between + within, between, within };
}

/**
 * Theil’s T of a lognormal distribution with the given Gini coefficient: with σ = √2·Φ⁻¹((g + 1)/2) it is
 * σ²/2 (Aitchison & Brown 1957). Incomes within countries are near to lognormal.
 */
export function theilOfLognormal(giniInside: number): number {
  const quantile = inverseNormal((giniInside + 1) / 2);
  return quantile * quantile;
}
