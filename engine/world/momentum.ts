/**
 * Momentum of implementation (model equation 20, event E1). Every so often a new model is released, and the
 * attention that an agreement lives on goes to it:
 *
 *   m_i ← m_i·(1 − ξ·(1 − commit_i))        at a release
 *   m_i ← m_i + g·(1 − m_i)                 in every tick
 *
 * commit_i is how far the commitments of a state outlive what comes between. Momentum scales what a party
 * expects to lose by breaking its word, since who looks away sees less (equation 9), and the growth of
 * readiness (equation 13).
 */
import * as z from 'zod';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { share } from '../scenario/basic-schema.ts';
import { plausible } from '../scenario/plausible.ts';

const parameters = z.strictObject({
  every: z
    .number()
    .int()
    .min(1)
    .max(600)
    .default(12)
    .describe('ticks between two releases')
    .meta(plausible([6, 24], 'ticks')),
  loss: share
    .default(0.6)
    .describe('ξ: share of its momentum that a state without commitment loses')
    .meta(plausible([0.3, 0.9], 'share of the momentum')),
  recovery: share
    .default(0.08)
    .describe('g: share of what is lost that comes back in a tick')
    .meta(plausible([0.04, 0.16], 'share a tick')),
});

type MomentumParameters = z.output<typeof parameters>;

/** Momentum of a party, 1 where nothing takes it. */
export function momentumOf(run: Run, party: number): number {
  return run.f64['momentum.value']?.[party] ?? 1;
}

function onTick(run: Run, given: Parameters): void {
  const { every, loss, recovery } = given as MomentumParameters;
  const { states, commit } = run.scenario;
  const value = run.f64['momentum.value'];
  const isReleased = run.loop[Loop.tick] % every === 0;
  if (isReleased) run.emit(EventKind.modelReleased, -1, 0, 0, 0);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    value[party] += recovery * (1 - value[party]);
    if (!isReleased) continue;
    value[party] *= 1 - loss * (1 - commit[party]);
    run.emitNumber(EventKind.momentumLost, party, value[party], 0);
  }
}

/** The mechanism of momentum. Without it nothing takes attention off what was agreed. */
export const momentum: Mechanism = {
  id: 'momentum',
  title: 'Momentum',
  summary: 'releases of new models take attention off the agreement, unless commitments hold it',
  source: 'model equation 20 (E1); time inconsistency: Kydland & Prescott 1977; sizes: proposal of the model',
  parameters,
  slices: [
    {
      name: 'momentum.value',
      type: 'f64',
      per: 'party',
      fill: 1,
      visible: 'public',
      doc: 'm: share of its momentum that a party has',
    },
  ],
  metrics: [
    {
      id: 'momentum',
      title: 'Momentum',
      unit: 'share',
      summary: 'mean momentum of the states at the end',
      compute: (run) => {
        const { states } = run.scenario;
        let sum = 0;
        for (let s = 0; s < states.length; s++) sum += momentumOf(run, states[s]);
        return sum / states.length;
      },
    },
  ],
  onTick,
  goesOn: true,
};
