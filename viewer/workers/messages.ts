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
  /** Parties whose vote against was a veto. */
  readonly vetoedBy: readonly string[];
  /** Fewest parties that would turn the result by voting otherwise; undefined when none could. */
  readonly turns: number | undefined;
}

/** A package and what it gives; gains are utilities over the limits, by party in the order asked for. */
export interface PackageView {
  readonly options: Readonly<Record<string, string>>;
  readonly gains: readonly number[];
  /** How many of the parties would take it rather than nothing. */
  readonly takers: number;
}

/** An outcome space, ready to be drawn. */
export interface OutcomePicture {
  readonly parties: readonly string[];
  readonly packages: number;
  /** Packages that every party would take; at least so many unless exact. */
  readonly agreeable: number;
  readonly agreeableIsExact: boolean;
  /** Packages on the frontier; undefined when it is too large to work out. */
  readonly efficient: number | undefined;
  /** All packages, or as many as can be drawn, evenly spread: package by package, in one array each. */
  readonly cloud: {
    readonly issues: readonly string[];
    readonly optionIds: readonly (readonly string[])[];
    /** Place of the option of each issue. */
    readonly options: Uint8Array;
    readonly gains: Float64Array;
    readonly takers: Uint8Array;
  };
  /** Gains of the points of the frontier. */
  readonly frontier: readonly (readonly number[])[] | undefined;
  readonly points: readonly {
    readonly solution: 'utilitarian' | 'nash' | 'egalitarian' | 'kalai-smorodinsky';
    readonly exact: boolean;
    /** Undefined when no package qualifies. */
    readonly at: PackageView | undefined;
  }[];
  /** The texts asked for, in their order. */
  readonly texts: readonly PackageView[];
}

/** A change that would help to bring a party in. */
export type ChangeView =
  | { readonly kind: 'option'; readonly issue: string; readonly from: string; readonly to: string }
  /** `keeps`: what the donor has over its limit afterwards. */
  | { readonly kind: 'payment'; readonly donor: string; readonly amount: number; readonly keeps: number }
  | { readonly kind: 'audit' }
  | { readonly kind: 'voice'; readonly from: number; readonly to: number };

/** A party that would not take the text, and what would bring it in. */
export interface DissenterView {
  readonly party: string;
  readonly isBeyondRedLine: boolean;
  /** Utility it lacks to its limit. */
  readonly lacks: number;
  /** Changes that each remedy takes; undefined when nothing works within two. */
  readonly changes: 0 | 1 | 2 | undefined;
  readonly remedies: readonly {
    readonly changes: readonly ChangeView[];
    readonly price: number;
    readonly payers: readonly { readonly party: string; readonly loses: number }[];
    readonly surplus: number;
  }[];
}

/** What would bring the dissenters in. */
export interface Remedies {
  /** The states that would take the text. */
  readonly inside: readonly string[];
  readonly dissenters: readonly DissenterView[];
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
  /** The outcome space of a scenario; undefined where too little is known of it. */
  readonly outcomes: {
    readonly asks: {
      scenario: ScenarioView;
      /** Whose consent counts. */
      parties: readonly string[];
      /** How far each of them expects the others to keep an agreement, where that is known. */
      reliability: Readonly<Record<string, number>>;
      /** Texts to be placed: an option by issue. */
      texts: readonly Readonly<Record<string, string>>[];
    };
    readonly answers: OutcomePicture | undefined;
  };
  /** What would bring each dissenter in; undefined where too little is known of the scenario. */
  readonly remedies: {
    readonly asks: {
      scenario: ScenarioView;
      reliability: Readonly<Record<string, number>>;
      text: Readonly<Record<string, string>>;
    };
    readonly answers: Remedies | undefined;
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
