/** Starting a machine. */
import { type BoundFunctions, type ChartEvent, INITIAL_EVENT } from './bind.ts';
import { isIn } from './configuration.ts';
import type { Selector } from './select.ts';
import { MAXIMUM_MICROSTEPS, ROW, type StatechartTable } from './table.ts';
import type { Taker } from './take.ts';

/**
 * Writes the initial configuration and runs the entry actions. xstate chooses all eventless transitions of
 * the start before the first action runs, because an actor defers its actions until it is started.
 */
export function startMachine<S>(
  table: StatechartTable,
  { actions, actionParams }: BoundFunctions<S>,
  selector: Selector<S>,
  taker: Taker<S>,
  configurations: Int32Array,
  offset: number,
  state: S,
  party: number,
): void {
  const { rows, exitList, exitStart, exitEnd, allExits } = table;
  const event: ChartEvent = { type: INITIAL_EVENT, value: 0, other: -1 };
  const always = table.eventNames.length;
  const chosen = new Int32Array(table.regions.length);
  const pending: number[] = [];
  const queue = (from: number, to: number): void => {
    for (let i = from; i < to; i++) pending.push(i);
  };
  const queueExits = (from: number, to: number): void => {
    for (const left of exitList.subarray(from, to)) {
      if (isIn(configurations, offset, left)) queue(exitStart[left], exitEnd[left]);
    }
  };
  configurations.set(table.initial, offset);
  queue(table.initialActions[0], table.initialActions[1]);
  for (let taken = 0; !taker.isDone(configurations, offset); taken++) {
    const top = selector.activeLeaf(configurations, offset, 0);
    // Eventless transitions stand in one region only, so that at most one is chosen.
    if (selector.choose(configurations, offset, top, always, chosen, 0, state, party, event) === 0) break;
    if (taken === MAXIMUM_MICROSTEPS) {
      throw new Error(`'${table.id}' did not come to rest in ${MAXIMUM_MICROSTEPS} microsteps`);
    }
    const base = chosen[0] * ROW.stride;
    queueExits(rows[base + ROW.activeExits], rows[base + ROW.activeExitsEnd]);
    queue(rows[base + ROW.exits], rows[base + ROW.end]);
    taker.move(configurations, offset, chosen[0]);
  }
  if (taker.isDone(configurations, offset)) queueExits(allExits[0], allExits[1]);
  for (const i of pending) actions[i](state, party, event, actionParams[i]);
}
