/**
 * The registry of statecharts: each machine compiled once, bound to its implementations, with its state
 * slice.
 */
import type { AnyStateMachine, EventFromLogic } from 'xstate';
import { assert } from '../codes.ts';
import type { Run } from '../run/contract.ts';
import { compileMachine } from '../statechart/compile.ts';
import { isIn } from '../statechart/configuration.ts';
import { type Actions, bindStatechart, type Guards, type Statechart } from '../statechart/step.ts';
import type { StatechartTable } from '../statechart/table.ts';
import { agreementImplementations, agreementMachine } from './agreement.ts';
import { chairImplementations, chairMachine } from './chair.ts';
import { meetingImplementations, meetingMachine } from './meeting.ts';
import { observerImplementations, observerMachine } from './observer.ts';
import { stateImplementations, stateMachine } from './state.ts';

/** A machine ready to run on the arrays of a run. */
export interface Chart<EventName extends string> {
  readonly machine: AnyStateMachine;
  readonly table: StatechartTable;
  readonly statechart: Statechart<Run>;
  /** Slice that holds the configurations. */
  readonly slice: string;
  /** A bit for each state that others may know the party is in. */
  readonly publicMask: number;
  /** Number of each event. */
  readonly event: Readonly<Record<EventName, number>>;
  /**
   * A test for a state by its path; an unknown path throws at once.
   *
   * @example `const isRatifying = stateChart.in('commitment.ratifying')`
   */
  in(path: string): (run: Run, row: number) => boolean;
}

function chart<Machine extends AnyStateMachine>(
  machine: Machine,
  implementations: { guards: Guards<Run>; actions: Actions<Run> },
  slice: string,
  configurations: (run: Run) => Int32Array,
  secretStates: readonly string[] = [],
): Chart<EventFromLogic<Machine>['type']> {
  const table = compileMachine(machine);
  const statechart = bindStatechart(table, implementations);
  assert(table.words === 1, `${table.id} needs more than one word a configuration; events carry one`);
  // The copy has a fixed shape; what `fromEntries` gives is a hash table to V8 where there are many names.
  const numbers = Object.fromEntries(table.eventNames.map((name, index) => [name, index]));
  const event = { ...numbers } as Record<EventFromLogic<Machine>['type'], number>;
  return {
    machine,
    table,
    statechart,
    slice,
    event,
    publicMask: secretStates.reduce((mask, path) => mask & ~(1 << table.stateIndex(path)), -1),
    in: (path) => {
      const state = table.stateIndex(path);
      return (run, row) => isIn(configurations(run), row, state);
    },
  };
}

// Where the configurations are is told by a function besides the name: a slice looked up by a name that
// varies made the tests of states as dear as the transitions.
const ofParties = (run: Run): Int32Array => run.i32['chart.party'];

/** The statechart of a state. */
export const stateChart = chart(stateMachine, stateImplementations, 'chart.party', ofParties, [
  'commitment.inForce.complying',
  'commitment.inForce.lapsing',
  'commitment.inForce.defecting',
]);
/** The statechart of a party without a vote. */
export const observerChart = chart(observerMachine, observerImplementations, 'chart.party', ofParties);
/** The statechart of the chair. */
export const chairChart = chart(
  chairMachine,
  chairImplementations,
  'chart.chair',
  (run) => run.i32['chart.chair'],
);
/** The statechart of the agreement. */
export const agreementChart = chart(
  agreementMachine,
  agreementImplementations,
  'chart.agreement',
  (run) => run.i32['chart.agreement'],
);

/** The statechart of a meeting of the assembly. */
export const meetingChart = chart(
  meetingMachine,
  meetingImplementations,
  'chart.meeting',
  (run) => run.i32['chart.meeting'],
);

/** All charts by name, in the order of `chartNames` in the table of events. */
export const charts = {
  state: stateChart,
  observer: observerChart,
  chair: chairChart,
  agreement: agreementChart,
  meeting: meetingChart,
};
