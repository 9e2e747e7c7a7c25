/** Compiles a machine of xstate to a {@link StatechartTable}. */
import type { AnyStateMachine } from 'xstate';
import type { Chart, ChartNode } from './chart.ts';
import { checkAlwaysRegions, checkTransitions } from './checks.ts';
import { initialEntry } from './microsteps.ts';
import { createProblemList, StatechartError, type StatechartProblem } from './problems.ts';
import { readMachine } from './read.ts';
import { buildRows, type RowTables } from './rows.ts';
import { MAXIMUM_STATES, type Region, type StatechartTable } from './table.ts';

/** How to compile. */
export interface CompileOptions {
  /**
   * The order of events, so that several machines can share one numbering. It may hold events that the
   * machine does not know. Without it, events are numbered by first appearance in the machine.
   */
  readonly events?: readonly string[];
}

/**
 * The table of `machine`, which steps exactly as xstate does: the same next state and the same actions in
 * the same order. The machine's own stub implementations are not used; see `bindStatechart`.
 *
 * Throws {@link StatechartError} with every construct that tables cannot express.
 *
 * @example
 * const table = compileMachine(
 *   setup({ actions: { ring: () => {} } }).createMachine({
 *     initial: 'quiet',
 *     states: { quiet: { on: { PULL: 'loud' } }, loud: { entry: 'ring' } },
 *   }),
 * );
 * table.stateNames; // ['', 'quiet', 'loud']
 */
export function compileMachine(machine: AnyStateMachine, options: CompileOptions = {}): StatechartTable {
  const list = createProblemList();
  const chart = readMachine(machine, list);
  if (chart.nodes.length > MAXIMUM_STATES) {
    list.add('states', 'too-many-states', `it has ${chart.nodes.length}, the limit is ${MAXIMUM_STATES}`);
  }
  // A broken skeleton (an initial state that is missing, say) would make the checks below fail themselves.
  if (!list.problems.some(breaksSkeleton)) {
    checkTransitions(chart, list);
    checkAlwaysRegions(chart, list);
  }
  const events = options.events ?? chart.events;
  for (const event of chart.events) {
    if (!events.includes(event)) list.add('on', 'unknown-event', `the event is '${event}'`);
  }
  if (list.problems.length > 0) throw new StatechartError(chart.id, list.problems);
  return buildTable(chart, events);
}

const breaksSkeleton = ({ code }: StatechartProblem): boolean =>
  code === 'history' || code === 'bad-initial' || code === 'bad-children';

function buildTable(chart: Chart, eventNames: readonly string[]): StatechartTable {
  const { nodes } = chart;
  const words = Math.ceil(nodes.length / 32);
  const tables: RowTables = buildRows(chart, eventNames, words);
  const regions = findRegions(chart);
  const entry = initialEntry(chart);
  return {
    ...tables,
    id: chart.id,
    words,
    stateNames: nodes.map((node) => node.name),
    stateKinds: nodes.map((node) => node.kind),
    parents: nodes.map((node) => node.parent),
    children: nodes.map((node) => node.children),
    initialStates: nodes.map((node) => node.initial),
    eventNames,
    regions,
    stateIndex: lookup(
      nodes.map((node) => node.name),
      `state of '${chart.id}'`,
    ),
    eventIndex: lookup(eventNames, `event of '${chart.id}'`),
    leafMasks: concatenate(regions.map((region) => maskOf([...region.states, ...region.parallels], words))),
    hearMasks: concatenate(
      eventNames.map((event) =>
        maskOf(
          nodes.filter((node) => node.on.has(event)).map((node) => node.index),
          words,
        ),
      ),
    ),
    alwaysMask: maskOf(
      nodes.filter((node) => node.always.length > 0).map((node) => node.index),
      words,
    ),
    initial: maskOf(entry.nodes, words),
    doneMasks: (doneGroups(chart, 0) ?? []).map((group) => maskOf(group, words)),
  };
}

/** A region per head, in document order. Its leaves are the states in it that no inner head stands above. */
function findRegions(chart: Chart): readonly Region[] {
  const { nodes } = chart;
  const leavesOf = (node: ChartNode): readonly ChartNode[] =>
    node.kind === 'compound' ? node.children.flatMap((child) => leavesOf(nodes[child])) : [node];
  const heads = nodes.filter(({ parent }) => parent === -1 || nodes[parent].kind === 'parallel');
  return heads.map((head) => {
    const leaves = leavesOf(head);
    return {
      state: head.index,
      name: head.name,
      states: leaves.filter((leaf) => leaf.kind !== 'parallel').map((leaf) => leaf.index),
      parallels: leaves.filter((leaf) => leaf.kind === 'parallel').map((leaf) => leaf.index),
    };
  });
}

/** Groups of states of which one each must be active for `index` to be complete; undefined if it never is. */
function doneGroups(chart: Chart, index: number): readonly (readonly number[])[] | undefined {
  const node = chart.nodes[index];
  if (node.kind === 'final') return [[index]];
  if (node.kind === 'compound') {
    const finals = node.children.filter((child) => chart.nodes[child].kind === 'final');
    return finals.length > 0 ? [finals] : undefined;
  }
  if (node.kind === 'atomic') return undefined;
  const groups = node.children.map((child) => doneGroups(chart, child));
  return groups.some((group) => group === undefined) ? undefined : groups.flatMap((group) => group ?? []);
}

/** The configuration bits of `states`. */
export function maskOf(states: readonly number[], words: number): Int32Array {
  const mask = new Int32Array(words);
  for (const state of states) mask[state >> 5] |= 1 << (state & 31);
  return mask;
}

function concatenate(parts: readonly Int32Array[]): Int32Array {
  return Int32Array.from(parts.flatMap((part) => [...part]));
}

function lookup(names: readonly string[], what: string): (name: string) => number {
  const indices = new Map(names.map((name, index) => [name, index]));
  return (name) => {
    const index = indices.get(name);
    if (index === undefined) throw new RangeError(`'${name}' is no ${what}`);
    return index;
  };
}
