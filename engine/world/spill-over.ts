/**
 * Free riding: who stays outside an agreement still enjoys a part of what its members do (a common pollutant
 * falls for all, a published standard serves all). Once a text is adopted the outside is worth more to a
 * state by the share σ of the benefit that it would have as a member with these members:
 *
 *   d_i ← d_i + σ·Ω·b_i·D·ρ_i(M)
 *
 * Signature, accession and ratification compare the text with that, so the better the others keep the
 * agreement, the less there is to gain by joining it (Olson 1965; Carraro & Siniscalco 1993). During the
 * talks nothing is added: no agreement leaves nothing to ride on.
 */
import * as z from 'zod';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { EventKind, Reason } from '../run/events.ts';
import { Loop, OutcomeIndex } from '../run/loop-position.ts';
import { plausible } from '../scenario/plausible.ts';

const parameters = z.strictObject({
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.2)
    .describe('σ: share of the benefit of the agreement that a state has outside of it')
    .meta(plausible([0.1, 0.4], 'share of the benefit')),
});

/** Whether there is an agreement to ride on. */
function isThere(run: Run): boolean {
  return run.i32['treaty.adoptedTick'][0] >= 0 && run.loop[Loop.outcome] !== OutcomeIndex.lapsed;
}

/** Works out anew what the outside is worth; tells it where it changed. */
function update(run: Run, settings: Parameters): void {
  const { share } = settings as z.output<typeof parameters>;
  const { states, benefitRate, margin } = run.scenario;
  const added = run.f64['spill-over.added'];
  const without = run.f64['party.reversionUtility'];
  const expected = run.i32['treaty.expected'];
  const depth = isThere(run) ? run.textDepth() : 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const now = share * benefitRate[party] * depth * run.reliability(party, expected);
    if (now === added[party]) continue;
    // Another mechanism may move the same column: take off what was added, and nothing else.
    without[party] += now - added[party];
    added[party] = now;
    run.emitNumber(EventKind.reasoned, party, without[party] + margin[party], Reason.limit);
  }
}

/** The mechanism of free riding. Without it who stays outside has nothing of the agreement. */
export const spillOver: Mechanism = {
  id: 'spill-over',
  title: 'Spill-over',
  summary: 'states outside an agreement enjoy a share of its benefit, and have less reason to join',
  source: 'Olson 1965; Carraro & Siniscalco 1993; share: proposal of the model',
  parameters,
  moves: ['reversionUtility'],
  slices: [
    {
      name: 'spill-over.added',
      type: 'f64',
      per: 'party',
      visible: 'own',
      doc: 'what the agreement of the others is worth to it outside of it',
    },
    {
      name: 'spill-over.begun',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: '1 once there is an agreement to ride on',
    },
  ],
  metrics: [
    {
      id: 'outsideValue',
      title: 'Value of staying outside',
      unit: 'utility',
      summary: 'mean over states of what the agreement is worth to them outside of it, at the end',
      compute: (run) => {
        const { states } = run.scenario;
        let sum = 0;
        for (let s = 0; s < states.length; s++) sum += run.f64['spill-over.added'][states[s]];
        return sum / states.length;
      },
    },
  ],
  // The first act after the gavel: who signs next already knows what the others have agreed on.
  onAct: (run, settings) => {
    if (run.i32['spill-over.begun'][0] === 1 || !isThere(run)) return;
    run.i32['spill-over.begun'][0] = 1;
    update(run, settings);
  },
  onTick: update,
};
