/** Shares of the voting weight that a set of members has. */
import type { Scenario } from './contract.ts';

/**
 * Share of the others’ weight that the members have: the most that a party can expect to be kept.
 *
 * @param applies 1 or 0 by pair of parties: whether the treaty applies between them; it does unless given
 */
export function shareOfOthers(
  scenario: Pick<Scenario, 'states' | 'weight' | 'partyCount'>,
  members: ArrayLike<number>,
  party: number,
  applies?: Float64Array,
): number {
  const { states, weight } = scenario;
  const row = party * scenario.partyCount;
  let inside = 0;
  for (let s = 0; s < states.length; s++) {
    if (states[s] === party || members[states[s]] !== 1) continue;
    if (applies === undefined || applies[row + states[s]] === 1) inside += weight[states[s]];
  }
  const others = 1 - weight[party];
  return others > 0 ? inside / others : 0;
}
