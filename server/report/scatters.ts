/** Outcomes over factors and ranges: points to be drawn, and their means by fifths of each. */
import type { Measured } from '../../engine/analysis/experiment/judge.ts';
import { meanOf } from '../../engine/analysis/statistics/mean.ts';
import type { ScatterPlace } from './charts/scatter.ts';

/** Points that a scatter draws; of more, evenly many of all are drawn. */
const mostDrawn = 240;
/** Points of a course, and the fewest that each is the mean of. */
const mostBends = 10; // and levels that have a mean of their own
const fewestEach = 5;

/** Means over replicates at every place of a design in one arm, where there is one. */
export function placesOf(
  { stage, replications, values }: Measured,
  metric: string,
  factor: number,
  arm: number,
): ScatterPlace[] {
  const all = values(metric);
  return Array.from({ length: stage.places }, (_, place): ScatterPlace => {
    const point = place * stage.arms.length + arm;
    const { mean } = meanOf(all.subarray(point * replications, (point + 1) * replications));
    return { x: Number(stage.point(point).cells[factor]), y: mean };
  }).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
}

/** Some of the points, the same every time: as they come in the design, which spreads them. */
export function drawn<Place>(places: readonly Place[]): Place[] {
  const step = Math.max(1, places.length / mostDrawn);
  const count = Math.min(places.length, mostDrawn);
  return Array.from({ length: count }, (_, i) => places[Math.floor(i * step)] as Place);
}

/** Neighbours by x in groups of equal size, each with its mean place. */
function groups(places: readonly ScatterPlace[], count: number): ScatterPlace[] {
  const sorted = [...places].sort((a, b) => a.x - b.x);
  return Array.from({ length: count }, (_, g) => {
    const group = sorted.slice(
      Math.floor((g * sorted.length) / count),
      Math.floor(((g + 1) * sorted.length) / count),
    );
    return { x: meanOf(group.map(({ x }) => x)).mean, y: meanOf(group.map(({ y }) => y)).mean };
  });
}

/** The course of the means over x; none of a few points. */
export function trendOf(places: readonly ScatterPlace[]): ScatterPlace[] {
  const levels = new Map<number, number[]>();
  for (const { x, y } of places) levels.set(x, [...(levels.get(x) ?? []), y]);
  // A factor with few levels has a mean at each.
  if (levels.size <= mostBends) {
    return [...levels].map(([x, ys]) => ({ x, y: meanOf(ys).mean })).sort((a, b) => a.x - b.x);
  }
  const count = Math.min(mostBends, Math.floor(places.length / fewestEach));
  return count < 2 ? [] : groups(places, count);
}

/** Means by fifths of x, from the lowest; NaN where there are too few points. */
export function fifths(places: readonly ScatterPlace[]): number[] {
  if (places.length < 5) return new Array(5).fill(Number.NaN);
  return groups(places, 5).map(({ y }) => y);
}

/** Bounds of all that is drawn, with some room. */
export function rangeOf(places: readonly ScatterPlace[]): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const { y } of places) {
    low = Math.min(low, y);
    high = Math.max(high, y);
  }
  const room = (high - low || 1) * 0.05;
  return [low - room, high + room];
}
