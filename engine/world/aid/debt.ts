/** The debt that concessional loans leave. */
import type { Run } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';
import { Loop } from '../../run/loop-position.ts';
import type { Ledger } from './ledger.ts';
import type { AidParameters } from './parameters.ts';

/** Ticks of the year in which interest is given. */
const year = 12;

/** A tick of a party’s debt: interest, and after the grace period a payment. */
export function serveDebt(run: Run, settings: AidParameters, party: number): void {
  const debt = run.f64['aid.debt'];
  const interest = (settings.interest / year) * debt[party];
  debt[party] += interest;
  run.f64['aid.interest'][party] += interest;
  if (run.loop[Loop.tick] - run.i32['aid.firstLoan'][party] < settings.grace) return;
  const payment = Math.min(debt[party], interest + (debt[party] - interest) / settings.maturity);
  debt[party] -= payment;
  run.f64['aid.repaid'][party] += payment;
}

/** Whether a party’s debt weighs too much, and what that does to its growth. */
export function weighDebt(run: Run, settings: AidParameters, { income }: Ledger, party: number): void {
  const debt = run.f64['aid.debt'][party];
  const now = debt > settings.distress * income[party] ? 1 : 0;
  const distressed = run.i32['aid.distressed'];
  if (debt > 0) run.i32['aid.debtTicks'][party]++;
  if (now === 1) run.i32['aid.distressTicks'][party]++;
  if (now === distressed[party]) return;
  distressed[party] = now;
  run.f64['growth.pace'][party] = now === 1 ? settings.overhang : 1;
  run.emitNumber(EventKind.debtDistressed, party, debt, now);
}
