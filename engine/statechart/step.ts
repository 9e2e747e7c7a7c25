/** Steps configurations by a table: the hot loop of every agent. Nothing but `initial` allocates. */
import { type BoundFunctions, bindFunctions, type ChartEvent, type Implementations } from './bind.ts';
import { isIn } from './configuration.ts';
import { Selector } from './select.ts';
import { startMachine } from './start.ts';
import { MAXIMUM_MICROSTEPS, type StatechartTable } from './table.ts';
import { meets, Taker } from './take.ts';

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
  return new BoundStatechart(table, implementations);
}

/** A class, so that the machines of a process share its functions, which then compile into their callers. */
class BoundStatechart<S> implements Statechart<S> {
  readonly table: StatechartTable;
  readonly #functions: BoundFunctions<S>;
  readonly #selector: Selector<S>;
  readonly #taker: Taker<S>;
  readonly #words: number;
  readonly #eventCount: number;
  readonly #regionCount: number;
  readonly #regionStart: Int32Array;
  readonly #regionList: Int32Array;
  readonly #hearMasks: Int32Array;
  readonly #alwaysMask: Int32Array;
  readonly #hasAlways: boolean;
  readonly #canBeDone: boolean;
  readonly #isRootParallel: boolean;
  readonly #startsPlainly: boolean;
  /**
   * Rows chosen for the microstep at hand. Actions may step other parties, so nested steps stack up in it.
   */
  readonly #chosen: Int32Array;
  #inUse = 0;

  constructor(table: StatechartTable, implementations: Implementations<S>) {
    this.table = table;
    this.#functions = bindFunctions(table, implementations);
    this.#selector = new Selector(table, this.#functions);
    this.#taker = new Taker(table, this.#functions);
    this.#words = table.words;
    this.#eventCount = table.eventNames.length;
    this.#regionCount = table.regions.length;
    this.#regionStart = table.regionStart;
    this.#regionList = table.regionList;
    this.#hearMasks = table.hearMasks;
    this.#alwaysMask = table.alwaysMask;
    this.#hasAlways = table.alwaysMask.some((word) => word !== 0);
    this.#canBeDone = table.doneMasks.length > 0;
    this.#isRootParallel = table.stateKinds[0] === 'parallel';
    this.#startsPlainly =
      !this.#hasAlways &&
      !this.#canBeDone &&
      table.initialActions[0] === table.initialActions[1] &&
      table.words === 1;
    this.#chosen = new Int32Array(this.#regionCount * MAXIMUM_NESTING);
  }

  #microstep(
    configurations: Int32Array,
    offset: number,
    column: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): boolean {
    const selector = this.#selector;
    const start = this.#regionStart;
    const columns = this.#eventCount + 1;
    const leaf = this.#isRootParallel ? 0 : selector.activeLeaf(configurations, offset, 0);
    const cell = leaf * columns + column;
    const regions = start[cell + 1] - start[cell];
    let row = -1;
    if (regions === 1) {
      const inner = selector.activeLeaf(configurations, offset, this.#regionList[start[cell]]);
      const innerCell = inner * columns + column;
      if (start[innerCell] < start[innerCell + 1]) {
        return this.#stepRegions(configurations, offset, leaf, column, state, party, event);
      }
      row = selector.firstRow(innerCell, state, party, event);
    } else if (regions > 1) {
      return this.#stepRegions(configurations, offset, leaf, column, state, party, event);
    }
    if (row < 0) row = selector.firstRow(cell, state, party, event);
    if (row < 0) return false;
    this.#taker.takeOne(configurations, offset, row, state, party, event);
    return true;
  }

  /** The general microstep: several regions know the event, or regions inside regions. */
  #stepRegions(
    configurations: Int32Array,
    offset: number,
    leaf: number,
    column: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): boolean {
    const base = this.#inUse;
    const chosen = this.#chosen;
    if (base + this.#regionCount > chosen.length) {
      throw new Error(`'${this.table.id}': actions step other parties more than ${MAXIMUM_NESTING} deep`);
    }
    const selector = this.#selector;
    const count = selector.choose(configurations, offset, leaf, column, chosen, base, state, party, event);
    if (count === 0) return false;
    if (count === 1) {
      this.#taker.takeOne(configurations, offset, chosen[base], state, party, event);
      return true;
    }
    this.#inUse = base + count;
    try {
      this.#taker.takeSeveral(configurations, offset, chosen, base, base + count, state, party, event);
    } finally {
      this.#inUse = base;
    }
    return true;
  }

  /** Eventless microsteps until none is enabled; returns whether there were any. */
  #settle(configurations: Int32Array, offset: number, state: S, party: number, event: ChartEvent): boolean {
    for (let taken = 0; taken < MAXIMUM_MICROSTEPS; taken++) {
      if (!meets(configurations, offset, this.#alwaysMask)) return taken > 0;
      if (this.isDone(configurations, offset)) return taken > 0;
      if (!this.#microstep(configurations, offset, this.#eventCount, state, party, event)) return taken > 0;
    }
    throw new Error(`'${this.table.id}' did not come to rest in ${MAXIMUM_MICROSTEPS} eventless microsteps`);
  }

  /** Whether any active state has a transition for an event: most events say nothing new to most parties. */
  #hears(configurations: Int32Array, offset: number, type: number): boolean {
    const words = this.#words;
    for (let word = 0; word < words; word++) {
      if ((configurations[offset + word] & this.#hearMasks[type * words + word]) !== 0) return true;
    }
    // It is refused where nothing is active at all.
    this.#selector.activeLeaf(configurations, offset, 0);
    return false;
  }

  step(configurations: Int32Array, offset: number, state: S, party: number, event: ChartEvent): boolean {
    const type = event.type;
    if (!(type >= 0 && type < this.#eventCount)) {
      throw new RangeError(`'${this.table.id}' has no event ${type}`);
    }
    if (this.#canBeDone && this.isDone(configurations, offset)) return false;
    const moved =
      this.#hears(configurations, offset, type) &&
      this.#microstep(configurations, offset, type, state, party, event);
    return this.#hasAlways ? this.#settle(configurations, offset, state, party, event) || moved : moved;
  }

  initial(configurations: Int32Array, offset: number, state: S, party: number): void {
    if (this.#startsPlainly) configurations[offset] = this.table.initial[0];
    else {
      const { table } = this;
      startMachine(table, this.#functions, this.#selector, this.#taker, configurations, offset, state, party);
    }
  }

  isIn(configurations: Int32Array, offset: number, state: number): boolean {
    return isIn(configurations, offset, state);
  }

  isDone(configurations: Int32Array, offset: number): boolean {
    return this.#taker.isDone(configurations, offset);
  }
}
