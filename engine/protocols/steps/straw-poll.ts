/**
 * A straw poll of the states on the text as it stands, for protocols that end with one: whether the first
 * decision rule would carry it. Talks without a phase of adoption end with what it says.
 */
import { stateChart } from '../../agents/index.ts';
import { Question, Verdict } from '../../questions/index.ts';
import { Ballot, carries, countBallots, emptyTally } from '../../rules/decision.ts';
import type { Run, Turn } from '../../run/contract.ts';
import { EventKind } from '../../run/events.ts';

const isMandated = stateChart.in('mandate.mandated');
const hasWalkedOut = stateChart.in('stance.walkedOut');

/** Whether a state is in the room: with a live mandate, and not walked out. */
export function isInRoom(run: Run, state: number): boolean {
  return isMandated(run, state) && !hasWalkedOut(run, state);
}

/** Adds the states in the room to a turn. */
export function askStates(run: Run, turn: Turn): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (isInRoom(run, states[s])) turn.seats[turn.count++] = states[s];
  }
}

/** Asks the states in the room whether they can accept the text. */
export function openStrawPoll(run: Run, turn: Turn): void {
  turn.count = 0;
  turn.question = Question.judge;
  askStates(run, turn);
}

/** Sets whether a party is expected to join and keep the agreement. */
export function expectToKeep(run: Run, party: number, isExpected: boolean): void {
  run.i32['treaty.expected'][party] = isExpected ? 1 : 0;
}

const tally = emptyTally();

/** Records the verdicts of a straw poll, and whether the first decision rule would carry the text. */
export function applyStrawPoll(run: Run, turn: Turn): void {
  const { scenario } = run;
  const ballot = run.i32['talks.ballot'];
  ballot.fill(Ballot.absent);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const accepts = run.answers[party * scenario.answerWidth] === Verdict.accept;
    ballot[party] = accepts ? Ballot.yes : Ballot.no;
    recordVerdict(run, party, accepts);
  }
  for (let i = 0; i < turn.count; i++) {
    expectToKeep(run, turn.seats[i], ballot[turn.seats[i]] === Ballot.yes);
  }
  countBallots(scenario.states, scenario.weight, ballot, tally);
  const carried = carries(scenario.decision[0], tally);
  run.i32['talks.readyToAdopt'][0] = carried ? 1 : 0;
  if (carried) run.emit(EventKind.consensusFound, -1, run.i32['text.revision'][0], tally.no, 0);
}

function recordVerdict(run: Run, party: number, accepts: boolean): void {
  const { issueCount, answerWidth } = run.scenario;
  run.f64['text.utility'][party] = run.textUtility(party);
  run.explainUtility(party);
  if (accepts) run.emit(EventKind.accepted, party, run.i32['text.revision'][0], 0, 0);
  for (let k = 0; k < issueCount; k++) {
    const objects = !accepts && run.answers[party * answerWidth + 1 + k] === 1;
    run.i32['text.objection'][party * issueCount + k] = objects ? 1 : 0;
    if (objects) run.emit(EventKind.objected, party, k, run.i32['text.option'][k], 0);
  }
  run.sendParty(party, accepts ? stateChart.event.ACCEPT : stateChart.event.OBJECT);
}
