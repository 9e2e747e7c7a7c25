/** Blocks of results: numbers in arrays, which become bytes without being looked at one by one. */

/** Bytes of a digest. */
export const digestBytes = 32;

/** What came of the runs of a stretch, in the order of their numbers. */
export interface Block {
  readonly count: number;
  /** Places in `statuses`. */
  readonly status: Uint8Array;
  /** Places in `outcomes`. */
  readonly outcome: Uint8Array;
  /** SHA-256 of the runs, one after the other. */
  readonly digests: Uint8Array;
  /** Metrics, run by run; NaN where one does not apply. */
  readonly values: Float64Array;
  /** Moments taken of each run, and when each was. */
  readonly moments: Int32Array;
  readonly moment: Int32Array;
  /** Metrics of the series, moment by moment. */
  readonly series: Float64Array;
  /** Why runs have no result: the place in the block, and the reason. */
  readonly failures: readonly { readonly at: number; readonly why: string }[];
}
