/**
 * Delegations are agents of their capitals (Putnam 1988): they act under a live mandate only. Everything that
 * asks whether a delegation may speak, propose, vote or sign asks it here.
 */
import type { Run } from '../run/contract.ts';
import { stateChart } from './index.ts';

const isMandated = stateChart.in('mandate.mandated');
const isRevised = stateChart.in('mandate.revised');

/** Whether a state’s delegation holds a live mandate: given, and not recalled; a revised one is live. */
export function holdsLiveMandate(run: Run, state: number): boolean {
  return isMandated(run, state) || isRevised(run, state);
}

/** What a delegation has said and is withdrawn with it: slices by party and issue, and their empty value. */
const said = [
  ['text.support', -1],
  ['text.objection', 0],
  ['forum.support', -1],
  ['forum.objection', 0],
  ['bilateral.pledge', -1],
] as const;

/** What hangs on a delegation’s word to its capital, by party, and its empty value. */
const pending = [
  ['instructions.pending', 0],
  ['instructions.signing', 0],
  ['instructions.due', -1],
] as const;

/**
 * The capital recalls its delegation. It supports nothing and objects to nothing any more, and what it took
 * to its capital for confirmation lapses; until a new order it is not at the table.
 *
 * @returns false when it has no mandate that could be recalled
 */
export function recallDelegation(run: Run, state: number): boolean {
  if (!run.sendParty(state, stateChart.event.RECALL)) return false;
  const { issueCount } = run.scenario;
  for (let i = 0; i < said.length; i++) {
    run.i32[said[i][0]]?.fill(said[i][1], state * issueCount, (state + 1) * issueCount);
  }
  for (let i = 0; i < pending.length; i++) {
    const slice = run.i32[pending[i][0]];
    if (slice !== undefined) slice[state] = pending[i][1];
  }
  return true;
}
