/**
 * The phase in which capitals give their delegations a mandate. It ends when every state holds one; where the
 * rounds run out first, the talks begin without the others, who may act as soon as their mandate comes.
 */
import * as z from 'zod';
import { holdsLiveMandate } from '../agents/mandate.ts';
import type { Protocol, Run } from '../run/contract.ts';

function everybodyMandated(run: Run): boolean {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) if (!holdsLiveMandate(run, states[s])) return false;
  return true;
}

/** The protocol of the mandate phase. */
export const executiveOrders: Protocol = {
  id: 'executive-orders',
  title: 'Executive orders',
  summary: 'waits until every delegation holds a mandate, or the rounds run out',
  source: 'two-level game of Putnam 1988',
  parameters: z.strictObject({}),
  slices: [],
  asks: [],
  isNeeded: (run) => !everybodyMandated(run),
  begin: () => {},
  toAct: () => false,
  legal: () => undefined,
  apply: () => {},
  endRound: (run) => (everybodyMandated(run) ? 'phase-over' : 'next-round'),
};
