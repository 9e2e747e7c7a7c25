/** What the page and the worker that replays records say to each other. */
import type { RunEvent } from '../../engine/run/events.ts';
import type { Outcome } from '../../engine/run/loop-position.ts';
import type { ReplayReport } from '../../engine/run/replay.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';

/** A record as text, to be replayed. */
export interface ReplayRequest {
  readonly id: number;
  readonly text: string;
  /** Whether the events are wanted too. */
  readonly wantEvents: boolean;
}

/** What a record says of itself. */
export interface RecordHead {
  readonly seed: string;
  readonly digest: string;
  readonly outcome: Outcome;
  readonly status: string;
  readonly engineVersion: string;
  readonly inputs: number;
  readonly overrides: readonly string[];
}

/** A replayed record. */
export interface Replayed {
  readonly head: RecordHead;
  readonly report: ReplayReport;
  readonly elapsedMs: number;
  /** Undefined when the scenario of the record cannot be loaded. */
  readonly run: { readonly scenario: ScenarioView; readonly events: readonly RunEvent[] } | undefined;
}

/** Why a text is no record. */
export interface ReplayFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** The answer of the worker. */
export type ReplayReply = { readonly id: number } & (
  | { readonly ok: true; readonly value: Replayed }
  | { readonly ok: false; readonly fault: ReplayFault }
);
