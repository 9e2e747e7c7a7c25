/** Times until something happens, of which some never come in a run: survival curves, arm by arm. */
import type { Measured } from '../../engine/analysis/experiment/judge.ts';
import type { Estimate } from '../../engine/analysis/statistics/estimate.ts';
import {
  censored,
  kaplanMeier,
  type LogRank,
  logRank,
  medianTime,
  type RestrictedMean,
  restrictedMean,
} from '../../engine/analysis/statistics/survival.ts';
import type { BandLine } from './charts/lines.ts';

/** An arm: how often it came, and when. */
export interface TimeOfArm {
  readonly arm: string;
  readonly n: number;
  readonly came: number;
  readonly median: Estimate;
  /** Mean time up to the horizon; a time that did not come counts as the horizon. */
  readonly restricted: RestrictedMean;
}

/** What is said of a time. */
export interface TimeReport {
  readonly metric: string;
  readonly horizon: number;
  readonly arms: readonly TimeOfArm[];
  /** Share in which it has not come yet. */
  readonly lines: readonly BandLine[];
  /** Whether the arms differ at all; undefined with one arm, or when it never came. */
  readonly test?: LogRank;
}

/** The report on a time. */
export function timeReport(
  { stage, replications, values }: Measured,
  metric: string,
  horizon: number,
): TimeReport {
  const all = values(metric);
  const data = stage.arms.map((_, arm) => {
    const times: number[] = [];
    for (let point = arm; point < stage.points; point += stage.arms.length) {
      for (let r = 0; r < replications; r++) times.push(all[point * replications + r] as number);
    }
    return censored(times, horizon);
  });
  const curves = data.map((entry) => kaplanMeier(entry));
  const arms = stage.arms.map(({ id }, arm) => {
    const curve = curves[arm] as (typeof curves)[number];
    return {
      arm: id,
      n: curve.n,
      came: curve.events,
      median: medianTime(curve),
      restricted: restrictedMean(curve, horizon),
    };
  });
  const lines = stage.arms.map(({ id }, arm) => {
    const { steps } = curves[arm] as (typeof curves)[number];
    const points = steps.map(({ time, survival, lower, upper }) => ({
      x: time,
      value: survival,
      lower,
      upper,
    }));
    const last = points.at(-1) ?? { x: 0, value: 1, lower: 1, upper: 1 };
    return {
      name: id,
      isStep: true,
      points: [{ x: 0, value: 1, lower: 1, upper: 1 }, ...points, { ...last, x: Math.max(horizon, last.x) }],
    };
  });
  const isTested = stage.arms.length > 1 && arms.some(({ came }) => came > 0);
  return { metric, horizon, arms, lines, ...(isTested ? { test: logRank(data) } : {}) };
}
