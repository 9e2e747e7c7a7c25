/** Amendments as the annex of a text lists them. Protocols that take amendments tell of them by events. */

/** What became of an amendment. */
export const amendmentFates = ['pending', 'carried', 'rejected', 'withdrawn', 'fallen', 'accepted'] as const;
/** One of the fates: `fallen` when a rival was carried first, `accepted` when nobody asked for a vote. */
export type AmendmentFate = (typeof amendmentFates)[number];

/** A proposal to put another option in the text for one issue. */
export interface Amendment {
  /** From 1, in the order of their tabling. */
  readonly number: number;
  readonly issue: string;
  /** Option of the text when it was tabled; undefined when the issue was not drafted. */
  readonly from: string | undefined;
  /** Option that it would put there. */
  readonly to: string;
  /** Ids of the parties that put their names to it, the mover first. */
  readonly sponsors: readonly string[];
  readonly fate: AmendmentFate;
}
