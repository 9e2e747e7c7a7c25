/** Taking chosen transitions: the actions in order, then the new configuration. */
import type { BoundFunctions, ChartEvent } from './bind.ts';
import { isIn } from './configuration.ts';
import { ROW, type StatechartTable } from './table.ts';

const { stride, exits, own, entries, end, activeExits, activeExitsEnd, final } = ROW;

/** Takes the rows of one microstep. */
export class Taker<S> {
  readonly #words: number;
  readonly #rows: Int32Array;
  readonly #clear: Int32Array;
  readonly #enter: Int32Array;
  readonly #exitList: Int32Array;
  readonly #exitStart: Int32Array;
  readonly #exitEnd: Int32Array;
  readonly #doneMasks: readonly Int32Array[];
  readonly #allExits: readonly [number, number];
  readonly #actions: BoundFunctions<S>['actions'];
  readonly #actionParams: BoundFunctions<S>['actionParams'];

  constructor(table: StatechartTable, functions: BoundFunctions<S>) {
    this.#words = table.words;
    this.#rows = table.rows;
    this.#clear = table.clear;
    this.#enter = table.enter;
    this.#exitList = table.exitList;
    this.#exitStart = table.exitStart;
    this.#exitEnd = table.exitEnd;
    this.#doneMasks = table.doneMasks;
    this.#allExits = table.allExits;
    this.#actions = functions.actions;
    this.#actionParams = functions.actionParams;
  }

  #run(from: number, to: number, state: S, party: number, event: ChartEvent): void {
    for (let i = from; i < to; i++) {
      const action = this.#actions[i];
      action(state, party, event, this.#actionParams[i]);
    }
  }

  /** Exit actions of a range of the exit list, as far as the states are active. */
  #runExits(
    from: number,
    to: number,
    configurations: Int32Array,
    offset: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void {
    for (let i = from; i < to; i++) {
      const left = this.#exitList[i];
      if (!isIn(configurations, offset, left)) continue;
      this.#run(this.#exitStart[left], this.#exitEnd[left], state, party, event);
    }
  }

  /** Changes the configuration as a row does, without its actions. */
  move(configurations: Int32Array, offset: number, row: number): void {
    const words = this.#words;
    const mask = row * words;
    configurations[offset] = (configurations[offset] & ~this.#clear[mask]) | this.#enter[mask];
    for (let word = 1; word < words; word++) {
      configurations[offset + word] =
        (configurations[offset + word] & ~this.#clear[mask + word]) | this.#enter[mask + word];
    }
  }

  /** One region moves, which is the common case. */
  takeOne(
    configurations: Int32Array,
    offset: number,
    row: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): void {
    const rows = this.#rows;
    const base = row * stride;
    const exitsEnd = rows[base + activeExitsEnd];
    if (exitsEnd > 0) {
      this.#runExits(rows[base + activeExits], exitsEnd, configurations, offset, state, party, event);
    }
    this.#run(rows[base + exits], rows[base + end], state, party, event);
    this.move(configurations, offset, row);
    if (rows[base + final] !== 0) this.#finish(configurations, offset, state, party, event);
  }

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
  ): void {
    const rows = this.#rows;
    for (let i = to - 1; i >= from; i--) {
      const base = chosen[i] * stride;
      const exitsEnd = rows[base + activeExitsEnd];
      this.#runExits(rows[base + activeExits], exitsEnd, configurations, offset, state, party, event);
      this.#run(rows[base + exits], rows[base + own], state, party, event);
    }
    for (let i = from; i < to; i++) {
      const base = chosen[i] * stride;
      this.#run(rows[base + own], rows[base + entries], state, party, event);
    }
    let isFinal = 0;
    for (let i = from; i < to; i++) {
      const base = chosen[i] * stride;
      this.#run(rows[base + entries], rows[base + end], state, party, event);
      isFinal |= rows[base + final];
    }
    for (let i = from; i < to; i++) this.move(configurations, offset, chosen[i]);
    if (isFinal !== 0) this.#finish(configurations, offset, state, party, event);
  }

  /** A machine that is done runs the exit actions of all that is active, and stays as it is. */
  #finish(configurations: Int32Array, offset: number, state: S, party: number, event: ChartEvent): void {
    if (!this.isDone(configurations, offset)) return;
    this.#runExits(this.#allExits[0], this.#allExits[1], configurations, offset, state, party, event);
  }

  isDone(configurations: Int32Array, offset: number): boolean {
    const masks = this.#doneMasks;
    for (let i = 0; i < masks.length; i++) if (!meets(configurations, offset, masks[i])) return false;
    return masks.length > 0;
  }
}

/** Whether a configuration has any of the bits of `mask`, which has as many words. */
export function meets(configurations: Int32Array, offset: number, mask: Int32Array): boolean {
  for (let word = 0; word < mask.length; word++) {
    if ((configurations[offset + word] & mask[word]) !== 0) return true;
  }
  return false;
}
