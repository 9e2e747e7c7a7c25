/**
 * The outcome space of a negotiation and the place of one package in it: frontier, solution points, zone of
 * possible agreement, distances, fairness. Everything says whether it is exact.
 */
import { acceptorHistogram, type Count, countZopa } from './count.ts';
import {
  envyCount,
  gini,
  jain,
  jointGains,
  kalaiSmorodinskyDistance,
  nashMean,
  smallest,
} from './fairness.ts';
import { type FrontierPoint, paretoFrontier } from './frontier.ts';
import { commonOptions, everyOption, type Game, negligible, packageCount, takes, utilities } from './game.ts';
import {
  gainsOf,
  idealGains,
  largestSmallest,
  pointsBySearch,
  pointsOfFrontier,
  type SolutionPoint,
} from './points.ts';

/** The outcome space of a game. */
export interface OutcomeSpace {
  readonly game: Game;
  /** All packages. */
  readonly packages: number;
  /** Those inside everybody’s red lines; frontier and points are among them. */
  readonly insideRedLines: number;
  /** Bits of the options of each issue inside everybody’s red lines. */
  readonly allowed: Int32Array;
  /** The Pareto frontier; undefined when it is too large to work out. */
  readonly frontier: readonly FrontierPoint[] | undefined;
  /** Packages on the frontier, several of which may give the same utilities; undefined with it. */
  readonly efficient: number | undefined;
  readonly zopa: Count;
  /** Packages by how many parties take them; undefined when they are too many to go through. */
  readonly acceptors: readonly number[] | undefined;
  readonly points: readonly SolutionPoint[];
}

function productOf(game: Game, allowed: Int32Array): number {
  let product = 1;
  for (let k = 0; k < game.issueCount; k++) {
    let options = 0;
    for (let o = 0; o < game.optionCount[k]; o++) if ((allowed[k] & (1 << o)) !== 0) options++;
    product *= options;
  }
  return product;
}

/** Works out the outcome space. */
export function outcomeSpace(game: Game): OutcomeSpace {
  const allowed = commonOptions(game);
  const insideRedLines = productOf(game, allowed);
  const frontier = insideRedLines === 0 ? [] : paretoFrontier(game, allowed);
  let efficient: number | undefined;
  if (frontier !== undefined) {
    efficient = 0;
    for (const point of frontier) efficient += point.packages;
  }
  return {
    game,
    packages: packageCount(game),
    insideRedLines,
    allowed,
    frontier,
    efficient,
    zopa: countZopa(game, allowed),
    acceptors: acceptorHistogram(game),
    points:
      frontier === undefined ? pointsBySearch(game, allowed) : pointsOfFrontier(game, frontier, allowed),
  };
}

/** The place of a package in the outcome space. */
export interface Placement {
  readonly option: Int32Array;
  readonly utility: Float64Array;
  /** Utilities over the limits. */
  readonly gain: Float64Array;
  /** 1 for each party that would take it rather than nothing. */
  readonly takes: Uint8Array;
  /**
   * max over packages z of min over parties of u(z) − u, at least 0: how much more everybody could have
   * (Raiffa 1982). 0 says that nothing is better for everybody.
   */
  readonly toFrontier: number;
  /** The package that gives everybody that much more; undefined when there is none. */
  readonly better: Int32Array | undefined;
  /** Nothing gives everybody more than this. */
  readonly toFrontierBound: number;
  /** Distance in utilities (Euclidean) to each solution point, NaN to one that does not exist. */
  readonly toPoints: readonly number[];
  /** Sum of gains as a share of the largest possible sum; NaN where that is not above 0. */
  readonly jointShare: number;
  readonly nashMean: number;
  readonly kalaiSmorodinskyDistance: number;
  readonly gini: number;
  readonly jain: number;
  /** Gain of the party whose limit binds, and which party that is. */
  readonly smallestGain: number;
  readonly binding: number;
  readonly envious: number;
}

/** Places a package in the outcome space; it may lie outside somebody’s red lines. */
export function placePackage(space: OutcomeSpace, option: ArrayLike<number>): Placement {
  const { game, allowed } = space;
  const utility = utilities(game, option);
  const gain = gainsOf(game, utility);
  const alternatives = space.insideRedLines > 0 ? allowed : everyOption(game);
  const ideal = idealGains(game, alternatives);
  const ones = new Float64Array(game.partyCount).fill(1);
  const starting = space.points.find((point) => point.option !== undefined)?.option;
  const best = largestSmallest(game, alternatives, utility, ones, starting);
  const isBetter = best.option !== undefined && best.value > negligible;
  const most = space.points[0]?.utility;
  const mostGain = most === undefined ? 0 : jointGains(gainsOf(game, most));
  const least = smallest(gain);
  return {
    option: Int32Array.from(option),
    utility,
    gain,
    takes: Uint8Array.from(utility, (u, n) => (takes(game, n, option, u) ? 1 : 0)),
    toFrontier: isBetter ? best.value : 0,
    better: isBetter ? best.option : undefined,
    toFrontierBound: Math.max(0, best.bound),
    toPoints: space.points.map((point) => distance(utility, point.utility)),
    jointShare: mostGain > negligible ? jointGains(gain) / mostGain : Number.NaN,
    nashMean: nashMean(gain),
    kalaiSmorodinskyDistance: kalaiSmorodinskyDistance(gain, ideal),
    gini: gini(gain),
    jain: jain(gain),
    smallestGain: least,
    binding: gain.indexOf(least),
    envious: envyCount(gain, ideal),
  };
}

function distance(a: Float64Array, b: Float64Array | undefined): number {
  if (b === undefined) return Number.NaN;
  let sum = 0;
  for (let n = 0; n < a.length; n++) sum += (a[n] - b[n]) * (a[n] - b[n]);
  return Math.sqrt(sum);
}
