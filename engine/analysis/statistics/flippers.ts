/**
 * Which parameters part two kinds of points of a design: Monte Carlo filtering, or regional sensitivity
 * analysis (G. M. Hornberger & R. C. Spear, Journal of Environmental Management 12, 1981, 7–18; A. Saltelli
 * et al., Global Sensitivity Analysis: The Primer, 2008, chapter 5). Each parameter is judged by how far the
 * distributions of its values among the two kinds lie apart. It sees one parameter at a time: what depends on
 * two together, without a trend in either, shows in none.
 */
import { smirnovAbove } from './distributions.ts';
import { countBelow, countUpTo, type Estimate, rising } from './estimate.ts';
import { holm } from './multiple-testing.ts';
import { proportion } from './proportion.ts';

/** How a parameter tells points of one kind from those of another; see `Contrast`. */
export interface Flipper {
  readonly parameter: string;
  /**
   * Largest difference of the cumulative shares of the two kinds of points, in [0, 1]: 1 when one threshold
   * parts them without error, 0 when the parameter tells nothing (statistic of Kolmogorov and Smirnov).
   */
  readonly separation: number;
  /** Probability of a separation as large by chance, not corrected for how much was tried. */
  readonly p: number;
  /**
   * The same after Holm’s correction for all parameters and contrasts that were tried: of a hundred
   * parameters that do nothing, some look as if they did.
   */
  readonly adjusted: number;
  /** On which side of the threshold the points of the first kind are the more frequent. */
  readonly holds: 'above' | 'below';
  /** Where the difference is largest: midway between two values that occur. */
  readonly threshold: number;
  /**
   * Probability that a point of the first kind has a larger value than one of the second, ties counting
   * half: .5 without a trend, 1 and 0 for a clean one.
   */
  readonly trend: number;
  /** Shares of all points up to the threshold, and above it, that are of the first kind. */
  readonly shareBelow: Estimate;
  readonly shareAbove: Estimate;
}

/** A parameter with its value at each point; NaN where it has none. */
export interface SharedParameter {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** What the effect at one point says of what was expected. */
export type SignVerdict = 'holds' | 'undecided' | 'flips';

/** What a point says of a hypothesis. */
export interface PointFinding {
  readonly verdict: SignVerdict;
  /** Whether the estimate is as expected, whatever its interval. */
  readonly isAsExpected: boolean;
}

/** Whether a point is of the first kind or of the second; undefined when of neither. */
type KindOf = (point: PointFinding) => boolean | undefined;

/**
 * Which points are told from which, sharpest first: where a hypothesis holds from where it is contradicted;
 * where it holds from all others; where it is not contradicted from where it is; and, whatever the intervals,
 * where the estimate is as expected from where it is not.
 */
const contrasts = {
  flips: ({ verdict }) => (verdict === 'undecided' ? undefined : verdict === 'holds'),
  'not-holds': ({ verdict }) => verdict === 'holds',
  'not-flips': ({ verdict }) => verdict !== 'flips',
  estimate: ({ isAsExpected }) => isAsExpected,
} as const satisfies Readonly<Record<string, KindOf>>;

/** Which points are told from which. */
export type Contrast = keyof typeof contrasts;

/** What parameters tell of the points of a design. */
export interface Parting {
  /** Which points were told from which: the sharpest contrast in which a parameter tells. */
  readonly contrast: Contrast;
  /** Points of the two kinds. */
  readonly sides: readonly [first: number, second: number];
  /** Best separation first; empty when one of the two kinds of points is missing. */
  readonly flippers: readonly Flipper[];
  /** Parameters times contrasts that were tried: what the correction is for. */
  readonly tried: number;
  /**
   * Whether there are enough points of two kinds for a parameter to be told at all: one that parts them
   * without an error would be, after the correction.
   */
  readonly canTell: boolean;
}

/** The level at which a parameter is told. */
export const tellingLevel = 0.05;

/** Parameters that part the points by more than chance does, however many were tried. */
export function tellingFlippers({ flippers }: Pick<Parting, 'flippers'>): Flipper[] {
  return flippers.filter(({ adjusted }) => adjusted <= tellingLevel);
}

/**
 * What parts the points of a design. All contrasts are tried and corrected for together. Shown is the
 * sharpest in which a parameter tells; where none does, the sharpest that has enough points on both sides
 * for a parameter that separates them by three quarters, else for one that parts them without an error, else
 * any on both sides.
 *
 * @param points what each point says; undefined for those that do not count
 * @param level level of the intervals of shares
 * @param only the one contrast to try, instead of all
 */
export function partPoints(
  points: readonly (PointFinding | undefined)[],
  parameters: readonly SharedParameter[],
  level: number,
  only?: Contrast,
): Parting {
  const wanted = only === undefined ? (Object.keys(contrasts) as Contrast[]) : [only];
  const all = wanted.map((contrast) => {
    const kinds = points.map((point) => (point === undefined ? undefined : contrasts[contrast](point)));
    const count = (kind: boolean) => kinds.filter((other) => other === kind).length;
    const found = parameters.flatMap((parameter) => flipperOf(parameter, points, kinds, level));
    return { contrast, sides: [count(true), count(false)] as const, found };
  });
  const adjusted = holm(all.flatMap(({ found }) => found.map(({ p }) => p)));
  const tried = adjusted.length;
  let at = 0;
  const corrected = all.map(({ found, ...rest }) => ({
    ...rest,
    flippers: found
      .map((flipper, index): Flipper & { index: number } => ({ ...flipper, adjusted: adjusted[at++], index }))
      .sort((a, b) => b.separation - a.separation || a.index - b.index)
      .map(({ index: _, ...flipper }) => flipper),
  }));
  const couldTell = (separation: number) =>
    corrected.find(
      ({ sides }) =>
        sides[0] > 0 && sides[1] > 0 && smirnovAbove(separation, ...sides) * tried <= tellingLevel,
    );
  const chosen =
    corrected.find((parting) => tellingFlippers(parting).length > 0) ??
    couldTell(0.75) ??
    couldTell(1) ??
    corrected.find(({ flippers }) => flippers.length > 0) ??
    corrected[0];
  return { ...chosen, tried, canTell: couldTell(1) !== undefined };
}

/** What one parameter tells, or nothing when one of the two kinds of points is missing. */
function flipperOf(
  { name, values }: SharedParameter,
  points: readonly (PointFinding | undefined)[],
  kinds: readonly (boolean | undefined)[],
  level: number,
): Omit<Flipper, 'adjusted'>[] {
  const valuesWhere = (isWanted: (index: number) => boolean): Float64Array =>
    rising(points.map((_, i) => (isWanted(i) ? values[i] : Number.NaN)));
  const first = valuesWhere((i) => kinds[i] === true);
  const second = valuesWhere((i) => kinds[i] === false);
  if (first.length === 0 || second.length === 0) return [];
  const { separation, threshold, holds } = bestThreshold(first, second);
  const all = valuesWhere((i) => points[i] !== undefined);
  const [below, allBelow] = [countUpTo(first, threshold), countUpTo(all, threshold)];
  return [
    {
      parameter: name,
      separation,
      p: smirnovAbove(separation, first.length, second.length, rising([...first, ...second])),
      holds,
      threshold,
      trend: shareLarger(first, second),
      shareBelow: proportion(below, allBelow, level),
      shareAbove: proportion(first.length - below, all.length - allBelow, level),
    },
  ];
}

/**
 * The threshold at which the cumulative shares of two lists of rising values lie furthest apart; `holds` says
 * on which side of it the first are the more frequent.
 */
function bestThreshold(first: Float64Array, second: Float64Array) {
  const values = rising([...first, ...second]);
  let separation = 0;
  let holds: 'above' | 'below' = 'above';
  let threshold = values[0];
  for (let i = 0; i + 1 < values.length; i++) {
    if (values[i] === values[i + 1]) continue;
    const apart = countUpTo(first, values[i]) / first.length - countUpTo(second, values[i]) / second.length;
    if (Math.abs(apart) <= separation) continue;
    separation = Math.abs(apart);
    holds = apart > 0 ? 'below' : 'above';
    threshold = (values[i] + values[i + 1]) / 2;
  }
  return { separation, holds, threshold };
}

/** Probability that a value of `first` is larger than one of `second`, ties counting half. */
function shareLarger(first: Float64Array, second: Float64Array): number {
  let total = 0;
  for (const value of first) {
    total += (countBelow(second, value) + countUpTo(second, value)) / 2;
  }
  return total / (first.length * second.length);
}
