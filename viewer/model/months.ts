/**
 * The one rule for dates on a screen. A round begins in a month, and its ticks pass at its end: what parties
 * do belongs to the first, what the world does (ratification, entry into force, reports) to the last.
 * Terminal and treaty read the same calendar.
 */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import { type Calendar, calendarOf } from '../../engine/text/calendar.ts';

/** The calendar of a whole run; after talks that ended early the last round lasts until the world stopped. */
export function monthsOf(whole: RunView, events: readonly RunEvent[]): Calendar {
  const calendar = calendarOf(whole);
  const last = events.filter((event) => event.kind === 'timePassed').at(-1);
  if (last === undefined) return calendar;
  const { round, tick } = last;
  return { ...calendar, after: (at) => (at === round ? tick + 1 : calendar.after(at)) };
}

/** The months of a round in words: `month 9`, or `months 51–52` where time passes at its end. */
export function roundMonths(calendar: Calendar, round: number): string {
  const [from, to] = [calendar.during(round), calendar.after(round)];
  return to > from ? `months ${from}–${to}` : `month ${from}`;
}
