/** The way through a statechart so far: which states were entered when, and which transitions were taken. */
import type { RunEvent } from '../../engine/run/events.ts';

/** Whose chart: a party by its id, or one of the charts that a run has once. */
export type ChartOwner = { readonly party: string } | { readonly chart: string };

/** A configuration and the round in which it was entered. */
export interface Visit {
  readonly round: number;
  readonly states: readonly string[];
}

type Change = Extract<RunEvent, { kind: 'stateChanged' | 'conductChanged' }>;

function concerns(event: RunEvent, owner: ChartOwner): event is Change {
  if (event.kind !== 'stateChanged' && event.kind !== 'conductChanged') return false;
  if ('chart' in owner) return event.chart === owner.chart;
  return event.party === owner.party && (event.chart === 'state' || event.chart === 'observer');
}

/** The configurations of a chart in the order of events, those of one round included. */
export function visitsOf(events: readonly RunEvent[], owner: ChartOwner, untilRound: number): Visit[] {
  const visits: Visit[] = [];
  for (const event of events) {
    if (event.round > untilRound) break;
    if (concerns(event, owner)) visits.push({ round: event.round, states: event.configuration.split(' ') });
  }
  return visits;
}

/** What is known of the way through one region. */
export interface RegionPath {
  /** Rounds in which each state was entered. */
  readonly entered: ReadonlyMap<string, readonly number[]>;
  /** Transitions taken, as `from>to`. */
  readonly taken: ReadonlySet<string>;
}

/**
 * The way through the states of one region. A configuration that names a group alone tells nothing new about
 * the states inside it.
 */
export function pathThrough(
  visits: readonly Visit[],
  states: readonly string[],
  initial: string,
): RegionPath {
  const entered = new Map<string, number[]>([[initial, [0]]]);
  const taken = new Set<string>();
  let here = initial;
  for (const visit of visits) {
    const next = visit.states.find((state) => states.includes(state));
    if (next === undefined || next === here) continue;
    taken.add(`${here}>${next}`);
    entered.set(next, [...(entered.get(next) ?? []), visit.round]);
    here = next;
  }
  return { entered, taken };
}
