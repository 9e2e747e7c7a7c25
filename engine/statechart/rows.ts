/**
 * The rows of a table: for every leaf and event the candidates in order, each with all that taking it does.
 * For an atomic leaf everything left is known beforehand (the path from the leaf up to the domain), so that
 * a row holds one ready list of actions. Below a parallel leaf it depends on the configuration: such rows
 * name the states whose exit actions run if they are active.
 */
import {
  AROUND_ROOT,
  type Chart,
  type ChartNode,
  type ChartTransition,
  isDescendant,
  regionRoot,
} from './chart.ts';
import { type Entry, initialEntry, transitionDomain, transitionEntry } from './microsteps.ts';
import { createRangePool, createValuePool } from './pool.ts';
import type { GuardExpression, NamedReference } from './references.ts';
import { ROW, type StatechartTable } from './table.ts';

/** The part of a table that is made here. */
export type RowTables = Pick<
  StatechartTable,
  | 'guards'
  | 'actions'
  | 'rowStart'
  | 'rows'
  | 'clear'
  | 'enter'
  | 'regionStart'
  | 'regionList'
  | 'actionList'
  | 'exitList'
  | 'exitStart'
  | 'exitEnd'
  | 'allExits'
  | 'initialActions'
>;

/** The name under which eventless transitions stand in the last column; it cannot be an event's. */
const ALWAYS = '';

/** Builds the rows of `chart` for events in the given order. */
export function buildRows(chart: Chart, eventNames: readonly string[], words: number): RowTables {
  const pools = createPools(chart);
  const writer = createRowWriter(chart, words, pools);
  const rowStart: number[] = [];
  const regionStart: number[] = [];
  const regionList = createRangePool();
  const regionOf = regionIndices(chart);
  for (const node of chart.nodes) {
    for (const event of [...eventNames, ALWAYS]) {
      rowStart.push(writer.count());
      regionStart.push(regionList.length);
      if (node.kind === 'compound') continue;
      if (node.kind === 'parallel') {
        const knowing = node.children.filter((child) => knowsEvent(chart, child, event));
        regionList.push(...knowing.map((child) => regionOf.get(child) as number));
      }
      for (const candidate of candidatesOf(chart, node, event)) writer.write(node, candidate);
    }
  }
  rowStart.push(writer.count());
  regionStart.push(regionList.length);
  const allExits = pools.addActiveExits(AROUND_ROOT);
  const initialStart = pools.actionList.length;
  pools.addEntry(initialEntry(chart));
  return {
    ...writer.finish(),
    guards: pools.guards.values,
    actions: pools.actions.values,
    rowStart: Int32Array.from(rowStart),
    regionStart: Int32Array.from(regionStart),
    regionList: regionList.toArray(),
    allExits,
    initialActions: [initialStart, pools.actionList.length],
    exitStart: pools.exitStart,
    exitEnd: pools.exitEnd,
    actionList: pools.actionList.toArray(),
    exitList: pools.exitList.toArray(),
  };
}

function transitionsOf(node: ChartNode, event: string): readonly ChartTransition[] {
  return event === ALWAYS ? node.always : (node.on.get(event) ?? []);
}

/** Transitions of a leaf and of the states around it in its region, innermost first. */
function candidatesOf(chart: Chart, leaf: ChartNode, event: string): readonly ChartTransition[] {
  const head = regionRoot(chart, leaf.index);
  const candidates = [...transitionsOf(leaf, event)];
  for (let index = leaf.index; index !== head; ) {
    index = chart.nodes[index].parent;
    candidates.push(...transitionsOf(chart.nodes[index], event));
  }
  return candidates;
}

function knowsEvent(chart: Chart, head: number, event: string): boolean {
  const inside = chart.nodes.slice(head, chart.nodes[head].last + 1);
  return inside.some((node) => transitionsOf(node, event).length > 0);
}

/** Index of each region by the state that heads it, in document order as in `StatechartTable.regions`. */
function regionIndices(chart: Chart): ReadonlyMap<number, number> {
  const heads = chart.nodes.filter((node) => regionRoot(chart, node.index) === node.index);
  return new Map(heads.map((head, region) => [head.index, region]));
}

function createPools(chart: Chart) {
  const guards = createValuePool<GuardExpression>();
  const actions = createValuePool<NamedReference>();
  const actionList = createRangePool();
  const exitList = createRangePool();
  const addActions = (references: readonly NamedReference[]): void => {
    actionList.push(...references.map((reference) => actions.indexOf(reference)));
  };
  const exitStart = new Int32Array(chart.nodes.length);
  const exitEnd = new Int32Array(chart.nodes.length);
  for (const node of chart.nodes) {
    exitStart[node.index] = actionList.length;
    addActions(node.exit);
    exitEnd[node.index] = actionList.length;
  }
  return {
    guards,
    actions,
    actionList,
    exitList,
    exitStart,
    exitEnd,
    addActions,
    addEntry: (entry: Entry): void => {
      for (const index of entry.nodes) {
        addActions(chart.nodes[index].entry);
        if (entry.defaults.has(index)) addActions(chart.nodes[index].initialActions);
      }
    },
    /** The states below `domain` that have exit actions, as a range of the exit list. */
    addActiveExits: (domain: number): readonly [number, number] => {
      const start = exitList.length;
      const below = chart.nodes.filter(
        (node) => isDescendant(chart, node.index, domain) && node.exit.length > 0,
      );
      exitList.push(...below.map((node) => node.index).reverse());
      return [start, exitList.length];
    },
  };
}

function createRowWriter(chart: Chart, words: number, pools: ReturnType<typeof createPools>) {
  const rows: number[] = [];
  const clear: number[] = [];
  const enter: number[] = [];
  let count = 0;

  const write = (leaf: ChartNode, transition: ChartTransition): void => {
    const row = new Array<number>(ROW.stride).fill(0);
    const left = new Int32Array(words);
    const entered = new Int32Array(words);
    const hasTarget = transition.targets.length > 0;
    const domain = hasTarget ? transitionDomain(chart, transition) : leaf.index;
    row[ROW.guard] = transition.guard === undefined ? -1 : pools.guards.indexOf(transition.guard);
    row[ROW.exits] = pools.actionList.length;
    if (hasTarget && leaf.kind === 'parallel') {
      [row[ROW.activeExits], row[ROW.activeExitsEnd]] = pools.addActiveExits(domain);
    } else {
      for (let node = leaf.index; node !== domain && node >= 0; node = chart.nodes[node].parent) {
        pools.addActions(chart.nodes[node].exit);
      }
    }
    row[ROW.own] = pools.actionList.length;
    pools.addActions(transition.actions);
    row[ROW.entries] = pools.actionList.length;
    if (hasTarget) {
      const entry = transitionEntry(chart, transition);
      pools.addEntry(entry);
      for (const node of chart.nodes) {
        if (isDescendant(chart, node.index, domain)) left[node.index >> 5] |= 1 << (node.index & 31);
      }
      for (const node of entry.nodes) {
        entered[node >> 5] |= 1 << (node & 31);
        if (chart.nodes[node].kind === 'final') row[ROW.final] = 1;
      }
    }
    row[ROW.end] = pools.actionList.length;
    rows.push(...row);
    clear.push(...left);
    enter.push(...entered);
    count++;
  };

  return {
    count: () => count,
    write,
    finish: () => ({
      rows: Int32Array.from(rows),
      clear: Int32Array.from(clear),
      enter: Int32Array.from(enter),
    }),
  };
}
