/** Taking chosen transitions: the actions in order, then the new configuration. */
import type { BoundFunctions, ChartEvent } from './bind.ts';
import { isIn } from './configuration.ts';
import { ROW, type StatechartTable } from './table.ts';

/** Takes the rows of one microstep. */
export interface Taker<S> {
  /** One region moves, which is the common case. */
  takeOne(
    configurations: Int32Array,
    offset: number,
    row: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void;
  /** Several regions move together, by `chosen[from..to)`: all exits, all own actions, all entries. */
  takeSeveral(
    configurations: Int32Array,
    offset: number,
    chosen: Int32Array,
    from: number,
    to: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void;
  /** Changes the configuration as a row does, without its actions. */
  move(configurations: Int32Array, offset: number, row: number): void;
  isDone(configurations: Int32Array, offset: number): boolean;
}

/** The taker of a table. */
export function createTaker<S>(table: StatechartTable, functions: BoundFunctions<S>): Taker<S> {
  const { words, rows, clear, enter, exitList, exitStart, exitEnd, doneMasks, allExits } = table;
  const { actions, actionParams } = functions;
  const { stride, exits, own, entries, end, activeExits, activeExitsEnd, final } = ROW;

  function run(from: number, to: number, state: S, party: number, event: ChartEvent): void {
    for (let i = from; i < to; i++) {
      const action = actions[i];
      action(state, party, event, actionParams[i]);
    }
  }

  /** Exit actions of a range of the exit list, as far as the states are active. */
  function runExits(
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
    const mask = row * words;
    configurations[offset] = (configurations[offset] & ~clear[mask]) | enter[mask];
    for (let word = 1; word < words; word++) {
      configurations[offset + word] =
        (configurations[offset + word] & ~clear[mask + word]) | enter[mask + word];
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
    const base = row * stride;
    const exitsEnd = rows[base + activeExitsEnd];
    if (exitsEnd > 0) {
      runExits(rows[base + activeExits], exitsEnd, configurations, offset, state, party, event);
    }
    run(rows[base + exits], rows[base + end], state, party, event);
    move(configurations, offset, row);
    if (rows[base + final] !== 0) finish(configurations, offset, state, party, event);
  }

  function takeSeveral(
    configurations: Int32Array,
    offset: number,
    chosen: Int32Array,
    from: number,
    to: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void {
    for (let i = to - 1; i >= from; i--) {
      const base = chosen[i] * stride;
      const exitsEnd = rows[base + activeExitsEnd];
      runExits(rows[base + activeExits], exitsEnd, configurations, offset, state, party, event);
      run(rows[base + exits], rows[base + own], state, party, event);
    }
    for (let i = from; i < to; i++) {
      const base = chosen[i] * stride;
      run(rows[base + own], rows[base + entries], state, party, event);
    }
    let isFinal = 0;
    for (let i = from; i < to; i++) {
      const base = chosen[i] * stride;
      run(rows[base + entries], rows[base + end], state, party, event);
      isFinal |= rows[base + final];
    }
    for (let i = from; i < to; i++) move(configurations, offset, chosen[i]);
    if (isFinal !== 0) finish(configurations, offset, state, party, event);
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
    runExits(allExits[0], allExits[1], configurations, offset, state, party, event);
  }

  function isDone(configurations: Int32Array, offset: number): boolean {
    for (let i = 0; i < doneMasks.length; i++) {
      if (!meets(configurations, offset, doneMasks[i])) return false;
    }
    return doneMasks.length > 0;
  }

  return { takeOne, takeSeveral, move, isDone };
}

/** Whether a configuration has any of the bits of `mask`, which has as many words. */
export function meets(configurations: Int32Array, offset: number, mask: Int32Array): boolean {
  for (let word = 0; word < mask.length; word++) {
    if ((configurations[offset + word] & mask[word]) !== 0) return true;
  }
  return false;
}
