/** Points over a factor, with the course of their means: small, so that several stand side by side. */
import { at, axisLeft, label, line, picture, scaleOf, text, ticksOf } from './svg.ts';

/** Marks of one kind; kinds differ in shape, so that colour is never needed. */
export interface ScatterMarks {
  readonly shape: 'dot' | 'ring' | 'cross';
  readonly places: readonly ScatterPlace[];
}

/** A point of a scatter. */
export interface ScatterPlace {
  readonly x: number;
  readonly y: number;
}

/** A scatter. */
export interface Scatter {
  readonly title: string;
  readonly marks: readonly ScatterMarks[];
  /** Means of neighbours, from left to right. */
  readonly trend: readonly ScatterPlace[];
  /** The factor; `isLog` when its values are spread by their logarithm. */
  readonly x: { readonly name: string; readonly isLog: boolean };
  /** What is measured, its unit, and bounds that neighbouring scatters share. */
  readonly y: { readonly name: string; readonly range: readonly [number, number] };
}

const width = 340;
const height = 226;
const left = 50;
const right = 328;
const top = 44;
const bottom = 186;

/** How each shape is drawn around its place. */
const shapes: Readonly<Record<ScatterMarks['shape'], string>> = {
  dot: 'h0',
  ring: 'm-2.5 0a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0',
  cross: 'm-2.6-2.6l5.2 5.2m0-5.2l-5.2 5.2',
};

/** Round values on a scale of logarithms: powers of ten, and what lies between where there are few. */
function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  if (decades < 1) return ticksOf(low, high, 4);
  const steps = decades < 2 ? [1, 2, 5] : [1];
  const every = Math.ceil(decades / 5);
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.log10(high); power++) {
    if (power % every !== 0) continue;
    ticks.push(...steps.map((step) => Number((step * 10 ** power).toPrecision(6))));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}

/** The chart. */
export function scatter({ title, marks, trend, x: across, y: up }: Scatter, name: string): string {
  const toX = (value: number) => (across.isLog ? Math.log10(value) : value);
  const xs = marks.flatMap(({ places }) => places.map(({ x }) => toX(x)));
  const x = scaleOf(Math.min(...xs), Math.max(...xs), left, right);
  const y = scaleOf(up.range[0], up.range[1], bottom, top);
  const place = (point: ScatterPlace) => `${at(x(toX(point.x)))} ${at(y(point.y))}`;
  const drawn = marks.map(({ shape, places }) => {
    const strokes = places.map((point) => `M${place(point)}${shapes[shape]}`).join('');
    return `<path d="${strokes}" class="marks ${shape}"/>`;
  });
  const course = trend.map((point, i) => `${i === 0 ? 'M' : 'L'}${place(point)}`).join('');
  const values = across.isLog ? logTicks(10 ** x.low, 10 ** x.high) : ticksOf(x.low, x.high, 4);
  const ticks = values.map(
    (tick) =>
      line(x(toX(tick)), top, x(toX(tick)), bottom, 'grid') +
      text(x(toX(tick)), bottom + 15, label(tick), { anchor: 'middle', kind: 'mark' }),
  );
  return picture(
    width,
    height,
    name,
    text(10, 14, title) +
      ticks.join('') +
      axisLeft(y, left, right, '') +
      text(10, 32, up.name, { kind: 'mark' }) +
      text(right, bottom + 32, across.name, { anchor: 'end', kind: 'mark' }) +
      drawn.join('') +
      `<path d="${course}" class="trend"/>`,
  );
}

/** Charts side by side where there is room. */
export const panels = (charts: readonly string[]): string =>
  charts.length === 0 ? '' : `<div class="panels">${charts.join('')}</div>`;
