/**
 * Mandates: a delegation may act only once its capital has ordered it to. An order takes a tick to become a
 * mandate. Either all capitals order at one tick, or each does with a constant hazard.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';

const parameters = z.strictObject({
  order: z
    .enum(['at', 'ad-hoc'])
    .default('at')
    .describe('at: all capitals at one tick; ad-hoc: each with the hazard below'),
  tick: z.number().int().min(0).max(60).default(0).describe('tick of the common order'),
  hazard: z.number().min(0).max(1).default(0.25).describe('chance of an ad-hoc order in a tick'),
});

const orderStream = streamId('mandate.order');
const hasNoOrder = stateChart.in('mandate.none');
const isDrafting = stateChart.in('mandate.drafting');

function onTick(run: Run, settings: Parameters): void {
  const { order, tick, hazard } = settings as z.output<typeof parameters>;
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (isDrafting(run, party)) run.sendParty(party, stateChart.event.MANDATE);
    if (!hasNoOrder(run, party)) continue;
    const due = order === 'at' ? run.loop[Loop.tick] >= tick : run.tickUniform(orderStream, party) < hazard;
    if (!due) continue;
    run.sendParty(party, stateChart.event.ORDER);
    run.emit(EventKind.ordered, party, 0, 0, 0);
  }
}

/** The mechanism that gives mandates. Without it every state is mandated from the start. */
export const mandates: Mechanism = {
  id: 'mandates',
  title: 'Mandates',
  summary: 'capitals order their delegations to negotiate, together or one by one',
  source: 'two-level game of Putnam 1988; timing: proposal of the model',
  parameters,
  slices: [],
  givesMandates: true,
  onTick,
};
