/**
 * Acts that others can see and from which they may learn how far a party can be relied on. Which of them move
 * trust, and how much, is the scenario's choice; signature and communiqué weigh 0 unless it says otherwise.
 */
export const acts = [
  'follow-through',
  'defection',
  'capacity-failure',
  'reciprocity',
  'transparency',
  'false-alarm',
  'signature',
  'communique',
  'joint-technology',
  'withdrawal',
  'escape',
  'concealment',
  'objection',
] as const;

/** Name of an act. */
export type ActName = (typeof acts)[number];

/** Index of each act, as it stands in a record. */
export const Act = Object.fromEntries(acts.map((name, index) => [name, index])) as Record<ActName, number>;

/** Acts that speak against the party that did them. */
export const adverseActs: ReadonlySet<ActName> = new Set([
  'defection',
  'capacity-failure',
  'false-alarm',
  'withdrawal',
  'escape',
  'concealment',
]);
