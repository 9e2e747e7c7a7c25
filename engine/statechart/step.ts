/** Steps configurations by a table: the hot loop of every agent. Nothing here allocates, except `initial`. */
import { bindFunctions, type ChartEvent, type Implementations, INITIAL_EVENT } from './bind.ts';
import { isIn } from './configuration.ts';
import { ROW, type StatechartTable } from './table.ts';

export {
  type Action,
  type Actions,
  type ChartEvent,
  type Guard,
  type Guards,
  type Implementations,
  INITIAL_EVENT,
} from './bind.ts';

/** Eventless microsteps that one step may take before it counts as endless. */
export const MAXIMUM_MICROSTEPS = 1000;

/** How deep actions may step other parties, in microsteps of several regions. */
const MAXIMUM_NESTING = 16;

/** A table with its implementations. It holds no state of its own and serves any number of parties and runs. */
export interface Statechart<S> {
  readonly table: StatechartTable;
  /**
   * Writes the initial configuration at `offset` and runs the entry actions. As in xstate, eventless transitions
   * of the start are all chosen before the first action runs.
   */
  initial(configurations: Int32Array, offset: number, state: S, party: number): void;
  /**
   * Handles one event: changes the configuration of `table.words` words at `offset` and runs guards and actions
   * over `state`. Returns whether any transition was taken, be it one that only acts; a machine that is done
   * takes none. Throws `RangeError` for an event the table does not have, and an `Error` when eventless
   * transitions do not come to rest.
   */
  step(configurations: Int32Array, offset: number, state: S, party: number, event: ChartEvent): boolean;
  /** {@link isIn} */
  isIn(configurations: Int32Array, offset: number, state: number): boolean;
  /** Whether the machine as a whole is in its final state, where it takes no events. */
  isDone(configurations: Int32Array, offset: number): boolean;
}

/**
 * Binds a table to the functions it names.
 * Throws `StatechartError` with every name that is missing or left over.
 *
 * @example
 * const bell = bindStatechart(table, { guards: {}, actions: { ring: (state, party) => state.rung[party]++ } });
 * const configurations = new Int32Array(parties * table.words);
 * bell.initial(configurations, party * table.words, state, party);
 * bell.step(configurations, party * table.words, state, party, { type: table.eventIndex('PULL'), value: 0, other: -1 });
 */
export function bindStatechart<S>(
  table: StatechartTable,
  implementations: Implementations<S>,
): Statechart<S> {
  const { guards, guardParams, actions, actionParams } = bindFunctions(table, implementations);
  const { words, leafMasks, rowStart, rows, clear, enter, regionStart, regionList } = table;
  const { exitList, exitStart, exitEnd, alwaysMask, doneMasks } = table;
  const eventCount = table.eventNames.length;
  const columns = eventCount + 1;
  const hasAlways = alwaysMask.some((word) => word !== 0);
  const canBeDone = doneMasks.length > 0;
  const regionCount = table.regions.length;

  // Rows chosen for the microstep at hand. Actions may step other parties, so nested steps stack up in it.
  const chosen = new Int32Array(regionCount * MAXIMUM_NESTING);
  let inUse = 0;

  /** The active leaf of a region: exactly one of the region's leaf bits is set. */
  function activeLeaf(configurations: Int32Array, offset: number, region: number): number {
    let word = 0;
    let bits = configurations[offset] & leafMasks[region * words];
    while (bits === 0) {
      if (++word >= words)
        throw new Error(`'${table.id}': no configuration at ${offset}; was initial() called?`);
      bits = configurations[offset + word] & leafMasks[region * words + word];
    }
    return (word << 5) + 31 - Math.clz32(bits);
  }

  /**
   * Chooses transitions below and at a leaf; writes their rows to `chosen` from `at` and returns how many. What a
   * region inside chooses goes before anything around it: that is xstate's rule, and it differs from SCXML's.
   */
  function choose(
    configurations: Int32Array,
    offset: number,
    leaf: number,
    column: number,
    at: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): number {
    const cell = leaf * columns + column;
    let count = 0;
    for (let i = regionStart[cell], end = regionStart[cell + 1]; i < end; i++) {
      const inner = activeLeaf(configurations, offset, regionList[i]);
      count += choose(configurations, offset, inner, column, at + count, state, party, event);
    }
    if (count > 0) return count;
    for (let row = rowStart[cell], end = rowStart[cell + 1]; row < end; row++) {
      const guard = rows[row * ROW.stride];
      if (guard < 0 || guards[guard](state, party, event, guardParams[guard])) {
        chosen[at] = row;
        return 1;
      }
    }
    return 0;
  }

  function run(from: number, to: number, state: S, party: number, event: ChartEvent): void {
    for (let i = from; i < to; i++) {
      const action = actions[i];
      action(state, party, event, actionParams[i]);
    }
  }

  /** Exit actions that depend on what is active. */
  function runActiveExits(
    from: number,
    to: number,
    configurations: Int32Array,
    offset: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void {
    for (let i = from; i < to; i++) {
      const left = exitList[i];
      if (isIn(configurations, offset, left)) run(exitStart[left], exitEnd[left], state, party, event);
    }
  }

  function move(configurations: Int32Array, offset: number, row: number): void {
    for (let word = 0, mask = row * words; word < words; word++, mask++) {
      configurations[offset + word] = (configurations[offset + word] & ~clear[mask]) | enter[mask];
    }
  }

  function takeOne(
    configurations: Int32Array,
    offset: number,
    row: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void {
    const base = row * ROW.stride;
    const activeExitsEnd = rows[base + ROW.activeExitsEnd];
    if (activeExitsEnd > 0) {
      runActiveExits(
        rows[base + ROW.activeExits],
        activeExitsEnd,
        configurations,
        offset,
        state,
        party,
        event,
      );
    }
    run(rows[base + ROW.exits], rows[base + ROW.end], state, party, event);
    move(configurations, offset, row);
    if (rows[base + ROW.final] !== 0) finish(configurations, offset, state, party, event);
  }

  /** Several regions move in one microstep: all exits, then all actions of transitions, then all entries. */
  function takeSeveral(
    configurations: Int32Array,
    offset: number,
    from: number,
    to: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void {
    let isFinal = false;
    for (let i = to - 1; i >= from; i--) {
      const base = chosen[i] * ROW.stride;
      const exitsEnd = rows[base + ROW.activeExitsEnd];
      runActiveExits(rows[base + ROW.activeExits], exitsEnd, configurations, offset, state, party, event);
      run(rows[base + ROW.exits], rows[base + ROW.own], state, party, event);
    }
    for (let i = from; i < to; i++) {
      const base = chosen[i] * ROW.stride;
      run(rows[base + ROW.own], rows[base + ROW.entries], state, party, event);
    }
    for (let i = from; i < to; i++) {
      const base = chosen[i] * ROW.stride;
      run(rows[base + ROW.entries], rows[base + ROW.end], state, party, event);
      if (rows[base + ROW.final] !== 0) isFinal = true;
    }
    for (let i = from; i < to; i++) move(configurations, offset, chosen[i]);
    if (isFinal) finish(configurations, offset, state, party, event);
  }

  /** A machine that is done runs the exit actions of all that is active, and stays as it is. */
  function finish(
    configurations: Int32Array,
    offset: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void {
    if (!isDone(configurations, offset)) return;
    runActiveExits(table.allExits[0], table.allExits[1], configurations, offset, state, party, event);
  }

  function isDone(configurations: Int32Array, offset: number): boolean {
    for (let i = 0; i < doneMasks.length; i++) {
      if (!meets(configurations, offset, doneMasks[i])) return false;
    }
    return canBeDone;
  }

  function meets(configurations: Int32Array, offset: number, mask: Int32Array): boolean {
    for (let word = 0; word < words; word++) {
      if ((configurations[offset + word] & mask[word]) !== 0) return true;
    }
    return false;
  }

  function microstep(
    configurations: Int32Array,
    offset: number,
    column: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): boolean {
    const base = inUse;
    const top = activeLeaf(configurations, offset, 0);
    const count = choose(configurations, offset, top, column, base, state, party, event);
    if (count === 0) return false;
    if (count === 1) {
      takeOne(configurations, offset, chosen[base], state, party, event);
      return true;
    }
    inUse = base + count;
    if (inUse + regionCount > chosen.length) {
      inUse = base;
      throw new Error(`'${table.id}': actions step one another more than ${MAXIMUM_NESTING} deep`);
    }
    try {
      takeSeveral(configurations, offset, base, base + count, state, party, event);
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
    throw new Error(
      `'${table.id}': eventless transitions did not come to rest in ${MAXIMUM_MICROSTEPS} microsteps`,
    );
  }

  function step(
    configurations: Int32Array,
    offset: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): boolean {
    const type = event.type;
    if (!(type >= 0 && type < eventCount)) throw new RangeError(`'${table.id}' has no event ${type}`);
    if (canBeDone && isDone(configurations, offset)) return false;
    const moved = microstep(configurations, offset, type, state, party, event);
    return hasAlways ? settle(configurations, offset, state, party, event) || moved : moved;
  }

  function initial(configurations: Int32Array, offset: number, state: S, party: number): void {
    const event: ChartEvent = { type: INITIAL_EVENT, value: 0, other: -1 };
    const pending: number[] = [];
    const queue = (from: number, to: number): void => {
      for (let i = from; i < to; i++) pending.push(i);
    };
    const queueExits = (from: number, to: number): void => {
      for (let i = from; i < to; i++) {
        const left = exitList[i];
        if (isIn(configurations, offset, left)) queue(exitStart[left], exitEnd[left]);
      }
    };
    configurations.set(table.initial, offset);
    queue(table.initialActions[0], table.initialActions[1]);
    for (let taken = 0; !isDone(configurations, offset); taken++) {
      const top = activeLeaf(configurations, offset, 0);
      if (choose(configurations, offset, top, eventCount, inUse, state, party, event) === 0) break;
      if (taken === MAXIMUM_MICROSTEPS) {
        throw new Error(`'${table.id}': the start did not come to rest in ${MAXIMUM_MICROSTEPS} microsteps`);
      }
      const row = chosen[inUse];
      const base = row * ROW.stride;
      queueExits(rows[base + ROW.activeExits], rows[base + ROW.activeExitsEnd]);
      queue(rows[base + ROW.exits], rows[base + ROW.end]);
      move(configurations, offset, row);
    }
    if (isDone(configurations, offset)) queueExits(table.allExits[0], table.allExits[1]);
    for (const i of pending) actions[i](state, party, event, actionParams[i]);
  }

  return { table, initial, step, isIn, isDone };
}
