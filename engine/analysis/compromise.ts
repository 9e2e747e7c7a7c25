/**
 * The compromise model: on each issue the mean of the parties’ positions, weighted by capability × salience
 * (Van den Bos 1991; Achen, in Thomson et al. 2006, who shows that it approximates the Nash solution when no
 * agreement is bad for all). Salience is on its absolute scale here: a party’s saliences sum to 1, and its
 * `stake` says how much it cares for all of them together. A party with salience 0 on an issue drops out.
 */
import type { Scenario } from '../run/contract.ts';

/** What the model reads of a scenario. */
export type SpatialScenario = Pick<
  Scenario,
  'partyCount' | 'issueCount' | 'ideal' | 'salience' | 'capability' | 'stake'
>;

/** c_i·S_i·s_ik: weight of a party on an issue. */
export function weightOnIssue(scenario: SpatialScenario, party: number, issue: number): number {
  const salience = scenario.salience[party * scenario.issueCount + issue];
  return scenario.capability[party] * scenario.stake[party] * salience;
}

/**
 * O_k on each issue, in [0, 1] as the ladders are; NaN on an issue for which nobody cares.
 *
 * @param isIn whether a party counts; all of them unless given
 */
export function compromiseOutcome(
  scenario: SpatialScenario,
  isIn: (party: number) => boolean = () => true,
): Float64Array {
  const { partyCount, issueCount, ideal } = scenario;
  return Float64Array.from({ length: issueCount }, (_, issue) => {
    let sum = 0;
    let total = 0;
    for (let party = 0; party < partyCount; party++) {
      if (!isIn(party)) continue;
      const weight = weightOnIssue(scenario, party, issue);
      sum += weight * ideal[party * issueCount + issue];
      total += weight;
    }
    return total > 0 ? sum / total : Number.NaN;
  });
}

/**
 * s_ik·|x_ik − O_k|·S_i: what an outcome costs a party on an issue, on the absolute scale of its saliences.
 */
export function lossFrom(
  scenario: SpatialScenario,
  outcome: Float64Array,
  party: number,
  issue: number,
): number {
  const at = party * scenario.issueCount + issue;
  return scenario.stake[party] * scenario.salience[at] * Math.abs(scenario.ideal[at] - outcome[issue]);
}
