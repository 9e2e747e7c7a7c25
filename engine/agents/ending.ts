/** The end of an agreement in force, whoever brings it about. */
import { forgetInstrument } from '../rules/leaving.ts';
import type { Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { agreementChart, stateChart } from './index.ts';

/**
 * Ends the agreement: it is closed for accession, and releases its parties and those on the way to being
 * bound from any obligation further to perform it (Vienna Convention on the Law of Treaties 1969, art. 70).
 *
 * @param how an index of `terminations`
 */
export function endAgreement(run: Run, how: number): void {
  if (!run.sendAgreement(agreementChart.event.TERMINATE)) return;
  run.emit(EventKind.terminated, -1, how, 0, 0);
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (run.sendParty(states[s], stateChart.event.RELEASE)) forgetInstrument(run, states[s]);
  }
}

/** Whether the agreement was in force and has ended. */
export const isEnded = agreementChart.in('force.terminated');
