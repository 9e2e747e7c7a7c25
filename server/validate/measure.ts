/** Comparing measured numbers with published ones. */
import type { Measured } from './row.ts';

/** A number within a tolerance of the published one. */
export function near(what: string, published: number, measured: number, tolerance: number): Measured {
  return { what, published, measured, tolerance, ok: Math.abs(published - measured) <= tolerance };
}

/** A text or a count that must be the published one. */
export function same<Value extends number | string>(
  what: string,
  published: Value,
  measured: Value,
): Measured {
  return { what, published, measured, tolerance: 0, ok: published === measured };
}

/** The largest difference over several comparisons of one kind, which all must hold. */
export function largestDifference(what: string, differences: readonly number[], tolerance: number): Measured {
  const measured = differences.length === 0 ? Number.NaN : Math.max(...differences);
  return { what, published: 0, measured, tolerance, ok: measured <= tolerance };
}
