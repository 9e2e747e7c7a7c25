/** Which transitions an event takes: the part of a step that reads and changes nothing. */
import type { BoundFunctions, ChartEvent } from './bind.ts';
import { ROW, type StatechartTable } from './table.ts';

/** The first candidate of a cell whose guard holds, as a row, or −1. */
export type FirstRow<S> = (cell: number, state: S, party: number, event: ChartEvent) => number;

/** Chooses the rows of one microstep. */
export interface Selector<S> {
  /** The active leaf of a region: exactly one of the region's leaf bits is set. */
  activeLeaf(configurations: Int32Array, offset: number, region: number): number;
  readonly firstRow: FirstRow<S>;
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
  ): number;
}

/** The selector of a table. */
export function createSelector<S>(table: StatechartTable, functions: BoundFunctions<S>): Selector<S> {
  const { id, words, leafMasks, rowStart, rows, regionStart, regionList } = table;
  const { guards, guardParams } = functions;
  const columns = table.eventNames.length + 1;
  const stride = ROW.stride;

  function activeLeaf(configurations: Int32Array, offset: number, region: number): number {
    const bits = configurations[offset] & leafMasks[region * words];
    if (bits !== 0) return 31 - Math.clz32(bits);
    return laterLeaf(configurations, offset, region);
  }

  /** The active leaf in the second or a later word. Apart, so that small machines pay nothing for it. */
  function laterLeaf(configurations: Int32Array, offset: number, region: number): number {
    for (let word = 1; word < words; word++) {
      const bits = configurations[offset + word] & leafMasks[region * words + word];
      if (bits !== 0) return (word << 5) + 31 - Math.clz32(bits);
    }
    throw new Error(`'${id}' has no configuration at ${offset}; was initial() called?`);
  }

  function firstRow(cell: number, state: S, party: number, event: ChartEvent): number {
    for (let row = rowStart[cell], end = rowStart[cell + 1]; row < end; row++) {
      const guard = rows[row * stride];
      if (guard < 0) return row;
      const test = guards[guard];
      if (test(state, party, event, guardParams[guard])) return row;
    }
    return -1;
  }

  function choose(
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
    const cell = leaf * columns + column;
    let count = 0;
    for (let i = regionStart[cell], end = regionStart[cell + 1]; i < end; i++) {
      const inner = activeLeaf(configurations, offset, regionList[i]);
      const innerCell = inner * columns + column;
      if (regionStart[innerCell] < regionStart[innerCell + 1]) {
        count += choose(configurations, offset, inner, column, chosen, at + count, state, party, event);
      } else {
        const row = firstRow(innerCell, state, party, event);
        if (row >= 0) chosen[at + count++] = row;
      }
    }
    if (count > 0) return count;
    const row = firstRow(cell, state, party, event);
    if (row < 0) return 0;
    chosen[at] = row;
    return 1;
  }

  return { activeLeaf, firstRow, choose };
}
