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

/** Moves labels apart, downwards, and up again where they would leave the picture. */
function apart(wanted: readonly number[]): number[] {
  const order = wanted.map((place, i) => ({ place, i })).sort((a, b) => a.place - b.place);
  let last = Number.NEGATIVE_INFINITY;
  for (const entry of order) {
    entry.place = Math.max(entry.place, last + 15);
    last = entry.place;
  }
  let most = bottom + 4;
  for (const entry of order.reverse()) {
    entry.place = Math.min(entry.place, most);
    most = entry.place - 15;
  }
  const placed = new Array<number>(wanted.length).fill(0);
  for (const { place, i } of order) placed[i] = place;
  return placed;
}

/** A step as two points: a value holds until the next one begins. */
function stepped(points: readonly BandPoint[]): BandPoint[] {
  return points.flatMap((point, i) => {
    const before = points[i - 1];
    return before === undefined ? [point] : [{ ...before, x: point.x }, point];
  });
}

type Place = readonly [x: number, y: number];

const path = (places: readonly Place[]): string =>
  places.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${at(x)} ${at(y)}`).join('');

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
    const held = (isStep ? stepped(points) : points).map((point) => ({
      x: x(point.x),
      value: y(inside(point.value)),
      lower: y(inside(Number.isFinite(point.lower) ? point.lower : point.value)),
      upper: y(inside(Number.isFinite(point.upper) ? point.upper : point.value)),
    }));
    const end = held.at(-1) as BandPoint;
    const round = [
      ...held.map((point): Place => [point.x, point.upper]),
      ...[...held].reverse().map((point): Place => [point.x, point.lower]),
    ];
    return (
      `<path d="${path(round)}Z" class="band ${hue(i)}"/>` +
      `<path d="${path(held.map((point): Place => [point.x, point.value]))}" class="curve ${hue(i)}"/>` +
      line(end.x + 2, end.value, right + 14, (ends[d] ?? 0) - 4, `leader ${hue(i)}`) +
      text(right + 18, ends[d] ?? 0, name, { kind: hue(i) })
    );
  });
  const axes = axisLeft(y, left, right, names.y) + axisBelow(x, bottom, bottom, names.x);
  return picture(width, height, names.name, axes + body.join(''));
}
