/**
 * The hardliner: never concedes. It proposes its ideal from the first round to the last and objects to every
 * text worth less than nine tenths of what it could gain; only a final vote makes it look at its limit. The
 * opposite pole of time-dependent concession, and the null arm of every test of concession.
 */
import * as z from 'zod';
import type { Observation, Parameters, Strategy } from '../run/contract.ts';
import { plausible } from '../scenario/plausible.ts';
import { defaultAnswers, judgeAgainst, objectBelow } from './defaults.ts';
import { isProcedural, limitOf } from './floor.ts';

const parameters = z.strictObject({
  share: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe('share of the possible gain it insists on')
    .meta(plausible([0.8, 1], 'share of the possible gain')),
});

/** The utility it insists on: its limit and a fixed share of what it could gain beyond. */
function demand(observation: Observation, settings: Parameters): number {
  const { share } = settings as z.output<typeof parameters>;
  const limit = limitOf(observation.own);
  return limit + share * Math.max(0, observation.bestUtility() - limit);
}

/** The hardliner strategy. */
export const hardliner: Strategy = {
  id: 'hardliner',
  title: 'Hardliner',
  summary: 'insists on its ideal until the last vote',
  source: 'the “take-it-or-leave-it” pole of Faratin, Sierra & Jennings 1998',
  parameters,
  facts: { stochastic: false },
  memory: 0,
  answers: {
    judge: (observation, settings, answers, at) => {
      judgeAgainst(observation, demand(observation, settings), answers, at);
    },
    object: (observation, settings, answers, at) => {
      if (isProcedural(observation)) return defaultAnswers['object'](observation, settings, answers, at);
      objectBelow(observation, demand(observation, settings), answers, at);
    },
  },
};
