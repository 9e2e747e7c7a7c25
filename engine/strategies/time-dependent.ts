/**
 * Time-dependent concession (Faratin, Sierra & Jennings 1998), mixed with an answer to the others’
 * concessions. This file is written out at length because it is the one to copy for a strategy of one’s own.
 *
 * A party starts near its ideal and concedes as the talks go on. The share conceded at time t of T is
 *
 *   F(t) = κ + (1 − κ)·(t/T)^(1/β')
 *   β'   = β·exp(g_T·(T̄ − ½) + g_τ·(τ − ½) − g_O·open·(1 − opinion))
 *
 * so that trust in the others and transparent monitoring make it concede earlier, and an open table, watched
 * by a critical public, later. A share 1 − θ of the concession answers the others’: how much nearer they have
 * come to the text since the talks began (model equation 4, corrections C1 and C2).
 *
 * Its proposal on issue k lies F of the way from its ideal to the text: p = x + F·(a − x). It accepts a text
 * worth
 *
 *   target = limit + (1 − F)·δ^(t/12)·max(0, U(best package) − limit)
 *
 * or more, where the limit is the reversion point and a margin. Patience discounts the gain, never a loss. A
 * formal objection at adoption is graver than discontent: like a vote, it takes the default, which looks at
 * the limit.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { clamp, exp } from '../math.ts';
import { remembering } from '../remember.ts';
import type { Observation, Strategy } from '../run/contract.ts';
import { Reason } from '../run/events.ts';
import { plausible } from '../scenario/plausible.ts';
import { judgeAgainst } from './defaults.ts';
import { limitOf } from './floor.ts';

const effect = (fallback: number, doc: string) => z.number().min(-5).max(5).default(fallback).describe(doc);

const parameters = z.strictObject({
  timeShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.7)
    .describe('θ: share of the concession that follows the clock')
    .meta(plausible([0.5, 0.9], 'share')),
  trustEffect: effect(1.2, 'g_T: how much trust in the others speeds concession').meta(
    plausible([0.6, 1.8], 'exponent a unit of trust', { needs: { trust: {} } }),
  ),
  monitoringEffect: effect(1.2, 'g_τ: how much transparent monitoring speeds concession').meta(
    plausible([0.6, 1.8], 'exponent a unit of transparency'),
  ),
  opennessEffect: effect(1.2, 'g_O: how much an open table slows concession').meta(
    plausible([0.6, 1.8], 'exponent a unit of openness'),
  ),
});

type TimeDependentParameters = z.output<typeof parameters>;

/** Place in memory of the others’ mean distance from the text when the talks began; 0 while unknown. */
const initialDistance = 0;

/** e to the power of what speeds and slows a seat, which stays the same until trust moves. */
const expOfInfluences = remembering(exp, limits.parties);

/** e to the power of ln(t/T)/β', which stays the same in the turns of a round. */
const expOfTime = remembering(exp, limits.parties);

/** Share of their initial distance that the others have given up, in [0, 1]. */
function othersConcession(observation: Observation): number {
  const distance = observation.othersDistance();
  if (observation.recall(initialDistance) === 0) observation.remember(initialDistance, distance);
  const initial = observation.recall(initialDistance);
  return initial > 0 ? clamp(1 - distance / initial, 0, 1) : 0;
}

/**
 * F(t): the share of the way from the ideal to the text that the party has conceded, in [κ, 1]. In the last
 * session nothing is left to wait for, whatever the others have done: the choice is this text or none.
 */
function concession(observation: Observation, settings: TimeDependentParameters): number {
  if (observation.progress() >= 1) return 1;
  const { own, scenario } = observation;
  const speed =
    own.concession *
    expOfInfluences(
      observation.seat,
      settings.trustEffect * (observation.meanTrust() - 0.5) +
        settings.monitoringEffect * (scenario.monitoring - 0.5) -
        settings.opennessEffect * scenario.openness * (1 - own.opinion),
    );
  // (t/T)^(1/β'), written so because `pow` takes three times as long. ln 0 is −∞, and e to that is 0.
  const byTime = expOfTime(observation.seat, observation.progressLog() / speed);
  const answered = othersConcession(observation);
  const mixed = settings.timeShare * byTime + (1 - settings.timeShare) * answered;
  return own.opening + (1 - own.opening) * mixed;
}

/** The utility the party asks for at this point of the talks. */
function target(observation: Observation, conceded: number): number {
  const { own } = observation;
  const limit = limitOf(own);
  const gain = Math.max(0, observation.bestUtility() - limit);
  return limit + (1 - conceded) * observation.discount() * gain;
}

/** The reference strategy. */
export const timeDependent: Strategy = {
  id: 'time-dependent',
  title: 'Time-dependent concession',
  summary: 'concedes with the clock, with trust, and in answer to the others',
  source: 'Faratin, Sierra & Jennings 1998',
  parameters,
  facts: { stochastic: false },
  memory: 1,
  answers: {
    propose: (observation, settings, answers, at) => {
      const conceded = concession(observation, settings as unknown as TimeDependentParameters);
      observation.explain(Reason.concession, conceded);
      const { issueCount, position, stride } = observation.scenario;
      for (let k = 0; k < issueCount; k++) {
        const ideal = observation.own.ideal[k];
        const text = position[k * stride + observation.text(k)];
        const wish = observation.nearest(k, ideal + conceded * (text - ideal));
        answers[at + k] = clamp(wish, observation.own.lowestOption[k], observation.own.highestOption[k]);
      }
    },
    judge: (observation, settings, answers, at) => {
      const conceded = concession(observation, settings as unknown as TimeDependentParameters);
      judgeAgainst(observation, target(observation, conceded), answers, at);
    },
  },
};
