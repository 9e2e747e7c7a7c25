/**
 * What a delegation can do with the floor. The procedural motions stand in the order of precedence of the
 * Rules of Procedure of the General Assembly (A/520/Rev.18): rule 71 for points of order, rule 77 for the
 * four that interrupt the debate, then division (rule 89) and reconsideration (rule 81).
 */

/** What is done with the floor. */
export const FloorAction = { pass: 0, speak: 1, move: 2 } as const;

/** Procedural motions, the one that is put first in front. */
export const motions = [
  'point-of-order',
  'suspend-meeting',
  'adjourn-meeting',
  'adjourn-debate',
  'close-debate',
  'divide',
  'reconsider',
  'appeal',
] as const;

/** Name of a procedural motion. */
export type MotionName = (typeof motions)[number];

/** Index of each motion, as it stands in an answer. */
export const Motion = Object.fromEntries(motions.map((name, index) => [name, index])) as Record<
  MotionName,
  number
>;
