/**
 * Mandates: a delegation may act only once its capital has ordered it to. An order takes a tick to become a
 * mandate. Either all capitals order at one tick, or each does with a constant hazard. When the talks stall,
 * capitals may revise the mandates: instructions then reach one option further, never across red lines, which
 * are the capital’s own.
 */
import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind, RevisionReason } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { widenInstructions } from './instructions.ts';

const parameters = z.strictObject({
  order: z
    .enum(['at', 'ad-hoc'])
    .default('at')
    .describe('at: all capitals at one tick; ad-hoc: each with the hazard below'),
  tick: z.number().int().min(0).max(60).default(0).describe('tick of the common order'),
  hazard: z
    .number()
    .min(0)
    .max(1)
    .default(0.25)
    .describe('chance of an ad-hoc order in a tick')
    .meta(plausible([0.1, 0.5], 'chance a tick', { when: { order: 'ad-hoc' } })),
  reviseAfter: z
    .number()
    .int()
    .min(1)
    .max(120)
    .optional()
    .describe(
      'ticks without a change of the text after which capitals widen the instructions by one option; by ' +
        'default they do not',
    ),
});

type MandateParameters = z.output<typeof parameters>;

const orderStream = streamId('mandate.order');
const hasNoOrder = stateChart.in('mandate.none');
const isDrafting = stateChart.in('mandate.drafting');

/** Ticks of the talks in which the text did not change; 0 before the first text and once one would carry. */
function countStall(run: Run): number {
  const stalled = run.i32['mandates.stalled'];
  const seen = run.i32['mandates.text'];
  const text = run.i32['text.option'];
  const isOver = run.i32['treaty.adoptedTick'][0] >= 0 || run.i32['talks.readyToAdopt'][0] === 1;
  let isSame = run.i32['text.revision'][0] > 0 && !isOver;
  for (let k = 0; k < text.length; k++) {
    if (seen[k] !== text[k]) isSame = false;
    seen[k] = text[k];
  }
  stalled[0] = isSame ? stalled[0] + 1 : 0;
  return stalled[0];
}

/** All capitals revise what they told their delegations, so that the talks can go on. */
function reviseAll(run: Run): void {
  const { states } = run.scenario;
  run.i32['mandates.stalled'][0] = 0;
  for (let s = 0; s < states.length; s++) {
    if (!run.sendParty(states[s], stateChart.event.REVISE, RevisionReason.stalled)) continue;
    widenInstructions(run, states[s]);
  }
}

/** Only instructions can be revised: without them a delegation is bound by its red lines alone. */
function check(settings: Parameters, { world }: ScenarioFile): Finding[] {
  if ((settings as MandateParameters).reviseAfter === undefined) return [];
  if ((world as Record<string, unknown>)['instructions'] !== undefined) return [];
  const message = 'mandates are revised by widening instructions, and delegations have none here';
  const hint = 'Add `world: {instructions: {}}`, or leave reviseAfter out.';
  return [{ path: ['reviseAfter'], code: 'missing-key', message, hint }];
}

function onTick(run: Run, settings: Parameters): void {
  const { order, tick, hazard, reviseAfter } = settings as MandateParameters;
  const { states } = run.scenario;
  if (reviseAfter !== undefined && countStall(run) >= reviseAfter) reviseAll(run);
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
  slices: [
    {
      name: 'mandates.stalled',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'ticks of the talks without a change of the text, counted where mandates may be revised',
    },
    {
      name: 'mandates.text',
      type: 'i32',
      per: 'issue',
      visible: 'public',
      doc: 'the text as it stood in the last tick, where mandates may be revised',
    },
  ],
  check,
  givesMandates: true,
  onTick,
};
