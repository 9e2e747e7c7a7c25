/**
 * What a question is about, besides its kind: a vote on the text as a whole and one on amendment 3 are the
 * same question on different subjects. A turn has one subject for all its seats: its kind and two numbers.
 */

/** Kinds of subject, with what their two numbers mean. */
export const subjects = [
  /** The text as it stands, a package of options. */
  'text',
  /** The option of one issue as it stands in the text: issue. */
  'issue',
  /** Another option for one issue of the text: issue, option. */
  'amendment',
  /** A procedural motion: motion, and issue + 1 or 0. */
  'motion',
  /** A ruling of the chair that may be or was appealed against: motion it was about, and issue + 1 or 0. */
  'ruling',
  /** One of several proposals: its number. */
  'proposal',
  /** The text of a group, on its issues only: index of the forum. */
  'forum',
  /** Whether observers may sit in a group: index of the forum. */
  'observers',
  /** A move that a spokesperson wants its bloc to ratify: party that speaks. */
  'move',
  /** A notice of withdrawal that is running. */
  'notice',
  /** The reservations of a party that has joined: party. */
  'reservation',
  /** Whether the agreement is to be opened at a review conference. */
  'renegotiation',
  /** Whether the agreement is to end. */
  'termination',
  /** Whether the agreement is to continue beyond a review conference. */
  'continuation',
  /** With whom a party negotiates as one from now on. */
  'bloc',
  /** Whether to merge positions with a party that asks for it: the party. */
  'merger',
] as const;

/** Name of a kind of subject. */
export type SubjectName = (typeof subjects)[number];

/** Index of each kind of subject, as it stands in the slice `turn.subject`. */
export const Subject = Object.fromEntries(subjects.map((name, index) => [name, index])) as Record<
  SubjectName,
  number
>;

/** Numbers of a subject: its kind and two more. */
export const subjectSize = 3;

/** Integers an answer may take in a scenario with `issues` issues: one an issue and a verdict, or four. */
export const answerWidth = (issues: number): number => Math.max(issues + 1, 4);
