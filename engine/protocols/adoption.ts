/**
 * Adoption: the decision rules of the scenario are tried in their order. Consensus asks for formal
 * objections; every other rule takes a recorded vote, for which delegations fall back on their limit: a last
 * session is a choice between this text and none. After the gavel the parties without a vote say what they
 * think.
 */
import * as z from 'zod';
import { agreementChart, chairChart, observerChart, stateChart } from '../agents/index.ts';
import { Question } from '../questions/index.ts';
import { Ballot, carries, countBallots, emptyTally } from '../rules/decision.ts';
import { Act } from '../run/acts.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop, OutcomeIndex } from '../run/loop-position.ts';

const isMandated = stateChart.in('mandate.mandated');
const hasWalkedOut = stateChart.in('stance.walkedOut');
const isAdopted = agreementChart.in('text.adopted');

function votersInRoom(run: Run, turn: Turn): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (isMandated(run, states[s]) && !hasWalkedOut(run, states[s])) turn.seats[turn.count++] = states[s];
  }
}

function observersInRoom(run: Run, turn: Turn): void {
  const { partyCount, isState, chair } = run.scenario;
  for (let party = 0; party < partyCount; party++) {
    if (isState[party] === 1 || party === chair || run.i32['talks.present'][party] === 0) continue;
    turn.seats[turn.count++] = party;
  }
}

function toAct(run: Run, _phase: Phase, turnIndex: number, turn: Turn): boolean {
  turn.count = 0;
  const attempt = run.i32['adoption.attempt'][0];
  if (isAdopted(run, 0)) {
    if (run.i32['adoption.endorsed'][0] === 1) return false;
    turn.question = Question.endorse;
    observersInRoom(run, turn);
    return true;
  }
  if (attempt >= run.scenario.decision.length) return false;
  if (turnIndex === 0) {
    run.sendChair(chairChart.event.TABLE);
    run.sendAgreement(agreementChart.event.TABLE);
  }
  turn.question = run.scenario.decision[attempt].rule === 'consensus' ? Question.object : Question.vote;
  votersInRoom(run, turn);
  return true;
}

/** Footnotes of a party that joins the consensus but for some issues; one that objects has none. */
function noteDissociations(run: Run, party: number, objects: boolean): void {
  const { issueCount, answerWidth, dissociations } = run.scenario;
  if (dissociations === 0) return;
  for (let k = 0; k < issueCount; k++) {
    const dissociates = !objects && run.answers[party * answerWidth + 1 + k] === 1;
    run.i32['text.dissociation'][party * issueCount + k] = dissociates ? 1 : 0;
    if (dissociates) run.emit(EventKind.dissociated, party, k, run.i32['text.option'][k], 0);
  }
}

function applyObjections(run: Run, turn: Turn): void {
  const width = run.scenario.answerWidth;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const objects = run.answers[party * width] === 1;
    run.i32['talks.ballot'][party] = objects ? Ballot.no : Ballot.yes;
    run.textUtility(party);
    run.explainUtility(party);
    run.sendParty(party, objects ? stateChart.event.BLOCK : stateChart.event.ACCEPT);
    if (objects) run.emit(EventKind.formallyObjected, party, 0, 0, 0);
    noteDissociations(run, party, objects);
  }
}

function applyVotes(run: Run, turn: Turn): void {
  const width = run.scenario.answerWidth;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const ballot = run.answers[party * width];
    run.i32['talks.ballot'][party] = ballot;
    run.textUtility(party);
    run.explainUtility(party);
    run.emit(EventKind.voted, party, ballot, 0, 0);
    if (ballot === Ballot.yes) run.sendParty(party, stateChart.event.ACCEPT);
    else if (ballot === Ballot.no) run.sendParty(party, stateChart.event.BLOCK);
  }
}

function applyEndorsements(run: Run, turn: Turn): void {
  const width = run.scenario.answerWidth;
  run.i32['adoption.endorsed'][0] = 1;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const endorses = run.answers[party * width] === 1;
    run.i32['talks.endorsement'][party] = endorses ? 1 : -1;
    run.textUtility(party);
    run.explainUtility(party);
    run.sendParty(party, endorses ? observerChart.event.ENDORSE : observerChart.event.OPPOSE);
  }
}

const tally = emptyTally();

function decide(run: Run): void {
  const { scenario } = run;
  const attempt = run.i32['adoption.attempt'][0]++;
  countBallots(scenario.states, run.i32['talks.ballot'], tally);
  const carried = carries(scenario.decision[attempt], tally);
  run.emit(EventKind.decided, -1, attempt, carried ? 1 : 0, tally.yes);
  if (!carried) return;
  run.sendChair(chairChart.event.GAVEL);
  run.sendAgreement(agreementChart.event.ADOPT);
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    run.i32['treaty.expected'][party] = run.i32['talks.ballot'][party] === Ballot.yes ? 1 : 0;
  }
}

/**
 * The gavel or the breakdown: a communiqué either way, which trust ignores unless the scenario gives it
 * weight.
 */
function endRound(run: Run): RoundEnd {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) run.act(states[s], Act.communique);
  if (isAdopted(run, 0)) {
    run.loop[Loop.outcome] = OutcomeIndex.adopted;
    return 'phase-over';
  }
  run.sendChair(chairChart.event.FAIL);
  run.sendAgreement(agreementChart.event.FAIL);
  run.emit(EventKind.brokeDown, -1, 0, 0, 0);
  run.loop[Loop.outcome] = OutcomeIndex.breakdown;
  return 'run-over';
}

/** The protocol of the adoption phase. */
export const adoption: Protocol = {
  id: 'adoption',
  title: 'Adoption',
  summary: 'tries the decision rules in order: formal objections, then recorded votes',
  source: 'Vienna Convention on the Law of Treaties 1969, art. 9(2)',
  parameters: z.strictObject({}),
  slices: [
    { name: 'adoption.attempt', type: 'i32', per: 'run', visible: 'public', doc: 'decision rules tried' },
    {
      name: 'adoption.endorsed',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: '1 once observers were asked',
    },
  ],
  asks: ['object', 'vote', 'endorse'],
  needs: { before: 'single-text', notAfter: 'adoption' },
  begin: (run) => {
    run.i32['talks.ballot'].fill(Ballot.absent);
  },
  toAct,
  legal: () => undefined,
  apply: (run, _phase, _turnIndex, turn) => {
    if (turn.question === Question.endorse) return applyEndorsements(run, turn);
    run.i32['talks.ballot'].fill(Ballot.absent);
    if (turn.question === Question.object) applyObjections(run, turn);
    else applyVotes(run, turn);
    decide(run);
  },
  endRound,
};
