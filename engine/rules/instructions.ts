/**
 * What a delegation may do under its instructions: accept what lies within them; beyond them accept only *ad
 * referendum*, that is subject to the capital’s word (Vienna Convention on the Law of Treaties 1969, art.
 * 12(2)(b), for signature; the same practice for a text), or, where that is not allowed, object until the
 * capital has answered.
 */
import type { Run } from '../run/contract.ts';
import { Loop } from '../run/loop-position.ts';

/** Places in the slice `instructions.terms`. */
export const Terms = { adReferendum: 0, delay: 1 } as const;

/** Whether delegations have instructions at all. */
export function haveInstructions(run: Run): boolean {
  return run.i32['instructions.terms'] !== undefined;
}

/** Whether the text on an issue lies beyond a state’s instructions; others have none. */
export function isBeyond(run: Run, party: number, issue: number): boolean {
  if (run.scenario.isState[party] === 0 || run.i32['talks.admitted'][issue] === 0) return false;
  const at = party * run.scenario.issueCount + issue;
  const option = run.i32['text.option'][issue];
  return option < run.i32['instructions.lowest'][at] || option > run.i32['instructions.highest'][at];
}

/** Whether the text lies beyond a party’s instructions on any issue; never without instructions. */
export function isTextBeyond(run: Run, party: number): boolean {
  if (!haveInstructions(run)) return false;
  for (let k = 0; k < run.scenario.issueCount; k++) if (isBeyond(run, party, k)) return true;
  return false;
}

/** Whether a party may accept beyond its instructions: the rules allow it and its capital has not refused. */
export function mayAcceptAdReferendum(run: Run, party: number): boolean {
  return (
    run.i32['instructions.terms'][Terms.adReferendum] === 1 && run.i32['instructions.refused'][party] === 0
  );
}

/** Puts the text to the capital, which answers after the delay; once at a time. */
export function askCapital(run: Run, party: number): void {
  const due = run.i32['instructions.due'];
  if (due[party] < 0) due[party] = run.loop[Loop.tick] + run.i32['instructions.terms'][Terms.delay];
}

/** Whether a state waits for its capital’s word on what it accepted or signed. */
export function isPending(run: Run, party: number): boolean {
  return haveInstructions(run) && run.i32['instructions.pending'][party] === 1;
}
