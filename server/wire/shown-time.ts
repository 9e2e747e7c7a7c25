/**
 * A moment as lists show it, to the minute, the same for every reader; what is no moment stays as it is.
 *
 * @example `shownTime('2026-03-01T09:05:59.120Z')` is '2026-03-01 09:05 UTC'
 */
export function shownTime(moment: string): string {
  const [, day, time] = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::[\d.]+)?Z$/.exec(moment) ?? [];
  return day === undefined ? moment : `${day} ${time} UTC`;
}
