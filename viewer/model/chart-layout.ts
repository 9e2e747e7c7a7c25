/**
 * Where the parts of a statechart’s region stand: states one below the other, their transitions in rows, and
 * beside them a lane for each state that is entered, which all its arrows share. Nothing crosses a word.
 */
import type { ChartExit, ChartRegion, ChartState } from './charts.ts';

/** A state with its place. */
export interface PlacedState {
  readonly state: ChartState;
  readonly top: number;
  readonly height: number;
  /** Where arrows that enter it end. */
  readonly entry: number;
  readonly exits: readonly { readonly exit: ChartExit; readonly y: number }[];
}

/** An arrow from the row of a transition through a lane to the state it enters. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly start: number;
  readonly end: number;
  /** Number of the lane, from 0 next to the states. */
  readonly lane: number;
}

/** A region laid out. */
export interface ChartLayout {
  readonly states: readonly PlacedState[];
  readonly arrows: readonly Arrow[];
  readonly lanes: number;
  readonly height: number;
}

/** Heights in pixels. */
export const rowHeight = 22;
const entryHeight = 14;
const stateHeight = 38;
const gap = 10;

function place(states: readonly ChartState[]): PlacedState[] {
  let top = 0;
  return states.map((state) => {
    const height = Math.max(stateHeight, entryHeight + state.exits.length * rowHeight);
    const exits = state.exits.map((exit, i) => ({
      exit,
      y: top + entryHeight + rowHeight / 2 - 2 + i * rowHeight,
    }));
    const placed = { state, top, height, entry: top + 7, exits };
    top += height + gap;
    return placed;
  });
}

/** Lays a region out; a lane is used again where the arrows in it do not meet. */
export function layOutRegion(region: ChartRegion): ChartLayout {
  const states = place(region.states);
  const starts = states.flatMap(({ state, exits }) =>
    exits.map(({ exit, y }) => ({ from: state.path, to: exit.target, start: y })),
  );
  const bundles = states
    .map(({ state, entry }) => {
      const entering = starts.filter((arrow) => arrow.to === state.path);
      const ys = [entry, ...entering.map((arrow) => arrow.start)];
      return { entering, end: entry, low: Math.min(...ys), high: Math.max(...ys) };
    })
    .filter((bundle) => bundle.entering.length > 0)
    .sort((a, b) => a.high - a.low - (b.high - b.low) || a.low - b.low);
  const lanes: { low: number; high: number }[][] = [];
  const arrows = bundles.flatMap(({ entering, end, low, high }) => {
    const isFree = (lane: (typeof lanes)[number]): boolean =>
      lane.every((used) => high < used.low || low > used.high);
    const found = lanes.findIndex(isFree);
    const lane = found < 0 ? lanes.length : found;
    lanes[lane] = [...(lanes[lane] ?? []), { low, high }];
    return entering.map((arrow): Arrow => ({ ...arrow, end, lane }));
  });
  const last = states.at(-1);
  return { states, arrows, lanes: lanes.length, height: last === undefined ? 0 : last.top + last.height };
}
