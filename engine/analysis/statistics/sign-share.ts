/**
 * In how much of the plausible parameter space a hypothesis holds, and which parameters turn it round. An
 * effect at one setting of the parameters says little when its sign depends on values that nobody knows.
 */
import { assert } from '../../codes.ts';
import { smirnovAbove } from './distributions.ts';
import { countBelow, countUpTo, defaultLevel, type Estimate, rising } from './estimate.ts';
import { holm } from './multiple-testing.ts';
import { type Verdict, verdictOn } from './paired.ts';
import { proportion } from './proportion.ts';

/** What the effect at one point says of the expected sign. */
export type SignVerdict = 'holds' | 'undecided' | 'flips';

/** The effect at one point: an estimate with its interval, from `n` pairs. */
export type PointEffect = Pick<Estimate, 'estimate' | 'lower' | 'upper' | 'n'>;

/** How a parameter tells points where the sign holds from the others. */
export interface Flipper {
  readonly parameter: string;
  /**
   * Largest difference of the cumulative shares of the two kinds of points, in [0, 1]: 1 when one threshold
   * parts them without error, 0 when the parameter tells nothing (statistic of Kolmogorov and Smirnov).
   */
  readonly separation: number;
  /** Probability of a separation as large by chance, not corrected for the number of parameters. */
  readonly p: number;
  /** The same after Holm’s correction: of a hundred parameters that do nothing, some look as if they did. */
  readonly adjusted: number;
  /** On which side of the threshold the sign holds more often. */
  readonly holds: 'above' | 'below';
  /** Where the difference is largest: midway between two values that occur. */
  readonly threshold: number;
  /**
   * Probability that a point where the sign holds has a larger value than one of the others, ties counting
   * half: .5 without a trend, 1 and 0 for a clean one.
   */
  readonly trend: number;
  /** Shares of all points up to the threshold, and above it, where the sign holds. */
  readonly shareBelow: Estimate;
  readonly shareAbove: Estimate;
  /** Shares of all points up to the threshold, and above it, where the sign flips. */
  readonly flipsBelow: Estimate;
  readonly flipsAbove: Estimate;
}

/** In how much of the parameter space the expected sign holds. */
export interface SignShare {
  /** Points that count; those whose effect has no value are in `leftOut`. */
  readonly n: number;
  readonly leftOut: number;
  /** Whole interval on the expected side of 0. */
  readonly holds: Estimate;
  /** The interval contains 0, or too few pairs are all alike. */
  readonly undecided: Estimate;
  /** Whole interval on the other side, or at 0. */
  readonly flips: Estimate;
  /**
   * The estimate has the expected sign, whatever its interval: with few pairs a point most points are
   * undecided, and this share tells want of pairs from want of an effect.
   */
  readonly estimated: Estimate;
  /** Of each point in the order given; undefined for those left out. */
  readonly verdicts: readonly (SignVerdict | undefined)[];
  /** What the points where the sign holds were compared with. */
  readonly contrast: 'flips' | 'not-holds';
  /** Points on the two sides: where the sign holds, and those they were compared with. */
  readonly sides: readonly [holding: number, others: number];
  /** Best separation first; empty when one of the two kinds of points is missing. */
  readonly flippers: readonly Flipper[];
}

/** A parameter with its value at each point; NaN where it has none. */
export interface SharedParameter {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** What a share of the parameter space is asked for. */
export interface SignShareOptions {
  readonly level?: number;
  /**
   * Points that those where the sign holds are told from: those where it flips, or all others. By default
   * where it flips, if it does anywhere, else all others.
   */
  readonly contrast?: 'flips' | 'not-holds';
}

/** Parameters that turn a sign round by more than chance does, however many were tried. */
export function tellingFlippers({ flippers }: Pick<SignShare, 'flippers'>, level = 0.05): Flipper[] {
  return flippers.filter(({ adjusted }) => adjusted <= level);
}

/**
 * Whether there are enough points on both sides for a parameter to be told at all: one that parts them
 * without an error would be, after the correction for all that are tried.
 */
export function canTell({ sides, flippers }: Pick<SignShare, 'sides' | 'flippers'>, level = 0.05): boolean {
  return smirnovAbove(1, ...sides) * flippers.length <= level;
}

/** What a verdict on a hypothesis says of the sign. */
const signs: Readonly<Record<Verdict, SignVerdict>> = {
  supported: 'holds',
  undecided: 'undecided',
  contradicted: 'flips',
};

/**
 * Of the width of an interval, what an estimate is off by rounding: differences that cancel have a mean of
 * some 10⁻¹⁷, which is neither above 0 nor below.
 */
const roundingShare = 1e-12;

function roundingOf({ lower, upper }: PointEffect): number {
  const width = upper - lower;
  return Number.isFinite(width) ? roundingShare * width : 0;
}

/** The verdict on one effect with its interval, by the rule for hypotheses; none without an effect. */
export function signVerdict(effect: PointEffect, expected: 'higher' | 'lower'): SignVerdict | undefined {
  return Number.isNaN(effect.estimate) ? undefined : signs[verdictOn(expected, 0, effect)];
}

/**
 * Share of the points of a design at which an effect has the expected sign, and the parameters that part
 * them.
 *
 * The method is Monte Carlo filtering, or regional sensitivity analysis: G. M. Hornberger & R. C. Spear,
 * Journal of Environmental Management 12, 1981, 7–18; A. Saltelli et al., Global Sensitivity Analysis: The
 * Primer, 2008, chapter 5. Points are sorted by whether they behave as expected, and each parameter is judged
 * by how far the distributions of its values among the two kinds lie apart. It sees one parameter at a time:
 * a sign that depends on two parameters together, without a trend in either, shows in no flipper.
 *
 * @param effects effect with its interval at each point, such as `pairedDifference` gives
 * @param parameters values of each parameter at the same points
 */
export function signShare(
  effects: readonly PointEffect[],
  expected: 'higher' | 'lower',
  parameters: readonly SharedParameter[],
  options: SignShareOptions = {},
): SignShare {
  const { level = defaultLevel } = options;
  for (const { name, values } of parameters) {
    assert(values.length === effects.length, `parameter ${name} has a value at each point`);
  }
  const verdicts = effects.map((effect) => signVerdict(effect, expected));
  const count = (wanted: SignVerdict): number => verdicts.filter((verdict) => verdict === wanted).length;
  const [holds, undecided, flips] = [count('holds'), count('undecided'), count('flips')];
  const n = holds + undecided + flips;
  const side = expected === 'higher' ? 1 : -1;
  const estimated = effects.filter((effect) => effect.estimate * side > roundingOf(effect)).length;
  const contrast = options.contrast ?? (flips > 0 ? 'flips' : 'not-holds');
  const tried = parameters.flatMap((parameter) => flipperOf(parameter, verdicts, contrast, level));
  const adjusted = holm(tried.map(({ p }) => p));
  const flippers = tried
    .map((found, at) => ({ found: { ...found, adjusted: adjusted[at] }, at }))
    .sort((a, b) => b.found.separation - a.found.separation || a.at - b.at)
    .map(({ found }) => found);
  return {
    n,
    leftOut: effects.length - n,
    holds: proportion(holds, n, level),
    undecided: proportion(undecided, n, level),
    flips: proportion(flips, n, level),
    estimated: proportion(estimated, n, level),
    verdicts,
    contrast,
    sides: [holds, contrast === 'flips' ? flips : n - holds],
    flippers,
  };
}

/** What one parameter tells, or nothing when one of the two kinds of points is missing. */
function flipperOf(
  { name, values }: SharedParameter,
  verdicts: readonly (SignVerdict | undefined)[],
  contrast: 'flips' | 'not-holds',
  level: number,
): Omit<Flipper, 'adjusted'>[] {
  const valuesWhere = (wanted: (verdict: SignVerdict) => boolean): Float64Array =>
    rising(verdicts.map((verdict, i) => (verdict !== undefined && wanted(verdict) ? values[i] : Number.NaN)));
  const holding = valuesWhere((verdict) => verdict === 'holds');
  const others = valuesWhere(
    (verdict) => verdict === 'flips' || (contrast === 'not-holds' && verdict !== 'holds'),
  );
  if (holding.length === 0 || others.length === 0) return [];
  const { separation, threshold, holds } = bestThreshold(holding, others);
  const all = valuesWhere(() => true);
  const flipping = valuesWhere((verdict) => verdict === 'flips');
  const sides = (part: Float64Array): [Estimate, Estimate] => {
    const below = countUpTo(part, threshold);
    const allBelow = countUpTo(all, threshold);
    return [
      proportion(below, allBelow, level),
      proportion(part.length - below, all.length - allBelow, level),
    ];
  };
  const [shareBelow, shareAbove] = sides(holding);
  const [flipsBelow, flipsAbove] = sides(flipping);
  const p = smirnovAbove(separation, holding.length, others.length);
  const trend = shareLarger(holding, others);
  const found = { parameter: name, separation, p, holds, threshold, trend };
  return [{ ...found, shareBelow, shareAbove, flipsBelow, flipsAbove }];
}

/** The threshold at which the cumulative shares of two lists of rising values lie furthest apart. */
function bestThreshold(holding: Float64Array, others: Float64Array) {
  const values = rising([...holding, ...others]);
  let separation = 0;
  let holds: 'above' | 'below' = 'above';
  let threshold = values[0];
  for (let i = 0; i + 1 < values.length; i++) {
    if (values[i] === values[i + 1]) continue;
    const apart =
      countUpTo(holding, values[i]) / holding.length - countUpTo(others, values[i]) / others.length;
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
