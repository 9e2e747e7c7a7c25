/**
 * Every message between server and viewer, defined once. Requests are schemas, because the server checks
 * them; answers and broadcasts are types. What a viewer is sent has gone through the visibility table.
 *
 * A viewer watches a run through a *view*: everything (`god`), what is public (`public`), or what one seat
 * may know (`seat:norland`). The events of a view are numbered from 0 without gaps, and a client holds a
 * cursor: the view and the number of the last event it has. An `events` message with `from: 0` starts the
 * list anew, whatever came before it; any other continues it. The server sends one, be it empty, whenever a
 * stream begins at 0 and whenever what the viewer may know has changed (it takes a seat or gives one back, or
 * the run of a table ends and everything is shown); in the second case a `view` message with the scenario of
 * the new view comes first, and nobody has to ask. After a broken connection the client sends `watch` with
 * its cursor again; `from` in the answer is 0 when the list starts anew, and `after + 1` when it goes on. A
 * client acts on the `events` messages alone: they may overtake the code that waits for the answer to
 * `watch`.
 */
import * as z from 'zod';
import type { Outcome, PartyView, RunEvent, ScenarioView, SubjectView } from '../../engine/index.ts';

/** Largest message a client may send, in bytes. */
export const messageBytes = 64 * 1024;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'an id is lower-case letters, digits and hyphens');
const token = z.string().regex(/^[0-9a-f]{32}$/, 'a token is 32 hexadecimal digits');
const position = z.number().int().min(0).max(1_000_000);

/**
 * `open`: everybody sees everything and may verify. `table`: seats may be taken; everybody sees what is
 * public and their own seat’s, and seed and digest stay secret until the run is over.
 */
export const runModes = ['open', 'table'] as const;
/** How a run is shown. */
export type RunMode = (typeof runModes)[number];

/** POST /api/runs */
export const startRunRequest = z.strictObject({
  /** Id of a scenario the server lists. */
  scenario: id,
  mode: z.enum(runModes).default('open'),
  /** Only for open runs; a table draws a secret one. */
  seed: z.union([z.string().min(1).max(256), z.number().int().safe()]).optional(),
  /** `path=value`, as for the command line. */
  overrides: z.array(z.string().max(500)).max(50).default([]),
  /** Rounds a second; 0 starts paused. */
  speed: z.number().min(0).max(50).default(1),
  /**
   * Seconds a person has for a question before the strategy of the seat answers; by default the run waits.
   */
  deadlineSeconds: z.number().min(1).max(86_400).optional(),
});
/** What a client sends to start a run. */
export type StartRunRequest = z.input<typeof startRunRequest>;

/** Socket `watch`: start or resume a stream after the last event seen (−1 for none). */
export const watchRequest = z.strictObject({
  run: id,
  after: z.number().int().min(-1).max(100_000_000).default(-1),
  /** The view that `after` counts in; without it the events of a table come from 0 again. */
  view: z.string().max(80).optional(),
  /** Token of a seat held, to see what that seat may. */
  token: token.optional(),
});
/** What a client sends to watch a run. */
export type WatchRequest = z.input<typeof watchRequest>;

/** Socket `unwatch`: end a stream. */
export const unwatchRequest = z.strictObject({ run: id });
/** What a client sends to end a stream. */
export type UnwatchRequest = z.input<typeof unwatchRequest>;

/**
 * Socket `control`. A paused run begins no further round; questions that are open may still be answered, and
 * the round they belong to is played to its end. `step` pauses and plays one round. `stop` ends the run for
 * good. Anybody steers an open run. A table is steered by its host; who holds a seat may pause it, go on,
 * step and set its speed, but not stop it, for that opens every secret.
 */
export const controlRequest = z.strictObject({
  run: id,
  /** `pace` sets the speed and leaves a paused run paused. */
  action: z.enum(['pause', 'resume', 'pace', 'step', 'stop']),
  speed: z.number().min(0.1).max(50).optional(),
  /** Of a table: the token of its host, or that of a seat held. */
  token: token.optional(),
});
/** What a client sends to steer a run. */
export type ControlRequest = z.input<typeof controlRequest>;

/** Socket `take`: borrow a seat of a table. */
export const takeRequest = z.strictObject({ run: id, seat: id });
/** What a client sends to take a seat. */
export type TakeRequest = z.input<typeof takeRequest>;

/** Socket `give`: give the seat back to its strategy. */
export const giveRequest = z.strictObject({ run: id, token });
/** What a client sends to give a seat back. */
export type GiveRequest = z.input<typeof giveRequest>;

/** Socket `answer`: a move. It names round and turn, so that a late one is refused and never applied. */
export const answerRequest = z.strictObject({
  run: id,
  token,
  /** Chosen by the client; the same id twice is the same answer. */
  id: z.string().min(1).max(64),
  round: position,
  turn: position,
  question: z.string().max(40),
  answer: z.unknown(),
});
/** What a client sends as a move. */
export type AnswerRequest = z.input<typeof answerRequest>;

/** An error as everybody sees it. */
export interface WireError {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
  /** Problems of a scenario, when that is what is wrong. */
  readonly problems?: readonly {
    readonly path: string;
    readonly code: string;
    readonly message: string;
    readonly hint: string;
  }[];
}

/** Answer to a socket request. */
export type Reply<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: WireError };

/** A line of the gallery. GET /api/scenarios answers a list of them. */
export interface ScenarioSummary {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly parties: readonly Pick<PartyView, 'id' | 'code' | 'name' | 'kind' | 'weight'>[];
  readonly issues: readonly string[];
  readonly phases: readonly string[];
  readonly ticks: number;
  readonly digest: string;
}

/** State of a run on the server. */
export type RunState = 'running' | 'paused' | 'awaiting' | 'over' | 'stopped' | 'faulted';

/** A batch of runs whose report the server shows. GET /api/batches answers a list of them. */
export interface BatchSummary {
  /** Of its folder; the report is at `/batches/NAME/`. */
  readonly name: string;
  readonly title: string;
  readonly scenario: string;
  /** `other-version`: played under other rules, and to be opened by the version that played it. */
  readonly state: 'running' | 'complete' | 'other-version';
  readonly runs: number;
  /** When it was last begun or gone on with, as ISO 8601 in UTC; undefined where that was lost. */
  readonly played?: string;
  readonly rulesVersion: number;
}

/** Where a run of a batch stands. GET /api/batches/NAME/runs/RUN answers one. */
export interface BatchRunInfo {
  /** Folder and title of the batch. */
  readonly batch: string;
  readonly title: string;
  /** `space`: a run of the space of plausible values. */
  readonly stage: 'runs' | 'space';
  readonly run: number;
  readonly arm: { readonly id: string; readonly title: string };
  readonly factors: readonly { readonly id: string; readonly value: number | string }[];
  /** From 0. */
  readonly replicate: number;
  readonly seed: number;
}

/** What everybody may know of a run. GET /api/runs answers a list of them; socket `status` broadcasts one. */
export interface RunInfo {
  readonly id: string;
  readonly scenario: string;
  readonly title: string;
  readonly mode: RunMode;
  readonly state: RunState;
  readonly round: number;
  readonly phase: string;
  readonly outcome: Outcome;
  readonly speed: number;
  /** Parties whose seat a person holds. */
  readonly held: readonly string[];
  /** Parties that are asked and have not answered, while the run waits for people. */
  readonly waitingFor: readonly string[];
  /** Of open runs, and of tables once they have ended: an override may set what is private. */
  readonly overrides: readonly string[];
  /** Of open runs, and of tables once they have ended. */
  readonly seed?: string;
  /** Of runs that have ended. */
  readonly digest?: string;
}

/** Answer to POST /api/runs, and to nothing else. */
export interface StartedRun extends RunInfo {
  /** Of tables: what whoever started it steers it with. */
  readonly hostToken?: string;
}

/** Value of the answer to `watch`. */
export interface WatchValue {
  readonly run: RunInfo;
  readonly scenario: ScenarioView;
  /** Name of the view: `god`, `public` or `seat:<id>`. */
  readonly view: string;
  /** Number of the first event that will be sent: 0 means that the client starts anew. */
  readonly from: number;
  /** The seat this viewer holds. */
  readonly seat?: string;
  /** What the seat is asked now. */
  readonly question?: WireQuestion;
}

/**
 * Socket `view`: what this viewer may know has changed. It forgets its events; those of the view follow from
 * 0.
 */
export interface ViewMessage {
  readonly run: string;
  readonly view: string;
  readonly scenario: ScenarioView;
  /** The seat this viewer holds, if it does. */
  readonly seat?: string;
}

/** Most events in one message. */
export const eventsPerMessage = 250;

/** Socket `events`: a batch, in order and without gaps; `from` is the number of the first, 0 starts anew. */
export interface EventsMessage {
  readonly run: string;
  /** Name of the view that the numbers count in. */
  readonly view: string;
  readonly from: number;
  readonly events: readonly RunEvent[];
}

/**
 * Socket `question`, to the holder of the seat only. It is open until the run’s `waitingFor` no longer names
 * the seat, or the next question comes.
 */
export interface WireQuestion {
  readonly run: string;
  readonly seat: string;
  readonly question: string;
  readonly prompt: string;
  /** What it is about: a sentence and the ids behind it. */
  readonly subject: SubjectView;
  readonly round: number;
  readonly turn: number;
  /** JSON Schema of the answer. */
  readonly form: object;
  /** Seconds until the strategy answers, counted from this message; absent when the run waits. */
  readonly secondsLeft?: number;
}

/** Value of the answer to `take`. */
export interface TakeValue {
  readonly seat: string;
  readonly token: string;
}

/** Value of the answer to `answer`: its number among the inputs of the run. */
export interface AnswerValue {
  readonly number: number;
}

/** What the server sends, by event name. */
export interface ServerMessages {
  events: (message: EventsMessage) => void;
  status: (message: RunInfo) => void;
  view: (message: ViewMessage) => void;
  question: (message: WireQuestion) => void;
}

/** What a client sends, by event name; each is answered. */
export interface ClientMessages {
  watch: (request: WatchRequest, reply: (answer: Reply<WatchValue>) => void) => void;
  unwatch: (request: UnwatchRequest, reply: (answer: Reply<null>) => void) => void;
  control: (request: ControlRequest, reply: (answer: Reply<RunInfo>) => void) => void;
  take: (request: TakeRequest, reply: (answer: Reply<TakeValue>) => void) => void;
  give: (request: GiveRequest, reply: (answer: Reply<null>) => void) => void;
  answer: (request: AnswerRequest, reply: (answer: Reply<AnswerValue>) => void) => void;
}
