/**
 * Amendments to the text in hand: what is admissible, who sponsors them, in which order they are put to the
 * vote and what falls with a carried one (rules 80, 81 and 90).
 */
import type { Code } from '../../codes.ts';
import { limits } from '../../limits.ts';
import {
  type AmendmentOrder,
  At,
  Fate,
  isPutBefore,
  type ProcedureRefusal,
  procedureRefusals,
  proposalsMax,
} from '../../rules/procedure.ts';
import type { Run } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { isStanding, stateOf, writeText } from './room.ts';

const stride = limits.optionsPerIssue;

const fateOf = (run: Run, issue: number, option: number): number =>
  run.i32['assembly.fate'][issue * stride + option];

const sponsoredBy = (run: Run, party: number, issue: number): number =>
  run.i32['assembly.sponsored'][party * run.scenario.issueCount + issue] - 1;

/** Clauses that stand, and how many of them a party’s pending amendments would change. */
function countClauses(run: Run, party: number, issue: number): { standing: number; changed: number } {
  let standing = 0;
  let changed = 0;
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (!isStanding(run, k)) continue;
    standing++;
    if (k === issue || sponsoredBy(run, party, k) >= 0) changed++;
  }
  return { standing, changed };
}

/** Why an amendment of a party is not admissible; undefined when it is. */
export function amendmentRefusal(
  run: Run,
  party: number,
  issue: number,
  option: number,
): (ProcedureRefusal & Code) | undefined {
  if (run.i32['talks.admitted'][issue] === 0) return 'amendment-off-agenda';
  if (!isStanding(run, issue)) return 'amendment-clause-gone';
  if (run.i32['text.option'][issue] === option) return 'amendment-no-change';
  const fate = fateOf(run, issue, option);
  if (fate !== Fate.none && fate !== Fate.pending && fate !== Fate.withdrawn && fate !== Fate.lapsed)
    return 'amendment-decided';
  if (sponsoredBy(run, party, issue) === option) return 'amendment-repeated';
  const { standing, changed } = countClauses(run, party, issue);
  return standing > 1 && changed === standing ? 'amendment-whole' : undefined;
}

/** Whether a member sponsors the amendment. */
export function hasMember(run: Run, issue: number, option: number): boolean {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) if (sponsoredBy(run, states[s], issue) === option) return true;
  return false;
}

function hasSponsor(run: Run, issue: number, option: number): boolean {
  for (let party = 0; party < run.scenario.partyCount; party++) {
    if (sponsoredBy(run, party, issue) === option) return true;
  }
  return false;
}

/** Settles what becomes of an amendment. */
export function endAmendment(run: Run, issue: number, option: number, fate: number): void {
  run.i32['assembly.fate'][issue * stride + option] = fate;
  run.emit(EventKind.amendmentEnded, -1, issue, option, fate);
  const { issueCount, partyCount } = run.scenario;
  const sponsored = run.i32['assembly.sponsored'];
  for (let party = 0; party < partyCount; party++) {
    const at = party * issueCount + issue;
    if (sponsored[at] === option + 1) sponsored[at] = 0;
  }
}

/** Takes an amendment that a party moves: refuses it, adds a sponsor to it, or gives it the next number. */
export function moveAmendment(run: Run, party: number, issue: number, option: number): void {
  const refusal = amendmentRefusal(run, party, issue, option);
  if (refusal !== undefined) {
    run.emit(EventKind.amendmentRefused, party, issue, option, procedureRefusals.indexOf(refusal));
    return;
  }
  const state = stateOf(run);
  const at = issue * stride + option;
  const before = sponsoredBy(run, party, issue);
  if (fateOf(run, issue, option) !== Fate.pending) {
    run.i32['assembly.number'][at] = ++state[At.amendments];
    run.i32['assembly.fate'][at] = Fate.pending;
  }
  run.i32['assembly.sponsored'][party * run.scenario.issueCount + issue] = option + 1;
  run.emit(EventKind.amendmentMoved, party, issue, option, run.i32['assembly.number'][at]);
  // Who moves another amendment to the clause gives up the first one; without a sponsor it is withdrawn.
  if (before >= 0 && !hasSponsor(run, issue, before)) endAmendment(run, issue, before, Fate.withdrawn);
}

/** A member makes an amendment its own, unless it has one of its own to the clause. */
export function joinAmendment(run: Run, party: number, issue: number, option: number): void {
  if (sponsoredBy(run, party, issue) >= 0) return;
  run.i32['assembly.sponsored'][party * run.scenario.issueCount + issue] = option + 1;
  const number = run.i32['assembly.number'][issue * stride + option];
  run.emit(EventKind.amendmentAdopted, party, issue, option, number);
}

/** Whether the proposal in hand has sponsors, and all of them sponsor the amendment too. */
export function isFriendly(run: Run, issue: number, option: number): boolean {
  let sponsors = 0;
  for (let party = 0; party < run.scenario.partyCount; party++) {
    if (!isSponsor(run, party)) continue;
    sponsors++;
    if (sponsoredBy(run, party, issue) !== option) return false;
  }
  return sponsors > 0;
}

/** Whether a party is a sponsor of the proposal in hand. */
export const isSponsor = (run: Run, party: number): boolean =>
  run.i32['assembly.sponsors'][party * proposalsMax + stateOf(run)[At.proposal]] === 1;

/** Whether a party may be asked to join in an amendment: it does not sponsor one to that clause. */
export const isFreeToJoin = (run: Run, party: number, issue: number): boolean =>
  sponsoredBy(run, party, issue) < 0;

/** The sponsors of the proposal take an amendment into their text, without a vote. */
export function acceptAmendment(run: Run, issue: number, option: number): void {
  endAmendment(run, issue, option, Fate.accepted);
  run.i32['text.revision'][0]++;
  writeText(run, issue, option);
  dropUnplaced(run);
}

/**
 * Amendments to what stood inside a sentence that is gone fall with it: the text has no place for them any
 * more, so that their rejection is implied (rule 90).
 */
export function dropUnplaced(run: Run): void {
  const { inner } = run.scenario.nesting;
  for (let i = 0; i < inner.length; i++) {
    if (!isStanding(run, inner[i])) endPending(run, inner[i], Fate.fell);
  }
}

/** Ends every pending amendment to a clause. */
function endPending(run: Run, issue: number, fate: number): void {
  for (let option = 0; option < run.scenario.optionCount[issue]; option++) {
    if (fateOf(run, issue, option) === Fate.pending) endAmendment(run, issue, option, fate);
  }
}

/** A carried amendment changes the text, and all others to its clause fall: they are not put to the vote. */
export function carryAmendment(run: Run, issue: number, option: number): void {
  stateOf(run)[At.amended] = 1;
  endAmendment(run, issue, option, Fate.carried);
  run.i32['text.revision'][0]++;
  writeText(run, issue, option);
  endPending(run, issue, Fate.fell);
  dropUnplaced(run);
}

/** Issue and option of the amendment with a number, as issue × stride + option; −1 when there is none. */
export function amendmentNumbered(run: Run, number: number): number {
  return run.i32['assembly.number'].indexOf(number);
}

/** The amendment of a clause that a point of order contests: the one furthest removed; −1 for none. */
export const contestedAmendment = (run: Run, issue: number): number =>
  nextAmendment(run, 'furthest-first', issue);

/** The amendment that is put to the vote next, of one issue or of all; −1 when none is pending. */
export function nextAmendment(run: Run, order: AmendmentOrder, onlyIssue = -1): number {
  const { issueCount, optionCount, position, stride: ladder } = run.scenario;
  let next = -1;
  let distance = 0;
  for (let k = 0; k < issueCount; k++) {
    if (onlyIssue >= 0 && k !== onlyIssue) continue;
    const original = position[k * ladder + run.i32['text.option'][k]];
    for (let o = 0; o < optionCount[k]; o++) {
      if (fateOf(run, k, o) !== Fate.pending) continue;
      const at = k * stride + o;
      const far = Math.abs(position[k * ladder + o] - original);
      const number = run.i32['assembly.number'][at];
      if (next >= 0 && !isPutBefore(order, far, number, distance, run.i32['assembly.number'][next])) continue;
      next = at;
      distance = far;
    }
  }
  return next;
}

/** Issue of an amendment that `nextAmendment` found. */
export const issueOf = (amendment: number): number => Math.floor(amendment / stride);

/** Option of an amendment that `nextAmendment` found. */
export const optionOf = (amendment: number): number => amendment % stride;

/** Forgets the amendments to a text that is no longer in hand. */
export function clearAmendments(run: Run): void {
  run.i32['assembly.fate'].fill(Fate.none);
  run.i32['assembly.number'].fill(0);
  run.i32['assembly.sponsored'].fill(0);
  run.i32['assembly.ruled'].fill(0);
  run.i32['assembly.division'].fill(0);
  run.i32['assembly.gone'].fill(0);
}

/** What is still pending lapses: the proposal that it would amend is no longer before the assembly. */
export function lapseAmendments(run: Run): void {
  for (let k = 0; k < run.scenario.issueCount; k++) endPending(run, k, Fate.lapsed);
}
