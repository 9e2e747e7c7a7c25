/** Makes the figures of a row of `plenary validate`. */
import type { Measured } from './row.ts';

/** A figure that must be met to the last digit. */
export function exactly(what: string, published: number | string, measured: number | string): Measured {
  return { what, published, measured, tolerance: 0, ok: published === measured };
}

/** A figure that must be met within a tolerance. */
export function within(what: string, published: number, measured: number, tolerance: number): Measured {
  return { what, published, measured, tolerance, ok: Math.abs(published - measured) <= tolerance };
}
