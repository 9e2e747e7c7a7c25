/**
 * The Pareto frontier, issue by issue. Utilities are additive, so a package that is on the frontier is made
 * of parts that are: partial packages over the first k issues are pruned of what is dominated before the next
 * issue is merged in. For two parties each step is a sort; for more it is a comparison of points, and a
 * budget says when that would take too long. What does not fit the budget is `undefined`: a cut frontier
 * would be wrong without looking so.
 */
import { limits } from '../../limits.ts';
import { type Game, negligible } from './game.ts';

/** A copy for the innermost loop: some loaders make every use of an import a call. */
const tiny = negligible;

/** One point of the frontier: the utilities of a package, and how many packages have just these. */
export interface FrontierPoint {
  readonly option: Int32Array;
  readonly utility: Float64Array;
  readonly packages: number;
}

/**
 * Points under construction, in columns: their coordinates, the options chosen, and how many they stand for.
 */
interface Points {
  readonly coordinates: Float64Array;
  readonly options: Uint8Array;
  readonly packages: Float64Array;
  readonly count: number;
}

/** Every partial package with every option of one more issue. */
function extend(game: Game, points: Points, issue: number, allowed: number): Points {
  const { partyCount: n, issueCount, stride, value } = game;
  const chosen: number[] = [];
  for (let o = 0; o < game.optionCount[issue]; o++) if ((allowed & (1 << o)) !== 0) chosen.push(o);
  const count = points.count * chosen.length;
  const coordinates = new Float64Array(count * n);
  const options = new Uint8Array(count * issueCount);
  const packages = new Float64Array(count);
  let at = 0;
  for (let p = 0; p < points.count; p++) {
    for (const option of chosen) {
      for (let i = 0; i < n; i++) {
        const more = value[(i * issueCount + issue) * stride + option];
        coordinates[at * n + i] = points.coordinates[p * n + i] + more;
      }
      options.set(points.options.subarray(p * issueCount, (p + 1) * issueCount), at * issueCount);
      options[at * issueCount + issue] = option;
      packages[at] = points.packages[p];
      at++;
    }
  }
  return { coordinates, options, packages, count };
}

/** Orders points by what they give together, most first: nothing is dominated by what comes after it. */
function bySum(points: Points, n: number): Int32Array {
  const sums = new Float64Array(points.count);
  for (let p = 0; p < points.count; p++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += points.coordinates[p * n + i];
    sums[p] = sum;
  }
  const order = Int32Array.from({ length: points.count }, (_, p) => p);
  return order.sort((a, b) => sums[b] - sums[a] || a - b);
}

/** Orders the points of two parties: most for the first, then most for the second. */
function byFirst(points: Points): Int32Array {
  const { coordinates } = points;
  const order = Int32Array.from({ length: points.count }, (_, p) => p);
  return order.sort(
    (a, b) =>
      coordinates[b * 2] - coordinates[a * 2] || coordinates[b * 2 + 1] - coordinates[a * 2 + 1] || a - b,
  );
}

/** −1 when the first point is no better anywhere, 0 when they are equal, 1 when it is worse nowhere. */
function dominates(coordinates: Float64Array, n: number, first: number, second: number): number {
  let isBetter = false;
  for (let i = 0; i < n; i++) {
    const difference = coordinates[first * n + i] - coordinates[second * n + i];
    if (difference < -tiny) return -1;
    if (difference > tiny) isBetter = true;
  }
  return isBetter ? 1 : 0;
}

/** The points that are kept; `undefined` when the budget of comparisons is spent. */
function prune(points: Points, n: number, budget: { left: number }): Points | undefined {
  const { coordinates } = points;
  const order = n === 2 ? byFirst(points) : bySum(points, n);
  const kept: number[] = [];
  const packages: number[] = [];
  // Of two parties in this order, only the last point kept can dominate or equal the next.
  const look = n === 2 ? 1 : Number.POSITIVE_INFINITY;
  for (const point of order) {
    let verdict = -1;
    let equal = -1;
    const from = Math.max(0, kept.length - look);
    for (let q = from; q < kept.length && verdict !== 1; q++) {
      verdict = dominates(coordinates, n, kept[q], point);
      if (verdict === 0) {
        equal = q;
        break;
      }
    }
    budget.left -= kept.length - from;
    if (budget.left < 0) return undefined;
    if (verdict === 1) continue;
    if (equal >= 0) {
      packages[equal] += points.packages[point];
      continue;
    }
    kept.push(point);
    packages.push(points.packages[point]);
  }
  const width = points.options.length / Math.max(1, points.count);
  const next = new Float64Array(kept.length * n);
  const options = new Uint8Array(kept.length * width);
  kept.forEach((point, at) => {
    next.set(coordinates.subarray(point * n, (point + 1) * n), at * n);
    options.set(points.options.subarray(point * width, (point + 1) * width), at * width);
  });
  return { coordinates: next, options, packages: Float64Array.from(packages), count: kept.length };
}

/**
 * The Pareto frontier over the packages that `allowed` leaves, exactly; `undefined` when it is larger than
 * can be worked out (`limits.frontierPoints`, `limits.frontierComparisons`).
 *
 * @param allowed bits of the options of each issue
 */
export function paretoFrontier(game: Game, allowed: Int32Array): FrontierPoint[] | undefined {
  const { partyCount: n, issueCount } = game;
  const budget = { left: limits.frontierComparisons };
  let points: Points = {
    coordinates: Float64Array.from(game.constant),
    options: new Uint8Array(issueCount),
    packages: Float64Array.of(1),
    count: 1,
  };
  for (let k = 0; k < issueCount; k++) {
    if (points.count * game.optionCount[k] > limits.frontierPoints * 8) return undefined;
    const next = prune(extend(game, points, k, allowed[k]), n, budget);
    if (next === undefined || next.count > limits.frontierPoints) return undefined;
    points = next;
  }
  const frontier: FrontierPoint[] = [];
  for (let p = 0; p < points.count; p++) {
    frontier.push({
      option: Int32Array.from(points.options.subarray(p * issueCount, (p + 1) * issueCount)),
      utility: points.coordinates.slice(p * n, (p + 1) * n),
      packages: points.packages[p],
    });
  }
  return frontier;
}
