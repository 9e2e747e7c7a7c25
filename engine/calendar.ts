/**
 * A civil calendar without clocks or zones: days are whole numbers, counted from 1 January 1970, in the
 * Gregorian calendar reckoned backwards and forwards. A tick of the world is a month.
 */

/** A date as year, month (1 to 12) and day of the month. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days from 1 March of year 0 to 1 January 1970. */
const epoch = 719_468;
const daysOfEra = 146_097;

/**
 * The number of a day. Years are reckoned from March, so that the leap day is a year's last; 400 of them are
 * an era of 146,097 days.
 *
 * @example `dayNumber({ year: 1970, month: 1, day: 1 })` is 0
 */
export function dayNumber({ year, month, day }: CivilDate): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * daysOfEra + dayOfEra - epoch;
}

/** The date of a day number: the inverse of `dayNumber`. */
export function civilDate(number: number): CivilDate {
  const z = number + epoch;
  const era = Math.floor(z / daysOfEra);
  const doe = z - era * daysOfEra;
  const yearOfEra = Math.floor(
    (doe - Math.floor(doe / 1460) + Math.floor(doe / 36_524) - Math.floor(doe / 146_096)) / 365,
  );
  const dayOfYear = doe - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day };
}

/**
 * Reads `2016-11-04`; undefined when there is no such day.
 *
 * @example `parseDay('2023-02-29')` is undefined
 */
export function parseDay(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  if (date.month < 1 || date.month > 12 || date.day < 1) return undefined;
  const number = dayNumber(date);
  // a day that the month does not have becomes one of the next month
  return formatDay(number) === text ? number : undefined;
}

/** A day as `2016-11-04`. */
export function formatDay(number: number): string {
  const { year, month, day } = civilDate(number);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function monthIndex({ year, month }: CivilDate): number {
  return year * 12 + month - 1;
}

function fromMonthIndex(index: number, day: number): CivilDate {
  const year = Math.floor(index / 12);
  return { year, month: index - year * 12 + 1, day };
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  const next = fromMonthIndex(year * 12 + month, 1);
  return dayNumber(next) - dayNumber({ year, month, day: 1 });
}

/**
 * The same day some months later; the last day of the month where there is none, as periods of months in
 * treaties end.
 *
 * @example three months after 30 November are 28 or 29 February
 */
export function addMonths(day: number, months: number): number {
  const date = civilDate(day);
  const first = fromMonthIndex(monthIndex(date) + months, 1);
  return dayNumber({ ...first, day: Math.min(date.day, daysInMonth(first.year, first.month)) });
}

/** The first day of the month after a day. */
export function firstOfNextMonth(day: number): number {
  return dayNumber(fromMonthIndex(monthIndex(civilDate(day)) + 1, 1));
}

/** Month of tick 0 where a scenario has no calendar: only the lengths of its months matter then. */
const defaultStart = '2000-01-01';

/** How ticks are dated: the index of the month that tick 0 is. */
export interface Calendar {
  readonly startMonth: number;
  /** Whether the scenario says so, or it only serves to tell how many ticks a number of days is. */
  readonly isDated: boolean;
}

/** The calendar of a scenario that starts at a date, or of one that tells none. */
export function calendarFrom(start: string | undefined): Calendar {
  const day = parseDay(start ?? defaultStart) ?? (parseDay(defaultStart) as number);
  return { startMonth: monthIndex(civilDate(day)), isDated: start !== undefined };
}

/**
 * The day that stands for a tick: the 15th of its month. What happens in a tick happens at no particular day
 * of it; from the middle of a month a delay of 30, 90 or 180 days ends in the first, third or sixth month
 * after it, whatever the month.
 */
export function dayOfTick(calendar: Calendar, tick: number): number {
  return dayNumber(fromMonthIndex(calendar.startMonth + tick, 15));
}

/** The tick in whose month a day falls. */
export function tickOfDay(calendar: Calendar, day: number): number {
  return monthIndex(civilDate(day)) - calendar.startMonth;
}

const monthNames = [
  ...['January', 'February', 'March', 'April', 'May', 'June', 'July'],
  ...['August', 'September', 'October', 'November', 'December'],
];

/** The month of a tick in words: `March 2026`. */
export function monthOfTick(calendar: Calendar, tick: number): string {
  const { year, month } = fromMonthIndex(calendar.startMonth + tick, 1);
  return `${monthNames[month - 1]} ${year}`;
}
