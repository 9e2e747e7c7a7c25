/** Differences with their intervals, one below the other: a forest plot. */
import type { MeanEstimate } from '../../../engine/analysis/statistics/mean.ts';
import { at, axisBelow, line, picture, roomFor, scaleOf, signed, text } from './svg.ts';

/** A row: what it is about, and its estimate. */
export interface ForestRow {
  readonly name: string;
  readonly estimate: Pick<MeanEstimate, 'estimate' | 'lower' | 'upper' | 'n'>;
}

const rowHeight = 26;
const mostRoom = 210;
/** Widths of the part with the differences, and of what is said of them beside it. */
const plot = 340;
const words = 170;

/** The chart; rows without an estimate say so. */
export function forest(rows: readonly ForestRow[], unit: string, name: string): string {
  const known = rows.filter(({ estimate }) => Number.isFinite(estimate.estimate) && estimate.n > 1);
  const bounds = known.flatMap(({ estimate }) => [estimate.lower, estimate.upper]).filter(Number.isFinite);
  const left = roomFor(
    rows.map((row) => row.name),
    mostRoom,
  );
  const right = left + plot;
  const low = Math.min(0, ...bounds);
  const high = Math.max(0, ...bounds);
  const room = (high - low || 1) * 0.06;
  const scale = scaleOf(low - room, high + room, left, right);
  const bottom = 14 + rows.length * rowHeight;
  const body = rows.map((row, i) => {
    const y = 14 + i * rowHeight + rowHeight / 2;
    const { estimate, lower, upper, n } = row.estimate;
    const title = text(left - 12, y + 4, row.name, { anchor: 'end' });
    if (!(Number.isFinite(estimate) && n > 1)) {
      return title + text(left + 6, y + 4, 'does not apply', { kind: 'mark' });
    }
    const said = `${signed(estimate)} (${signed(lower)} to ${signed(upper)})`;
    return (
      title +
      line(scale(lower), y, scale(upper), y, 'whisker') +
      `<circle cx="${at(scale(estimate))}" cy="${at(y)}" r="4.5" class="dot"/>` +
      text(right + 12, y + 4, said, { kind: 'figure' })
    );
  });
  return picture(right + words, bottom + 38, name, axisBelow(scale, bottom, 8, unit) + body.join(''));
}
