/** Who gives aid, who receives it, and the incomes and claims behind it. */
import type { Parameters, Scenario } from '../../run/contract.ts';
import { once } from '../once.ts';
import { issueAt, sharesOf } from '../standing.ts';
import { type AidParameters, instruments } from './parameters.ts';

/** Points that the mean state’s yearly income has. */
const pointsOfMean = 100;

/** 1 for the states of a group, or of a rule where the scenario names no group. */
function maskOf(scenario: Scenario, group: string | undefined, rule: (party: number) => boolean): Uint8Array {
  const members = scenario.groups.find(({ id }) => id === group)?.isMember;
  return scenario.isState.map((isState, party) => {
    if (isState === 0) return 0;
    return (members === undefined ? rule(party) : members[party] === 1) ? 1 : 0;
  });
}

/** What follows from the scenario alone. */
export const ledgerOf = once((scenario: Scenario, given: Parameters) => {
  const settings = given as AidParameters;
  const { states, partyCount, capability } = scenario;
  const start = scenario.file.parties.map(({ readiness }) => readiness);
  let mean = 0;
  for (const party of states) mean += start[party] / states.length;
  const named = maskOf(scenario, settings.recipients, () => false);
  const gives = maskOf(scenario, settings.donors, (party) => start[party] >= mean && named[party] === 0);
  const gets = maskOf(scenario, settings.recipients, (party) => gives[party] === 0);
  const income = sharesOf(scenario, settings.income).map((of) => of * states.length * pointsOfMean);
  const people = sharesOf(scenario, settings.people ?? settings.income);
  const burden = new Float64Array(partyCount);
  for (const party of states) {
    if (settings.burden === 'income') burden[party] = income[party];
    else burden[party] = settings.burden === 'capability' ? capability[party] : 1;
  }
  const only = issueAt(scenario, settings.instrumentIssue);
  return {
    gives,
    gets,
    /** Yearly income in points. */
    income,
    people,
    burden,
    issue: issueAt(scenario, settings.issue),
    instrumentIssue: only,
    /** Instrument of each option of that issue. */
    instrumentOf:
      only < 0 ? [] : scenario.optionIds[only].map((id) => (instruments as readonly string[]).indexOf(id)),
  };
});

/** The ledger of a scenario. */
export type Ledger = ReturnType<typeof ledgerOf>;
