/** What a row of the validation table is: a published result, and what the engine makes of it. */

/** One number beside the published one. */
export interface Measured {
  readonly what: string;
  readonly published: number | string;
  readonly measured: number | string;
  /** Largest difference that counts as equal; 0 for exact. */
  readonly tolerance: number;
  readonly ok: boolean;
}

/** One published result, reproduced by running the engine. */
export interface ValidationRow {
  readonly row: number;
  readonly title: string;
  readonly citation: string;
  /** Files of `--data` that the row reads: data that may not be shipped. */
  readonly needsData?: readonly string[];
  run(context: { readonly dataDir?: string }): Promise<readonly Measured[]>;
}
