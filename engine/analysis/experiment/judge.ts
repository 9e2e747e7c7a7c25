/**
 * What runs say of the hypotheses of an experiment: seed by seed, and where factors are varied point by
 * point, with all else the same.
 */

import {
  equivalenceP,
  type PairedDifference,
  pairedDifference,
  type Verdict,
  verdictOn,
} from '../statistics/paired.ts';
import type { Factor } from './factors.ts';
import { levelIndex } from './factors.ts';
import type { Stage } from './plan.ts';
import type { Hypothesis } from './schema.ts';

/** Values of a metric: those of point p, replicate r at `p · replications + r`; NaN where there is none. */
export interface Measured {
  readonly stage: Stage;
  /** Runs of each point that were played. */
  readonly replications: number;
  values(metric: string): Float64Array;
}

/** A hypothesis with what the runs say of it. */
export interface Finding extends Hypothesis {
  readonly difference: PairedDifference;
  readonly verdict: Verdict;
  /**
   * For `unchanged`: the p value of two one-sided tests that the difference is as large as `within`. NaN
   * where another sign is expected, or nothing varies.
   */
  readonly equivalence: number;
}

/** The p value that speaks for a finding: of no difference or, where none is expected, of one. */
export const pOf = ({ expect, difference, equivalence }: Finding): number =>
  expect === 'unchanged' ? equivalence : difference.p;

/** Two points that differ in what a hypothesis is about alone. */
export interface PointPair {
  readonly arm: number;
  readonly against: number;
}

/**
 * Places of a grid that differ in one factor alone, of which the first has one level and the second another.
 */
function gridPairs(factors: readonly Factor[], factor: number, first: number, second: number) {
  const after = factors.slice(factor + 1).reduce((product, { levels }) => product * levels.length, 1);
  const before = factors.slice(0, factor).reduce((product, { levels }) => product * levels.length, 1);
  const pairs: { readonly first: number; readonly second: number }[] = [];
  for (let b = 0; b < before; b++) {
    for (let a = 0; a < after; a++) {
      const place = (level: number) => (b * factors[factor].levels.length + level) * after + a;
      pairs.push({ first: place(first), second: place(second) });
    }
  }
  return pairs;
}

/** The pairs of points that a hypothesis compares. */
export function pairsOf({ arms, factors, places }: Stage, hypothesis: Hypothesis): PointPair[] {
  const { factor: id, arm, against } = hypothesis;
  if (id === undefined) {
    const first = arms.findIndex((entry) => entry.id === arm);
    const second = arms.findIndex((entry) => entry.id === against);
    return Array.from({ length: places }, (_, place) => {
      return { arm: place * arms.length + first, against: place * arms.length + second };
    });
  }
  const index = factors.findIndex((factor) => factor.id === id);
  const factor = factors[index];
  const pairs = gridPairs(factors, index, levelIndex(factor, arm), levelIndex(factor, against));
  return pairs.flatMap(({ first, second }) =>
    arms.map((_, a) => ({ arm: first * arms.length + a, against: second * arms.length + a })),
  );
}

/** Mean over points of the values of every replicate: NaN where one of them has none. */
export function byReplicate({ replications, values }: Measured, metric: string, points: readonly number[]) {
  const all = values(metric);
  const sums = new Float64Array(replications);
  for (const point of points) {
    for (let r = 0; r < replications; r++) sums[r] += all[point * replications + r];
  }
  return sums.map((sum) => sum / points.length);
}

/** What a hypothesis compares: the two sides, replicate by replicate. */
export function sidesOf(measured: Measured, hypothesis: Hypothesis): Record<'arm' | 'against', Float64Array> {
  const pairs = pairsOf(measured.stage, hypothesis);
  const { metric } = hypothesis;
  return {
    arm: byReplicate(
      measured,
      metric,
      pairs.map(({ arm }) => arm),
    ),
    against: byReplicate(
      measured,
      metric,
      pairs.map(({ against }) => against),
    ),
  };
}

/** Level of the intervals by which hypotheses are judged: each bound errs in one of a hundred. */
export const judgingLevel = 0.98;

/**
 * Judges a hypothesis. Points share their seeds, so what they give with one seed is one observation: the mean
 * over the points that are compared.
 */
export function judge(measured: Measured, hypothesis: Hypothesis): Finding {
  const { arm, against } = sidesOf(measured, hypothesis);
  const { expect, within } = hypothesis;
  const difference = pairedDifference(arm, against, judgingLevel);
  const equivalence = expect === 'unchanged' ? equivalenceP(difference, within) : Number.NaN;
  return { ...hypothesis, difference, verdict: verdictOn(expect, within, difference), equivalence };
}
