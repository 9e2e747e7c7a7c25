/**
 * Side payments at the table, where the mechanism `side-payments` is on. Once a text is drafted, those for
 * whom it is worth too little name what they would have to be paid; the others say how much they would pay at
 * most. What comes of it is settled at once (`rules/side-payments.ts`), and everybody judges the text with
 * it.
 */
import { Question } from '../../questions/index.ts';
import {
  amountUnits,
  arePaymentsNegotiable,
  clearPledges,
  mayBePaid,
  mayPay,
  mostToPay,
  settlePledges,
} from '../../rules/side-payments.ts';
import type { Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { mayAct } from './forum.ts';

/** Turns that payments take, between a draft and the verdicts on it. */
export function paymentTurns(run: Run): number {
  return arePaymentsNegotiable(run) ? 2 : 0;
}

/** Asks for prices in the first of these turns, and for offers in the second. */
export function askForPayments(run: Run, step: number, turn: Turn): void {
  const { states } = run.scenario;
  const isPrice = step === 0;
  if (isPrice) clearPledges(run);
  turn.question = isPrice ? Question.price : Question.pay;
  if (!isPrice && !isAnythingAsked(run)) return;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (!mayAct(run, party)) continue;
    if (isPrice ? mayBePaid(run, party) : mayPay(run, party) && run.f64['payments.price'][party] === 0) {
      turn.seats[turn.count++] = party;
    }
  }
}

/** Whether anybody has named a price; without one nobody need say what it would pay. */
function isAnythingAsked(run: Run): boolean {
  const price = run.f64['payments.price'];
  for (let party = 0; party < price.length; party++) if (price[party] > 0) return true;
  return false;
}

/** The amount that a seat has answered, in utility. */
function amountOf(run: Run, party: number): number {
  return run.answers[party * run.scenario.answerWidth] / amountUnits;
}

/** Why the offer of a person is refused: it would keep less than its limit, or pays more than the cap. */
export function refuseOffer(run: Run, seat: number): string | undefined {
  return amountOf(run, seat) > mostToPay(run, seat) ? 'pledge-below-limit' : undefined;
}

/** Takes prices, or offers; after these the pledges are made. */
export function takePayments(run: Run, step: number, turn: Turn): void {
  const isPrice = step === 0;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const amount = isPrice ? amountOf(run, party) : Math.min(amountOf(run, party), mostToPay(run, party));
    if (!(amount > 0)) continue;
    run.f64[isPrice ? 'payments.price' : 'payments.offer'][party] = amount;
    run.emitNumber(isPrice ? EventKind.priceNamed : EventKind.paymentOffered, party, amount, 0);
  }
  if (!isPrice) settlePledges(run);
}
