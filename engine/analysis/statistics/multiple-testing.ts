/**
 * Corrections for many hypotheses tested on the same runs. Each gives adjusted p values in the order given: a
 * hypothesis is rejected at level α when its adjusted value is at most α. NaN stays NaN and does not count.
 */

/** The p values that count with their places, smallest first; equal ones in the order given. */
function ranked(pValues: readonly number[]): { p: number; at: number }[] {
  return pValues
    .map((p, at) => ({ p, at }))
    .filter(({ p }) => !Number.isNaN(p))
    .sort((a, b) => a.p - b.p || a.at - b.at);
}

/**
 * Adjusted p values that bound the probability of any false rejection: S. Holm, Scandinavian Journal of
 * Statistics 6, 1979, 65–70.
 */
export function holm(pValues: readonly number[]): number[] {
  const order = ranked(pValues);
  const adjusted = pValues.map(() => Number.NaN);
  let largest = 0;
  for (const [rank, { p, at }] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * p));
    adjusted[at] = largest;
  }
  return adjusted;
}

/**
 * Adjusted p values that bound the expected share of false rejections among all rejections, for independent
 * or positively dependent tests: Y. Benjamini & Y. Hochberg, Journal of the Royal Statistical Society B 57,
 * 1995, 289–300.
 */
export function benjaminiHochberg(pValues: readonly number[]): number[] {
  const order = ranked(pValues);
  const adjusted = pValues.map(() => Number.NaN);
  let smallest = 1;
  for (let rank = order.length - 1; rank >= 0; rank--) {
    const { p, at } = order[rank];
    smallest = Math.min(smallest, (order.length * p) / (rank + 1));
    adjusted[at] = smallest;
  }
  return adjusted;
}
