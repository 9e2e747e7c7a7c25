/**
 * A row of `plenary validate`: one published result, and what Plenary’s own engine gives for it. A row is one
 * object in one file of `rows/`, and one line of `rows/index.ts`.
 */

/** One number beside the published one. */
export interface Measured {
  /** What is compared, in a few words. */
  readonly what: string;
  readonly published: number | string;
  readonly measured: number | string;
  /** Largest difference that counts as equal; 0 for exact. */
  readonly tolerance: number;
  readonly ok: boolean;
}

/** A published result that the engine has to reproduce. */
export interface ValidationRow {
  /** Number of the row in the list of validation targets. */
  readonly row: number;
  readonly title: string;
  /** Where the published numbers are found. */
  readonly citation: string;
  /** Files that may not be shipped, as paths below the data folder; the row is not run without them. */
  readonly needsData?: readonly string[];
  /** Runs the engine and compares. */
  run(context: { readonly dataDir?: string }): Promise<readonly Measured[]>;
}

/** Compares a number; NaN is never equal to anything. */
export function compare(what: string, published: number, measured: number, tolerance = 0): Measured {
  return { what, published, measured, tolerance, ok: Math.abs(measured - published) <= tolerance };
}

/** Compares what must be met to the last digit, or a text. */
export function exactly(what: string, published: number | string, measured: number | string): Measured {
  return { what, published, measured, tolerance: 0, ok: published === measured };
}
