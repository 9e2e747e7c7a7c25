/**
 * Bargaining between blocs: each bloc has one spokesperson, who may move only with the bloc behind it. A
 * round: spokespersons, and states in no bloc, say which options they would support; each bloc ratifies the
 * move of its spokesperson, by a majority or with all its states, or stays where it was; what is supported
 * makes the text, the option nearest to the mean of all states by capability; spokespersons accept it or
 * object. The phase ends when the straw poll would carry, or when the rounds are over.
 */

import * as z from 'zod';
import { stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { nearestOption } from '../preferences/utility.ts';
import { Question } from '../questions/index.ts';
import { Ballot } from '../rules/decision.ts';
import type { Phase, Protocol, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Subject } from '../run/subjects.ts';
import { idSchema } from '../scenario/schema.ts';
import { bilateralSlices, bilateralsParameter, confer, isPartner, keepPledges } from './steps/bilaterals.ts';
import { blocSlices } from './steps/bloc-slices.ts';
import { checkBlocs, formBloc, holdToMandate, judgeAsBlocs, letSpokespersonsSpeak } from './steps/blocs.ts';
import { beginText, mayAct, support } from './steps/forum.ts';
import { refuseBeyondInstructions } from './steps/instructed.ts';
import { opennessParameter } from './steps/openness.ts';
import { openRound } from './steps/room.ts';
import { takeStrawPoll } from './steps/straw-poll.ts';

const parameters = z.strictObject({
  openness: opennessParameter(0.1, [0, 0.3]),
  blocs: z
    .array(idSchema)
    .min(1)
    .max(limits.groups)
    .describe('groups of the scenario that negotiate as one; states in none speak for themselves'),
  ratify: z
    .enum(['majority', 'unanimity'])
    .default('majority')
    .describe('what a bloc needs for a move: more than half of its states, or no state against'),
  bilaterals: bilateralsParameter,
});

type BlocToBloc = z.output<typeof parameters>;

const isExploring = stateChart.in('stance.exploring');

/** Turns before the ratifications, in order. */
const conferTurn = 0;
const proposeTurn = 1;
const firstRatification = 2;

function groupsOf(run: Run, phase: Phase): number[] {
  const { blocs } = phase.parameters as BlocToBloc;
  return blocs.map((id) => run.scenario.groups.findIndex((group) => group.id === id));
}

function begin(run: Run, phase: Phase): void {
  const { states, issueCount } = run.scenario;
  beginText(run);
  for (const group of groupsOf(run, phase)) {
    const hasCaucused = states.some((party) => run.i32['bloc.group'][party] === group);
    if (hasCaucused) continue;
    // Without a caucus there is no common position to stand apart from.
    formBloc(run, group);
    for (let s = 0; s < states.length; s++) {
      if (run.i32['bloc.group'][states[s]] !== group) continue;
      run.i32['bloc.follows'].fill(1, states[s] * issueCount, (states[s] + 1) * issueCount);
    }
  }
}

function askStates(run: Run, turn: Turn, isJudging: boolean): void {
  const { states, plenary } = run.scenario;
  for (let s = 0; s < states.length; s++) if (mayAct(run, states[s])) turn.seats[turn.count++] = states[s];
  letSpokespersonsSpeak(run, plenary, turn, isJudging);
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const groups = groupsOf(run, phase);
  turn.count = 0;
  turn.question = Question.propose;
  if (turnIndex === conferTurn) {
    openRound(run, phase);
    turn.question = Question.confer;
    if ((phase.parameters as BlocToBloc).bilaterals) askStates(run, turn, false);
    return true;
  }
  if (turnIndex === proposeTurn) askStates(run, turn, false);
  else if (turnIndex < firstRatification + groups.length) {
    askToRatify(run, groups[turnIndex - firstRatification], turn);
  } else if (turnIndex === firstRatification + groups.length) {
    turn.question = Question.judge;
    askStates(run, turn, true);
  } else return false;
  return true;
}

/** Who speaks for a bloc in this round: whom its members follow, if that state may act. */
function speakerOf(run: Run, group: number): number {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (run.i32['bloc.group'][states[s]] !== group) continue;
    const speaker = run.i32['bloc.speaker'][states[s]];
    return speaker >= 0 && mayAct(run, speaker) ? speaker : -1;
  }
  return -1;
}

/** The members of a bloc that its spokesperson needs, when it means to move. */
function askToRatify(run: Run, group: number, turn: Turn): void {
  const { states, issueCount } = run.scenario;
  const speaker = speakerOf(run, group);
  turn.question = Question.vote;
  turn.subject[0] = Subject.move;
  turn.subject[1] = speaker;
  if (speaker < 0 || run.i32['bloc.offer'][speaker * issueCount] < 0) return;
  for (let s = 0; s < states.length; s++) {
    if (run.i32['bloc.group'][states[s]] !== group || states[s] === speaker) continue;
    if (mayAct(run, states[s])) turn.seats[turn.count++] = states[s];
  }
}

function apply(run: Run, phase: Phase, turnIndex: number, turn: Turn): void {
  const groups = groupsOf(run, phase);
  if (turnIndex === conferTurn) confer(run, run.scenario.plenary, turn);
  else if (turnIndex === proposeTurn) takeMoves(run, turn);
  else if (turnIndex < firstRatification + groups.length) {
    ratify(run, phase, groups[turnIndex - firstRatification], turn);
    if (turnIndex === firstRatification + groups.length - 1) draft(run);
  } else {
    judgeAsBlocs(run, run.scenario.plenary, turn);
    takeStrawPoll(run, turn);
  }
}

/** A state on its own moves at once; the move of a spokesperson waits for its bloc, which alone knows it. */
function takeMoves(run: Run, turn: Turn): void {
  const { states, issueCount, answerWidth, plenary } = run.scenario;
  run.i32['bloc.offer'].fill(-1);
  keepPledges(run, turn);
  holdToMandate(run, plenary, turn);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const isSpeaker = run.i32['bloc.speaker'][party] === party;
    const moves = isSpeaker && differs(run, party);
    for (let k = 0; k < issueCount; k++) {
      const option = run.answers[party * answerWidth + k];
      if (!isSpeaker) support(run, plenary, party, k, option);
      if (!moves) continue;
      for (let s = 0; s < states.length; s++) {
        if (run.i32['bloc.speaker'][states[s]] === party)
          run.i32['bloc.offer'][states[s] * issueCount + k] = option;
      }
    }
  }
}

/** Whether what a spokesperson would support differs from what it supports. */
function differs(run: Run, party: number): boolean {
  const { issueCount, answerWidth } = run.scenario;
  for (let k = 0; k < issueCount; k++) {
    if (run.answers[party * answerWidth + k] !== run.i32['text.support'][party * issueCount + k]) return true;
  }
  return false;
}

/** The bloc moves with its spokesperson, or stays; a member whose red line the move crosses stays. */
function ratify(run: Run, phase: Phase, group: number, turn: Turn): void {
  const { states, issueCount, lowestOption, highestOption, plenary, answerWidth } = run.scenario;
  const speaker = speakerOf(run, group);
  if (speaker < 0 || run.i32['bloc.offer'][speaker * issueCount] < 0) return;
  let [yes, no] = [1, 0];
  for (let i = 0; i < turn.count; i++) {
    const ballot = run.answers[turn.seats[i] * answerWidth];
    if (ballot === Ballot.yes) yes++;
    else if (ballot === Ballot.no) no++;
  }
  const { ratify: needs } = phase.parameters as BlocToBloc;
  const carried = needs === 'unanimity' ? no === 0 : yes * 2 > turn.count + 1;
  run.emit(EventKind.blocMoved, speaker, group, carried ? 1 : 0, yes);
  if (!carried) return;
  for (let s = 0; s < states.length; s++) {
    if (run.i32['bloc.group'][states[s]] !== group || !mayAct(run, states[s])) continue;
    for (let k = 0; k < issueCount; k++) {
      const at = states[s] * issueCount + k;
      const option = run.i32['bloc.offer'][at];
      const isInside = option >= lowestOption[at] && option <= highestOption[at];
      if (isInside) support(run, plenary, states[s], k, option);
    }
  }
}

/** The text follows what the states support: the option nearest to their mean by capability. */
function draft(run: Run): void {
  const { scenario } = run;
  const { states, issueCount, capability, position, stride } = scenario;
  const isFirst = run.i32['text.revision'][0] === 0;
  run.i32['text.revision'][0]++;
  for (let k = 0; k < issueCount; k++) {
    let [sum, total] = [0, 0];
    for (let s = 0; s < states.length; s++) {
      const option = run.i32['text.support'][states[s] * issueCount + k];
      if (option < 0 || !mayAct(run, states[s])) continue;
      sum += capability[states[s]] * position[k * stride + option];
      total += capability[states[s]];
    }
    if (total === 0 || run.i32['talks.admitted'][k] === 0) continue;
    const option = nearestOption(scenario, k, sum / total);
    if (option === run.i32['text.option'][k] && !isFirst) continue;
    run.i32['text.option'][k] = option;
    run.emit(EventKind.textTabled, -1, k, option, run.i32['text.revision'][0]);
  }
  for (let s = 0; s < states.length; s++) {
    if (isExploring(run, states[s])) run.sendParty(states[s], stateChart.event.TEXT);
  }
}

/** The protocol of bargaining between blocs. */
export const blocToBloc: Protocol = {
  id: 'bloc-to-bloc',
  title: 'Bloc to bloc',
  summary: 'spokespersons bargain for their blocs, which ratify every move',
  source: 'MODEL part 2.4; ratification inside a delegation: Putnam 1988, Lax & Sebenius 1986',
  parameters,
  slices: [...blocSlices, ...bilateralSlices],
  asks: ['confer', 'propose', 'vote', 'judge'],
  needs: { notAfter: 'adoption' },
  standsFor: () => ['single-text'],
  openness: (settings) => (settings as BlocToBloc).openness,
  check: (phase, file) => checkBlocs((phase.with as BlocToBloc).blocs, 'blocs', file),
  begin,
  toAct,
  legal: (run, _phase, turn, seat) =>
    turn.question === Question.confer
      ? isPartner(run, turn, seat)
      : refuseBeyondInstructions(run, turn, seat),
  apply,
  endRound: (run) => (run.i32['talks.readyToAdopt'][0] === 1 ? 'phase-over' : 'next-round'),
};
