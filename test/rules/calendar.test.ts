import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMonths,
  calendarFrom,
  civilDate,
  dayNumber,
  dayOfTick,
  daysInMonth,
  firstOfNextMonth,
  formatDay,
  monthOfTick,
  parseDay,
  tickOfDay,
} from '../../engine/calendar.ts';

const day = (text: string): number => parseDay(text) as number;
const dayLength = 86_400_000;

describe('the civil calendar', () => {
  it('agrees with the clock’s calendar on every day it draws, both ways', () => {
    fc.assert(
      fc.property(fc.integer({ min: -700_000, max: 2_900_000 }), (number) => {
        const clock = new Date(number * dayLength);
        const date = civilDate(number);
        expect(date).toEqual({
          year: clock.getUTCFullYear(),
          month: clock.getUTCMonth() + 1,
          day: clock.getUTCDate(),
        });
        expect(dayNumber(date)).toBe(number);
      }),
      { numRuns: 3000, seed: 3 },
    );
  });

  it.each(['2023-02-29', '1900-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-04-30', '2026-4-30'])(
    'there is no day %s',
    (text) => expect(parseDay(text)).toBeUndefined(),
  );

  it('knows leap years of centuries', () => {
    expect(formatDay(day('2000-02-29') + 1)).toBe('2000-03-01');
    expect(daysInMonth(1900, 2)).toBe(28);
    expect(daysInMonth(2024, 2)).toBe(29);
  });

  it.each([
    ['2025-03-15', 3, '2025-06-15'],
    ['2025-11-30', 3, '2026-02-28'],
    ['2023-11-30', 3, '2024-02-29'],
    ['2025-03-31', 1, '2025-04-30'],
    ['2025-12-31', 12, '2026-12-31'],
  ])('%s and %i months are %s', (from, months, to) => {
    expect(formatDay(addMonths(day(from), months))).toBe(to);
  });

  it.each([
    ['2025-06-15', '2025-07-01'],
    ['2025-12-31', '2026-01-01'],
    ['2025-07-01', '2025-08-01'],
  ])('the month after %s begins on %s', (from, to) => {
    expect(formatDay(firstOfNextMonth(day(from)))).toBe(to);
  });
});

describe('ticks', () => {
  it('are the months from the start on', () => {
    const calendar = calendarFrom('2026-11-20');
    expect(monthOfTick(calendar, 0)).toBe('November 2026');
    expect(monthOfTick(calendar, 14)).toBe('January 2028');
    expect(tickOfDay(calendar, day('2026-11-01'))).toBe(0);
    expect(tickOfDay(calendar, day('2027-01-31'))).toBe(2);
  });

  it('make 30, 90 and 180 days the first, third and sixth month after, whatever the month', () => {
    const calendar = calendarFrom('2023-01-01');
    for (let tick = 0; tick < 48; tick++) {
      const later = (days: number) => tickOfDay(calendar, dayOfTick(calendar, tick) + days) - tick;
      expect([later(0), later(30), later(90), later(180)]).toEqual([0, 1, 3, 6]);
    }
  });
});
