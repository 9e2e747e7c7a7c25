/**
 * Side payments with conservation (model equation 7, commitment C20): those who gain by a text pledge to pay
 * those for whom it is worth less than their limit. Of what is paid administration keeps a share; the rest
 * arrives:
 *
 *   Σ_i y_i + administration = 0,   y_i = (1 − a)·Σ_j P_ji − Σ_j P_ij
 *
 * P_ij is what i pledges to j before administration, a the share that it keeps. The prices named are served
 * from the lowest on, as long as what the payers offer suffices, and the payers share in proportion to their
 * offers. No payer is left with less than its limit. A pledge is made on one text and binds with it; it
 * counts between two parties as long as both are expected to keep the agreement and it is not withheld.
 */
import { limits } from '../limits.ts';
import type { Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { composeTransfer } from './transfers.ts';

/** Places of the slice `payments.terms`. */
export const PaymentTerm = { administration: 0, cushion: 1, cap: 2, isNegotiable: 3 } as const;
/** Number of its places. */
export const paymentTerms = 4;

/** Units of an amount in an answer: millionths of utility. */
export const amountUnits = 1e6;

/** Whether the parties of a run may pay each other for their acceptance. */
export function arePaymentsNegotiable(run: Run): boolean {
  const terms = run.f64['payments.terms'];
  return terms !== undefined && terms[PaymentTerm.isNegotiable] === 1;
}

/** Whether a party may pay others. */
export const mayPay = (run: Run, party: number): boolean => run.i32['payments.mayPay'][party] === 1;
/** Whether a party may be paid. */
export const mayBePaid = (run: Run, party: number): boolean => run.i32['payments.mayBePaid'][party] === 1;

/** What the text gives a party beyond its limit; negative when it is worth less. */
export function surplusOf(run: Run, party: number): number {
  return run.textUtility(party) - run.scenario.reversionUtility[party] - run.scenario.margin[party];
}

/** The most that a party may offer: it keeps its limit, and nobody pays more than the cap. */
export function mostToPay(run: Run, party: number): number {
  return Math.max(0, Math.min(surplusOf(run, party), run.f64['payments.terms'][PaymentTerm.cap]));
}

/** Takes all pledges back, before new ones are made on a new text. */
export function clearPledges(run: Run): void {
  run.f64['payments.pledge'].fill(0);
  run.f64['payments.price'].fill(0);
  run.f64['payments.offer'].fill(0);
  weighPledges(run);
}

/** Whether a pledge between two parties counts: it is not withheld, and both are expected to be members. */
export function stands(run: Run, payer: number, payee: number): boolean {
  const { partyCount } = run.scenario;
  if (run.i32['payments.withheld'][payer * partyCount + payee] === 1) return false;
  if (run.i32['treaty.adoptedTick'][0] < 0) return true;
  const expected = run.i32['treaty.expected'];
  return expected[payer] === 1 && expected[payee] === 1;
}

/** Puts y_i together anew from the pledges that count; whether any has changed. */
export function weighPledges(run: Run): boolean {
  const { partyCount } = run.scenario;
  const pledge = run.f64['payments.pledge'];
  const kept = 1 - run.f64['payments.terms'][PaymentTerm.administration];
  const part = run.f64['payments.transferPart'];
  worth.fill(0);
  for (let payer = 0; payer < partyCount; payer++) {
    for (let payee = 0; payee < partyCount; payee++) {
      const amount = pledge[payer * partyCount + payee];
      if (amount === 0 || !stands(run, payer, payee)) continue;
      worth[payer] -= amount;
      worth[payee] += kept * amount;
    }
  }
  let hasChanged = false;
  for (let party = 0; party < partyCount; party++) {
    if (part[party] === worth[party]) continue;
    part[party] = worth[party];
    composeTransfer(run, party);
    hasChanged = true;
  }
  if (hasChanged) run.noteChange();
  return hasChanged;
}

/** What pledges are worth to each party; overwritten by every weighing. */
const worth = new Float64Array(limits.parties);

/** Serves the prices from the lowest on while the offers suffice. */
export function settlePledges(run: Run): void {
  const { partyCount, issueCount } = run.scenario;
  const price = run.f64['payments.price'];
  const offer = run.f64['payments.offer'];
  const kept = 1 - run.f64['payments.terms'][PaymentTerm.administration];
  let offered = 0;
  for (let payer = 0; payer < partyCount; payer++) offered += offer[payer];
  let left = offered;
  for (let payee = nextCheapest(price, -1); payee >= 0; payee = nextCheapest(price, payee)) {
    const gross = price[payee] / kept;
    if (gross > left) break;
    left -= gross;
    for (let payer = 0; payer < partyCount; payer++) {
      if (offer[payer] > 0) pledge(run, payer, payee, (gross * offer[payer]) / offered);
    }
  }
  for (let k = 0; k < issueCount; k++) run.i32['payments.text'][k] = run.i32['text.option'][k];
  weighPledges(run);
}

function pledge(run: Run, payer: number, payee: number, amount: number): void {
  run.f64['payments.pledge'][payer * run.scenario.partyCount + payee] = amount;
  run.emitNumber(EventKind.paymentPledged, payer, amount, payee);
}

/** The party with the lowest price after that of another, the first of equals; −1 when there is none. */
function nextCheapest(price: Float64Array, after: number): number {
  let found = -1;
  for (let party = 0; party < price.length; party++) {
    if (price[party] === 0) continue;
    const comesLater =
      after < 0 || price[party] > price[after] || (price[party] === price[after] && party > after);
    if (comesLater && (found < 0 || price[party] < price[found])) found = party;
  }
  return found;
}
