/** What a report says, as plain data: computed from the rows of a batch, drawn by `page.ts`. */

import {
  byReplicate,
  type Finding,
  judge,
  judgingLevel,
  type Measured,
  pOf,
  sidesOf,
} from '../../engine/analysis/experiment/judge.ts';
import type { Stage } from '../../engine/analysis/experiment/plan.ts';
import type { Experiment } from '../../engine/analysis/experiment/schema.ts';
import { pairedEffect } from '../../engine/analysis/statistics/effect-sizes.ts';
import type { Estimate } from '../../engine/analysis/statistics/estimate.ts';
import { type MeanEstimate, meanInterval } from '../../engine/analysis/statistics/mean.ts';
import { holm } from '../../engine/analysis/statistics/multiple-testing.ts';
import { pairedDifference } from '../../engine/analysis/statistics/paired.ts';

/** A hypothesis with all that the report says of it. */
export interface JudgedHypothesis extends Finding {
  /** Mean difference in standard deviations of the differences. */
  readonly effect: Estimate;
  /**
   * The p value of the finding after Holm’s correction: two-sided, of no difference; where none was expected,
   * of two one-sided tests that it is as large as the margin.
   */
  readonly adjusted: number;
}

/** The difference of an arm from the reference in one metric. */
export interface ArmEffect {
  readonly arm: string;
  readonly title: string;
  readonly difference: MeanEstimate;
}

/** The mean of a metric at a point. */
export interface PointMean {
  readonly point: number;
  readonly mean: MeanEstimate;
}

/** How the values of a metric lie, arm by arm. */
export interface Distribution {
  readonly arm: string;
  /** Finite values, in the order of their runs, and the runs they are of. */
  readonly values: Float64Array;
  readonly runs: Float64Array;
  readonly missing: number;
}

/** All that a report says of one metric. */
export interface MetricReport {
  readonly metric: string;
  readonly effects: readonly ArmEffect[];
  readonly means: readonly PointMean[];
  readonly distributions: readonly Distribution[];
}

/** Judges the hypotheses of an experiment, corrected for their number. */
export function judgeAll(experiment: Experiment, measured: Measured): JudgedHypothesis[] {
  const found = experiment.hypotheses.map((hypothesis) => {
    const finding = judge(measured, hypothesis);
    const { arm, against } = sidesOf(measured, hypothesis);
    return { finding, effect: pairedEffect(arm, against) };
  });
  const adjusted = holm(found.map(({ finding }) => pOf(finding)));
  return found.map(({ finding, effect }, i) => ({
    ...finding,
    adjusted: adjusted[i] ?? Number.NaN,
    effect,
  }));
}

/** The points of an arm. */
function pointsOfArm({ points, arms }: Stage, arm: number): number[] {
  return Array.from({ length: points / arms.length }, (_, place) => place * arms.length + arm);
}

/** Runs of every point and replicate, by number. */
export type RunNumbers = (point: number, replicate: number) => number;

/** What is to be said of a metric. */
export function reportMetric(measured: Measured, metric: string, numberOf: RunNumbers): MetricReport {
  const { stage, replications } = measured;
  const all = measured.values(metric);
  const ofPoint = (point: number) => all.subarray(point * replications, (point + 1) * replications);
  const byArm = stage.arms.map((_, arm) => byReplicate(measured, metric, pointsOfArm(stage, arm)));
  return {
    metric,
    effects: stage.arms.slice(1).map(({ id, title }, i) => ({
      arm: id,
      title,
      difference: pairedDifference(byArm[i + 1] as Float64Array, byArm[0] as Float64Array, judgingLevel),
    })),
    means: Array.from({ length: stage.points }, (_, point) => ({
      point,
      mean: meanInterval(ofPoint(point)),
    })),
    distributions: stage.arms.map(({ id }, arm) => {
      const values: number[] = [];
      const runs: number[] = [];
      let missing = 0;
      for (const point of pointsOfArm(stage, arm)) {
        ofPoint(point).forEach((value, replicate) => {
          if (!Number.isFinite(value)) missing++;
          else {
            values.push(value);
            runs.push(numberOf(point, replicate));
          }
        });
      }
      return { arm: id, values: Float64Array.from(values), runs: Float64Array.from(runs), missing };
    }),
  };
}
