/**
 * A text on the table with what the parties expect of one another: where an analysis of a run or of a
 * scenario starts from.
 */
import { utilityOf, utilityTerms } from '../preferences/utility.ts';
import type { Run, Scenario } from '../run/contract.ts';
import { shareOfOthers } from '../run/membership.ts';
import { negligible } from './outcomes/game.ts';

/** A text, and how reliable each party expects the others to be. Arrays are by party or by issue. */
export interface Situation {
  readonly option: Int32Array;
  /** 1 for parties expected to be members. */
  readonly members: Int32Array;
  /** ρ_i(M) in [0, 1]. */
  readonly reliability: Float64Array;
}

/** How a party stands to a text. */
export type Standing = 'in' | 'below-limit' | 'beyond-red-line';

/** The situation of a run as it stands. */
export function situationOfRun(run: Run): Situation {
  const members = Int32Array.from(run.i32['treaty.expected']);
  return {
    option: Int32Array.from(run.i32['text.option']),
    members,
    reliability: Float64Array.from({ length: run.scenario.partyCount }, (_, party) =>
      run.reliability(party, members),
    ),
  };
}

/** A package before anybody has acted: every party expects of the members what the scenario says. */
export function situationOfPackage(
  scenario: Scenario,
  option: ArrayLike<number>,
  members?: ArrayLike<number>,
): Situation {
  const expected = Int32Array.from(members ?? scenario.isState);
  const fixed = scenario.file.utility.reliability;
  return {
    option: Int32Array.from(option),
    members: expected,
    reliability: Float64Array.from(
      { length: scenario.partyCount },
      (_, party) => fixed * shareOfOthers(scenario, expected, party),
    ),
  };
}

/** Utility below which no deal is better for a party. */
export function limitOf(scenario: Scenario, party: number): number {
  return scenario.reversionUtility[party] + scenario.margin[party];
}

const terms = new Float64Array(utilityTerms.length);

/** Utility of the text of a situation for a party. */
export function utilityIn(scenario: Scenario, situation: Situation, party: number): number {
  return utilityOf(scenario, party, situation.option, situation.reliability[party], terms);
}

/** Issues on which the text is beyond a red line of a party. */
function crossedRedLines(scenario: Scenario, option: ArrayLike<number>, party: number): number[] {
  const crossed: number[] = [];
  for (let k = 0; k < scenario.issueCount; k++) {
    if ((scenario.acceptable[party * scenario.issueCount + k] & (1 << option[k])) === 0) crossed.push(k);
  }
  return crossed;
}

/** How a party stands to the text of a situation, by its limit and its red lines alone. */
export function standingOf(scenario: Scenario, situation: Situation, party: number): Standing {
  if (crossedRedLines(scenario, situation.option, party).length > 0) return 'beyond-red-line';
  const surplus = utilityIn(scenario, situation, party) - limitOf(scenario, party);
  return surplus >= -negligible ? 'in' : 'below-limit';
}

/** 1 for each state that would take the text rather than none. */
export function statesIn(scenario: Scenario, situation: Situation): Uint8Array {
  return Uint8Array.from(scenario.isState, (isState, party) =>
    isState === 1 && standingOf(scenario, situation, party) === 'in' ? 1 : 0,
  );
}
