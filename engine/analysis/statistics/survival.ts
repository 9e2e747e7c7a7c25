/**
 * Times that may never come: to agreement, to ratification, to entry into force. A run that ends before the
 * event tells that its time is later than the end (it is censored); leaving it out, or counting the end as
 * the time, would make agreements look faster than they are.
 */
import { assert } from '../../codes.ts';
import { exp, inverseNormal, ln } from '../../math.ts';
import { chiSquareAbove } from './distributions.ts';
import { defaultLevel, type Estimate, upperTail } from './estimate.ts';
import { decompose } from './linear-algebra.ts';

/** Times of runs, and whether the event came then (`true`, 1) or had not come yet (`false`, 0: censored). */
export interface SurvivalData {
  readonly times: ArrayLike<number>;
  readonly observed: ArrayLike<number | boolean>;
}

/**
 * Survival data of a metric that is NaN when the event never came within the run.
 *
 * @param times times of the event; NaN for never
 * @param horizon how long the runs were watched, one number for all or one for each
 */
export function censored(times: ArrayLike<number>, horizon: number | ArrayLike<number>): SurvivalData {
  const observed = new Uint8Array(times.length);
  const kept = Float64Array.from({ length: times.length }, (_, i) => {
    const end = typeof horizon === 'number' ? horizon : horizon[i];
    if (!(times[i] <= end)) return end;
    observed[i] = 1;
    return times[i];
  });
  return { times: kept, observed };
}

/** The curve after one time at which the event came in some run. */
export interface SurvivalStep {
  readonly time: number;
  /** Runs that were watched until then and in which the event had not come before. */
  readonly atRisk: number;
  readonly events: number;
  /** Share of runs in which the event has not come by this time, in [0, 1]. */
  readonly survival: number;
  /** Greenwood’s standard error of it; NaN when the share is 0. */
  readonly standardError: number;
  /** Bounds within (0, 1); NaN when the share is 0. */
  readonly lower: number;
  readonly upper: number;
}

/** A survival curve: 1 until the first step, then constant from step to step. */
export interface SurvivalCurve {
  readonly n: number;
  /** Runs in which the event came. */
  readonly events: number;
  /** The largest time watched. Beyond it the curve is not known, unless it has reached 0. */
  readonly last: number;
  readonly level: number;
  readonly steps: readonly SurvivalStep[];
}

interface Row {
  readonly time: number;
  readonly came: boolean;
}

/** Runs with a time, earliest first. Who ends at the time of an event is still at risk for it. */
function rowsOf({ times, observed }: SurvivalData): Row[] {
  assert(times.length === observed.length, 'every time says whether it was observed');
  const rows: Row[] = [];
  for (let i = 0; i < times.length; i++) {
    if (Number.isFinite(times[i])) rows.push({ time: times[i], came: Boolean(observed[i]) });
  }
  return rows.sort((a, b) => a.time - b.time);
}

/**
 * The curve of E. L. Kaplan & P. Meier, Journal of the American Statistical Association 53, 1958, 457–481,
 * with Greenwood’s variance and the log-log interval, which stays inside [0, 1] (J. D. Kalbfleisch & R. L.
 * Prentice, The Statistical Analysis of Failure Time Data, 2nd ed. 2002, section 1.4).
 */
export function kaplanMeier(data: SurvivalData, level = defaultLevel): SurvivalCurve {
  const z = inverseNormal(upperTail(level));
  const rows = rowsOf(data);
  const steps: SurvivalStep[] = [];
  let survival = 1;
  let greenwood = 0;
  let all = 0;
  for (let i = 0; i < rows.length; ) {
    const { time } = rows[i];
    const atRisk = rows.length - i;
    let events = 0;
    for (; i < rows.length && rows[i].time === time; i++) if (rows[i].came) events++;
    if (events === 0) continue;
    all += events;
    survival *= 1 - events / atRisk;
    greenwood += events / (atRisk * (atRisk - events));
    steps.push({ time, atRisk, events, survival, ...boundsOf(survival, greenwood, z) });
  }
  const last = rows.at(-1)?.time ?? Number.NaN;
  return { n: rows.length, events: all, last, level, steps };
}

function boundsOf(survival: number, greenwood: number, z: number) {
  if (!(survival > 0)) return { standardError: Number.NaN, lower: Number.NaN, upper: Number.NaN };
  const reach = exp((z * Math.sqrt(greenwood)) / -ln(survival));
  const power = (exponent: number): number => exp(exponent * ln(survival));
  return {
    standardError: survival * Math.sqrt(greenwood),
    lower: power(reach),
    upper: power(1 / reach),
  };
}

/**
 * The time by which the event has come in a share of the runs: the first time at which survival is at most 1
 * − `share`. `Infinity` when it never is: later than any time watched. Bounds are the first times at which
 * those of the curve are (R. Brookmeyer & J. Crowley, Biometrics 38, 1982, 29–41).
 */
export function timeUntil(curve: SurvivalCurve, share = 0.5): Estimate {
  // 1 − share carries a rounding error that a survival of, say, exactly one tenth must not fail.
  const mark = 1 - share + 1e-12;
  const first = (value: (step: SurvivalStep) => number): number =>
    curve.steps.find((step) => value(step) <= mark)?.time ?? Infinity;
  // The curve at 0 has no bounds: it is below every mark.
  const ending = (bound: 'lower' | 'upper') => (step: SurvivalStep) => (step.survival > 0 ? step[bound] : 0);
  return {
    n: curve.n,
    estimate: first((step) => step.survival),
    lower: first(ending('lower')),
    upper: first(ending('upper')),
    level: curve.level,
  };
}

/** The median time: `timeUntil` one half. */
export function medianTime(curve: SurvivalCurve): Estimate {
  return timeUntil(curve, 0.5);
}

/** Share of the runs in which the event has not come by `time`; NaN beyond what was watched. */
export function survivalAt(curve: SurvivalCurve, time: number): number {
  let survival = 1;
  for (const step of curve.steps) {
    if (step.time > time) break;
    survival = step.survival;
  }
  return time > curve.last && survival > 0 ? Number.NaN : survival;
}

/** An estimate with the standard error it rests on. */
export interface RestrictedMean extends Estimate {
  readonly standardError: number;
  /** The time up to which the mean is taken. */
  readonly horizon: number;
}

/**
 * Restricted mean time: the mean of the time to the event or to the horizon, whichever is first, which is the
 * area under the curve. Standard error: J. P. Klein & M. L. Moeschberger, Survival Analysis, 2nd ed. 2003,
 * formula 4.5.2; normal interval. NaN for a horizon beyond what was watched.
 *
 * @param horizon in the unit of the times, above 0
 */
export function restrictedMean(curve: SurvivalCurve, horizon: number): RestrictedMean {
  const { n, level } = curve;
  if (Number.isNaN(survivalAt(curve, horizon)) || n === 0) {
    const none = { estimate: Number.NaN, lower: Number.NaN, upper: Number.NaN, standardError: Number.NaN };
    return { n, ...none, level, horizon };
  }
  const steps = curve.steps.filter((step) => step.time < horizon);
  let area = 0;
  let variance = 0;
  // From the horizon backwards, so that the area after each step is at hand.
  for (let s = steps.length - 1; s >= -1; s--) {
    const until = s + 1 < steps.length ? steps[s + 1].time : horizon;
    if (s < 0) {
      area += until;
      break;
    }
    const { time, atRisk, events, survival } = steps[s];
    area += survival * (until - time);
    if (atRisk > events) variance += (area * area * events) / (atRisk * (atRisk - events));
  }
  return { n, ...normalInterval(area, Math.sqrt(variance), level), horizon };
}

function normalInterval(estimate: number, standardError: number, level: number) {
  const reach = inverseNormal(upperTail(level)) * standardError;
  return { estimate, lower: estimate - reach, upper: estimate + reach, level, standardError };
}

/**
 * Difference of the restricted means of two independent arms. Of arms that share their seeds, and are
 * censored at the horizon only, `pairedDifference` of the times cut off at the horizon is more precise. `n`
 * counts both.
 *
 * @param horizon by default the largest time that both curves reach
 */
export function restrictedMeanDifference(
  arm: SurvivalCurve,
  against: SurvivalCurve,
  horizon = Math.min(arm.last, against.last),
): RestrictedMean {
  const [first, second] = [restrictedMean(arm, horizon), restrictedMean(against, horizon)];
  const error = Math.sqrt(
    first.standardError * first.standardError + second.standardError * second.standardError,
  );
  const difference = normalInterval(first.estimate - second.estimate, error, arm.level);
  return { n: arm.n + against.n, ...difference, horizon };
}

/** The comparison of whole curves. */
export interface LogRank {
  readonly chiSquare: number;
  /** Arms less one. */
  readonly degreesOfFreedom: number;
  readonly p: number;
  /** Events of each arm, and how many there would be if the arms were alike. */
  readonly observed: readonly number[];
  readonly expected: readonly number[];
}

/**
 * Log-rank test that the curves of two or more independent arms are the same: N. Mantel, Cancer Chemotherapy
 * Reports 50, 1966, 163–170; R. Peto & J. Peto, Journal of the Royal Statistical Society A 135, 1972,
 * 185–207. Arms that share their seeds are alike by design, and the test then finds less than it could. χ² is
 * NaN when nothing can be told apart: no events while two arms are watched.
 */
export function logRank(arms: readonly SurvivalData[]): LogRank {
  assert(arms.length >= 2, 'a log-rank test compares two arms or more');
  const rows = arms
    .flatMap((data, arm) => rowsOf(data).map((row) => ({ ...row, arm })))
    .sort((a, b) => a.time - b.time);
  const atRisk = arms.map((_, arm) => rows.filter((row) => row.arm === arm).length);
  const observed = arms.map(() => 0);
  const expected = arms.map(() => 0);
  const covariance = arms.map(() => new Float64Array(arms.length));
  for (let i = 0; i < rows.length; ) {
    const { time } = rows[i];
    const all = rows.length - i;
    const left = arms.map(() => 0);
    let events = 0;
    for (; i < rows.length && rows[i].time === time; i++) {
      left[rows[i].arm]++;
      if (!rows[i].came) continue;
      events++;
      observed[rows[i].arm]++;
    }
    if (events > 0) addExpected({ atRisk, all, events }, expected, covariance);
    for (let arm = 0; arm < arms.length; arm++) atRisk[arm] -= left[arm];
  }
  // One arm follows from the others; the last is left out, and any whose events follow from the rest.
  const differences = Float64Array.from(arms.slice(1), (_, arm) => observed[arm] - expected[arm]);
  const columns = covariance.slice(0, -1).map((row) => row.slice(0, -1));
  const fit = decompose(columns);
  const solution = fit.solve(differences);
  let chiSquare = 0;
  for (const [k, arm] of fit.kept.entries()) chiSquare += solution[k] * differences[arm];
  if (fit.kept.length === 0) chiSquare = Number.NaN;
  const degreesOfFreedom = fit.kept.length;
  return { chiSquare, degreesOfFreedom, p: chiSquareAbove(chiSquare, degreesOfFreedom), observed, expected };
}

/** Adds what one time gives: hypergeometric means and covariances of the events of each arm. */
function addExpected(
  { atRisk, all, events }: { atRisk: readonly number[]; all: number; events: number },
  expected: number[],
  covariance: readonly Float64Array[],
): void {
  const spread = all > 1 ? (events * (all - events)) / (all - 1) : 0;
  for (let a = 0; a < atRisk.length; a++) {
    const share = atRisk[a] / all;
    expected[a] += events * share;
    for (let b = 0; b < atRisk.length; b++) {
      covariance[a][b] += spread * share * ((a === b ? 1 : 0) - atRisk[b] / all);
    }
  }
}
