/** What a decision rule asks of a vote, and what the vote lacks: worked out by the engine’s own evaluator. */
import { loadDocument } from '../../engine/load.ts';
import {
  Ballot,
  ballots,
  carries,
  countBallots,
  emptyTally,
  explainDecision,
  type Tally,
} from '../../engine/rules/decision.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import type { NormalRule } from '../../engine/scenario/normal-rule.ts';
import type { DecisionNeeds, WorkerTasks } from './messages.ts';

/**
 * A scenario that compiles, from what a viewer may know: what parties keep to themselves is filled with
 * numbers that no rule looks at.
 */
function fillIn(view: ScenarioView): object {
  const each = (value: number) => Object.fromEntries(view.issues.map((issue) => [issue.id, value]));
  const parties = view.parties.map((party) => ({
    ...party,
    ideal: party.ideal ?? each(0),
    salience: party.salience ?? each(1 / view.issues.length),
    ...(party.brief === undefined ? {} : { brief: { ...party.brief, confidential: 'unknown' } }),
  }));
  return { ...view, parties };
}

function count(scenario: Scenario, ballot: Int32Array): Tally {
  const tally = emptyTally();
  countBallots(scenario.states, ballot, tally);
  return tally;
}

/** Fewest changes of ballots, heaviest parties first, that turn the result; undefined when none do. */
function fewestChanges(scenario: Scenario, rule: NormalRule, ballot: Int32Array, to: number) {
  const isWanted = to === Ballot.yes;
  const changed = Int32Array.from(ballot);
  const able = Array.from(scenario.states)
    .filter((party) => (changed[party] === Ballot.yes) !== isWanted)
    .sort((a, b) => scenario.weight[b] - scenario.weight[a] || a - b);
  for (const [i, party] of able.entries()) {
    changed[party] = to;
    if (carries(rule, count(scenario, changed)) === isWanted) return i + 1;
  }
  return undefined;
}

/** Does the task; undefined where the scenario cannot be compiled from what is known. */
export async function decisionNeeds({
  scenario: view,
  rule: place,
  ballots: cast,
}: WorkerTasks['decision']['asks']): Promise<DecisionNeeds | undefined> {
  const loaded = await loadDocument(fillIn(view));
  if (!loaded.ok) return undefined;
  const scenario = loaded.value;
  const rule = scenario.decision[place];
  if (rule === undefined) return undefined;
  const ballot = new Int32Array(scenario.partyCount);
  for (const [id, name] of cast) ballot[scenario.partyIds.indexOf(id)] = ballots.indexOf(name);
  const { carried, requirements, quorum, vetoedBy } = explainDecision(rule, scenario.states, ballot);
  return {
    carried,
    requirements,
    quorum,
    vetoedBy: vetoedBy.map((party) => scenario.partyIds[party] ?? ''),
    turns: fewestChanges(scenario, rule, ballot, carried ? Ballot.no : Ballot.yes),
  };
}
