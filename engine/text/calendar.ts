/** From rounds, which events carry, to months, which people read. */
import type { RunView } from '../analysis/fold.ts';

/** Month in which something happened. */
export interface Calendar {
  /** Month of what parties do in a round. */
  during(round: number): number;
  /** Month of what the world does at a round’s end: ratification, entry into force, monitoring. */
  after(round: number): number;
}

/** The calendar of a view. */
export function calendarOf(view: RunView): Calendar {
  const starts = new Map(view.series.map((point) => [point.round, point.tick]));
  starts.set(view.round, view.tick);
  const ticksOf = (round: number): number => {
    let phase = '';
    for (const start of view.phaseStarts) if (start.round <= round) phase = start.phase;
    return view.scenario.phases.find((candidate) => candidate.id === phase)?.ticks ?? 0;
  };
  const during = (round: number) => starts.get(round) ?? view.tick;
  return {
    during,
    after: (round) => Math.min(during(round) + ticksOf(round), view.scenario.ticks),
  };
}
