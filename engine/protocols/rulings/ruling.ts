/**
 * A ruling: what a protocol does in a situation that somebody who knows the procedure can check, with the
 * rule it rests on. Every protocol has a table of them; `plenary rulings` prints it, and a test plays each
 * situation of it.
 */

/** One line of a table of rulings. */
export interface Ruling {
  /** What is before the chair. */
  readonly situation: string;
  /** What happens. */
  readonly ruling: string;
  /** The rule, with the number it has where it was published. */
  readonly source: string;
}
