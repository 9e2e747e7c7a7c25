/**
 * What bound parties are asked between entry into force and the end of a treaty, besides whether they comply:
 * whether they invoke the escape clause, tell a failure of their own, respond to reservations or withdraw.
 * The mechanisms say who is asked; a question whose mechanism is off is never put.
 */
import { stateChart } from '../../agents/index.ts';
import { Question, Response } from '../../questions/index.ts';
import { isToRespond, nextToRespond, takeResponse } from '../../rules/objections.ts';
import { admitFailures } from '../../rules/period-findings.ts';
import { weighPledges } from '../../rules/side-payments.ts';
import { Act } from '../../run/acts.ts';
import type { Run, Turn } from '../../run/contract.ts';
import { EventKind, Reason } from '../../run/events.ts';
import { Loop } from '../../run/loop-position.ts';
import { Subject } from '../../run/subjects.ts';

const isBound = stateChart.in('commitment.inForce');
const isSanctioned = stateChart.in('commitment.inForce.sanctioned');

/** One of the questions: whether a scenario has it, who is asked, and what an answer does. */
export interface TreatyStep {
  readonly question: number;
  /** Whether the scenario has the mechanism that it belongs to. */
  isOn(run: Run): boolean;
  /** Whether it is put again in the same round as long as there is somebody to ask. */
  readonly isRepeated?: true;
  /** Fills the turn with those who are asked. */
  ask(run: Run, turn: Turn): void;
  apply(run: Run, turn: Turn, party: number, answer: number): void;
}

/** Those for whom a mechanism has opened the question. */
function askWhoIsOpen(run: Run, turn: Turn, slice: string): void {
  const { states } = run.scenario;
  const open = run.i32[slice];
  for (let s = 0; s < states.length; s++) {
    if (open[states[s]] === 1 && isBound(run, states[s])) turn.seats[turn.count++] = states[s];
  }
}

function decline(run: Run, party: number, question: number): void {
  run.emit(EventKind.declined, party, question, 0, 0);
}

/** What keeping and breaking the agreement would cost the party, behind its answer. */
function explainConduct(run: Run, party: number): void {
  run.emitNumber(EventKind.reasoned, party, run.f64['compliance.gain'][party], Reason.gain);
  run.emitNumber(EventKind.reasoned, party, run.f64['compliance.loss'][party], Reason.loss);
}

const escapeStep: TreatyStep = {
  question: Question.escape,
  isOn: (run) => run.i32['escape.open'] !== undefined,
  ask: (run, turn) => askWhoIsOpen(run, turn, 'escape.open'),
  apply: (run, _turn, party, answer) => {
    run.i32['escape.open'][party] = 0;
    explainConduct(run, party);
    run.emitNumber(EventKind.reasoned, party, run.f64['escape.fee'][0], Reason.fee);
    if (answer !== 1 || !run.sendParty(party, stateChart.event.ESCAPE)) {
      decline(run, party, Question.escape);
      return;
    }
    const until = run.loop[Loop.tick] + run.i32['escape.span'][0];
    run.i32['escape.until'][party] = until;
    run.i32['escape.uses'][party]++;
    run.emit(EventKind.escapeInvoked, party, until, 0, 0);
    run.act(party, Act.escape);
  },
};

const reportStep: TreatyStep = {
  question: Question.report,
  isOn: ({ scenario }) => scenario.mechanisms.some(({ parameters }) => parameters['selfReport'] === 'asked'),
  ask: (run, turn) => askWhoIsOpen(run, turn, 'compliance.reportDue'),
  apply: (run, _turn, party, answer) => {
    run.i32['compliance.reportDue'][party] = 0;
    run.emitNumber(EventKind.reasoned, party, run.f64['compliance.loss'][party], Reason.loss);
    run.emitNumber(EventKind.reasoned, party, run.f64['compliance.candour'][0], Reason.fee);
    if (answer !== 1 || !admitFailures(run, party)) {
      decline(run, party, Question.report);
      return;
    }
    run.emit(EventKind.failureReported, party, 0, 0, 0);
    run.act(party, Act['capacity-failure']);
    run.act(party, Act.transparency);
  },
};

/** A yes gives notice, or lets it run; a no takes a running notice back. */
function decideOnNotice(run: Run, party: number, withdraws: boolean): void {
  const effect = run.i32['withdrawal.effectTick'];
  const isRunning = effect[party] >= 0;
  if (withdraws === isRunning) {
    decline(run, party, Question.withdraw);
    return;
  }
  run.i32['withdrawal.below'][party] = 0;
  if (!withdraws) {
    effect[party] = -1;
    run.emit(EventKind.noticeRevoked, party, 0, 0, 0);
    return;
  }
  effect[party] = run.loop[Loop.tick] + Math.max(1, run.scenario.file.treaty.withdrawal);
  run.emit(EventKind.noticeGiven, party, effect[party], 0, 0);
}

/**
 * Asked in two turns, because a turn is about one thing: whether to give notice, and whether a notice is to
 * go on running.
 */
const withdrawStep = (isRunning: boolean): TreatyStep => ({
  question: Question.withdraw,
  isOn: (run) => run.i32['withdrawal.open'] !== undefined,
  ask: (run, turn) => {
    const { states } = run.scenario;
    const effect = run.i32['withdrawal.effectTick'];
    for (let s = 0; s < states.length; s++) {
      const party = states[s];
      if (run.i32['withdrawal.open'][party] === 0 || !isBound(run, party)) continue;
      if (isRunning === effect[party] >= 0) turn.seats[turn.count++] = party;
    }
    if (isRunning) turn.subject[0] = Subject.notice;
  },
  apply: (run, _turn, party, answer) => {
    run.i32['withdrawal.open'][party] = 0;
    run.textUtility(party);
    run.explainUtility(party);
    run.emitNumber(EventKind.reasoned, party, run.scenario.reversionUtility[party], Reason.reversion);
    decideOnNotice(run, party, answer === 1);
  },
});

/** About the reservations of one party; put again in the same round until nobody is left to respond to. */
const respondStep: TreatyStep = {
  question: Question.respond,
  isOn: (run) => run.i32['objections.between'] !== undefined,
  isRepeated: true,
  ask: (run, turn) => {
    const reserving = nextToRespond(run);
    if (reserving < 0) return;
    turn.subject[0] = Subject.reservation;
    turn.subject[1] = reserving;
    const { states } = run.scenario;
    for (let s = 0; s < states.length; s++) {
      if (isToRespond(run, states[s], reserving)) turn.seats[turn.count++] = states[s];
    }
  },
  apply: (run, turn, party, answer) => {
    const reserving = turn.subject[1];
    run.emitNumber(EventKind.reasoned, party, run.f64['treaty.kept'][reserving], Reason.kept);
    takeResponse(run, party, reserving, answer);
    if (answer === Response.silent) decline(run, party, Question.respond);
  },
};

/** Whether a payer is to say if it withholds what it owes to a party that is under sanction. */
function owesToSanctioned(run: Run, payer: number, payee: number): boolean {
  const pair = payer * run.scenario.partyCount + payee;
  return (
    run.f64['payments.left'][pair] > 0 && run.i32['payments.decided'][pair] === 0 && isSanctioned(run, payee)
  );
}

/** One answer counts for all that the payer owes to parties under sanction. */
const withholdStep: TreatyStep = {
  question: Question.withhold,
  isOn: ({ scenario }) => scenario.mechanisms.some(({ parameters }) => parameters['withholding'] === true),
  ask: (run, turn) => {
    const { states } = run.scenario;
    for (let s = 0; s < states.length; s++) {
      if (!isBound(run, states[s])) continue;
      const owes = (t: number): boolean => owesToSanctioned(run, states[s], states[t]);
      for (let t = 0; t < states.length; t++) {
        if (!owes(t)) continue;
        turn.seats[turn.count++] = states[s];
        break;
      }
    }
  },
  apply: (run, _turn, payer, answer) => {
    const { states, partyCount } = run.scenario;
    for (let t = 0; t < states.length; t++) {
      if (!owesToSanctioned(run, payer, states[t])) continue;
      const pair = payer * partyCount + states[t];
      run.i32['payments.decided'][pair] = 1;
      if (answer !== 1) continue;
      run.i32['payments.withheld'][pair] = 1;
      run.emit(EventKind.paymentWithheld, payer, states[t], 1, 0);
    }
    if (answer === 1) weighPledges(run);
    else decline(run, payer, Question.withhold);
  },
};

/** Asked before whether the party complies: who is excused decides that later. */
export const stepsBeforeComplying: readonly TreatyStep[] = [escapeStep];

/** Asked after it; the last of them may be put several times in a round. */
export const stepsAfterComplying: readonly TreatyStep[] = [
  reportStep,
  withholdStep,
  withdrawStep(false),
  withdrawStep(true),
  respondStep,
];
