/**
 * What mechanisms of the years after the gavel look up: who is bound, what the text says, a table’s numbers.
 */
import { stateChart } from '../agents/index.ts';
import type { Run, Scenario } from '../run/contract.ts';

/** Whether a state is bound: the treaty is in force for it. */
export const isBound = stateChart.in('commitment.inForce');

/** Index of an issue by its id, −1 for none. */
export function issueAt(scenario: Pick<Scenario, 'issueIds'>, id: string | undefined): number {
  return id === undefined ? -1 : scenario.issueIds.indexOf(id);
}

/** Place of the text’s option on the ladder of an issue, in [0, 1]. */
export function placeOfText(run: Run, issue: number): number {
  const { position, stride } = run.scenario;
  return position[issue * stride + run.i32['text.option'][issue]];
}

/** Numbers of a table by party, or undefined where a parameter names none. */
export function tableOf(
  scenario: Pick<Scenario, 'tables'>,
  id: string | undefined,
): Float64Array | undefined {
  return id === undefined ? undefined : scenario.tables.find((table) => table.id === id)?.values;
}

/**
 * Shares of the states in a table, which sum to 1 over them; in the voting weights where there is no table,
 * and equal ones where these are all 0.
 */
export function sharesOf(scenario: Scenario, table: string | undefined): Float64Array {
  const { states, weight, partyCount } = scenario;
  const numbers = tableOf(scenario, table) ?? weight;
  let sum = 0;
  for (let s = 0; s < states.length; s++) sum += numbers[states[s]];
  const shares = new Float64Array(partyCount);
  for (let s = 0; s < states.length; s++) {
    shares[states[s]] = sum > 0 ? numbers[states[s]] / sum : 1 / states.length;
  }
  return shares;
}
