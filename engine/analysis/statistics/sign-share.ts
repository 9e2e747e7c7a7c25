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

/** How a parameter tells points of one kind from those of another; see `Contrast`. */
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
  /** On which side of the threshold the sign holds more often, or flips less often where it holds nowhere. */
  readonly holds: 'above' | 'below';
  /** Where the difference is largest: midway between two values that occur. */
  readonly threshold: number;
  /**
   * Probability that a point of the first side has a larger value than one of the second, ties counting
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
  /** Whole interval on the other side, or at 0; for `unchanged`, beyond the margin. */
  readonly flips: Estimate;
  /** Of these: no difference at all, where one was expected. */
  readonly same: Estimate;
  /**
   * The estimate has the expected sign, or lies within the margin, whatever its interval: with few pairs a
   * point most points are undecided, and this share tells want of pairs from want of an effect.
   */
  readonly estimated: Estimate;
  /** Of each point in the order given; undefined for those left out. */
  readonly verdicts: readonly (SignVerdict | undefined)[];
  /** Which points were told from which. */
  readonly contrast: Contrast;
  /** Points on the two sides of the contrast. */
  readonly sides: readonly [first: number, second: number];
  /** Best separation first; empty when one of the two kinds of points is missing. */
  readonly flippers: readonly Flipper[];
}

/** A parameter with its value at each point; NaN where it has none. */
export interface SharedParameter {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** What is expected of an effect. */
export interface ExpectedSign {
  readonly expect: 'higher' | 'lower' | 'unchanged';
  /** For `unchanged`: the largest difference that still counts as none. */
  readonly within?: number;
}

/** What a share of the parameter space is asked for. */
export interface SignShareOptions {
  readonly level?: number;
  /**
   * Which points are told from which. By default the first contrast, in the order of `contrasts`, that has
   * enough points on both sides to tell a parameter that separates them by three quarters (one that turns a
   * sign round does; points that are undecided dilute it). If none has, the first that could tell one that
   * parts them without an error, and if there is none, the first with two sides.
   */
  readonly contrast?: Contrast;
}

/** The two kinds of points that a contrast tells apart. */
interface Sides {
  readonly first: readonly SignVerdict[];
  readonly second: readonly SignVerdict[];
}

/**
 * Which points are told from which, sharpest first: where the sign holds from where it flips, from all where
 * it does not hold, or, where it hardly holds anywhere, where it flips from all others.
 */
const contrasts = {
  flips: { first: ['holds'], second: ['flips'] },
  'not-holds': { first: ['holds'], second: ['undecided', 'flips'] },
  'not-flips': { first: ['holds', 'undecided'], second: ['flips'] },
} as const satisfies Readonly<Record<string, Sides>>;

/** Which points are told from which. */
export type Contrast = keyof typeof contrasts;

/** Parameters that turn a sign round by more than chance does, however many were tried. */
export function tellingFlippers({ flippers }: Pick<SignShare, 'flippers'>, level = 0.05): Flipper[] {
  return flippers.filter(({ adjusted }) => adjusted <= level);
}

/**
 * Whether there are enough points on both sides for a parameter to be told at all: one that parts them
 * without an error would be, after the correction for all that are tried.
 */
export function canTell({ sides, flippers }: Pick<SignShare, 'sides' | 'flippers'>, level = 0.05): boolean {
  return couldTell(1, sides, flippers.length, level);
}

/** Whether a parameter without ties that separates two sides so far would be told among so many. */
function couldTell(
  separation: number,
  sides: readonly [number, number],
  parameters: number,
  level = 0.05,
): boolean {
  return sides[0] > 0 && sides[1] > 0 && smirnovAbove(separation, ...sides) * parameters <= level;
}

/** The sharpest contrast with enough points on both sides; see `SignShareOptions`. */
function contrastOf(count: (wanted: readonly SignVerdict[]) => number, parameters: number): Contrast {
  const found = (Object.keys(contrasts) as Contrast[]).map((contrast) => {
    const { first, second } = contrasts[contrast];
    return { contrast, sides: [count(first), count(second)] as const };
  });
  const able = (separation: number) => found.find(({ sides }) => couldTell(separation, sides, parameters));
  const any = found.find(({ sides: [first, second] }) => first > 0 && second > 0);
  return (able(0.75) ?? able(1) ?? any)?.contrast ?? 'flips';
}

/** What a verdict on a hypothesis says of the sign. */
const signs: Readonly<Record<Verdict, SignVerdict>> = {
  supported: 'holds',
  undecided: 'undecided',
  contradicted: 'flips',
};

/** The verdict on one effect with its interval, by the rule for hypotheses; none without an effect. */
export function signVerdict(
  effect: PointEffect,
  { expect, within = 0 }: ExpectedSign,
): SignVerdict | undefined {
  return Number.isNaN(effect.estimate) ? undefined : signs[verdictOn(expect, within, effect)];
}

/** Whether an estimate is as expected, whatever its interval. */
function isAsExpected({ estimate }: PointEffect, { expect, within = 0 }: ExpectedSign): boolean {
  if (expect === 'unchanged') return Math.abs(estimate) <= within;
  return expect === 'higher' ? estimate > 0 : estimate < 0;
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
  expected: ExpectedSign,
  parameters: readonly SharedParameter[],
  options: SignShareOptions = {},
): SignShare {
  const { level = defaultLevel } = options;
  for (const { name, values } of parameters) {
    assert(values.length === effects.length, `parameter ${name} has a value at each point`);
  }
  const verdicts = effects.map((effect) => signVerdict(effect, expected));
  const count = (wanted: readonly SignVerdict[]): number =>
    verdicts.filter((verdict) => verdict !== undefined && wanted.includes(verdict)).length;
  const [holds, undecided, flips] = [count(['holds']), count(['undecided']), count(['flips'])];
  const same = effects.filter(
    ({ lower, upper }, i) => verdicts[i] === 'flips' && lower === 0 && upper === 0,
  ).length;
  const n = holds + undecided + flips;
  const estimated = effects.filter((effect) => isAsExpected(effect, expected)).length;
  const contrast = options.contrast ?? contrastOf(count, parameters.length);
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
    same: proportion(same, n, level),
    estimated: proportion(estimated, n, level),
    verdicts,
    contrast,
    sides: [count(contrasts[contrast].first), count(contrasts[contrast].second)],
    flippers,
  };
}

/** What one parameter tells, or nothing when one of the two kinds of points is missing. */
function flipperOf(
  { name, values }: SharedParameter,
  verdicts: readonly (SignVerdict | undefined)[],
  contrast: Contrast,
  level: number,
): Omit<Flipper, 'adjusted'>[] {
  const valuesWhere = (wanted: readonly SignVerdict[]): Float64Array =>
    rising(
      verdicts.map((verdict, i) =>
        verdict !== undefined && wanted.includes(verdict) ? values[i] : Number.NaN,
      ),
    );
  const first = valuesWhere(contrasts[contrast].first);
  const second = valuesWhere(contrasts[contrast].second);
  if (first.length === 0 || second.length === 0) return [];
  const { separation, threshold, holds } = bestThreshold(first, second);
  const all = valuesWhere(['holds', 'undecided', 'flips']);
  const holding = valuesWhere(['holds']);
  const flipping = valuesWhere(['flips']);
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
  const p = smirnovAbove(separation, first.length, second.length, rising([...first, ...second]));
  const trend = shareLarger(first, second);
  const found = { parameter: name, separation, p, holds, threshold, trend };
  return [{ ...found, shareBelow, shareAbove, flipsBelow, flipsAbove }];
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
