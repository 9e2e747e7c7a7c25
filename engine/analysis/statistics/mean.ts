/** Means and what is needed to judge them. */
import { studentQuantile } from './distributions.ts';
import { defaultLevel, type Estimate, upperTail } from './estimate.ts';

/** A mean with what is needed to judge it. */
export interface Mean {
  /** Values that count. */
  readonly n: number;
  readonly mean: number;
  /** Standard deviation of a value; 0 with fewer than two. */
  readonly deviation: number;
}

/** Mean and standard deviation of the finite values; `mean` is NaN when there is none. */
export function meanOf(values: ArrayLike<number>): Mean {
  let n = 0;
  let mean = 0;
  let squares = 0;
  // Welford's recurrence: one pass, and no cancellation.
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    n++;
    const delta = value - mean;
    mean += delta / n;
    squares += delta * (value - mean);
  }
  if (n === 0) return { n, mean: Number.NaN, deviation: Number.NaN };
  return { n, mean, deviation: n > 1 ? Math.sqrt(squares / (n - 1)) : 0 };
}

/** A mean with its interval and the standard deviation of a value. */
export interface MeanEstimate extends Estimate {
  /** Standard deviation of a value; NaN with fewer than two. */
  readonly deviation: number;
}

/**
 * Mean of the finite values with the interval of Student’s t. With fewer than two values the interval is the
 * whole line.
 */
export function meanInterval(values: ArrayLike<number>, level = defaultLevel): MeanEstimate {
  const { n, mean, deviation } = meanOf(values);
  if (n < 2) {
    upperTail(level);
    return { n, estimate: mean, lower: -Infinity, upper: Infinity, level, deviation: Number.NaN };
  }
  const reach = halfWidth(n, deviation, level);
  return { n, estimate: mean, lower: mean - reach, upper: mean + reach, level, deviation };
}

/** Half the width of Student’s interval of a mean of `n` values, at least 2, with a standard deviation. */
export function halfWidth(n: number, deviation: number, level = defaultLevel): number {
  return (studentQuantile(upperTail(level), n - 1) * deviation) / Math.sqrt(n);
}
