/**
 * Entry into force: rules are data (`rules.entryIntoForce` of a scenario), interpreted here and nowhere else.
 */
import type { Scenario } from '../run/contract.ts';

/**
 * Whether the ratifications deposited so far bring the agreement into force.
 *
 * @param ratifiedTick tick of each party's ratification, −1 for none
 */
export function meetsEntryIntoForce(scenario: Scenario, ratifiedTick: Int32Array): boolean {
  let parties = 0;
  let weight = 0;
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    if (ratifiedTick[party] < 0) continue;
    parties++;
    weight += scenario.weight[party];
  }
  // Weights are decimals that need not add up exactly: a share met to the ninth place is met.
  return parties >= scenario.entryIntoForce.parties && weight >= scenario.entryIntoForce.weight - 1e-9;
}
