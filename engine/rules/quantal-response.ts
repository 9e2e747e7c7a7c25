/**
 * Quantal response (McKelvey & Palfrey 1995): the better an option, the likelier it is chosen, and the worse
 * one is chosen at times. The model's choices between keeping and breaking an agreement are of this form
 * (equation 9): P = σ(10·(what the other option costs − what this one costs)).
 */
import { logistic } from '../math.ts';

/** Steepness of the choice: at a difference of .1 in utility the better option is chosen in 73 % of cases. */
export const steepness = 10;

/** Chance to choose an option that costs `advantage` less than the alternative. */
export function chanceByAdvantage(advantage: number): number {
  return logistic(steepness * advantage);
}

/** Chance to choose an option that costs `cost` where the alternative costs `alternative`. */
export function chanceOf(cost: number, alternative: number): number {
  return chanceByAdvantage(alternative - cost);
}
