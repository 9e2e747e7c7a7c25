/** What a row of `plenary validate` is: a published figure beside what Plenary’s own engine gives. */

/** One figure of a row. */
export interface Measured {
  readonly what: string;
  readonly published: number | string;
  readonly measured: number | string;
  readonly tolerance: number;
  readonly ok: boolean;
}

/** A row of the table. */
export interface ValidationRow {
  readonly row: number;
  readonly title: string;
  readonly citation: string;
  /** Files that may not be shipped and are read from a folder of the caller. */
  readonly needsData?: readonly string[];
  run(context: { readonly dataDir?: string }): Promise<readonly Measured[]>;
}
