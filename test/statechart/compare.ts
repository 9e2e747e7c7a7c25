/**
 * The comparison with xstate: the same machine, implementations and events through tables and through
 * xstate, step by step. Throws at the first difference with all that is needed to see it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { AnyStateMachine, StateValue } from 'xstate';
import { compileMachine } from '../../engine/statechart/compile.ts';
import { fromValue, toValue } from '../../engine/statechart/configuration.ts';
import { interpretMachine } from '../../engine/statechart/interpret.ts';
import {
  type Action,
  bindStatechart,
  type ChartEvent,
  type Implementations,
  INITIAL_EVENT,
} from '../../engine/statechart/step.ts';
import type { StatechartTable } from '../../engine/statechart/table.ts';

/** One event of a sequence, by the machine's name for it. */
export interface EventInput {
  readonly event: string;
  /** 0 if absent. */
  readonly value?: number;
  /** −1 if absent. */
  readonly other?: number;
}

export interface CompareOptions {
  /** A table to compare instead of the machine's own: a wrong one must be found out. */
  readonly table?: StatechartTable;
  /** 0 if absent. */
  readonly party?: number;
}

/** What a comparison covered, so that a test can tell whether it covered anything. */
export interface Comparison {
  readonly steps: number;
  /** Steps in which a transition was taken. */
  readonly stepsTaken: number;
  /** Actions executed, those of the start included. */
  readonly actions: number;
  /** Names of the states that were active at some time. */
  readonly visited: ReadonlySet<string>;
}

type Executed = readonly [type: string, params: unknown, event: number, value: number, other: number];

interface Side<S> {
  readonly state: S;
  readonly log: Executed[];
  readonly implementations: Implementations<S>;
}

/** Two of these never share anything but the functions under test. */
function createSide<S>(implementations: Implementations<S>, makeState: () => S): Side<S> {
  const log: Executed[] = [];
  const logged = Object.entries<Action<S>>(implementations.actions).map(([type, action]) => [
    type,
    (state: S, party: number, event: ChartEvent, params: unknown) => {
      log.push([type, params, event.type, event.value, event.other]);
      action(state, party, event, params);
    },
  ]);
  return {
    state: makeState(),
    log,
    implementations: { guards: implementations.guards, actions: Object.fromEntries(logged) },
  };
}

/**
 * Runs `events` through both and compares after the start and after every step: the state value, the
 * actions in order with their parameters and events, the state they leave, whether anything was taken, and
 * whether it is done.
 */
export function compareWithXstate<S>(
  machine: AnyStateMachine,
  implementations: Implementations<S>,
  makeState: () => S,
  events: readonly EventInput[],
  options: CompareOptions = {},
): Comparison {
  const table = options.table ?? compileWith(machine, events);
  const party = options.party ?? 0;
  const ours = createSide(implementations, makeState);
  const actor = createSide(implementations, makeState);
  const pure = createSide(implementations, makeState);
  const statechart = bindStatechart(table, ours.implementations);
  const reference = interpretMachine(machine, table.eventNames, actor.implementations);
  const pureReference = interpretMachine(machine, table.eventNames, pure.implementations);
  // transition() evaluates guarded eventless transitions before any action has run; actors do not.
  const hasPure = !hasGuardedAlways(machine);
  const offset = 3; // configurations of others stand around it and must stay as they are
  const configurations = new Int32Array(offset + table.words + 2).fill(-1);
  const visited = new Set<string>();
  const event: ChartEvent = { type: INITIAL_EVENT, value: 0, other: -1 };

  const expectSame = (what: string, found: unknown, expected: unknown, where: string): void => {
    if (isDeepStrictEqual(found, expected)) return;
    const show = (value: unknown): string => JSON.stringify(value);
    throw new Error(`${table.id} ${where}: ${what} is ${show(found)}, xstate has ${show(expected)}`);
  };
  const compare = (where: string, after: { value: StateValue; done: boolean }): void => {
    const value = toValue(table, configurations, offset);
    expectSame('the actions', ours.log, actor.log, where);
    expectSame('the value', value, after.value, where);
    expectSame('done', statechart.isDone(configurations, offset), after.done, where);
    expectSame('the state', ours.state, actor.state, where);
    const copy = new Int32Array(table.words);
    fromValue(table, value, copy, 0);
    expectSame('the configuration', configurations.slice(offset, offset + table.words), copy, where);
    const around = [...configurations.slice(0, offset), ...configurations.slice(offset + table.words)];
    expectSame('a neighbour', around, new Array(offset + 2).fill(-1), where);
    for (let state = 0; state < table.stateNames.length; state++) {
      if (statechart.isIn(configurations, offset, state)) visited.add(table.stateNames[state]);
    }
  };

  statechart.initial(configurations, offset, ours.state, party);
  compare('at the start', reference.start({ state: actor.state, party, event }));
  let actions = ours.log.length;
  let stepsTaken = 0;
  pureReference.start({ state: pure.state, party, event });

  events.forEach((input, i) => {
    const value = toValue(table, configurations, offset);
    const where = `at step ${i}, ${input.event} in ${JSON.stringify(value)}`;
    for (const side of [ours, actor, pure]) side.log.length = 0;
    event.type = table.eventIndex(input.event);
    event.value = input.value ?? 0;
    event.other = input.other ?? -1;
    const taken = statechart.step(configurations, offset, ours.state, party, event);
    const after = reference.send(value, { state: actor.state, party, event });
    compare(where, after);
    expectSame('taken', taken, after.taken > 0, where);
    if (hasPure) {
      const { value: pureValue } = pureReference.sendPure(value, { state: pure.state, party, event });
      expectSame('the value of transition()', after.value, pureValue, where);
      expectSame('the actions of transition()', ours.log, pure.log, where);
    }
    actions += ours.log.length;
    if (taken) stepsTaken++;
  });
  return { steps: events.length, stepsTaken, actions, visited };
}

/** The table with all events of the sequence: those that the machine does not know must do nothing. */
function compileWith(machine: AnyStateMachine, inputs: readonly EventInput[]): StatechartTable {
  const { eventNames } = compileMachine(machine);
  const events = new Set([...eventNames, ...inputs.map(({ event }) => event)]);
  return compileMachine(machine, { events: [...events] });
}

function hasGuardedAlways(machine: AnyStateMachine): boolean {
  interface Node {
    readonly always?: readonly { readonly guard?: unknown }[];
    readonly states: Readonly<Record<string, Node>>;
  }
  const inside = (node: Node): boolean =>
    (node.always ?? []).some(({ guard }) => guard !== undefined) || Object.values(node.states).some(inside);
  return inside(machine.root as unknown as Node);
}
