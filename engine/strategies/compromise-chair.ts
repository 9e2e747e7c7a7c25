/**
 * The chair’s pen: every open issue takes the compromise of `compromise.ts`; the chair wants nothing else.
 */
import * as z from 'zod';
import type { AnswerFunction, Strategy } from '../run/contract.ts';
import { plausible } from '../scenario/plausible.ts';
import { compromise, defaultObjectionWeight } from './compromise.ts';

const parameters = z.strictObject({
  objectionWeight: z
    .number()
    .min(0)
    .max(10)
    .default(defaultObjectionWeight)
    .describe('ω: how much more it heeds a party on an issue the party objected to')
    .meta(plausible([0.75, 3], 'times the usual weight', { scale: 'log' })),
});

const draft: AnswerFunction = (observation, settings, answers, at) => {
  const { objectionWeight } = settings as z.output<typeof parameters>;
  compromise(observation, objectionWeight, answers, at);
};

/** The strategy of a chair without interests of its own. */
export const compromiseChair: Strategy = {
  id: 'compromise-chair',
  title: 'Compromise chair',
  summary: 'drafts the weighted mean of what the parties support',
  source: 'Van den Bos 1991; Achen 2006',
  parameters,
  facts: { stochastic: false },
  memory: 0,
  answers: { propose: draft, draft },
};
