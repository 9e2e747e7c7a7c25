/**
 * Turns: the seats a protocol asks, what people answered, and the answers of strategies for all others. All
 * answers of a turn are given on one state, and applied together.
 */

import { settleNested } from '../preferences/nesting.ts';
import { questions } from '../questions/index.ts';
import { defaultAnswers } from '../strategies/defaults.ts';
import type { AnswerFunction, Phase, Run, Scenario, Turn } from './contract.ts';
import { hashWords32 } from './digest.ts';
import { EventKind } from './events.ts';
import type { Input } from './inputs.ts';
import { Loop } from './loop-position.ts';
import { observeAll } from './observation.ts';

/** A question that a person has to answer before the run can go on. */
export interface OpenQuestion {
  readonly seat: number;
  /** Index in `questions`. */
  readonly question: number;
  readonly round: number;
  readonly turn: number;
  /** What it is about: an index of `subjects` and its two numbers. */
  readonly subject: readonly [number, number, number];
}

/** The turns of one run. */
export interface Turns {
  /** Whether a turn has been opened and its answers not yet applied. */
  isOpen(): boolean;
  /** Asks the protocol for the next turn; false when the round has none. */
  open(phase: Phase): boolean;
  /**
   * Takes the inputs due, has strategies answer and applies the answers; false when a person must answer
   * first.
   */
  play(phase: Phase): boolean;
  /** Forgets the turn at hand. */
  abandon(): void;
  /** Why an answer to the open question of a seat is not legal: a code, or undefined when it is. */
  refusalOf(phase: Phase, seat: number, answer: unknown): string | undefined;
  /** Questions of the turn at hand that wait for people. */
  questions(): readonly OpenQuestion[];
}

/** Marks of an answer in the current turn. */
const byPerson = 1;
const byDefault = 2;

/** How each seat’s strategy answers each kind of question: seat × kinds + kind. */
function answerTable(scenario: Scenario): AnswerFunction[] {
  return scenario.strategies.flatMap(({ strategy }) =>
    questions.map(({ id }) => strategy.answers[id] ?? defaultAnswers[id]),
  );
}

/** The turns of a run that takes these inputs. */
export function createTurns(run: Run, inputs: readonly Input[]): Turns {
  const { scenario, loop } = run;
  const width = scenario.answerWidth;
  const held = run.i32['seat.held'];
  const turn: Turn = {
    count: 0,
    seats: new Int32Array(scenario.partyCount),
    question: 0,
    subject: run.i32['turn.subject'],
  };
  /** What is known of each seat’s answer in this turn. */
  const answered = new Uint8Array(scenario.partyCount);
  const answers = answerTable(scenario);
  const observations = observeAll(run);
  const before = new Int32Array(scenario.nesting.inner.length);
  const row = new Int32Array(width);
  let isOpen = false;
  let asked = 0;

  function open(phase: Phase): boolean {
    turn.subject.fill(0);
    isOpen = phase.protocol.toAct(run, phase, loop[Loop.turn], turn);
    if (isOpen) return true;
    // A seat may be taken in a round that asks nobody, too.
    turn.count = 0;
    takeInputs(phase);
    return false;
  }

  function play(phase: Phase): boolean {
    takeInputs(phase);
    if (waitsForPeople()) return false;
    askStrategies();
    phase.protocol.apply(run, phase, loop[Loop.turn], turn);
    settleText();
    loop[Loop.turn]++;
    abandon();
    return true;
  }

  /**
   * Whatever a protocol put in the text: what stands inside a sentence that is gone goes back to its
   * reversion. Protocols that draft settle it themselves, to tell it with the draft.
   */
  function settleText(): void {
    const { inner } = scenario.nesting;
    if (inner.length === 0) return;
    const option = run.i32['text.option'];
    for (let i = 0; i < inner.length; i++) before[i] = option[inner[i]];
    if (!settleNested(scenario.nesting, option)) return;
    for (let i = 0; i < inner.length; i++) {
      const k = inner[i];
      if (option[k] !== before[i]) {
        run.emit(EventKind.textTabled, -1, k, option[k], run.i32['text.revision'][0]);
      }
    }
  }

  function abandon(): void {
    for (let i = 0; i < turn.count; i++) answered[turn.seats[i]] = 0;
    turn.count = 0;
    isOpen = false;
    run.asking = 0;
  }

  function waitsForPeople(): boolean {
    for (let i = 0; i < turn.count; i++) {
      if (held[turn.seats[i]] === 1 && answered[turn.seats[i]] === 0) return true;
    }
    return false;
  }

  /** Numbers the turn, so that observations need to work out what they show only once in it. */
  function askStrategies(): void {
    run.asking = ++asked;
    for (let i = 0; i < turn.count; i++) {
      const seat = turn.seats[i];
      if (answered[seat] === byPerson) {
        const hash = hashWords32(run.answers, seat * width, (seat + 1) * width);
        run.emit(EventKind.answered, seat, turn.question, hash, 0);
        continue;
      }
      const answer = answers[seat * questions.length + turn.question];
      // In a row of its own: a strategy must not read what others of the same turn have answered. Loops,
      // because `fill` and `set` cost more than the few numbers of a row.
      for (let k = 0; k < width; k++) row[k] = 0;
      answer(observations[seat], scenario.strategies[seat].parameters, row, 0);
      for (let k = 0; k < width; k++) run.answers[seat * width + k] = row[k];
    }
    run.asking = 0;
  }

  /**
   * Takes the inputs that stand at this turn; one that came too late, or is not legal, is recorded as
   * refused.
   */
  function takeInputs(phase: Phase): void {
    for (; loop[Loop.inputs] < inputs.length; loop[Loop.inputs]++) {
      const input = inputs[loop[Loop.inputs]];
      const place =
        input.round === loop[Loop.round] ? input.turn - loop[Loop.turn] : input.round - loop[Loop.round];
      if (place > 0) return;
      const seat = scenario.partyIds.indexOf(input.seat);
      if (place < 0 || !takeInput(phase, input, seat)) {
        run.emit(EventKind.inputRefused, seat, turn.question, 0, 0);
      }
    }
  }

  function takeInput(phase: Phase, input: Input, seat: number): boolean {
    if (seat < 0 || (input.type === 'take') === (held[seat] === 1)) return false;
    switch (input.type) {
      case 'take':
        held[seat] = 1;
        run.emit(EventKind.seatTaken, seat, 0, 0, 0);
        return true;
      case 'give':
        held[seat] = 0;
        answered[seat] = 0;
        run.emit(EventKind.seatGiven, seat, 0, 0, 0);
        return true;
      case 'deadline':
        if (!isAsked(seat) || answered[seat] !== 0) return false;
        answered[seat] = byDefault;
        run.emit(EventKind.deadlinePassed, seat, 0, 0, 0);
        return true;
      case 'answer':
        return takeAnswer(phase, input, seat);
    }
  }

  function takeAnswer(phase: Phase, input: Extract<Input, { type: 'answer' }>, seat: number): boolean {
    const kind = questions[turn.question];
    if (!isAsked(seat) || answered[seat] !== 0 || input.question !== kind.id) return false;
    if (!kind.schema(scenario).safeParse(input.answer).success) return false;
    run.answers.fill(0, seat * width, (seat + 1) * width);
    kind.encode(scenario, input.answer, run.answers, seat * width);
    if (phase.protocol.legal(run, phase, turn, seat) !== undefined) return false;
    answered[seat] = byPerson;
    return true;
  }

  /** Tried in the row of a seat that has not answered, which its answer will overwrite. */
  function refusalOf(phase: Phase, seat: number, answer: unknown): string | undefined {
    if (!isAsked(seat) || answered[seat] !== 0) return undefined;
    run.answers.fill(0, seat * width, (seat + 1) * width);
    questions[turn.question].encode(scenario, answer, run.answers, seat * width);
    return phase.protocol.legal(run, phase, turn, seat);
  }

  function isAsked(seat: number): boolean {
    for (let i = 0; i < turn.count; i++) if (turn.seats[i] === seat) return true;
    return false;
  }

  function openQuestions(): OpenQuestion[] {
    const waiting: OpenQuestion[] = [];
    for (let i = 0; i < turn.count; i++) {
      const seat = turn.seats[i];
      if (held[seat] === 0 || answered[seat] !== 0) continue;
      waiting.push({
        seat,
        question: turn.question,
        round: loop[Loop.round],
        turn: loop[Loop.turn],
        subject: [turn.subject[0], turn.subject[1], turn.subject[2]],
      });
    }
    return waiting;
  }

  return { isOpen: () => isOpen, open, play, abandon, refusalOf, questions: openQuestions };
}
