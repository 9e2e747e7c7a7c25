/**
 * What monitoring found of a party in an implementation period, between the end of the period and the day on
 * which the report on it is published. A party that could not comply may tell so itself in the meantime.
 */
import type { Slices } from '../run/slices.ts';

/** Findings on a party in a period, as they stand in `compliance.pending`. */
export const Found = {
  none: 0,
  /** Complied, and nobody looked. */
  kept: 1,
  /** Complied, and an audit saw it. */
  keptSeen: 2,
  /** Complied, and was accused. */
  accused: 3,
  /** Defected, and nobody looked: looks like compliance. */
  broke: 4,
  /** Defected, and an audit caught it. */
  brokeSeen: 5,
  /** Could not comply; everybody knows. */
  failed: 6,
  /** Could not comply, has not told, and nobody looked. */
  failedHidden: 7,
  /** Could not comply, has not told, and an audit found it. */
  failedSeen: 8,
  /** Could not comply, and has told so itself. */
  admitted: 9,
  /** Complied under sanction. */
  served: 10,
} as const;

/** Periods whose reports can be outstanding: one more than the longest delay has months. */
export const pendingPeriods = 13;

const isUntold = (found: number): boolean => found === Found.failedHidden || found === Found.failedSeen;

/** Whether a party has failed in a period whose report is outstanding, and has not told so. */
export function hasUntoldFailure(run: Pick<Slices, 'i32'>, party: number): boolean {
  const pending = run.i32['compliance.pending'];
  for (let at = party * pendingPeriods; at < (party + 1) * pendingPeriods; at++) {
    if (isUntold(pending[at])) return true;
  }
  return false;
}

/** Marks the failures of a party that are not published yet as told by itself; whether there were any. */
export function admitFailures(run: Pick<Slices, 'i32'>, party: number): boolean {
  const pending = run.i32['compliance.pending'];
  let admitted = false;
  for (let at = party * pendingPeriods; at < (party + 1) * pendingPeriods; at++) {
    if (!isUntold(pending[at])) continue;
    pending[at] = Found.admitted;
    admitted = true;
  }
  return admitted;
}
