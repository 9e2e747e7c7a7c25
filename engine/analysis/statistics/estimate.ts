/** What every estimate of this folder looks like. */
import { assert } from '../../codes.ts';

/**
 * A number with its interval. NaN means that it does not apply: the mean of nothing, the deviation of one
 * value. A bound that nothing holds is infinite.
 */
export interface Estimate {
  /** Values, pairs, points or rows that count; what has no value (NaN) is left out. */
  readonly n: number;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  /** Share of such intervals that hold the true value, in (0, 1). */
  readonly level: number;
}

/** The level of intervals when none is asked for. */
export const defaultLevel = 0.95;

/** The probability below the upper bound of a two-sided interval: .975 for level .95. */
export function upperTail(level: number): number {
  assert(level > 0 && level < 1, `a level lies between 0 and 1; this is ${level}`);
  return (1 + level) / 2;
}

/** The finite ones of the values, in their order. */
export function finiteValues(values: ArrayLike<number>): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) kept[n++] = values[i];
  }
  return kept.subarray(0, n);
}

/** The finite ones of the values, smallest first. */
export function rising(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(finiteValues(values)).sort();
}

/**
 * Sum from left to right with Neumaier’s compensation (ZAMM 54, 1974): the same on every machine, and exact
 * to the last digit or two however long the list.
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const next = total + value;
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total;
    total = next;
  }
  return Number.isFinite(lost) ? total + lost : total;
}

/** Where a binary search over rising values would put `value`: the number of values below it. */
export function countBelow(rising: ArrayLike<number>, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The number of rising values that are at most `value`. */
export function countUpTo(rising: ArrayLike<number>, value: number): number {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (rising[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Quantile of rising values by linear interpolation: definition 7 of Hyndman & Fan, The American Statistician
 * 50, 1996, which R and NumPy take by default. NaN for none.
 */
export function quantile(rising: ArrayLike<number>, p: number): number {
  if (rising.length === 0 || Number.isNaN(p)) return Number.NaN;
  const place = p * (rising.length - 1);
  const below = Math.floor(place);
  const value = rising[below];
  if (below + 1 >= rising.length) return value;
  return value + (place - below) * (rising[below + 1] - value);
}
