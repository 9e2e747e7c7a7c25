/**
 * What a party asks for accepting a text that is worth less than its limit, and what it would pay for the
 * acceptance of others (model equation 7). Both are told as they are: to the limit, and a cushion beyond it
 * so that no error of judgement undoes the deal. What crosses a red line is not for sale.
 */
import { limits } from '../limits.ts';
import { amountUnits, PaymentTerm } from '../rules/side-payments.ts';
import type { AnswerFunction, Observation } from '../run/contract.ts';
import { limitOf, textInsideRedLines } from './floor.ts';

/** What the text is worth beyond the limit; negative below it. */
function surplus(observation: Observation): number {
  return observation.textUtility() - limitOf(observation.own);
}

const cushion = (observation: Observation): number =>
  observation.measure('payments.terms', PaymentTerm.cushion);

/** Asks for what the text lacks to its limit, and the cushion; for nothing where it lacks nothing. */
export const namePrice: AnswerFunction = (observation, _parameters, answers, at) => {
  const missing = -surplus(observation);
  if (missing <= 0 || !textInsideRedLines(observation)) return;
  const price = Math.min(missing + cushion(observation), limits.payment);
  answers[at] = Math.ceil(price * amountUnits);
};

/** Offers what the text gives it beyond its limit and the cushion, up to the cap. */
export const offerPayment: AnswerFunction = (observation, _parameters, answers, at) => {
  if (!textInsideRedLines(observation)) return;
  const most = Math.min(
    surplus(observation) - cushion(observation),
    observation.measure('payments.terms', PaymentTerm.cap),
  );
  answers[at] = Math.max(0, Math.floor(most * amountUnits));
};
