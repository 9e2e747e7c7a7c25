/** Lines with bands over an ordered axis, labelled at their ends. */
import { at, axisBelow, axisLeft, hue, line, picture, scaleOf, text } from './svg.ts';

/** A place on a line, with the band around it. */
export interface BandPoint {
  readonly x: number;
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/** A line; steps stay at a value until the next one. */
export interface BandLine {
  readonly name: string;
  readonly points: readonly BandPoint[];
  readonly isStep?: boolean;
}

const width = 720;
const height = 300;
const left = 58;
const right = 560;
const top = 22;
const bottom = 252;

/** Moves labels apart, downwards. */
function apart(wanted: readonly number[]): number[] {
  const order = wanted.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place);
  let last = Number.NEGATIVE_INFINITY;
  const placed = new Array<number>(wanted.length).fill(0);
  for (const { place, i } of order) {
    last = Math.max(place, last + 15);
    placed[i] = last;
  }
  return placed;
}

function path(places: readonly (readonly [number, number])[], isStep: boolean): string {
  return places
    .map(([x, y], i) => {
      if (i === 0) return `M${at(x)} ${at(y)}`;
      return isStep ? `H${at(x)}V${at(y)}` : `L${at(x)} ${at(y)}`;
    })
    .join('');
}

function band(
  points: readonly BandPoint[],
  x: (v: number) => number,
  y: (v: number) => number,
  isStep: boolean,
): string {
  const upper = points.map((point): readonly [number, number] => [x(point.x), y(point.upper)]);
  const back = [...points].reverse();
  if (!isStep) {
    const lower = back.map((point): readonly [number, number] => [x(point.x), y(point.lower)]);
    return `${path(upper, false)}${path(lower, false).replace('M', 'L')}Z`;
  }
  const lower = back.map((point, i) => {
    const next = back[i + 1];
    const drop = `V${at(y(next === undefined ? point.lower : next.lower))}`;
    return i === 0 ? `L${at(x(point.x))} ${at(y(point.lower))}${drop}` : `H${at(x(point.x))}${drop}`;
  });
  return `${path(upper, true)}${lower.join('')}Z`;
}

/** What a chart of lines is called and measured in. */
export interface LineNames {
  readonly name: string;
  readonly x: string;
  readonly y: string;
  /** Bounds of the vertical axis where they are known, as 0 and 1 of shares. */
  readonly range?: readonly [number, number];
}

/** The chart; undefined when no line has a point. */
export function bandLines(lines: readonly BandLine[], names: LineNames): string | undefined {
  const drawn = lines.map((entry, i) => ({ ...entry, i })).filter(({ points }) => points.length > 0);
  const all = drawn.flatMap(({ points }) => points);
  if (all.length === 0) return undefined;
  const values = all.flatMap(({ value, lower, upper }) => [value, lower, upper]).filter(Number.isFinite);
  const [low, high] = names.range ?? [Math.min(...values), Math.max(...values)];
  const room = names.range === undefined ? (high - low || 1) * 0.05 : 0;
  const xs = all.map(({ x }) => x);
  const x = scaleOf(Math.min(...xs), Math.max(...xs), left, right);
  const y = scaleOf(low - room, high + room, bottom, top);
  const inside = (value: number) => Math.max(y.low, Math.min(y.high, value));
  const ends = apart(drawn.map(({ points }) => y(inside(points.at(-1)?.value ?? 0)) + 4));
  const body = drawn.map(({ name, points, isStep = false, i }, d) => {
    const held = points.map((point) => ({
      ...point,
      value: inside(point.value),
      lower: inside(point.lower),
      upper: inside(point.upper),
    }));
    const end = held.at(-1) as BandPoint;
    const places = held.map((point): readonly [number, number] => [x(point.x), y(point.value)]);
    return (
      `<path d="${band(held, x, y, isStep)}" class="band ${hue(i)}"/>` +
      `<path d="${path(places, isStep)}" class="curve ${hue(i)}"/>` +
      line(x(end.x) + 2, y(end.value), right + 14, (ends[d] ?? 0) - 4, `leader ${hue(i)}`) +
      text(right + 18, ends[d] ?? 0, name, { kind: hue(i) })
    );
  });
  const axes = axisLeft(y, left, right, names.y) + axisBelow(x, bottom, bottom, names.x);
  return picture(width, height, names.name, axes + body.join(''));
}
