/**
 * What the compiler of statecharts can refuse. Machines are written by developers, so these codes are not
 * part of the table that users of scenario files meet (`engine/codes.ts`).
 */

/** Every code of a {@link StatechartProblem}, with what it means. */
export const statechartCodes = {
  after: 'Delayed transitions need a clock; the engine has ticks. Send an event when the time has come.',
  invoke: 'A machine cannot run another actor.',
  spawn: 'A machine cannot start another actor.',
  history: 'History states need memory outside the configuration.',
  assign: 'Machines hold no data; an action writes the arrays of the run instead.',
  'builtin-action':
    'Actions of xstate other than named ones (raise, sendTo, emit, log, …) cannot be compiled.',
  'inline-action':
    'An action must be a name, or `{type, params}`, so that tables and xstate run one implementation.',
  'inline-guard': 'A guard must be a name, `{type, params}`, or `and`, `or`, `not` of these.',
  'builtin-guard':
    'The only guards of xstate that can be compiled are `and`, `or` and `not`, written where they are used.',
  'dynamic-params': 'Parameters must be data; a function would read a context that machines do not have.',
  'params-not-json':
    'Parameters must be JSON: finite numbers, texts, booleans, null, arrays and plain objects.',
  'outside-region':
    'A transition must stay inside the region of its source; otherwise it would restart other regions.',
  'target-conflict': 'The targets together do not give one legal configuration.',
  'always-regions':
    'Eventless transitions may stand in one region only; in several, their order would matter.',
  'always-stays': 'An eventless transition must leave its state, or it would be taken again at once.',
  'wildcard-event': 'Wildcards catch the events that xstate sends itself; name the events.',
  'reserved-event': 'Names beginning with `xstate.` belong to xstate.',
  'on-done': 'Completion events are not compiled; send an event when a final state is entered.',
  output: 'Final states hold no output; an entry action writes the arrays of the run instead.',
  route: 'Routes jump across regions.',
  context: 'Machines hold no data: the context must be absent or empty.',
  'state-name': 'The key of a state may not be empty or contain a full stop, which separates keys in names.',
  'duplicate-id': 'Two states have one id.',
  'bad-children': 'Compound and parallel states need substates, atomic and final ones must have none.',
  'bad-initial': 'The initial state is not a substate.',
  'unknown-event': 'The machine uses an event that the given list of events does not hold.',
  'too-many-states': 'The machine has more states than a configuration may have bits.',
  'missing-guard': 'The machine names a guard that is not implemented.',
  'missing-action': 'The machine names an action that is not implemented.',
  'unused-guard': 'An implemented guard is not named by the machine.',
  'unused-action': 'An implemented action is not named by the machine.',
} as const;

/** A code of {@link statechartCodes}. */
export type StatechartCode = keyof typeof statechartCodes;

/** One construct that cannot be compiled or bound. */
export interface StatechartProblem {
  /** Where it stands: keys of states, then the property, as in `commitment.inForce.on.BREACH[0].guard`. */
  readonly path: string;
  readonly code: StatechartCode;
  /** A sentence with the values at hand, for the author of the machine. */
  readonly reason: string;
}

/** A machine that cannot be compiled or bound. It lists every problem, not only the first. */
export class StatechartError extends Error {
  readonly problems: readonly StatechartProblem[];

  constructor(machine: string, problems: readonly StatechartProblem[]) {
    const lines = problems.map((problem) => `  ${problem.path}: ${problem.reason} (${problem.code})`);
    super(`statechart '${machine}' has ${problems.length} problem(s):\n${lines.join('\n')}`);
    this.name = 'StatechartError';
    this.problems = problems;
  }
}

/** Collects problems while a machine is read. */
export interface ProblemList {
  readonly problems: StatechartProblem[];
  /** Adds one; `detail` goes before the general sentence of the code. */
  add(path: string, code: StatechartCode, detail?: string): void;
}

/** An empty list. */
export function createProblemList(): ProblemList {
  const problems: StatechartProblem[] = [];
  return {
    problems,
    add(path, code, detail) {
      const says = statechartCodes[code];
      problems.push({ path, code, reason: detail === undefined ? says : `${detail}. ${says}` });
    },
  };
}
