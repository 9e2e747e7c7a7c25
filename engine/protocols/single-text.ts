/**
 * The single negotiating text: one document with brackets that the chair redrafts and the parties criticise
 * (Fisher’s one-text procedure; MODEL part 2.4, corrections C1 and C2). A round has three turns:
 *
 * 1. every delegation that may act says which option it supports on each issue; the options the states still
 *    support are the brackets of an issue;
 * 2. the chair puts one option per open issue in the text;
 * 3. every delegation accepts the text or objects, naming issues. An issue nobody objects to, or on which one
 *   option is left, is provisionally closed; an objection opens it again: nothing is agreed until everything
 *   is.
 *
 * The phase ends when no state objects, or when the rounds are over.
 *
 * With `blocs`, parties may merge positions: turns before these ask with whom each negotiates as one, and put
 * requests to merge; blocs then speak with one voice (`steps/merging.ts`). Where the mechanism
 * `side-payments` is on, payments are bargained over between the draft and the verdicts
 * (`steps/payments.ts`). With `sequence`, issues are closed one by one and stay closed
 * (`steps/sequence.ts`).
 */

import * as z from 'zod';
import { chairChart, stateChart } from '../agents/index.ts';
import { holdsLiveMandate } from '../agents/mandate.ts';
import { bestUtility } from '../preferences/utility.ts';
import { Question } from '../questions/index.ts';
import { Act } from '../run/acts.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { Loop } from '../run/loop-position.ts';
import {
  checkSpeaking,
  judgeAsBlocs,
  letSpokespersonsSpeak,
  speakParameter,
  supportAsBlocs,
} from './steps/blocs.ts';
import { beginText, mayAct, takeDraft, takeSupport } from './steps/forum.ts';
import { refuseBeyondInstructions } from './steps/instructed.ts';
import {
  askToMerge,
  beginMerging,
  checkMerging,
  closeMerging,
  isAlly,
  judgeTogether,
  letBlocsJudge,
  mergingOf,
  mergingOption,
  mergingParameter,
  mergingTurns,
  supportTogether,
  takeMerging,
} from './steps/merging.ts';
import { opennessParameter } from './steps/openness.ts';
import { askForPayments, paymentTurns, refuseOffer, takePayments } from './steps/payments.ts';
import { openRound } from './steps/room.ts';
import {
  askOnClause,
  beginSequence,
  checkSequence,
  holdPen,
  judgeClause,
  sequenceOf,
  sequenceOption,
  sequenceParameter,
  setClock,
  takeUp,
} from './steps/sequence.ts';
import { takeStrawPoll } from './steps/straw-poll.ts';

const parameters = z.strictObject({
  openness: opennessParameter(0.3, [0.1, 0.5]),
  hearObservers: z.boolean().default(true).describe('whether parties without a vote may propose options'),
  speak: speakParameter,
  blocs: mergingParameter,
  sequence: sequenceParameter,
});

const hasWalkedOut = stateChart.in('stance.walkedOut');
const isExploring = stateChart.in('stance.exploring');
const hasAccepted = stateChart.in('stance.accepting');

const supportTurn = 0;
const draftTurn = 1;
/** Payments are bargained over after the draft, where the scenario has them. */
const paymentTurn = 2;
/** The verdicts on the text, whatever the turn they are given in. */
const judgement = -1;

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const first = mergingTurns(run, phase);
  turn.count = 0;
  if (turnIndex === 0) {
    openRound(run, phase);
    setClock(run, phase);
  }
  if (turnIndex < first) {
    askToMerge(run, turnIndex, turn);
    return true;
  }
  if (turnIndex - first > lastTurn(run, phase)) return false;
  const step = stepOf(run, phase, turnIndex - first);
  if (step >= paymentTurn) askForPayments(run, step - paymentTurn, turn);
  else askOnText(run, phase, step, turn);
  return true;
}

/** The last turn after those of blocs: payments are for a whole text, not for a clause. */
function lastTurn(run: Run, phase: Phase): number {
  return paymentTurn + (sequenceOf(phase.parameters) === undefined ? paymentTurns(run) : 0);
}

/** The step of a turn after those of blocs: the last one judges. */
function stepOf(run: Run, phase: Phase, turn: number): number {
  return turn === lastTurn(run, phase) ? judgement : turn;
}

/** Fills a turn of the text itself: who supports, drafts or judges. */
function askOnText(run: Run, phase: Phase, step: number, turn: Turn): void {
  const { scenario } = run;
  turn.question = step === judgement ? Question.judge : Question.propose;
  if (step === judgement) askOnClause(run, phase, turn);
  if (step === draftTurn) {
    takeUp(run, phase);
    turn.seats[turn.count++] = scenario.chair;
    return;
  }
  const { hearObservers } = phase.parameters as z.output<typeof parameters>;
  for (let party = 0; party < scenario.partyCount; party++) {
    if (!mayAct(run, party)) continue;
    if (step === supportTurn && scenario.isState[party] === 0 && !hearObservers) continue;
    turn.seats[turn.count++] = party;
  }
  if (speaksInGroups(phase)) letSpokespersonsSpeak(run, scenario.plenary, turn, step === judgement);
  else if (step === judgement && mergingOf(phase.parameters) !== undefined) letBlocsJudge(run, turn);
}

function speaksInGroups(phase: Phase): boolean {
  return (phase.parameters as z.output<typeof parameters>).speak === 'groups';
}

function apply(run: Run, phase: Phase, turnIndex: number, turn: Turn): void {
  const first = mergingTurns(run, phase);
  const merges = mergingOf(phase.parameters) !== undefined;
  if (turnIndex < first) {
    takeMerging(run, turnIndex, turn);
    return;
  }
  const step = stepOf(run, phase, turnIndex - first);
  switch (step) {
    case supportTurn:
      if (speaksInGroups(phase)) supportAsBlocs(run, run.scenario.plenary, turn);
      else if (merges) supportTogether(run, turn);
      applySupport(run, turn);
      return;
    case draftTurn:
      holdPen(run, phase, turn);
      applyDraft(run, turn);
      return;
    case judgement:
      if (speaksInGroups(phase)) judgeAsBlocs(run, run.scenario.plenary, turn);
      else if (merges) judgeTogether(run, turn);
      if (sequenceOf(phase.parameters) === undefined) takeStrawPoll(run, turn);
      else judgeClause(run, turn);
      return;
    default:
      takePayments(run, step - paymentTurn, turn);
  }
}

/** Why the answer of a person is refused. */
function legal(run: Run, _phase: Phase, turn: Turn, seat: number): string | undefined {
  if (turn.question === Question.confer) return isAlly(run, turn, seat);
  if (turn.question === Question.pay) return refuseOffer(run, seat);
  return refuseBeyondInstructions(run, turn, seat);
}

/**
 * A party’s supported options, recorded where they changed; answers a concession with an act of reciprocity.
 */
function applySupport(run: Run, turn: Turn): void {
  const { scenario } = run;
  const moved = run.i32['single-text.moved'];
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const concession = takeSupport(run, scenario.plenary, party);
    if (concession > 0 && run.i32['single-text.othersMoved'][0] - moved[party] > 0)
      run.act(party, Act.reciprocity);
    moved[party] = concession > 0 ? 1 : 0;
  }
  let total = 0;
  for (let party = 0; party < scenario.partyCount; party++) total += moved[party];
  run.i32['single-text.othersMoved'][0] = total;
}

function applyDraft(run: Run, turn: Turn): void {
  const isFirst = run.i32['text.revision'][0] === 0;
  run.sendChair(chairChart.event.DRAFT);
  takeDraft(run, run.scenario.plenary, turn, isFirst);
  run.sendChair(chairChart.event.CONSULT);
  announceText(run);
}

/** Every state sees the new text: its stance may change before it is asked. */
function announceText(run: Run): void {
  const { states } = run.scenario;
  findOptionsOnTable(run);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (!holdsLiveMandate(run, party)) continue;
    if (isExploring(run, party)) run.sendParty(party, stateChart.event.TEXT);
    if (hasAccepted(run, party)) {
      run.sendParty(party, stateChart.event.AMEND, run.textUtility(party) - run.f64['text.utility'][party]);
    }
    trackHope(run, party);
  }
}

/** The options of each issue that anybody supports or that stand in the text, as one bit each. */
function findOptionsOnTable(run: Run): void {
  const { issueCount, partyCount } = run.scenario;
  const onTable = run.i32['single-text.onTable'];
  for (let k = 0; k < issueCount; k++) {
    let options = 1 << run.i32['text.option'][k];
    for (let party = 0; party < partyCount; party++) {
      const option = run.i32['text.support'][party * issueCount + k];
      if (option >= 0) options |= 1 << option;
    }
    onTable[k] = options;
  }
}

/**
 * Counts rounds in which not even the best package made of options on the table reaches the party’s limit.
 */
function trackHope(run: Run, party: number): void {
  const hopeless = run.i32['talks.hopelessRounds'];
  hopeless[party] = hasHope(run, party) ? 0 : hopeless[party] + 1;
  if (hopeless[party] > 0 && run.sendParty(party, stateChart.event.WALK)) leaveTable(run, party);
  if (hasWalkedOut(run, party)) run.sendParty(party, stateChart.event.OFFER);
}

/** Whether the text stays inside the party’s red lines. */
function isAcceptable(run: Run, party: number): boolean {
  const { acceptable, issueCount } = run.scenario;
  const option = run.i32['text.option'];
  for (let k = 0; k < issueCount; k++) {
    if ((acceptable[party * issueCount + k] & (1 << option[k])) === 0) return false;
  }
  return true;
}

/** Whether some package of the options on the table reaches the party’s limit. */
function hasHope(run: Run, party: number): boolean {
  const { scenario } = run;
  const limit = scenario.reversionUtility[party] + scenario.margin[party];
  // The text is such a package. The search adds in another order: only what is clear of rounding is sure.
  if (run.textUtility(party) > limit + 1e-9 && isAcceptable(run, party)) return true;
  const reliability = run.reliability(party, run.i32['treaty.expected']);
  return bestUtility(scenario, party, reliability, run.i32['single-text.onTable']) >= limit;
}

/** Who has left supports nothing and objects to nothing: the pen does not follow an empty chair. */
function leaveTable(run: Run, party: number): void {
  const { issueCount } = run.scenario;
  run.i32['text.support'].fill(-1, party * issueCount, (party + 1) * issueCount);
  run.i32['text.objection'].fill(0, party * issueCount, (party + 1) * issueCount);
  run.i32['single-text.moved'][party] = 0;
}

function endRound(run: Run, phase: Phase): RoundEnd {
  const isReady = run.i32['talks.readyToAdopt'][0] === 1;
  closeMerging(run, phase, isReady || run.loop[Loop.phaseRound] + 1 >= phase.rounds);
  return isReady ? 'phase-over' : 'next-round';
}

/** The protocol of bargaining over one text with a chair. */
export const singleText: Protocol = {
  id: 'single-text',
  title: 'Single negotiating text',
  summary: 'the chair redrafts one text with brackets; parties support options and object to issues',
  source: 'Fisher & Ury 1981 (one-text procedure); chair’s weights: Van den Bos 1991, Achen 2006',
  parameters,
  slices: [
    {
      name: 'single-text.moved',
      type: 'i32',
      per: 'party',
      visible: 'public',
      doc: '1 when it came nearer last round',
    },
    {
      name: 'single-text.othersMoved',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'parties that came nearer',
    },
    {
      name: 'single-text.onTable',
      type: 'i32',
      per: 'issue',
      visible: 'public',
      doc: 'a bit for each option on the table',
    },
  ],
  options: [mergingOption, sequenceOption],
  asks: ['propose', 'judge', 'confer', 'vote', 'price', 'pay'],
  needs: { chair: true, notAfter: 'adoption' },
  openness: (settings) => (settings as z.output<typeof parameters>).openness,
  check: (phase, file) => [
    ...checkSpeaking(phase, file),
    ...checkMerging(phase, file),
    ...checkSequence(phase, file),
  ],
  isNeeded: (run) => run.i32['treaty.adoptedTick'][0] < 0,
  begin: (run, phase) => {
    beginText(run);
    beginMerging(run, phase);
    beginSequence(run, phase);
  },
  toAct,
  legal,
  apply,
  endRound,
};
