/**
 * Whose change of mind decides. A party is pivotal in a vote when changing its ballot alone, from yes to no
 * or to yes from anything else, turns the decision of the scenario’s rule.
 */
import { Ballot, carries, countBallots, emptyTally } from '../../rules/decision.ts';
import type { Scenario } from '../../run/contract.ts';
import type { DecisionRule } from '../../scenario/schema.ts';
import { eachPackage } from './count.ts';
import type { Game } from './game.ts';

/** Whether the ballots carry under a rule. */
export function ballotsCarry(scenario: Scenario, rule: DecisionRule, ballot: Int32Array): boolean {
  const tally = emptyTally();
  countBallots(scenario.states, scenario.weight, ballot, tally);
  return carries(rule, tally);
}

/**
 * Indices of the pivotal parties of a vote.
 *
 * @param ballot ballot of every party of the scenario; that of parties without a vote is not read
 */
export function pivotalParties(scenario: Scenario, rule: DecisionRule, ballot: Int32Array): number[] {
  const changed = Int32Array.from(ballot);
  const isCarried = ballotsCarry(scenario, rule, changed);
  const pivotal: number[] = [];
  for (const party of scenario.states) {
    const own = changed[party];
    changed[party] = own === Ballot.yes ? Ballot.no : Ballot.yes;
    if (ballotsCarry(scenario, rule, changed) !== isCarried) pivotal.push(party);
    changed[party] = own;
  }
  return pivotal;
}

/**
 * How many packages a decision rule would let through if every voting party voted by its limit and its red
 * lines; undefined when there are too many to go through.
 *
 * @param game the game of the scenario’s states, in their order
 */
export function countCarried(scenario: Scenario, game: Game, rule: DecisionRule): number | undefined {
  const ballot = new Int32Array(scenario.partyCount);
  let count = 0;
  const isDone = eachPackage(game, (accepts) => {
    for (let n = 0; n < accepts.length; n++) {
      ballot[scenario.states[n]] = accepts[n] === 1 ? Ballot.yes : Ballot.no;
    }
    if (ballotsCarry(scenario, rule, ballot)) count++;
  });
  return isDone ? count : undefined;
}
