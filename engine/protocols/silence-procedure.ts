/**
 * The silence procedure: the chair puts the text under silence for a period; any state may break it, in
 * writing and with a reason; what nobody breaks is adopted (General Assembly decision 74/544 of 27 March
 * 2020: at least 72 hours). There is no vote under silence, and nothing is put together from abstentions: one
 * objection is enough.
 *
 * Silence is consent, of those who are not there too: a delegation that walked out or has no mandate is asked
 * nothing and cannot break it, and no quorum is looked for. Consent to the text is not consent to be bound by
 * it, so nobody expects the absent to keep it.
 *
 * All states in the room are asked each round of the period, all at once; the round in which somebody objects
 * is the last of it, and every objection of that round goes on record. A broken silence leads back to
 * consultations: the states say which options they support, with the clock of the talks set back to the share
 * of the attempts that is used up, the chair revises the text and puts it under silence again. After the last
 * attempt the talks break down, or go on with the next phase.
 */
import * as z from 'zod';
import { agreementChart, chairChart, stateChart } from '../agents/index.ts';
import { Question } from '../questions/index.ts';
import { Ballot } from '../rules/decision.ts';
import { Act } from '../run/acts.ts';
import type { Phase, Protocol, RoundEnd, Run, Turn } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop, OutcomeIndex } from '../run/loop-position.ts';
import { noteDissociations } from './steps/footnotes.ts';
import { applyEndorsements, askForEndorsement, bringDownGavel, failTalks } from './steps/gavel.ts';
import { objectsAsInstructed, refuseBeyondInstructions } from './steps/instructed.ts';
import { askStates, isInRoom } from './steps/room.ts';
import { recordSupport, tableOptions } from './steps/tabling.ts';

const parameters = z.strictObject({
  period: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(3)
    .describe('rounds the silence lasts; three of a day each are the 72 hours of decision 74/544'),
  attempts: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe('times a text is put under silence; after a broken one the chair revises it'),
  reason: z.boolean().default(true).describe('whether an objection must name an issue'),
  whenBroken: z
    .enum(['breakdown', 'next-phase'])
    .default('breakdown')
    .describe('what follows the last broken silence'),
});

type Settings = z.output<typeof parameters>;

const State = { none: 0, silence: 1, broken: 2, kept: 3, given: 4 } as const;

const isAdopted = agreementChart.in('text.adopted');

/** Puts the text under silence for the next attempt. */
function open(run: Run, settings: Settings): void {
  run.i32['silence-procedure.state'][0] = State.silence;
  run.i32['silence-procedure.attempt'][0]++;
  run.i32['silence-procedure.left'][0] = settings.period;
  run.sendChair(chairChart.event.TABLE);
  run.sendAgreement(agreementChart.event.TABLE);
  run.emit(EventKind.silenceOpened, -1, run.i32['silence-procedure.attempt'][0], settings.period, 0);
}

/** The turns of a round; consultations come before the silence they lead to. */
type Step = 'consult' | 'revise' | 'silence' | 'endorse' | undefined;

const steps = ['consult', 'revise', 'silence', 'endorse'] as const;

function stepOf(run: Run, turnIndex: number): Step {
  const isConsulting = run.i32['silence-procedure.consulting'][0] === 1;
  const step = steps[isConsulting ? turnIndex : turnIndex + 2];
  // After the gavel those without a vote say what they think, and not before.
  return step === 'endorse' && run.i32['silence-procedure.state'][0] !== State.kept ? undefined : step;
}

function toAct(run: Run, phase: Phase, turnIndex: number, turn: Turn): boolean {
  const settings = phase.parameters as Settings;
  if (turnIndex === 0) {
    const isBroken = run.i32['silence-procedure.state'][0] === State.broken;
    run.i32['silence-procedure.consulting'][0] = isBroken ? 1 : 0;
  }
  const step = stepOf(run, turnIndex);
  if (step === undefined) return false;
  turn.count = 0;
  if (step === 'endorse') return askForEndorsement(run, turn);
  turn.question = step === 'silence' ? Question.object : Question.propose;
  if (step === 'consult') {
    // The clock starts anew: what was said in the last hour of the talks is not the last word any more.
    run.f64['talks.progress'][0] = run.i32['silence-procedure.attempt'][0] / settings.attempts;
    run.sendChair(chairChart.event.DRAFT);
  }
  if (step === 'revise') turn.seats[turn.count++] = run.scenario.chair;
  else askStates(run, turn);
  if (step === 'silence' && run.i32['silence-procedure.state'][0] !== State.silence) open(run, settings);
  return true;
}

function applyConsultation(run: Run, turn: Turn): void {
  const { issueCount, answerWidth } = run.scenario;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    for (let k = 0; k < issueCount; k++) recordSupport(run, party, k, run.answers[party * answerWidth + k]);
  }
}

function applyRevision(run: Run, turn: Turn): void {
  run.i32['text.closed'].fill(0);
  tableOptions(run, run.answers, turn.seats[0] * run.scenario.answerWidth);
  run.sendChair(chairChart.event.CONSULT);
}

/** Records an objection with its reasons. */
function recordObjection(run: Run, party: number): void {
  const { issueCount, answerWidth } = run.scenario;
  run.emit(EventKind.formallyObjected, party, 0, 0, 0);
  for (let k = 0; k < issueCount; k++) {
    const isReason = run.answers[party * answerWidth + 1 + k] === 1;
    run.i32['text.objection'][party * issueCount + k] = isReason ? 1 : 0;
    if (isReason) run.emit(EventKind.silenceReason, party, k, run.i32['text.option'][k], 0);
  }
}

function applySilence(run: Run, turn: Turn): void {
  const { issueCount } = run.scenario;
  const ballot = run.i32['talks.ballot'];
  ballot.fill(Ballot.absent);
  let objections = 0;
  for (let i = 0; i < turn.count; i++) {
    const party = turn.seats[i];
    const objects = objectsAsInstructed(run, party);
    ballot[party] = objects ? Ballot.no : Ballot.yes;
    run.textUtility(party);
    run.explainUtility(party);
    if (!objects) {
      run.i32['text.objection'].fill(0, party * issueCount, (party + 1) * issueCount);
      continue;
    }
    objections++;
    recordObjection(run, party);
    run.sendParty(party, stateChart.event.BLOCK);
  }
  if (objections === 0) {
    if (--run.i32['silence-procedure.left'][0] > 0) return;
    noteDissociations(run, turn);
    adopt(run);
    return;
  }
  run.i32['silence-procedure.state'][0] = State.broken;
  run.emit(EventKind.silenceFell, -1, run.i32['silence-procedure.attempt'][0], objections, 0);
}

/** The period is over and nobody spoke: the text is adopted. */
function adopt(run: Run): void {
  const { states } = run.scenario;
  let silent = 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const isThere = isInRoom(run, party);
    run.i32['talks.ballot'][party] = isThere ? Ballot.yes : Ballot.absent;
    run.expect(party, isThere);
    if (!isThere) continue;
    silent++;
    run.sendParty(party, stateChart.event.ACCEPT);
  }
  run.i32['silence-procedure.state'][0] = State.kept;
  run.emit(EventKind.silenceKept, -1, silent, states.length - silent, 0);
  bringDownGavel(run);
}

/** No attempt is left. */
function giveUp(run: Run, whenBroken: Settings['whenBroken']): RoundEnd {
  run.i32['silence-procedure.state'][0] = State.given;
  run.i32['talks.readyToAdopt'][0] = 0;
  return whenBroken === 'next-phase' ? 'phase-over' : failTalks(run);
}

function endRound(run: Run, phase: Phase): RoundEnd {
  const settings = phase.parameters as Settings;
  const { states } = run.scenario;
  const state = run.i32['silence-procedure.state'];
  if (state[0] === State.broken) {
    return run.i32['silence-procedure.attempt'][0] < settings.attempts
      ? 'next-round'
      : giveUp(run, settings.whenBroken);
  }
  if (state[0] !== State.kept) return 'next-round';
  for (let s = 0; s < states.length; s++) run.act(states[s], Act.communique);
  run.loop[Loop.outcome] = OutcomeIndex.adopted;
  return 'phase-over';
}

/** The protocol of adoption under silence. */
export const silenceProcedure: Protocol = {
  id: 'silence-procedure',
  title: 'Silence procedure',
  summary: 'adopts the text unless a state breaks the silence, in writing and with a reason',
  source: 'General Assembly decision 74/544 of 27 March 2020',
  parameters,
  slices: [
    {
      name: 'silence-procedure.state',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: '0 before the first silence, 1 under silence, 2 broken, 3 kept, 4 given up',
    },
    {
      name: 'silence-procedure.attempt',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'times a text has been put under silence',
    },
    {
      name: 'silence-procedure.left',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: 'rounds of the silence that are left',
    },
    {
      name: 'silence-procedure.consulting',
      type: 'i32',
      per: 'run',
      visible: 'public',
      doc: '1 in a round that begins with consultations',
    },
  ],
  asks: ['object', 'propose', 'endorse'],
  needs: { chair: true, before: 'single-text', notAfter: 'adoption' },
  standsFor: () => ['adoption'],
  check: ({ rounds, with: settings }) => {
    const { period, attempts } = settings as Settings;
    // A silence may be broken in its last round, so the longest way takes every period in full.
    if (period * attempts <= rounds) return [];
    const message = `${attempts} × ${period} rounds of silence do not fit into ${rounds}`;
    return [{ path: ['rounds'], code: 'out-of-range', message }];
  },
  isNeeded: (run) => !isAdopted(run, 0),
  begin: (run) => {
    for (const name of ['state', 'attempt', 'left', 'consulting'])
      run.i32[`silence-procedure.${name}`][0] = 0;
    run.i32['talks.ballot'].fill(Ballot.absent);
  },
  toAct,
  legal: (run, phase, turn, seat) => {
    const { reason } = phase.parameters as Settings;
    const at = seat * run.scenario.answerWidth;
    if (turn.question !== Question.object || !reason || run.answers[at] !== 1)
      return refuseBeyondInstructions(run, turn, seat);
    for (let k = 0; k < run.scenario.issueCount; k++) if (run.answers[at + 1 + k] === 1) return undefined;
    return 'reason-missing';
  },
  apply: (run, _phase, turnIndex, turn) => {
    const step = stepOf(run, turnIndex);
    if (step === 'consult') applyConsultation(run, turn);
    else if (step === 'revise') applyRevision(run, turn);
    else if (step === 'endorse') applyEndorsements(run, turn);
    else applySilence(run, turn);
  },
  endRound,
};
