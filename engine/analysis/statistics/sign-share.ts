/**
 * In how much of the plausible parameter space a hypothesis holds, and which parameters turn it round. An
 * effect at one setting of the parameters says little when its sign depends on values that nobody knows.
 */
import { assert } from '../../codes.ts';
import { defaultLevel, type Estimate } from './estimate.ts';
import {
  type Contrast,
  type Parting,
  type PointFinding,
  partPoints,
  type SharedParameter,
  type SignVerdict,
} from './flippers.ts';
import { type Verdict, verdictOn } from './paired.ts';
import { proportion } from './proportion.ts';

/** The effect at one point: an estimate with its interval, from `n` pairs. */
export type PointEffect = Pick<Estimate, 'estimate' | 'lower' | 'upper' | 'n'>;

/** In how much of the parameter space a hypothesis holds, and what parts its points. */
export interface SignShare extends Parting {
  /** Points that count; those whose effect has no value are in `leftOut`. */
  readonly n: number;
  readonly leftOut: number;
  /** Whole interval on the expected side of 0; for `unchanged`, within the margin. */
  readonly holds: Estimate;
  /** The interval contains a bound, or too few pairs are all alike. */
  readonly undecided: Estimate;
  /** Of these: no pair differs at all, and there are too few pairs to conclude from that. */
  readonly alike: Estimate;
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
  /** The one contrast to try; all, and the best shown, unless given. */
  readonly contrast?: Contrast;
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
 * Share of the points of a design at which an effect is as expected, and the parameters that part them: see
 * `partPoints`.
 *
 * @param effects effect with its interval at each point, such as `pairedDifference` gives
 * @param parameters values of each parameter at the same points
 */
export function signShare(
  effects: readonly PointEffect[],
  expected: ExpectedSign,
  parameters: readonly SharedParameter[],
  { level = defaultLevel, contrast }: SignShareOptions = {},
): SignShare {
  for (const { name, values } of parameters) {
    assert(values.length === effects.length, `parameter ${name} has a value at each point`);
  }
  const verdicts = effects.map((effect) => signVerdict(effect, expected));
  const points = effects.map((effect, i): PointFinding | undefined => {
    const verdict = verdicts[i];
    return verdict === undefined ? undefined : { verdict, isAsExpected: isAsExpected(effect, expected) };
  });
  const n = points.filter((point) => point !== undefined).length;
  const share = (isWanted: (point: PointFinding, effect: PointEffect) => boolean): Estimate => {
    const found = points.filter((point, i) => point !== undefined && isWanted(point, effects[i]));
    return proportion(found.length, n, level);
  };
  const isNone = ({ lower, upper }: PointEffect) => lower === 0 && upper === 0;
  return {
    n,
    leftOut: effects.length - n,
    holds: share(({ verdict }) => verdict === 'holds'),
    undecided: share(({ verdict }) => verdict === 'undecided'),
    alike: share(({ verdict }, effect) => verdict === 'undecided' && isNone(effect)),
    flips: share(({ verdict }) => verdict === 'flips'),
    same: share(({ verdict }, effect) => verdict === 'flips' && isNone(effect)),
    estimated: share((point) => point.isAsExpected),
    verdicts,
    ...partPoints(points, parameters, level, contrast),
  };
}
