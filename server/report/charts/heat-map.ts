/** The mean of a metric over two factors; each field says its number, so that colour is never needed. */
import { at, esc, figure, picture, roomFor, text } from './svg.ts';

/** A field: the mean where two levels meet. */
export interface HeatMap {
  readonly across: { readonly name: string; readonly levels: readonly string[] };
  readonly down: { readonly name: string; readonly levels: readonly string[] };
  /** Row by row; NaN where there is none. */
  readonly values: readonly number[];
}

const mostRoom = 130;
const top = 44;
const field = { width: 84, height: 34 };

/** The chart. */
export function heatMap({ across, down, values }: HeatMap, name: string): string {
  const left = roomFor([...down.levels, `${down.name} ↓`], mostRoom);
  const known = values.filter(Number.isFinite);
  const low = Math.min(...known);
  const high = Math.max(...known);
  const fields = values.map((value, i) => {
    const column = i % across.levels.length;
    const row = Math.floor(i / across.levels.length);
    const share = Number.isFinite(value) && high > low ? (value - low) / (high - low) : 0;
    const x = left + column * field.width;
    const y = top + row * field.height;
    const where = `${across.name} ${across.levels[column]}, ${down.name} ${down.levels[row]}`;
    const title = `${where}: ${figure(value)}`;
    return (
      `<rect x="${at(x)}" y="${at(y)}" width="${field.width - 2}" height="${field.height - 2}" ` +
      `class="heat" style="--share:${Math.round(share * 100)}%"><title>${esc(title)}</title></rect>` +
      text(x + field.width / 2 - 1, y + field.height / 2 + 4, figure(value), {
        anchor: 'middle',
        kind: share > 0.8 ? 'on-heat' : 'figure',
      })
    );
  });
  const heads = across.levels.map((level, i) =>
    text(left + (i + 0.5) * field.width, top - 8, level, { anchor: 'middle', kind: 'mark' }),
  );
  const rows = down.levels.map((level, i) =>
    text(left - 10, top + (i + 0.5) * field.height + 4, level, { anchor: 'end', kind: 'mark' }),
  );
  const names =
    text(left, 14, `${across.name} →`, { kind: 'mark' }) +
    text(4, top - 8, `${down.name} ↓`, { kind: 'mark' });
  const width = left + across.levels.length * field.width + 10;
  const height = top + down.levels.length * field.height + 8;
  return picture(width, height, name, names + heads.join('') + rows.join('') + fields.join(''));
}
