/** The phases of a run laid out on a line, with the rounds that were played and those that may come. */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { Calendar } from '../../engine/text/calendar.ts';
import { roundMonths } from './months.ts';

/** One phase on the line. */
export interface Segment {
  readonly id: string;
  readonly title: string;
  /** First round; undefined while the phase lies ahead. */
  readonly start: number | undefined;
  /** Rounds played so far. */
  readonly played: number;
  /** Places on the line: rounds played, or those the phase may still have. */
  readonly slots: number;
  readonly isCurrent: boolean;
}

const aheadMost = 12;

/** Lays a run out. `view` is the run as far as it is known, whatever round is being looked at. */
export function layOut(view: RunView): Segment[] {
  const { scenario, phaseStarts } = view;
  return scenario.phases.map((phase) => {
    const at = phaseStarts.findIndex((start) => start.phase === phase.id);
    const start = phaseStarts[at];
    const title = phase.title ?? phase.id;
    if (start === undefined) {
      return {
        id: phase.id,
        title,
        start: undefined,
        played: 0,
        slots: Math.min(phase.rounds, aheadMost),
        isCurrent: false,
      };
    }
    const next = phaseStarts[at + 1];
    const isCurrent = next === undefined;
    const played = (next?.round ?? view.round + 1) - start.round;
    const left = phase.ticks > 0 ? Math.ceil((scenario.ticks - start.tick) / phase.ticks) : phase.rounds;
    const most = Math.min(phase.rounds, left);
    const slots = isCurrent && !isOver(view) ? Math.max(played, most) : played;
    return { id: phase.id, title, start: start.round, played, slots, isCurrent };
  });
}

/** Whether the run has ended: the round it stands in is finished too. */
export function isOver(view: RunView): boolean {
  return view.series.length > view.round;
}

/** The phase a round belongs to. */
export function segmentAt(segments: readonly Segment[], round: number): Segment | undefined {
  return segments.find((segment) => segment.start !== undefined && round < segment.start + segment.played);
}

/** Where a view is, in words; `r5` is what the log and the record call the round. */
export function placeWords(segments: readonly Segment[], calendar: Calendar, view: RunView): string {
  const segment = segmentAt(segments, view.round);
  if (segment?.start === undefined) return 'before the first round';
  const inside = view.round - segment.start + 1;
  const place = `${segment.title}, round ${inside} of ${segment.slots}`;
  return `r${view.round} · ${place} · ${roundMonths(calendar, view.round)}`;
}
