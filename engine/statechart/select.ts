/** Which transitions an event takes: the part of a step that reads and changes nothing. */
import type { BoundFunctions, ChartEvent } from './bind.ts';
import { ROW, type StatechartTable } from './table.ts';

/** Chooses the rows of one microstep. */
export class Selector<S> {
  readonly #id: string;
  readonly #words: number;
  readonly #columns: number;
  readonly #leafMasks: Int32Array;
  readonly #rowStart: Int32Array;
  readonly #rows: Int32Array;
  readonly #regionStart: Int32Array;
  readonly #regionList: Int32Array;
  readonly #guards: BoundFunctions<S>['guards'];
  readonly #guardParams: BoundFunctions<S>['guardParams'];

  constructor(table: StatechartTable, functions: BoundFunctions<S>) {
    this.#id = table.id;
    this.#words = table.words;
    this.#columns = table.eventNames.length + 1;
    this.#leafMasks = table.leafMasks;
    this.#rowStart = table.rowStart;
    this.#rows = table.rows;
    this.#regionStart = table.regionStart;
    this.#regionList = table.regionList;
    this.#guards = functions.guards;
    this.#guardParams = functions.guardParams;
  }

  /** The active leaf of a region: exactly one of the region's leaf bits is set. */
  activeLeaf(configurations: Int32Array, offset: number, region: number): number {
    const bits = configurations[offset] & this.#leafMasks[region * this.#words];
    if (bits !== 0) return 31 - Math.clz32(bits);
    return this.#laterLeaf(configurations, offset, region);
  }

  /** The active leaf in the second or a later word. Apart, so that small machines pay nothing for it. */
  #laterLeaf(configurations: Int32Array, offset: number, region: number): number {
    for (let word = 1; word < this.#words; word++) {
      const bits = configurations[offset + word] & this.#leafMasks[region * this.#words + word];
      if (bits !== 0) return (word << 5) + 31 - Math.clz32(bits);
    }
    throw new Error(`'${this.#id}' has no configuration at ${offset}; was initial() called?`);
  }

  /** The first candidate of a cell whose guard holds, as a row, or −1. */
  firstRow(cell: number, state: S, party: number, event: ChartEvent): number {
    for (let row = this.#rowStart[cell], end = this.#rowStart[cell + 1]; row < end; row++) {
      const guard = this.#rows[row * ROW.stride];
      if (guard < 0) return row;
      const test = this.#guards[guard];
      if (test(state, party, event, this.#guardParams[guard])) return row;
    }
    return -1;
  }

  /**
   * Chooses below and at a leaf for a column; writes rows to `chosen` from `at` in document order and
   * returns how many. What a region inside chooses goes before anything around it: xstate's rule, which
   * differs from SCXML's.
   */
  choose(
    configurations: Int32Array,
    offset: number,
    leaf: number,
    column: number,
    chosen: Int32Array,
    at: number,
    state: S,
    party: number,
    event: ChartEvent,
  ): number {
    const cell = leaf * this.#columns + column;
    const start = this.#regionStart;
    let count = 0;
    for (let i = start[cell], end = start[cell + 1]; i < end; i++) {
      const inner = this.activeLeaf(configurations, offset, this.#regionList[i]);
      const innerCell = inner * this.#columns + column;
      if (start[innerCell] < start[innerCell + 1]) {
        count += this.choose(configurations, offset, inner, column, chosen, at + count, state, party, event);
      } else {
        const row = this.firstRow(innerCell, state, party, event);
        if (row >= 0) chosen[at + count++] = row;
      }
    }
    if (count > 0) return count;
    const row = this.firstRow(cell, state, party, event);
    if (row < 0) return 0;
    chosen[at] = row;
    return 1;
  }
}
