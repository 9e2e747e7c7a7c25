// Five years under an agreement with all that can happen after the gavel (`after-the-gavel.yaml`), for the
// tests of its mechanisms.

import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  createPlay,
  decodeEvents,
  type EventName,
  type EventOf,
  type Input,
  Loop,
  loadScenario,
  type Override,
  type Play,
  parseOverride,
  questions,
  type RunEvent,
  type Scenario,
} from '../../engine/index.ts';

const text = readFileSync(path.resolve(import.meta.dirname, 'after-the-gavel.yaml'), 'utf8');

function override(arm: string): Override {
  const parsed = parseOverride(arm);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}

/** Loads it with overrides; the problems when it does not load. */
export const loadGavel = (...arms: string[]) => loadScenario(text, { overrides: arms.map(override) });

/** The scenario with overrides. */
export async function gavel(...arms: string[]): Promise<Scenario> {
  const loaded = await loadGavel(...arms);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** A run that was played to its end. */
export interface Played {
  readonly play: Play;
  readonly events: readonly RunEvent[];
  of<Kind extends EventName>(kind: Kind): EventOf<Kind>[];
  /**
   * Tick in which an event happened: those of the turns of a round in the tick it began in, those of the
   * world in the one after it. Only for rounds of at most one tick.
   */
  tickOf(event: RunEvent): number;
}

/** Kinds of events that turns bring about, and not the world. */
const ofTurns: readonly string[] = [
  'escapeInvoked',
  'noticeGiven',
  'noticeRevoked',
  'failureReported',
  'objectedToReservation',
  'willed',
  'submitted',
  'treatyAmended',
];

/** Plays a run to its end. */
export function playOut(scenario: Scenario, seed: number, inputs: readonly Input[] = []): Played {
  const play = createPlay(scenario, { seed, inputs, keepRecords: true });
  if (!play.toEnd()) throw new Error('the run waits for a person');
  if (play.fault !== undefined) throw play.fault;
  const events = decodeEvents(scenario, play.recorder.records());
  const tickAt = new Map<number, number>();
  for (const event of events) if (event.kind === 'roundStarted') tickAt.set(event.round, event.tick);
  return {
    play,
    events,
    of: <Kind extends EventName>(kind: Kind) =>
      events.filter((event) => event.kind === kind) as unknown as EventOf<Kind>[],
    tickOf: (event) => (tickAt.get(event.round) ?? 0) + (ofTurns.includes(event.kind) ? 0 : 1),
  };
}

/** Plays a run round by round. */
export function eachRound(
  scenario: Scenario,
  seed: number,
  look: (play: Play, tick: number) => void,
  inputs: readonly Input[] = [],
): Play {
  const play = createPlay(scenario, { seed, inputs, keepRecords: true });
  for (;;) {
    const step = play.advance();
    if (play.fault !== undefined) throw play.fault;
    if (step === 'turn') continue;
    look(play, play.run.loop[Loop.tick]!);
    if (step !== 'round') return play;
  }
}

const questionIds = questions.map(({ id }) => id as string);

/** What a person answers when asked; undefined leaves it to the strategy. */
export type Answering = (question: string, play: Play, seat: string) => unknown;

/** Plays a run in which a person holds some seats and answers some of their questions. */
export function playWith(
  scenario: Scenario,
  seed: number,
  seats: readonly string[],
  answer: Answering,
): Played {
  const inputs: Input[] = seats.map((seat) => ({ type: 'take', seat, round: 0, turn: 0 }));
  const play = createPlay(scenario, { seed, inputs });
  for (;;) {
    const step = play.advance();
    if (step === 'over') break;
    if (step !== 'awaiting') continue;
    for (const { seat, question, round, turn } of play.openQuestions()) {
      const id = scenario.partyIds[seat]!;
      const kind = questionIds[question]!;
      const said = answer(kind, play, id);
      if (said === undefined) play.inputs.push({ type: 'deadline', seat: id, round, turn });
      else play.inputs.push({ type: 'answer', seat: id, round, turn, question: kind, answer: said });
    }
  }
  if (play.fault !== undefined) throw play.fault;
  return playOut(scenario, seed, play.inputs);
}
