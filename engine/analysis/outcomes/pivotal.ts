/**
 * Whose change of mind decides. A party is pivotal in a vote when changing its ballot alone, from yes to no
 * or to yes from anything else, turns the decision of the scenario’s rule.
 */
import { Ballot, carries, countBallots, emptyTally, explainDecision } from '../../rules/decision.ts';
import type { Scenario } from '../../run/contract.ts';
import type { NormalRule } from '../../scenario/normal-rule.ts';
import { eachPackage } from './count.ts';
import type { Game } from './game.ts';

/** Whether the ballots carry under a rule. */
function ballotsCarry(scenario: Scenario, rule: NormalRule, ballot: Int32Array): boolean {
  const tally = emptyTally();
  countBallots(scenario.states, ballot, tally);
  return carries(rule, tally);
}

/**
 * Indices of the pivotal parties of a vote.
 *
 * @param ballot ballot of every party of the scenario; that of parties without a vote is not read
 */
export function pivotalParties(scenario: Scenario, rule: NormalRule, ballot: Int32Array): readonly number[] {
  return explainDecision(rule, scenario.states, ballot).pivotal;
}

/**
 * How many packages a decision rule would let through if every voting party voted by its limit and its red
 * lines; undefined when there are too many to go through.
 *
 * @param game the game of the scenario’s states, in their order
 */
export function countCarried(scenario: Scenario, game: Game, rule: NormalRule): number | undefined {
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
