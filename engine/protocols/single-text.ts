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
 */
import * as z from 'zod';
import { chairChart, observerChart, stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { settleNested, standsIn } from '../preferences/nesting.ts';
import { bestUtility } from '../preferences/utility.ts';
import { Question, Verdict } from '../questions/index.ts';
import { Ballot, carries, countBallots, emptyTally } from '../rules/decision.ts';
import { Act } from '../run/acts.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';

const parameters = z.strictObject({
  openness: z.number().min(0).max(1).default(0.3).describe('how open the table is to the public at home'),
  hearObservers: z.boolean().default(true).describe('whether parties without a vote may propose options'),
});

const isMandated = stateChart.in('mandate.mandated');
const hasWalkedOut = stateChart.in('stance.walkedOut');
const isExploring = stateChart.in('stance.exploring');

const judgementNoise = streamId('talks.judgement-noise');

const supportTurn = 0;
const draftTurn = 1;
const judgeTurn = 2;

/**
 * Whether a party takes part in this turn: invited, and a state holds a live mandate and has not walked out.
 */
function mayAct(run: Run, party: number): boolean {
  if (run.i32['talks.present'][party] === 0 || party === run.scenario.chair) return false;
  return run.scenario.isState[party] === 0 || (isMandated(run, party) && !hasWalkedOut(run, party));
}

/** Sets the clock of the talks and draws every party’s judgement noise of this round. */
function openRound(run: Run, phase: Phase): void {
  const { scenario } = run;
  run.f64['talks.progress'][0] = phase.rounds > 1 ? run.loop[Loop.phaseRound] / (phase.rounds - 1) : 1;
  for (let party = 0; party < scenario.partyCount; party++) {
    run.f64['talks.noise'][party] = scenario.noise * run.normal(judgementNoise, party);
  }
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const { scenario } = run;
  if (turnIndex > judgeTurn) return false;
  turn.count = 0;
  if (turnIndex === supportTurn) openRound(run, phase);
  turn.question = turnIndex === judgeTurn ? Question.judge : Question.propose;
  if (turnIndex === draftTurn) {
    turn.seats[turn.count++] = scenario.chair;
    return true;
  }
  const { hearObservers } = phase.parameters as z.output<typeof parameters>;
  for (let party = 0; party < scenario.partyCount; party++) {
    if (!mayAct(run, party)) continue;
    if (turnIndex === supportTurn && scenario.isState[party] === 0 && !hearObservers) continue;
    turn.seats[turn.count++] = party;
  }
  return true;
}

/**
 * A party’s supported options, recorded where they changed; answers a concession with an act of reciprocity.
 */
function applySupport(run: Run, turn: Turn): void {
  const { scenario } = run;
  const { issueCount } = scenario;
  const support = run.i32['text.support'];
  const moved = run.i32['single-text.moved'];
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    let concession = 0;
    for (let k = 0; k < issueCount; k++) {
      const before = support[party * issueCount + k];
      const after = run.answers[party * run.scenario.answerWidth + k];
      if (before === after) continue;
      support[party * issueCount + k] = after;
      run.emit(EventKind.supported, party, k, after, 0);
      if (before >= 0) concession += approach(run, k, before, after);
    }
    if (concession > 0 && run.i32['single-text.othersMoved'][0] - moved[party] > 0)
      run.act(party, Act.reciprocity);
    moved[party] = concession > 0 ? 1 : 0;
  }
  let total = 0;
  for (let party = 0; party < scenario.partyCount; party++) total += moved[party];
  run.i32['single-text.othersMoved'][0] = total;
}

/** How much nearer to the text a move from one option to another comes; negative when it moves away. */
function approach(run: Run, issue: number, before: number, after: number): number {
  const { position, stride } = run.scenario;
  const text = position[issue * stride + run.i32['text.option'][issue]];
  return (
    Math.abs(position[issue * stride + before] - text) - Math.abs(position[issue * stride + after] - text)
  );
}

/** Options before the chair’s draft; overwritten by every draft. */
const beforeDraft = new Int32Array(limits.issues);

/** The chair drafts the open issues; those inside a sentence that is gone go back to their reversion. */
function applyDraft(run: Run, turn: Turn): void {
  const { issueCount, nesting, answerWidth } = run.scenario;
  const option = run.i32['text.option'];
  const first = run.i32['text.revision'][0] === 0;
  run.i32['text.revision'][0]++;
  run.sendChair(chairChart.event.DRAFT);
  beforeDraft.set(option);
  const isDrafted = (k: number) =>
    turn.count > 0 && run.i32['text.closed'][k] === 0 && run.i32['talks.admitted'][k] === 1;
  for (let k = 0; k < issueCount; k++) {
    if (isDrafted(k)) option[k] = run.answers[turn.seats[0] * answerWidth + k];
  }
  settleNested(nesting, option);
  for (let k = 0; k < issueCount; k++) {
    if (option[k] === beforeDraft[k] && !(first && isDrafted(k))) continue;
    run.emit(EventKind.textTabled, -1, k, option[k], run.i32['text.revision'][0]);
  }
  run.sendChair(chairChart.event.CONSULT);
  announceText(run);
}

/** Every state sees the new text: its stance may change before it is asked. */
function announceText(run: Run): void {
  const { states } = run.scenario;
  findOptionsOnTable(run);
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (!isMandated(run, party)) continue;
    if (isExploring(run, party)) run.sendParty(party, stateChart.event.TEXT);
    run.sendParty(party, stateChart.event.AMEND, run.textUtility(party) - run.f64['text.utility'][party]);
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
  const { scenario } = run;
  const reliability = run.reliability(party, run.i32['treaty.expected']);
  const best = bestUtility(scenario, party, reliability, run.i32['single-text.onTable']);
  const hopeless = run.i32['talks.hopelessRounds'];
  const limit = scenario.reversionUtility[party] + scenario.margin[party];
  hopeless[party] = best < limit ? hopeless[party] + 1 : 0;
  if (run.sendParty(party, stateChart.event.WALK)) leaveTable(run, party);
  run.sendParty(party, stateChart.event.OFFER);
}

/** Who has left supports nothing and objects to nothing: the pen does not follow an empty chair. */
function leaveTable(run: Run, party: number): void {
  const { issueCount } = run.scenario;
  run.i32['text.support'].fill(-1, party * issueCount, (party + 1) * issueCount);
  run.i32['text.objection'].fill(0, party * issueCount, (party + 1) * issueCount);
  run.i32['single-text.moved'][party] = 0;
}

const tally = emptyTally();

/** Verdicts are a straw poll on the first decision rule: when it would carry, the talks move to adoption. */
function applyJudgement(run: Run, turn: Turn): void {
  const { scenario } = run;
  const ballot = run.i32['talks.ballot'];
  ballot.fill(Ballot.absent);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const accepts = run.answers[party * scenario.answerWidth] === Verdict.accept;
    recordVerdict(run, party, accepts);
    ballot[party] = accepts ? Ballot.yes : Ballot.no;
  }
  // Only now: every verdict was given, and is explained, on the expectations of the same moment.
  for (let s = 0; s < scenario.states.length; s++) {
    const party = scenario.states[s];
    run.i32['treaty.expected'][party] = ballot[party] === Ballot.yes ? 1 : 0;
  }
  closeAndReopen(run);
  countBallots(scenario.states, ballot, tally);
  const carried = carries(scenario.decision[0], tally);
  run.i32['talks.readyToAdopt'][0] = carried ? 1 : 0;
  if (carried) run.emit(EventKind.consensusFound, -1, run.i32['text.revision'][0], tally.no, 0);
}

function recordVerdict(run: Run, party: number, accepts: boolean): void {
  const { scenario } = run;
  const { issueCount } = scenario;
  const isState = scenario.isState[party] === 1;
  const utility = run.textUtility(party);
  run.f64['text.utility'][party] = utility;
  run.explainUtility(party);
  if (accepts) run.emit(EventKind.accepted, party, run.i32['text.revision'][0], 0, 0);
  for (let k = 0; k < issueCount; k++) {
    const objects = !accepts && run.answers[party * run.scenario.answerWidth + 1 + k] === 1;
    run.i32['text.objection'][party * issueCount + k] = objects ? 1 : 0;
    if (objects) run.emit(EventKind.objected, party, k, run.i32['text.option'][k], 0);
  }
  if (isState) run.sendParty(party, accepts ? stateChart.event.ACCEPT : stateChart.event.OBJECT);
  else run.sendParty(party, accepts ? observerChart.event.ACCEPT : observerChart.event.OBJECT);
}

/** Whether every state at the table supports the option that stands in the text. */
function isUnanimous(run: Run, issue: number): boolean {
  const { states, issueCount } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (!mayAct(run, states[s])) continue;
    if (run.i32['text.support'][states[s] * issueCount + issue] !== run.i32['text.option'][issue])
      return false;
  }
  return true;
}

function isObjectedTo(run: Run, issue: number): boolean {
  const { states, issueCount } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (run.i32['text.objection'][states[s] * issueCount + issue] === 1 && !hasWalkedOut(run, states[s]))
      return true;
  }
  return false;
}

function closeAndReopen(run: Run): void {
  const closed = run.i32['text.closed'];
  for (let k = 0; k < run.scenario.issueCount; k++) {
    if (run.i32['talks.admitted'][k] === 0) continue;
    // What stands in no sentence of the text is not settled: it opens with the sentence that has its place.
    const stands = standsIn(run.scenario.nesting, run.i32['text.option'], k);
    const settled = stands && (!isObjectedTo(run, k) || isUnanimous(run, k));
    const option = run.i32['text.option'][k];
    if (settled && closed[k] === 0) run.emit(EventKind.issueClosed, -1, k, option, 0);
    if (!settled && closed[k] === 1) run.emit(EventKind.issueReopened, -1, k, option, 0);
    closed[k] = settled ? 1 : 0;
  }
}

function endRound(run: Run): RoundEnd {
  return run.i32['talks.readyToAdopt'][0] === 1 ? 'phase-over' : 'next-round';
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
  asks: ['propose', 'judge'],
  needs: { chair: true, notAfter: 'adoption' },
  openness: (settings) => (settings as z.output<typeof parameters>).openness,
  begin: (run) => {
    run.i32['text.option'].set(run.scenario.reversion);
    run.i32['text.closed'].fill(0);
  },
  toAct,
  legal: () => undefined,
  apply: (run, _phase, turnIndex, turn) => {
    if (turnIndex === supportTurn) applySupport(run, turn);
    else if (turnIndex === draftTurn) applyDraft(run, turn);
    else applyJudgement(run, turn);
  },
  endRound,
};
