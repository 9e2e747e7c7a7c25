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

/** Mean and deviation of values that come one by one: Welford’s recurrence, one pass and no cancellation. */
export class RunningMoments implements Mean {
  n = 0;
  #mean = 0;
  #squares = 0;

  /** Counts a value; one that is not finite is passed over. */
  add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.n++;
    const delta = value - this.#mean;
    this.#mean += delta / this.n;
    this.#squares += delta * (value - this.#mean);
  }

  /** NaN of no value. */
  get mean(): number {
    return this.n === 0 ? Number.NaN : this.#mean;
  }

  /** NaN of no value, 0 of one. */
  get deviation(): number {
    if (this.n < 2) return this.n === 0 ? Number.NaN : 0;
    return Math.sqrt(this.#squares / (this.n - 1));
  }
}

/** Mean and standard deviation of the finite values; `mean` is NaN when there is none. */
export function meanOf(values: ArrayLike<number>): Mean {
  const scale = scaleOf(values);
  const moments = new RunningMoments();
  for (let i = 0; i < values.length; i++) moments.add(scale === 1 ? values[i] : values[i] / scale);
  const { n, mean, deviation } = moments;
  return scale === 1 ? { n, mean, deviation } : { n, mean: mean * scale, deviation: deviation * scale };
}

/** Sizes between which squares neither vanish nor overflow. */
const [smallest, largest] = [1e-100, 1e100];

/** What values are divided by before they are squared: 1, unless they are so small or so large. */
function scaleOf(values: ArrayLike<number>): number {
  let size = 0;
  for (let i = 0; i < values.length; i++) {
    if (Number.isFinite(values[i])) size = Math.max(size, Math.abs(values[i]));
  }
  return size === 0 || (size > smallest && size < largest) ? 1 : size;
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
