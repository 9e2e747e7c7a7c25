/** What the page and the worker that has the whole engine say to each other. */
import type { RecordDiff } from '../../engine/run/diff.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { Outcome } from '../../engine/run/loop-position.ts';
import type { ReplayReport } from '../../engine/run/replay.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';

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

/** A metric of a run; NaN where it does not apply. */
export interface MetricValue {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly value: number;
}

/** A replayed record. */
export interface Replayed {
  readonly head: RecordHead;
  readonly report: ReplayReport;
  readonly elapsedMs: number;
  /** Undefined when the scenario of the record cannot be loaded. */
  readonly run:
    | {
        readonly scenario: ScenarioView;
        readonly events: readonly RunEvent[];
        readonly metrics: readonly MetricValue[];
      }
    | undefined;
}

/** Why a question has no answer, such as a text that is no record. */
export interface ReplayFault {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** How one requirement of a decision rule fared. */
export interface RequirementFared {
  /** What the votes in favour are counted against: `of those voting yes or no`. */
  readonly what: string;
  /** In favour, out of how much, and how much was needed: `need` itself is enough unless `isStrict`. */
  readonly have: number;
  readonly of: number;
  readonly need: number;
  readonly isStrict: boolean;
  readonly met: boolean;
}

/** What a decision rule asks of a vote, and how near the vote was. */
export interface DecisionNeeds {
  readonly carried: boolean;
  readonly requirements: readonly RequirementFared[];
  readonly quorum: { readonly have: number; readonly need: number; readonly met: boolean };
  /** Fewest parties that would turn the result by voting otherwise; undefined when none could. */
  readonly turns: number | undefined;
}

/** Everything the worker can be asked: what it is given, and what it answers. */
export interface WorkerTasks {
  /** Plays a record again and compares; `wantEvents`: whether the events are wanted too. */
  readonly replay: { readonly asks: { text: string; wantEvents: boolean }; readonly answers: Replayed };
  /** Compares two records. */
  readonly diff: { readonly asks: { a: string; b: string }; readonly answers: RecordDiff };
  /** Another future of a record from a round on; answers its record. */
  readonly fork: {
    readonly asks: { text: string; round: number; replicate: number };
    readonly answers: string;
  };
  /** What a decision rule asks of a vote; undefined where too little is known of the scenario. */
  readonly decision: {
    readonly asks: {
      scenario: ScenarioView;
      /** Place of the rule in the scenario’s list. */
      rule: number;
      ballots: readonly (readonly [party: string, ballot: 'yes' | 'no' | 'abstain' | 'absent'])[];
    };
    readonly answers: DecisionNeeds | undefined;
  };
  /** The JSON Schema of scenario files. */
  readonly schema: { readonly asks: Record<string, never>; readonly answers: JsonSchema };
}

/** The part of a JSON Schema that forms are made from. */
export interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
}

/** Name of a task. */
export type TaskName = keyof WorkerTasks;

/** A question to the worker. */
export type WorkerRequest = {
  [Task in TaskName]: { readonly id: number; readonly task: Task; readonly asks: WorkerTasks[Task]['asks'] };
}[TaskName];

/** What a task answers, or why it cannot. */
export type TaskResult<Task extends TaskName> =
  | { readonly ok: true; readonly value: WorkerTasks[Task]['answers'] }
  | { readonly ok: false; readonly fault: ReplayFault };

/** The answer of the worker. */
export type WorkerReply = { readonly id: number } & TaskResult<TaskName>;
