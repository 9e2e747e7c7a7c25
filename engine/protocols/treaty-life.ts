/**
 * The life of a treaty after adoption: signature, later accession, submission at home, the decision to
 * comply, and what the mechanisms of the scenario let parties do besides: seek an excuse, tell a failure,
 * respond to reservations, withdraw. One protocol serves the phases of signature, ratification and
 * implementation, because in all of them the same seats may be asked the same things; the world mechanisms
 * decide what comes of the answers.
 */

import * as z from 'zod';
import { isEnded } from '../agents/ending.ts';
import { agreementChart, stateChart } from '../agents/index.ts';
import { holdsLiveMandate } from '../agents/mandate.ts';
import { Question } from '../questions/index.ts';
import { oncePer } from '../remember.ts';
import {
  askCapital,
  haveInstructions,
  isPending,
  isTextBeyond,
  mayAcceptAdReferendum,
} from '../rules/instructions.ts';
import { depositReservations, noteReservations } from '../rules/reservations.ts';
import { Act } from '../run/acts.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind, Reason } from '../run/events.ts';
import { Loop, OutcomeIndex } from '../run/loop-position.ts';
import { stepsAfterComplying, stepsBeforeComplying, type TreatyStep } from './steps/after-the-gavel.ts';

const parameters = z.strictObject({
  joining: z.enum(['signature', 'accession']).default('signature').describe('how a state may still join'),
  reconsider: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(3)
    .describe('rounds between two questions about accession'),
  endsWhen: z
    .enum(['never', 'in-force'])
    .default('never')
    .describe('what ends the phase before its rounds do'),
  lapses: z
    .boolean()
    .default(false)
    .describe('whether the agreement lapses if it is not in force at the end'),
});

type TreatyLifeParameters = z.output<typeof parameters>;

const hasNoCommitment = stateChart.in('commitment.none');
const hasSigned = stateChart.in('commitment.signed');
const isBound = stateChart.in('commitment.inForce');
const isSanctioned = stateChart.in('commitment.inForce.sanctioned');
const isRejected = stateChart.in('commitment.rejected');
const isShelved = stateChart.in('commitment.shelved');
const isExcused = stateChart.in('commitment.inForce.excused');
const hasWithdrawn = stateChart.in('commitment.withdrawn');
const decisionNoise = streamId('treaty.decision-noise');

/** The judgement noise of those asked to join. Draws are keyed, so those who are not asked need none. */
function drawNoise(run: Run, turn: Turn): void {
  const noise = run.f64['talks.noise'];
  for (let i = 0; i < turn.count; i++) {
    noise[turn.seats[i]] = run.scenario.noise * run.normal(decisionNoise, turn.seats[i]);
  }
}

/** Whether what was shelved or turned down at home may be submitted again. */
function mayResubmit(run: Run, party: number): boolean {
  return run.i32['ratification.again']?.[party] === 1 && (isShelved(run, party) || isRejected(run, party));
}

/** Whether a state that left may be asked again whether it accedes. */
function mayReturn(run: Run, party: number): boolean {
  if (!hasWithdrawn(run, party)) return false;
  return run.loop[Loop.tick] >= run.i32['withdrawal.leftTick'][party] + run.i32['withdrawal.again'][0];
}

function isAsked(run: Run, phase: Phase, question: number, party: number): boolean {
  const settings = phase.parameters as TreatyLifeParameters;
  switch (question) {
    case Question.sign:
      return hasNoCommitment(run, party) && holdsLiveMandate(run, party) && !isPending(run, party);
    case Question.accede:
      return (
        (hasNoCommitment(run, party) || mayReturn(run, party)) &&
        holdsLiveMandate(run, party) &&
        run.loop[Loop.phaseRound] % settings.reconsider === 0
      );
    case Question.ratify:
      return hasSigned(run, party) || mayResubmit(run, party);
    default:
      return (
        isBound(run, party) &&
        !isSanctioned(run, party) &&
        !isExcused(run, party) &&
        run.i32['compliance.open'][party] === 1
      );
  }
}

/** Fills the turn with the states to which the protocol itself puts a question. */
function askStates(run: Run, phase: Phase, turn: Turn): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (isAsked(run, phase, turn.question, states[s])) turn.seats[turn.count++] = states[s];
  }
}

/** The turns of a round after joining and submission: those of mechanisms that the scenario has. */
interface Later {
  /** Undefined for the question of compliance, which is the protocol’s own. */
  readonly step: TreatyStep | undefined;
}

const laterTurns = oncePer((run: Run): readonly Later[] => {
  const placed = (steps: readonly TreatyStep[]): Later[] =>
    steps.filter((step) => step.isOn(run)).map((step) => ({ step }));
  const complying = run.i32['compliance.open'] === undefined ? [] : [{ step: undefined }];
  return [...placed(stepsBeforeComplying), ...complying, ...placed(stepsAfterComplying)];
});

/** Turns that come before those of the mechanisms. */
const firstTurns = 2;

/** The step of a turn; the last one is put again as long as it finds somebody to ask. */
function laterTurn(run: Run, turnIndex: number): Later | undefined {
  const turns = laterTurns(run);
  return turns[Math.min(turnIndex - firstTurns, turns.length - 1)];
}

function askLater(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const later = laterTurn(run, turnIndex);
  if (later === undefined) return false;
  const { step } = later;
  const isOver = turnIndex - firstTurns >= laterTurns(run).length;
  if (isOver && step?.isRepeated !== true) return false;
  turn.question = step?.question ?? Question.comply;
  if (step === undefined) askStates(run, phase, turn);
  else step.ask(run, turn);
  return step?.isRepeated !== true || turn.count > 0;
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  turn.count = 0;
  if (isEnded(run, 0)) return false;
  if (turnIndex >= firstTurns) return askLater(run, phase, turnIndex, turn);
  const { joining } = phase.parameters as TreatyLifeParameters;
  const joins = joining === 'accession' ? Question.accede : Question.sign;
  turn.question = turnIndex === 0 ? joins : Question.ratify;
  askStates(run, phase, turn);
  if (turnIndex === 0) drawNoise(run, turn);
  return true;
}

/**
 * A text beyond the instructions is signed ad referendum, where that is allowed: a full signature once the
 * capital confirms it (Vienna Convention on the Law of Treaties 1969, art. 12(2)(b)).
 */
function signAdReferendum(run: Run, party: number): void {
  askCapital(run, party);
  if (!mayAcceptAdReferendum(run, party)) return;
  run.i32['instructions.pending'][party] = 1;
  run.i32['instructions.signing'][party] = 1;
  run.emit(EventKind.signedAdReferendum, party, 0, 0, 0);
}

function join(run: Run, party: number, question: number): void {
  if (question === Question.sign && isTextBeyond(run, party)) {
    signAdReferendum(run, party);
    return;
  }
  // who joins an additional protocol respects the treaty from outside
  if (run.scenario.instrument[party] < 0) run.expect(party, true);
  if (question === Question.sign) {
    run.sendParty(party, stateChart.event.SIGN);
    run.act(party, Act.signature);
  } else run.sendParty(party, stateChart.event.ACCEDE);
  depositReservations(run, party);
}

/** The treaty goes to the legislature. Who brings it in again is counted on again. */
function submit(run: Run, party: number): void {
  const isNew = hasSigned(run, party);
  if (!run.sendParty(party, stateChart.event.SUBMIT) || isNew) return;
  if (run.scenario.instrument[party] < 0) run.expect(party, true);
}

function decideCompliance(run: Run, party: number, complies: boolean): void {
  run.i32['compliance.open'][party] = 0;
  run.emitNumber(EventKind.reasoned, party, run.f64['compliance.gain'][party], Reason.gain);
  run.emitNumber(EventKind.reasoned, party, run.f64['compliance.loss'][party], Reason.loss);
  run.emit(EventKind.willed, party, complies ? 1 : 0, 0, 0);
  run.sendParty(party, complies ? stateChart.event.COMPLY : stateChart.event.DEFECT);
}

/**
 * Explains every decision on joining, reservations included, before the first one changes what the others may
 * expect.
 */
function explainJoining(run: Run, turn: Turn): void {
  if (turn.question !== Question.sign && turn.question !== Question.accede) return;
  const width = run.scenario.answerWidth;
  for (let i = 0; i < turn.count; i++) {
    const at = turn.seats[i] * width;
    if (run.answers[at] === 1) noteReservations(run, turn.seats[i], run.answers, at + 1);
    run.textUtility(turn.seats[i]);
    run.explainUtility(turn.seats[i]);
  }
}

function apply(run: Run, _phase: Phase, turnIndex: number, turn: Turn): void {
  const width = run.scenario.answerWidth;
  const step = turnIndex < firstTurns ? undefined : laterTurn(run, turnIndex)?.step;
  explainJoining(run, turn);
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const yes = run.answers[party * width] === 1;
    if (step !== undefined) step.apply(run, turn, party, run.answers[party * width]);
    else if (turn.question === Question.comply) decideCompliance(run, party, yes);
    else if (!yes) continue;
    else if (turn.question === Question.ratify) submit(run, party);
    else join(run, party, turn.question);
  }
}

/** What was accepted ad referendum at the talks is adopted: only signatures wait for capitals now. */
function forgetAcceptances(run: Run): void {
  const { states } = run.scenario;
  if (!haveInstructions(run)) return;
  const signing = run.i32['instructions.signing'];
  for (let s = 0; s < states.length; s++) run.i32['instructions.pending'][states[s]] = signing[states[s]];
}

/** From the end of signature on, only those who signed are expected to keep the agreement. */
function closeSignature(run: Run): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    if (hasNoCommitment(run, states[s])) run.expect(states[s], false);
  }
  if (run.sendAgreement(agreementChart.event.CLOSE)) run.emit(EventKind.joiningClosed, -1, 0, 0, 0);
}

function endRound(run: Run, phase: Phase): RoundEnd {
  const settings = phase.parameters as TreatyLifeParameters;
  if (isEnded(run, 0)) {
    run.loop[Loop.outcome] = OutcomeIndex.terminated;
    return 'run-over';
  }
  const inForce = run.i32['treaty.forceTick'][0] >= 0;
  if (inForce) run.loop[Loop.outcome] = OutcomeIndex.inForce;
  if (settings.endsWhen === 'in-force' && inForce) return 'phase-over';
  const isLast = run.loop[Loop.phaseRound] + 1 >= phase.rounds;
  // once the thresholds are met only the delay is left, and the treaty does not lapse
  const isComing = run.i32['treaty.thresholdTick'][0] >= 0;
  if (!isLast || !settings.lapses || inForce || isComing) return 'next-round';
  run.sendAgreement(agreementChart.event.LAPSE);
  run.loop[Loop.outcome] = OutcomeIndex.lapsed;
  return 'run-over';
}

/** The protocol of signature, ratification and implementation. */
export const treatyLife: Protocol = {
  id: 'treaty-life',
  title: 'Life of the treaty',
  summary: 'asks who signs or accedes, submits at home, complies, seeks an excuse, objects or withdraws',
  source: 'Vienna Convention on the Law of Treaties 1969, arts. 11–18, 20, 24, 54, 65 and 68',
  parameters,
  slices: [],
  asks: ['sign', 'accede', 'ratify', 'escape', 'comply', 'report', 'withhold', 'withdraw', 'respond'],
  needs: { before: 'adoption' },
  isNeeded: (run) => run.i32['treaty.adoptedTick'][0] >= 0,
  begin: (run, phase) => {
    forgetAcceptances(run);
    const { joining } = phase.parameters as TreatyLifeParameters;
    run.sendAgreement(agreementChart.event.OPEN);
    if (joining === 'accession') closeSignature(run);
  },
  toAct,
  legal: () => undefined,
  apply,
  endRound,
};
