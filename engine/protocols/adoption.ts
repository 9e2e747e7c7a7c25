/**
 * Adoption: the decision rules of the scenario are tried in their order. Consensus asks for formal
 * objections; every other rule takes a recorded vote, for which delegations fall back on their limit: a last
 * session is a choice between this text and none. After the gavel the parties without a vote say what they
 * think.
 */
import * as z from 'zod';
import { agreementChart, chairChart, stateChart } from '../agents/index.ts';
import { Question } from '../questions/index.ts';
import { Ballot, carries, countBallots, emptyTally } from '../rules/decision.ts';
import { Act } from '../run/acts.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop, OutcomeIndex } from '../run/loop-position.ts';
import { noteDissociations } from './steps/footnotes.ts';
import { applyEndorsements, askForEndorsement, bringDownGavel, failTalks } from './steps/gavel.ts';
import { instructedBallot, objectsAsInstructed, refuseBeyondInstructions } from './steps/instructed.ts';
import { askStates } from './steps/room.ts';

const isAdopted = agreementChart.in('text.adopted');

function toAct(run: Run, _phase: Phase, turnIndex: number, turn: Turn): boolean {
  turn.count = 0;
  const attempt = run.i32['adoption.attempt'][0];
  if (isAdopted(run, 0)) {
    if (run.i32['adoption.endorsed'][0] === 1) return false;
    return askForEndorsement(run, turn);
  }
  if (attempt >= run.scenario.decision.length) return false;
  if (turnIndex === 0) {
    run.sendChair(chairChart.event.TABLE);
    run.sendAgreement(agreementChart.event.TABLE);
  }
  turn.question = run.scenario.decision[attempt].rule === 'consensus' ? Question.object : Question.vote;
  askStates(run, turn);
  return true;
}

function applyObjections(run: Run, turn: Turn): void {
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const objects = objectsAsInstructed(run, party);
    run.i32['talks.ballot'][party] = objects ? Ballot.no : Ballot.yes;
    run.textUtility(party);
    run.explainUtility(party);
    run.sendParty(party, objects ? stateChart.event.BLOCK : stateChart.event.ACCEPT);
    if (objects) run.emit(EventKind.formallyObjected, party, 0, 0, 0);
  }
}

function applyVotes(run: Run, turn: Turn): void {
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const ballot = instructedBallot(run, party);
    run.i32['talks.ballot'][party] = ballot;
    run.textUtility(party);
    run.explainUtility(party);
    run.emit(EventKind.voted, party, ballot, 0, 0);
    if (ballot === Ballot.yes) run.sendParty(party, stateChart.event.ACCEPT);
    else if (ballot === Ballot.no) run.sendParty(party, stateChart.event.BLOCK);
  }
}

const tally = emptyTally();

function decide(run: Run, turn: Turn): void {
  const { scenario } = run;
  const attempt = run.i32['adoption.attempt'][0]++;
  countBallots(scenario.states, run.i32['talks.ballot'], tally);
  const carried = carries(scenario.decision[attempt], tally);
  run.emit(EventKind.decided, -1, attempt, carried ? 1 : 0, tally.yes);
  if (!carried) return;
  if (turn.question === Question.object) noteDissociations(run, turn);
  bringDownGavel(run);
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    run.expect(party, run.i32['talks.ballot'][party] === Ballot.yes);
  }
}

/**
 * The gavel or the breakdown: a communiqué either way, which trust ignores unless the scenario gives it
 * weight.
 */
function endRound(run: Run): RoundEnd {
  if (!isAdopted(run, 0)) return failTalks(run);
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) run.act(states[s], Act.communique);
  run.loop[Loop.outcome] = OutcomeIndex.adopted;
  return 'phase-over';
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
  isNeeded: (run) => !isAdopted(run, 0),
  begin: (run) => {
    run.i32['talks.ballot'].fill(Ballot.absent);
  },
  toAct,
  legal: (run, _phase, turn, seat) => refuseBeyondInstructions(run, turn, seat),
  apply: (run, _phase, _turnIndex, turn) => {
    if (turn.question === Question.endorse) {
      run.i32['adoption.endorsed'][0] = 1;
      applyEndorsements(run, turn);
      return;
    }
    run.i32['talks.ballot'].fill(Ballot.absent);
    if (turn.question === Question.object) applyObjections(run, turn);
    else applyVotes(run, turn);
    decide(run, turn);
  },
  endRound,
};
