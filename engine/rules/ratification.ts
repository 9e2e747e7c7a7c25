/**
 * How fast a legislature deals with a treaty (model equation 8, with depth as a covariate). A treaty waits
 * for its readings, and a deep one for long: at depth D a month counts as exp(−drag·D) months of legislative
 * work, and the chance of a vote grows with the work done until the readings are over.
 *
 *   v = exp(−drag·D)                       months of work in a month
 *   w_k = v·min(1, v·(k − ½)/reading)      in month k after submission
 *   P(ratify in month k) = rate·w_k·σ(z)   P(reject in month k) = rejection·w_k·σ(−z)
 *
 * One family gives the three curves of VALIDATION 3.3 (Paris Agreement, Kigali and Doha Amendments) within
 * 5 percentage points of the states: slow ratification stretches the whole curve, its slow start included.
 * The rates below were fitted to them with the depth .25 for pledges that each state sets for itself (Paris)
 * and .75 for binding schedules (Kigali); Doha then lies at .84. `plenary validate --forecast` shows them.
 */
import { exp, logistic } from '../math.ts';

/** Numbers of the family. */
export interface LegislativeRates {
  /** Largest chance of ratification in a month of full work. */
  readonly rate: number;
  /** Largest chance of rejection in a month of full work. */
  readonly rejection: number;
  /** How much depth slows a legislature. */
  readonly drag: number;
  /** Months of work until the chance is at its largest. */
  readonly reading: number;
}

/** The rates fitted to real lags; rejection is too rare among them to be fitted, and is the model’s. */
export const fittedRates: LegislativeRates = { rate: 0.4, rejection: 0.02, drag: 3.5, reading: 2 };

/** v: months of legislative work in a month, by how much the depth of the treaty slows it: drag·D. */
export function legislativePace(slowing: number): number {
  return exp(-slowing);
}

/** w_k: what month `k` after submission counts for, from 1. */
export function legislativeWork(reading: number, pace: number, month: number): number {
  const done = pace * (month - 0.5);
  return done < reading ? (pace * done) / reading : pace;
}

/** Chance of ratification in a month that counts for `work`, from the favour σ(z) of those at home. */
export function chanceToRatify(rate: number, work: number, favour: number): number {
  return rate * work * favour;
}

/** Chance of rejection in a month that counts for `work`, from their disfavour σ(−z). */
export function chanceToReject(rejection: number, work: number, disfavour: number): number {
  return rejection * work * disfavour;
}

/**
 * Chance that a legislature has ratified by the end of each month, from month 0 on: what the hazards above
 * come to when the pressure at home stays as it is and no window closes.
 */
export function ratifiedByMonth(
  rates: LegislativeRates,
  depth: number,
  pressure: number,
  months: number,
): Float64Array {
  const pace = legislativePace(rates.drag * depth);
  const favour = logistic(pressure);
  const disfavour = logistic(-pressure);
  const ratified = new Float64Array(months + 1);
  let open = 1;
  for (let month = 1; month <= months; month++) {
    const work = legislativeWork(rates.reading, pace, month);
    const yes = chanceToRatify(rates.rate, work, favour);
    ratified[month] = ratified[month - 1] + open * yes;
    open *= 1 - yes - chanceToReject(rates.rejection, work, disfavour);
  }
  return ratified;
}
