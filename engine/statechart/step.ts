/** Steps configurations by a table: the hot loop of every agent. Nothing but `initial` allocates. */
import { bindFunctions, type ChartEvent, type Implementations } from './bind.ts';
import { isIn } from './configuration.ts';
import { createSelector } from './select.ts';
import { startMachine } from './start.ts';
import { MAXIMUM_MICROSTEPS, type StatechartTable } from './table.ts';
import { createTaker, meets } from './take.ts';

export {
  type Action,
  type Actions,
  type ChartEvent,
  type Guard,
  type Guards,
  type Implementations,
  INITIAL_EVENT,
} from './bind.ts';

/** How deep actions may step other parties, in microsteps of several regions. */
const MAXIMUM_NESTING = 16;

/** A table with its implementations. It keeps nothing between steps and serves any number of parties. */
export interface Statechart<S> {
  readonly table: StatechartTable;
  /**
   * Writes the initial configuration at `offset` and runs the entry actions, which see the event `{type:
   * INITIAL_EVENT, value: 0, other: -1}`. As in xstate, all eventless transitions of the start are chosen
   * before the first action runs.
   */
  initial(configurations: Int32Array, offset: number, state: S, party: number): void;
  /**
   * Handles one event: changes the configuration of `table.words` words at `offset` and runs guards and
   * actions over `state`. Returns whether any transition was taken, be it one that only acts; a machine
   * that is done takes none. Throws `RangeError` for an event the table does not have, and an `Error` when
   * eventless transitions do not come to rest.
   */
  step(configurations: Int32Array, offset: number, state: S, party: number, event: ChartEvent): boolean;
  /** Whether a state, by `table.stateIndex(name)`, is active. */
  isIn(configurations: Int32Array, offset: number, state: number): boolean;
  /** Whether the machine as a whole is complete; it takes no more events then. */
  isDone(configurations: Int32Array, offset: number): boolean;
}

/**
 * Binds a table to the functions it names.
 * Throws `StatechartError` with every name that is missing or left over.
 *
 * @example
 * const ring = (state, party) => void state.rung[party]++;
 * const bell = bindStatechart(table, { guards: {}, actions: { ring } });
 * const configurations = new Int32Array(parties * table.words);
 * const offset = party * table.words;
 * bell.initial(configurations, offset, state, party);
 * const pull = { type: table.eventIndex('PULL'), value: 0, other: -1 };
 * bell.step(configurations, offset, state, party, pull); // true: now in 'loud'
 */
export function bindStatechart<S>(
  table: StatechartTable,
  implementations: Implementations<S>,
): Statechart<S> {
  const functions = bindFunctions(table, implementations);
  const selector = createSelector(table, functions);
  const taker = createTaker(table, functions);
  const { activeLeaf, firstRow, choose } = selector;
  const { takeOne, takeSeveral, isDone } = taker;
  const { id, words, regionStart, regionList, hearMasks, alwaysMask } = table;
  const eventCount = table.eventNames.length;
  const columns = eventCount + 1;
  const hasAlways = alwaysMask.some((word) => word !== 0);
  const canBeDone = table.doneMasks.length > 0;
  const isRootParallel = table.stateKinds[0] === 'parallel';
  const regionCount = table.regions.length;
  const startsPlainly =
    !hasAlways && !canBeDone && table.initialActions[0] === table.initialActions[1] && words === 1;

  // Rows chosen for the microstep at hand. Actions may step other parties, so nested steps stack up in it.
  const chosen = new Int32Array(regionCount * MAXIMUM_NESTING);
  let inUse = 0;

  function microstep(
    configurations: Int32Array,
    offset: number,
    column: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): boolean {
    const leaf = isRootParallel ? 0 : activeLeaf(configurations, offset, 0);
    const cell = leaf * columns + column;
    const regions = regionStart[cell + 1] - regionStart[cell];
    let row = -1;
    if (regions === 1) {
      const inner = activeLeaf(configurations, offset, regionList[regionStart[cell]]);
      const innerCell = inner * columns + column;
      if (regionStart[innerCell] < regionStart[innerCell + 1]) {
        return stepRegions(configurations, offset, leaf, column, state, party, event);
      }
      row = firstRow(innerCell, state, party, event);
    } else if (regions > 1) {
      return stepRegions(configurations, offset, leaf, column, state, party, event);
    }
    if (row < 0) row = firstRow(cell, state, party, event);
    if (row < 0) return false;
    takeOne(configurations, offset, row, state, party, event);
    return true;
  }

  /** The general microstep: several regions know the event, or regions inside regions. */
  function stepRegions(
    configurations: Int32Array,
    offset: number,
    leaf: number,
    column: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): boolean {
    const base = inUse;
    if (base + regionCount > chosen.length) {
      throw new Error(`'${id}': actions step other parties more than ${MAXIMUM_NESTING} deep`);
    }
    const count = choose(configurations, offset, leaf, column, chosen, base, state, party, event);
    if (count === 0) return false;
    if (count === 1) {
      takeOne(configurations, offset, chosen[base], state, party, event);
      return true;
    }
    inUse = base + count;
    try {
      takeSeveral(configurations, offset, chosen, base, base + count, state, party, event);
    } finally {
      inUse = base;
    }
    return true;
  }

  /** Eventless microsteps until none is enabled; returns whether there were any. */
  function settle(
    configurations: Int32Array,
    offset: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): boolean {
    for (let taken = 0; taken < MAXIMUM_MICROSTEPS; taken++) {
      if (!meets(configurations, offset, alwaysMask) || isDone(configurations, offset)) return taken > 0;
      if (!microstep(configurations, offset, eventCount, state, party, event)) return taken > 0;
    }
    throw new Error(`'${id}' did not come to rest in ${MAXIMUM_MICROSTEPS} eventless microsteps`);
  }

  /** Whether any active state has a transition for an event: most events say nothing new to most parties. */
  function hears(configurations: Int32Array, offset: number, type: number): boolean {
    for (let word = 0; word < words; word++) {
      if ((configurations[offset + word] & hearMasks[type * words + word]) !== 0) return true;
    }
    return false;
  }

  function step(
    configurations: Int32Array,
    offset: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): boolean {
    const type = event.type;
    if (!(type >= 0 && type < eventCount)) throw new RangeError(`'${id}' has no event ${type}`);
    if (canBeDone && isDone(configurations, offset)) return false;
    const moved =
      hears(configurations, offset, type) && microstep(configurations, offset, type, state, party, event);
    return hasAlways ? settle(configurations, offset, state, party, event) || moved : moved;
  }

  function initial(configurations: Int32Array, offset: number, state: S, party: number): void {
    if (startsPlainly) configurations[offset] = table.initial[0];
    else startMachine(table, functions, selector, taker, configurations, offset, state, party);
  }

  return { table, initial, step, isIn, isDone };
}
