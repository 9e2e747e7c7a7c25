/**
 * Putting places on ladders into the text and into what parties support. Models of bargaining work with
 * places in [0, 1]; treaties are made of options, so the option nearest to a place stands for it.
 */
import { stateChart } from '../../agents/index.ts';
import { nearestOption } from '../../preferences/utility.ts';
import type { Run } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';

/**
 * Puts the option nearest to each place in the text, on the issues of the agenda. A revision is numbered when
 * an option changes, and the first one always.
 */
export function tableNearest(run: Run, place: Float64Array): void {
  const { issueCount, states } = run.scenario;
  const option = run.i32['text.option'];
  const revision = run.i32['text.revision'];
  const isFirst = revision[0] === 0;
  let isNew = false;
  for (let k = 0; k < issueCount; k++) {
    if (run.i32['talks.admitted'][k] === 0) continue;
    const nearest = nearestOption(run.scenario, k, place[k]);
    if (nearest === option[k] && !isFirst) continue;
    if (!isNew) revision[0]++;
    isNew = true;
    option[k] = nearest;
    run.emit(EventKind.textTabled, -1, k, nearest, revision[0]);
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
