/**
 * One run on the server: its pace, the people in its seats, and who may see what of it. Transports (sockets,
 * HTTP) are thin: they check the form of a request and pass it on.
 */
import * as z from 'zod';
import {
  type Code,
  codes,
  Loop,
  makeRecord,
  outcomes,
  promptFor,
  questions,
  type Refusal,
  type RunRecord,
  refuse,
  runDigest,
  type Scenario,
  type ScenarioView,
  seedText,
  type Viewer,
  viewScenario,
  viewSubject,
} from '../../engine/index.ts';
import type { RunInfo, RunMode, RunState, TakeValue, WireQuestion } from '../wire/messages.ts';
import { createClock } from './clock.ts';
import { createDriver } from './driver.ts';
import type { ServerLimits } from './limits.ts';
import { createSeats, type Holding, isSameToken, randomHex } from './seats.ts';
import { createViews, type View } from './views.ts';

/** How a run is started. */
export interface RunHostOptions {
  readonly id: string;
  readonly scenario: Scenario;
  readonly mode: RunMode;
  /** Of open runs; a table draws its own. */
  readonly seed?: string | number;
  /** Rounds a second; 0 starts paused. */
  readonly speed: number;
  /** The overrides that the scenario was loaded with, for the record. */
  readonly overrides?: readonly string[];
  /** Seconds for a question before the strategy answers; the run waits when absent. */
  readonly deadlineSeconds?: number;
  readonly limits: Pick<ServerLimits, 'recordsPerRun' | 'inputsPerRun'>;
}

/** A move as a transport passes it on. */
export interface AnswerMove {
  /** Chosen by the client; the same id twice is the same answer. */
  readonly id: string;
  readonly round: number;
  readonly turn: number;
  readonly question: string;
  readonly answer: unknown;
}

/** A value, or why there is none. */
export type Attempt<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

/** What can be done with a run. */
export type Action = 'pause' | 'resume' | 'pace' | 'step' | 'stop';

/** One run on the server. */
export interface RunHost {
  readonly id: string;
  readonly mode: RunMode;
  readonly scenario: Scenario;
  /** Why the run is faulted, for the log of the server. */
  readonly fault: Error | undefined;
  state(): RunState;
  /** Whether the run is over, stopped or faulted: then everybody may see everything. */
  hasEnded(): boolean;
  /** What everybody may know. */
  info(): RunInfo;
  control(action: Action, speed?: number): Refusal | undefined;
  /** Of tables: the token of whoever started it. */
  readonly hostToken: string | undefined;
  /** Why the holder of a token, or anybody without one, may not do this; undefined when it may. */
  controlRefusal(action: Action, token: string | undefined): Refusal | undefined;
  /** Takes a seat for a person. */
  take(seat: string): Attempt<TakeValue>;
  /** Gives a seat back to its strategy. */
  give(token: string): Attempt<null>;
  /** Takes an answer; its value is its number among the inputs. */
  answer(token: string, move: AnswerMove): Attempt<number>;
  /** The seat that a token holds. */
  seatOf(token: string | undefined): string | undefined;
  /** What the seat of a token is asked now. */
  questionFor(token: string | undefined): WireQuestion | undefined;
  /** The view of the holder of a token, or of anybody without one. */
  viewFor(token: string | undefined): View;
  /** The scenario as a view shows it. */
  scenarioFor(view: View): ScenarioView;
  /** The record, as far as the run has come; refused while it is secret. */
  record(full: boolean): Attempt<RunRecord>;
  /** Calls back after every change; ends with the function returned. */
  subscribe(listener: () => void): () => void;
  /** Clears the timers; the run can be read, and moves no more. */
  close(): void;
}

const ok = <Value>(value: Value): Attempt<Value> => ({ ok: true, value });
/** What a protocol refuses without a code of the table, as one of a plugin may. */
const notAllowed = (): Refusal => refuse('bad-answer', 'The rules of this phase do not allow it.');

const no = (...args: Parameters<typeof refuse>): Attempt<never> => ({ ok: false, refusal: refuse(...args) });

/**
 * Starts a run. Throws what the engine throws for a seed that cannot be used.
 *
 * @example `createRunHost({ id: 'first-1', scenario, mode: 'open', seed: 7, speed: 1, limits: serverLimits
 *   })`
 */
export function createRunHost(options: RunHostOptions): RunHost {
  const { id, scenario, mode } = options;
  const seed = mode === 'open' ? seedText(options.seed ?? randomHex()) : randomHex();
  const hostToken = mode === 'table' ? randomHex() : undefined;
  const driver = createDriver(scenario, { seed, recordsMax: options.limits.recordsPerRun });
  const seats = createSeats();
  const views = createViews(driver.events);
  const listeners = new Set<() => void>();
  /** JSON Schema by question, made when it is first asked. */
  const forms = new Map<number, object>();
  const clock = createClock({
    deadlineSeconds: options.deadlineSeconds,
    onRound: () => change(() => driver.playRound()),
    onDeadline: () => change(() => driver.passDeadline()),
  });
  const { loop } = driver.play.run;
  let speed = options.speed > 0 ? options.speed : 1;
  let isPaused = options.speed === 0;
  let isStopped = false;
  let isClosed = false;
  let digest: string | undefined;

  function state(): RunState {
    const played = driver.state();
    if (played === 'over' || played === 'faulted') return played;
    if (isStopped) return 'stopped';
    if (isPaused) return 'paused';
    return played === 'awaiting' ? 'awaiting' : 'running';
  }

  const hasEnded = (): boolean => ['over', 'stopped', 'faulted'].includes(state());
  const isSecret = (): boolean => mode === 'table' && !hasEnded();

  /** Does something to the run, then sets its clock and tells who listens. */
  function change(move: () => void): void {
    if (isClosed) return;
    move();
    setClock();
    for (const listener of listeners) listener();
  }

  function setClock(): void {
    const now = state();
    const { round, turn } = driver.position();
    if (now === 'running') clock.set({ wait: 'round', speed });
    else if (now === 'awaiting') clock.set({ wait: 'answers', turn: `${round}.${turn}` });
    else clock.set({ wait: 'nothing' });
  }

  function info(): RunInfo {
    const phase = scenario.phases[Math.min(loop[Loop.phase], scenario.phases.length - 1)];
    if (hasEnded()) digest ??= runDigest(driver.play, seed);
    return {
      id,
      scenario: scenario.file.id,
      title: scenario.file.title,
      mode,
      state: state(),
      round: loop[Loop.round],
      phase: phase.id,
      outcome: outcomes[loop[Loop.outcome]],
      speed,
      held: seats.held(),
      waitingFor: hasEnded() ? [] : seats.held().filter((seat) => questionOf(seat) !== undefined),
      overrides: isSecret() ? [] : (options.overrides ?? []),
      ...(isSecret() ? {} : { seed }),
      ...(digest === undefined ? {} : { digest }),
    };
  }

  function control(action: Action, newSpeed?: number): Refusal | undefined {
    if (hasEnded()) return refuse('run-over');
    change(() => {
      if (newSpeed !== undefined) speed = newSpeed;
      if (action === 'stop') isStopped = true;
      else if (action !== 'pace') isPaused = action !== 'resume';
      if (action === 'step') driver.playRound();
    });
    return undefined;
  }

  function controlRefusal(action: Action, token: string | undefined): Refusal | undefined {
    if (hostToken === undefined || hasEnded()) return undefined;
    if (token !== undefined && isSameToken(token, hostToken)) return undefined;
    // Stopping a table opens every secret of it: that is not for a seat to decide.
    return action !== 'stop' && seats.find(token) !== undefined ? undefined : refuse('host-only');
  }

  const questionOf = (seat: string) => driver.questionOf(scenario.partyIds.indexOf(seat));

  function questionFor(token: string | undefined): WireQuestion | undefined {
    const holding = seats.find(token);
    const open = holding === undefined || hasEnded() ? undefined : questionOf(holding.seat);
    if (holding === undefined || open === undefined) return undefined;
    const kind = questions[open.question];
    const { i32 } = driver.play.run;
    const subject = viewSubject(scenario, open.subject, i32['text.option'], i32['forum.holder']);
    const left = clock.secondsLeft();
    return {
      run: id,
      seat: holding.seat,
      question: kind.id,
      prompt: promptFor(kind, subject.kind),
      subject,
      round: open.round,
      turn: open.turn,
      form: formOf(open.question),
      ...(left === undefined ? {} : { secondsLeft: left }),
    };
  }

  function formOf(question: number): object {
    const form = forms.get(question) ?? z.toJSONSchema(questions[question].schema(scenario));
    forms.set(question, form);
    return form;
  }

  const isFull = (): boolean => driver.play.inputs.length >= options.limits.inputsPerRun;

  function take(seat: string): Attempt<TakeValue> {
    if (mode === 'open') return no('open-run');
    if (hasEnded()) return no('run-over');
    if (!scenario.partyIds.includes(seat)) return no('seat-unknown');
    if (seats.isHeld(seat)) return no('seat-held');
    if (isFull()) return no('too-many-inputs');
    const holding = seats.take(seat);
    change(() => driver.changeSeat('take', seat));
    return ok({ seat, token: holding.token });
  }

  function give(token: string): Attempt<null> {
    const holding = seats.find(token);
    if (holding === undefined) return no('seat-not-held');
    if (hasEnded()) return no('run-over');
    seats.give(holding);
    change(() => driver.changeSeat('give', holding.seat));
    return ok(null);
  }

  function answer(token: string, move: AnswerMove): Attempt<number> {
    const holding = seats.find(token);
    if (holding === undefined) return no('seat-not-held');
    const known = holding.answers.get(move.id);
    if (known !== undefined) return ok(known);
    if (hasEnded()) return no('run-over');
    const refusal = checkAnswer(holding, move);
    if (refusal !== undefined) return { ok: false, refusal };
    const number = driver.play.inputs.length;
    let isLegal = false;
    change(() => {
      isLegal = driver.answer(holding.seat, move.question, move.answer);
      if (!isLegal) return;
      holding.answers.set(move.id, number);
      holding.answered = { round: move.round, turn: move.turn };
    });
    return isLegal ? ok(number) : { ok: false, refusal: notAllowed() };
  }

  function checkAnswer(holding: Holding, move: AnswerMove): Refusal | undefined {
    const { answered, seat } = holding;
    if (answered?.round === move.round && answered.turn === move.turn) return refuse('already-answered');
    const now = driver.position();
    if (move.round < now.round || (move.round === now.round && move.turn < now.turn)) return refuse('stale');
    const open = questionOf(seat);
    if (open === undefined || open.round !== move.round || open.turn !== move.turn)
      return refuse('not-asked');
    const kind = questions[open.question];
    if (kind.id !== move.question) return refuse('wrong-question');
    const checked = kind.schema(scenario).safeParse(move.answer);
    if (!checked.success) return refuse('bad-answer', explain(checked.error));
    const illegal = driver.play.refusalOf(open.seat, move.answer);
    if (illegal !== undefined) return Object.hasOwn(codes, illegal) ? refuse(illegal as Code) : notAllowed();
    return isFull() ? refuse('too-many-inputs') : undefined;
  }

  function viewFor(token: string | undefined): View {
    if (!isSecret()) return views.of({ role: 'god' });
    const holding = seats.find(token);
    const viewer: Viewer = holding === undefined ? { role: 'public' } : { role: 'seat', seat: holding.seat };
    return views.of(viewer);
  }

  setClock();
  return {
    id,
    mode,
    scenario,
    get fault() {
      return driver.fault;
    },
    state,
    hasEnded,
    info,
    control,
    hostToken,
    controlRefusal,
    take,
    give,
    answer,
    seatOf: (token) => seats.find(token)?.seat,
    questionFor,
    viewFor,
    scenarioFor: (view) => viewScenario(scenario.file, view.viewer, hasEnded()),
    record: (full) =>
      isSecret()
        ? no('record-secret')
        : ok(makeRecord(driver.play, { seed, overrides: options.overrides ?? [], full })),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => {
      isClosed = true;
      clock.set({ wait: 'nothing' });
      listeners.clear();
    },
  };
}

/** The first thing that is wrong with an answer, with its place. */
function explain(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue === undefined) return '';
  return issue.path.length === 0 ? `${issue.message}.` : `${issue.path.join('.')}: ${issue.message}.`;
}
