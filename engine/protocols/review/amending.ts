/**
 * Amendments at a review conference: what may be moved, in which order the conference votes, and what a
 * carried one changes. It binds all parties or none, as adjustments of the Montreal Protocol do, which two
 * thirds adopt and which bind all (art. 2(9)): an agreement with a text of its own for everybody who accepts
 * one (Vienna Convention, art. 40(4)) is as many agreements, and what depth, compliance and reliability are
 * of would be a matter of pairs. Who cannot live with an amendment withdraws.
 */
import type { Code } from '../../codes.ts';
import { limits } from '../../limits.ts';
import { lead } from '../../math.ts';
import { standsIn } from '../../preferences/nesting.ts';
import { Fate } from '../../rules/procedure.ts';
import { countReservations } from '../../rules/reservations.ts';
import type { Run } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { At, placeOf, stateOf } from './state.ts';

/** Why an amendment may not be moved; undefined when it may. */
export function amendmentRefusal(run: Run, issue: number, option: number): Code | undefined {
  const text = run.i32['text.option'];
  if (run.i32['talks.admitted'][issue] === 0) return 'amendment-off-agenda';
  if (!standsIn(run.scenario.nesting, text, issue)) return 'amendment-clause-gone';
  if (text[issue] === option) return 'amendment-no-change';
  return run.i32['review.ratchet'][0] === 1 && option < text[issue] ? 'amendment-lowers' : undefined;
}

/** A party moves an amendment, or joins those who did. */
export function moveAmendment(run: Run, party: number, issue: number, option: number): void {
  if (amendmentRefusal(run, issue, option) !== undefined) return;
  const at = placeOf(issue, option);
  const number = run.i32['review.number'];
  if (number[at] === 0) number[at] = ++stateOf(run)[At.moved];
  run.i32['review.movers'][at]++;
  run.emit(EventKind.amendmentMoved, party, issue, option, number[at]);
}

/** How far an amendment is from the agreement as it stands: ladders of its issue, by depth weight. */
function removal(run: Run, issue: number, option: number): number {
  const { position, stride, depthWeight } = run.scenario;
  const row = issue * stride;
  return (
    depthWeight[issue] * Math.abs(position[row + option] - position[row + run.i32['text.option'][issue]])
  );
}

/**
 * Takes the amendment with most movers in hand. All are moved at once, so that of equals none is the first:
 * the one furthest removed in substance is voted on first (General Assembly, rule 90), then the one to the
 * earlier issue. False when none is left.
 */
export function takeNext(run: Run): boolean {
  const { issueCount, optionCount } = run.scenario;
  const number = run.i32['review.number'];
  const movers = run.i32['review.movers'];
  const state = stateOf(run);
  let [best, furthest] = [-1, 0];
  for (let k = 0; k < issueCount; k++) {
    for (let o = 0; o < optionCount[k]; o++) {
      const at = placeOf(k, o);
      if (number[at] === 0) continue;
      const away = removal(run, k, o);
      const ahead = best < 0 ? 1 : movers[at] - movers[best] || lead(away, furthest);
      if (ahead > 0) [best, furthest] = [at, away];
    }
  }
  if (best < 0) return false;
  state[At.issue] = Math.floor(best / limits.optionsPerIssue) + 1;
  state[At.option] = best % limits.optionsPerIssue;
  return true;
}

/** Settles what becomes of a pending amendment. */
function end(run: Run, issue: number, option: number, fate: number): void {
  const at = placeOf(issue, option);
  if (run.i32['review.number'][at] === 0) return;
  run.i32['review.number'][at] = 0;
  run.i32['review.movers'][at] = 0;
  run.emit(EventKind.amendmentEnded, -1, issue, option, fate);
}

/** The agreement binds its parties as amended. */
function amend(run: Run, issue: number, option: number): void {
  const { states } = run.scenario;
  const revision = ++run.i32['text.revision'][0];
  run.i32['text.option'][issue] = option;
  stateOf(run)[At.carried]++;
  run.i32['review.amendments'][0]++;
  run.emit(EventKind.textReads, -1, issue, option, revision);
  run.emit(EventKind.treatyAmended, -1, issue, option, revision);
  // What a party has reserved may be another share of what is agreed now.
  for (let s = 0; s < states.length; s++) countReservations(run, states[s]);
  run.noteChange();
}

/** What the vote on the amendment in hand does: with a carried one, all others to its clause fall. */
export function decideAmendment(run: Run, carried: boolean): void {
  const state = stateOf(run);
  const issue = state[At.issue] - 1;
  const option = state[At.option];
  state[At.issue] = 0;
  end(run, issue, option, carried ? Fate.carried : Fate.rejected);
  if (!carried) return;
  amend(run, issue, option);
  for (let o = 0; o < run.scenario.optionCount[issue]; o++) end(run, issue, o, Fate.fell);
}
