/**
 * Every message between server and viewer, defined once. Requests are schemas, because the server checks them;
 * answers and broadcasts are types. What a viewer is sent has gone through the visibility table.
 */
import * as z from 'zod';
import type { Outcome, RunEvent, ScenarioView } from '../../engine/index.ts';

/** Largest message a client may send, in bytes. */
export const messageBytes = 64 * 1024;

const id = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'an id is lower-case letters, digits and hyphens');
const token = z.string().regex(/^[0-9a-f]{32}$/, 'a token is 32 hexadecimal digits');
const position = z.number().int().min(0).max(1_000_000);

/**
 * `open`: everybody sees everything and may verify. `table`: seats may be taken; everybody sees what is public and
 * their own seat’s, and seed and digest stay secret until the run is over.
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
});
export type StartRunRequest = z.input<typeof startRunRequest>;

/** Socket `watch`: start or resume a stream after the last event seen (−1 for none). */
export const watchRequest = z.strictObject({
  run: id,
  after: z.number().int().min(-1).max(100_000_000).default(-1),
  /** Token of a seat held, to see what that seat may. */
  token: token.optional(),
});
export type WatchRequest = z.input<typeof watchRequest>;

/** Socket `control`. */
export const controlRequest = z.strictObject({
  run: id,
  action: z.enum(['pause', 'resume', 'step', 'stop']),
  speed: z.number().min(0.1).max(50).optional(),
});
export type ControlRequest = z.input<typeof controlRequest>;

/** Socket `take`: borrow a seat of a table. */
export const takeRequest = z.strictObject({ run: id, seat: id });
export type TakeRequest = z.input<typeof takeRequest>;

/** Socket `give`: give the seat back to its strategy. */
export const giveRequest = z.strictObject({ run: id, token });
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
  readonly parties: readonly { readonly code: string; readonly name: string; readonly kind: string }[];
  readonly issues: readonly string[];
  readonly phases: readonly string[];
  readonly ticks: number;
  readonly digest: string;
}

/** State of a run on the server. */
export type RunState = 'running' | 'paused' | 'awaiting' | 'over' | 'stopped' | 'faulted';

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
  readonly overrides: readonly string[];
  /** Of open runs, and of tables once they are over. */
  readonly seed?: string;
  readonly digest?: string;
}

/** Value of the answer to `watch`. */
export interface WatchValue {
  readonly run: RunInfo;
  readonly scenario: ScenarioView;
  /** The seat this viewer holds. */
  readonly seat?: string;
  /** What the seat is asked now. */
  readonly question?: WireQuestion;
}

/** Socket `events`: a batch, in order and without gaps; `from` is the number of the first. */
export interface EventsMessage {
  readonly run: string;
  readonly from: number;
  readonly events: readonly RunEvent[];
}

/** Socket `question`, to the holder of the seat only. */
export interface WireQuestion {
  readonly run: string;
  readonly seat: string;
  readonly question: string;
  readonly prompt: string;
  readonly round: number;
  readonly turn: number;
  /** JSON Schema of the answer. */
  readonly form: object;
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
