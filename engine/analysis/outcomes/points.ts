/**
 * The solution points of bargaining theory for packages. All look among the packages inside everybody’s red
 * lines and count gains from the limits:
 *
 * - utilitarian: the largest sum of utilities;
 * - Nash (1950): the largest product of gains, where everybody gains;
 * - egalitarian (Kalai 1977): the largest smallest gain;
 * - Kalai–Smorodinsky (1975) for packages: the largest smallest share g/G of a party’s largest possible gain
 *   G, which is that of its own best package.
 *
 * Other programs call other things by these names: the package with the smallest spread of g/G, or the one
 * with the smallest difference of utilities, is often printed as “Kalai–Smorodinsky”, and the largest sum as
 * “Kalai”.
 */
import { exp, rounding } from '../../math.ts';
import { jointGains, nashMean, smallest } from './fairness.ts';
import type { FrontierPoint } from './frontier.ts';
import { bestAlone, type Game, negligible, utilities } from './game.ts';
import { type Best, balancingWeights, nashProduct, searchBest, smallestGain } from './search.ts';

/** The solution points, in the order in which they are told. */
export const solutions = ['utilitarian', 'nash', 'egalitarian', 'kalai-smorodinsky'] as const;
/** Name of a solution point. */
export type Solution = (typeof solutions)[number];

/** A solution point. */
export interface SolutionPoint {
  readonly solution: Solution;
  /** Undefined when no package qualifies. */
  readonly option: Int32Array | undefined;
  readonly utility: Float64Array | undefined;
  /**
   * What it makes largest: the sum of utilities, the geometric mean of gains, the smallest gain, the smallest
   * share of a largest possible gain. NaN without a package.
   */
  readonly value: number;
  /** No package has more; equal to `value` when exact. */
  readonly bound: number;
  readonly exact: boolean;
}

/** Gains over the limits. */
export function gainsOf(game: Game, utility: Float64Array): Float64Array {
  return utility.map((u, n) => u - game.limit[n]);
}

/** Gain of each party’s own best package among the options given. */
export function idealGains(game: Game, allowed: Int32Array): Float64Array {
  return game.limit.map((limit, n) => bestAlone(game, n, allowed) - limit);
}

/**
 * Scales that turn gains into shares of the largest possible ones; a party that cannot gain counts as it is.
 */
function shareScale(ideal: Float64Array): Float64Array {
  return ideal.map((most) => (most > negligible ? 1 / most : 1));
}

function pointOf(game: Game, solution: Solution, best: Best, value: number, bound: number): SolutionPoint {
  const { option, exact } = best;
  const utility = option === undefined ? undefined : utilities(game, option);
  return { solution, option, utility, value: option === undefined ? Number.NaN : value, bound, exact };
}

const valueBy: Readonly<
  Record<Solution, (game: Game, utility: Float64Array, scale: Float64Array) => number>
> = {
  utilitarian: (_game, utility) => jointGains(utility),
  nash: (game, utility) => {
    const gain = gainsOf(game, utility);
    return smallest(gain) > 0 ? nashMean(gain) : -Infinity;
  },
  egalitarian: (game, utility) => smallest(gainsOf(game, utility)),
  'kalai-smorodinsky': (game, utility, scale) =>
    smallest(gainsOf(game, utility).map((gain, n) => gain * scale[n])),
};

/** Points read off a frontier: exact, for each of them grows with every party’s utility. */
export function pointsOfFrontier(
  game: Game,
  frontier: readonly FrontierPoint[],
  allowed: Int32Array,
): SolutionPoint[] {
  const scale = shareScale(idealGains(game, allowed));
  return solutions.map((solution) => {
    let best = -Infinity;
    let found: FrontierPoint | undefined;
    for (const point of frontier) {
      const value = valueBy[solution](game, point.utility, scale);
      // Of points that differ by rounding alone the first stands.
      if (!(value > best) || value - best < rounding) continue;
      best = value;
      found = point;
    }
    const result = { option: found?.option, value: best, bound: best, exact: true };
    return pointOf(game, solution, result, best, best);
  });
}

function utilitarian(game: Game, allowed: Int32Array): SolutionPoint {
  const { partyCount, issueCount, optionCount, stride, value } = game;
  const option = new Int32Array(issueCount);
  let isPossible = true;
  for (let k = 0; k < issueCount; k++) {
    let most = -Infinity;
    for (let o = 0; o < optionCount[k]; o++) {
      if ((allowed[k] & (1 << o)) === 0) continue;
      let sum = 0;
      for (let n = 0; n < partyCount; n++) sum += value[(n * issueCount + k) * stride + o];
      if (sum <= most) continue;
      most = sum;
      option[k] = o;
    }
    if (most === -Infinity) isPossible = false;
  }
  const sum = isPossible ? jointGains(utilities(game, option)) : -Infinity;
  const best = { option: isPossible ? option : undefined, value: sum, bound: sum, exact: true };
  return pointOf(game, 'utilitarian', best, sum, sum);
}

/** Largest smallest scaled gain over `base`. */
export function largestSmallest(
  game: Game,
  allowed: Int32Array,
  base: Float64Array,
  scale: Float64Array,
  start?: Int32Array,
): Best {
  const weights = balancingWeights(game, allowed, base, scale);
  return searchBest(game, allowed, smallestGain(scale, weights), base, start);
}

function nash(game: Game, allowed: Int32Array, from: SolutionPoint): SolutionPoint {
  const none: Best = { option: undefined, value: -Infinity, bound: 0, exact: from.exact };
  if (from.option === undefined || from.utility === undefined || !(from.value > 0)) {
    // Nobody can gain everywhere, or none was found where the smallest gain might be above 0.
    return pointOf(game, 'nash', none, Number.NaN, from.exact ? 0 : Number.POSITIVE_INFINITY);
  }
  let near = gainsOf(game, from.utility);
  let start = from.option;
  let best: Best = none;
  // The linear bound is tight near the gains it is made at: make it again at what the first search found.
  for (let turn = 0; turn < 3; turn++) {
    best = searchBest(game, allowed, nashProduct(near), game.limit, start);
    if (best.exact || best.option === undefined) break;
    start = best.option;
    near = gainsOf(game, utilities(game, start));
  }
  const mean = (logarithms: number): number => exp(logarithms / game.partyCount);
  return pointOf(game, 'nash', best, mean(best.value), mean(best.bound));
}

/** Points found by search, each exact or with a bound. */
export function pointsBySearch(game: Game, allowed: Int32Array): SolutionPoint[] {
  const sum = utilitarian(game, allowed);
  if (sum.option === undefined) return solutions.map((solution) => ({ ...sum, solution }));
  const ones = new Float64Array(game.partyCount).fill(1);
  const even = largestSmallest(game, allowed, game.limit, ones, sum.option);
  const egalitarian = pointOf(game, 'egalitarian', even, even.value, even.bound);
  const scale = shareScale(idealGains(game, allowed));
  const fair = largestSmallest(game, allowed, game.limit, scale, even.option);
  return [
    sum,
    nash(game, allowed, egalitarian),
    egalitarian,
    pointOf(game, 'kalai-smorodinsky', fair, fair.value, fair.bound),
  ];
}
