/**
 * Plays one run as people move in it: without timers, sockets or tokens. Every move becomes an input with the
 * round and turn at which it takes effect, so that the record of the run replays to the same digests.
 */
import {
  createDecoder,
  createPlay,
  Fault,
  type Input,
  Loop,
  type OpenQuestion,
  type Play,
  type RunEvent,
  type Scenario,
  type Step,
} from '../../engine/index.ts';

/** Where a run stands: ready to play on, waiting for people, over, or ended by a fault. */
export type DriverState = 'ready' | 'awaiting' | 'over' | 'faulted';

/** A place in a run at which an input takes effect. */
export interface Position {
  readonly round: number;
  readonly turn: number;
}

/** What a driver plays. */
export interface DriverOptions {
  readonly seed: string | number;
  /** Records after which the run is ended as faulted. */
  readonly recordsMax: number;
}

/** Plays one run. */
export interface Driver {
  readonly play: Play;
  /** All events so far; grows in place. */
  readonly events: readonly RunEvent[];
  /** Why the run is faulted. */
  readonly fault: Error | undefined;
  state(): DriverState;
  /** The place at which the next input takes effect. */
  position(): Position;
  /** The open question of a seat. */
  questionOf(seat: number): OpenQuestion | undefined;
  /** Plays to the end of the round, or until people must answer. */
  playRound(): void;
  /**
   * Takes a seat or gives it back at the next turn, which is at once while the run waits for people. A seat
   * given back before its taking took effect was never taken.
   */
  changeSeat(type: 'take' | 'give', seat: string): void;
  /**
   * Answers the open question of a seat and plays on; false when the rules of the phase do not allow the
   * answer.
   */
  answer(seat: string, question: string, answer: unknown): boolean;
  /** Lets the strategies answer all open questions and plays on. */
  passDeadline(): void;
}

type SeatChange = Pick<Extract<Input, { type: 'take' | 'give' }>, 'type' | 'seat'>;

/** A driver for a new run at its start. */
export function createDriver(scenario: Scenario, options: DriverOptions): Driver {
  const play = createPlay(scenario, { seed: options.seed, keepRecords: true, keepSliceDigests: true });
  const decode = createDecoder(scenario);
  const events: RunEvent[] = [];
  /** Changes of seats that wait for the next turn. */
  const waiting: SeatChange[] = [];
  const { loop } = play.run;
  let last: Step = 'round';
  let fault: Error | undefined;

  function position(): Position {
    return { round: loop[Loop.round], turn: last === 'round' ? 0 : loop[Loop.turn] };
  }

  /**
   * A turn that seats wait for may not exist: whether a round has another turn is known when it is opened. An
   * input that was not reached is therefore taken out again and offered at the next place.
   */
  function advance(): void {
    const before = play.inputs.length;
    for (const change of waiting) play.inputs.push({ ...change, ...position() });
    last = play.advance();
    const taken = loop[Loop.inputs];
    waiting.splice(0, taken - before);
    play.inputs.length = taken;
    fault = play.fault;
    const count = play.recorder.count();
    if (count > options.recordsMax)
      throw new Fault(`the run emitted more than ${options.recordsMax} records`);
    const records = play.recorder.records();
    for (let index = events.length; index < count; index++) events.push(decode(records, index, index));
  }

  function playOn(): void {
    if (fault !== undefined || last === 'over') return;
    try {
      do advance();
      while (last === 'turn');
    } catch (error) {
      fault = error instanceof Error ? error : new Fault(String(error));
    }
  }

  function questionOf(seat: number): OpenQuestion | undefined {
    if (last !== 'awaiting') return undefined;
    return play.openQuestions().find((open) => open.seat === seat);
  }

  return {
    play,
    events,
    get fault() {
      return fault;
    },
    state: () => {
      if (fault !== undefined) return 'faulted';
      if (last === 'over') return 'over';
      return last === 'awaiting' ? 'awaiting' : 'ready';
    },
    position,
    questionOf,
    playRound: () => {
      if (last !== 'awaiting') playOn();
    },
    changeSeat: (type, seat) => {
      const undone = waiting.findIndex((change) => change.seat === seat && change.type !== type);
      if (undone >= 0) waiting.splice(undone, 1);
      else waiting.push({ type, seat });
      if (last === 'awaiting') playOn();
    },
    answer: (seat, question, answer) => {
      const asked = position();
      play.inputs.push({ type: 'answer', seat, ...asked, question, answer });
      playOn();
      const open = questionOf(scenario.partyIds.indexOf(seat));
      return open === undefined || open.round !== asked.round || open.turn !== asked.turn;
    },
    passDeadline: () => {
      if (last !== 'awaiting') return;
      for (const open of play.openQuestions()) {
        play.inputs.push({ type: 'deadline', seat: scenario.partyIds[open.seat], ...position() });
      }
      playOn();
    },
  };
}
