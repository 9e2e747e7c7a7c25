/**
 * Putting places on ladders into the text and into what parties support. Models of bargaining work with
 * places in [0, 1]; treaties are made of options, so the option nearest to a place stands for it.
 */
import { stateChart } from '../../agents/index.ts';
import { limits } from '../../limits.ts';
import { settleNested } from '../../preferences/nesting.ts';
import { nearestOption } from '../../preferences/utility.ts';
import type { Run } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';

/** Options about to be tabled; overwritten by every text. */
const tabled = new Int32Array(limits.issues);

/** The same with what stands inside their sentences; overwritten by every text. */
const settled = new Int32Array(limits.issues);

/** Puts the option nearest to each place in the text. */
export function tableNearest(run: Run, place: Float64Array): void {
  for (let k = 0; k < run.scenario.issueCount; k++) tabled[k] = nearestOption(run.scenario, k, place[k]);
  tableOptions(run, tabled, 0);
}

/**
 * Puts options in the text, on the issues of the agenda. A revision is numbered when an option changes, and
 * the first one always.
 *
 * @param from options of all issues, from place `at` on
 */
export function tableOptions(run: Run, from: Int32Array, at: number): void {
  const { issueCount, states } = run.scenario;
  const option = run.i32['text.option'];
  const revision = run.i32['text.revision'];
  const isFirst = revision[0] === 0;
  let isNew = false;
  for (let k = 0; k < issueCount; k++) {
    settled[k] = run.i32['talks.admitted'][k] === 0 ? option[k] : from[at + k];
  }
  settleNested(run.scenario.nesting, settled);
  for (let k = 0; k < issueCount; k++) {
    const next = settled[k];
    const isFirstTold = isFirst && run.i32['talks.admitted'][k] === 1;
    if (next === option[k] && !isFirstTold) continue;
    if (!isNew) revision[0]++;
    isNew = true;
    option[k] = next;
    run.emit(EventKind.textTabled, -1, k, next, revision[0]);
  }
  if (!isNew) return;
  for (let s = 0; s < states.length; s++) run.sendParty(states[s], stateChart.event.TEXT);
}

/** A party now supports an option of an issue; recorded where that is new. */
export function recordSupport(run: Run, party: number, issue: number, option: number): void {
  const at = party * run.scenario.issueCount + issue;
  if (run.i32['text.support'][at] === option) return;
  run.i32['text.support'][at] = option;
  run.emit(EventKind.supported, party, issue, option, 0);
}

/** A party now supports the option nearest to a place. */
export function supportNearest(run: Run, party: number, issue: number, place: number): void {
  recordSupport(run, party, issue, nearestOption(run.scenario, issue, place));
}
