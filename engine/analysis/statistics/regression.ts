/** Regression of an outcome on factors: which of them move it, by how much, over a whole experiment. */
import { assert } from '../../codes.ts';
import { studentQuantile, studentTwoSided } from './distributions.ts';
import { defaultLevel, type Estimate, sum, upperTail } from './estimate.ts';
import { type Decomposition, decompose } from './linear-algebra.ts';
import { type Mean, meanOf } from './mean.ts';

/** A factor with one value for each run. */
export interface RegressionFactor {
  readonly name: string;
  readonly values: ArrayLike<number>;
}

/** One coefficient. All numbers are NaN for a factor that does not vary or follows from those before it. */
export interface Coefficient extends Estimate {
  /** The factor, or `intercept`. */
  readonly name: string;
  /** Standard error that the interval, `t` and `p` rest on. */
  readonly standardError: number;
  /** For errors of equal variance. */
  readonly classicalError: number;
  /** HC3: for errors whose variance differs between runs. */
  readonly robustError: number;
  /** CR1: for runs that share a seed; NaN without clusters. */
  readonly clusteredError: number;
  readonly t: number;
  /** Two-sided. */
  readonly p: number;
  /**
   * Change of the outcome in its standard deviations for one standard deviation of the factor; NaN for the
   * intercept.
   */
  readonly standardised: number;
}

/** A linear model of an outcome. */
export interface Regression {
  /** Runs that count: those in which outcome and all factors have values. */
  readonly n: number;
  readonly leftOut: number;
  /** The intercept first, then the factors as given. */
  readonly coefficients: readonly Coefficient[];
  /** Share of the variance that the model explains, in [0, 1]; NaN for an outcome that does not vary. */
  readonly rSquared: number;
  readonly adjustedRSquared: number;
  /** Standard deviation of what the model leaves over. */
  readonly residualDeviation: number;
  readonly degreesOfFreedom: number;
  /** What `standardError` is. */
  readonly errors: 'robust' | 'clustered';
  /** Number of clusters; NaN without. Below about 30 the clustered errors are too small. */
  readonly clusters: number;
}

/** Options of a regression. */
export interface RegressionOptions {
  readonly level?: number;
  /**
   * The seed of each run (or another number or text): runs of one seed are not independent of one another.
   */
  readonly clusters?: ArrayLike<number | string>;
}

/**
 * Ordinary least squares with an intercept, by QR on centred columns.
 *
 * Standard errors: HC3 (J. G. MacKinnon & H. White, Journal of Econometrics 29, 1985, 305–325), or with
 * `clusters` CR1, with G − 1 degrees of freedom (A. C. Cameron & D. L. Miller, Journal of Human Resources 50,
 * 2015, 317–372, formulas 11 and 12). An interaction is a factor whose values are the product of two.
 */
export function regress(
  outcome: ArrayLike<number>,
  factors: readonly RegressionFactor[],
  { level = defaultLevel, clusters }: RegressionOptions = {},
): Regression {
  for (const { name, values } of factors) {
    assert(values.length === outcome.length, `factor ${name} has a value for each run`);
  }
  const rows = completeRows(outcome, factors);
  const n = rows.length;
  const y = Float64Array.from(rows, (row) => outcome[row]);
  const seeds = clusters && rows.map((row) => clusters[row]);
  const fit = fitScaled(
    y,
    factors.map(({ values }) => Float64Array.from(rows, (row) => values[row])),
  );
  const degrees = n - fit.kept.length;
  const groups = seeds === undefined ? Number.NaN : new Set(seeds).size;
  const spreads = spreadsOf(fit, degrees, seeds);
  const outcomeDeviation = meanOf(y).deviation;
  const testDegrees = seeds === undefined ? degrees : groups - 1;
  const terms = { fit, spreads, level, n, outcomeDeviation, testDegrees, isClustered: seeds !== undefined };
  const names = ['intercept', ...factors.map(({ name }) => name)];
  const left = sum(fit.residuals.map((value) => value * value));
  const all = outcomeDeviation * outcomeDeviation * (n - 1);
  const isKnown = degrees > 0;
  return {
    n,
    leftOut: outcome.length - n,
    coefficients: names.map((name, term) => coefficientOf(terms, term, name)),
    rSquared: all > 0 ? 1 - left / all : Number.NaN,
    adjustedRSquared: all > 0 && isKnown ? 1 - left / degrees / (all / (n - 1)) : Number.NaN,
    residualDeviation: isKnown ? Math.sqrt(left / degrees) : Number.NaN,
    degreesOfFreedom: degrees,
    errors: seeds === undefined ? 'robust' : 'clustered',
    clusters: groups,
  };
}

/** The fit on columns that are centred and scaled, the first of them all 1. */
interface ScaledFit extends Decomposition {
  readonly scales: readonly Mean[];
  /** The kept columns, and their coefficients. */
  readonly columns: readonly Float64Array[];
  readonly inner: Float64Array;
  readonly residuals: Float64Array;
}

function fitScaled(y: Float64Array, factors: readonly Float64Array[]): ScaledFit {
  const scales = factors.map(meanOf);
  const scaled = factors.map((values, f) => {
    const { mean, deviation } = scales[f];
    return values.map((value) => (deviation > 0 ? (value - mean) / deviation : 0));
  });
  const all = [new Float64Array(y.length).fill(1), ...scaled];
  const fit = decompose(all);
  const columns = fit.kept.map((c) => all[c]);
  const inner = fit.solve(y);
  const residuals = y.map((value, i) => {
    let rest = value;
    for (const [k, column] of columns.entries()) rest -= column[i] * inner[k];
    return rest;
  });
  return { ...fit, scales, columns, inner, residuals };
}

/**
 * Covariances of the inner coefficients under each assumption on the errors; undefined where none is known.
 */
interface Spreads {
  readonly classical?: readonly Float64Array[];
  readonly robust?: readonly Float64Array[];
  readonly clustered?: readonly Float64Array[];
}

function spreadsOf(
  { inverse, columns, residuals, leverage }: ScaledFit,
  degrees: number,
  seeds: readonly (number | string)[] | undefined,
): Spreads {
  if (degrees <= 0) return {};
  const variance = sum(residuals.map((value) => value * value)) / degrees;
  const independent = {
    classical: inverse.map((row) => row.map((value) => value * variance)),
    robust: sandwich(inverse, robustScores(columns, residuals, leverage), 1),
  };
  if (seeds === undefined || new Set(seeds).size < 2) return independent;
  return { ...independent, clustered: clusteredSpread(inverse, columns, residuals, seeds) };
}

/** What all coefficients of a regression share. */
interface Terms {
  readonly fit: ScaledFit;
  readonly spreads: Spreads;
  readonly level: number;
  readonly n: number;
  readonly outcomeDeviation: number;
  readonly testDegrees: number;
  readonly isClustered: boolean;
}

function coefficientOf(terms: Terms, term: number, name: string): Coefficient {
  const { fit, spreads, level, n, outcomeDeviation, testDegrees, isClustered } = terms;
  const at = fit.kept.indexOf(term);
  const weights = weightsOf(fit, term);
  const estimate = at < 0 ? Number.NaN : sum(weights.map((weight, k) => weight * fit.inner[k]));
  const errorOf = (spread: readonly Float64Array[] | undefined): number =>
    at < 0 || spread === undefined ? Number.NaN : Math.sqrt(Math.max(0, quadratic(weights, spread)));
  const robustError = errorOf(spreads.robust);
  const clusteredError = errorOf(spreads.clustered);
  const standardError = isClustered ? clusteredError : robustError;
  const reach = testDegrees > 0 ? studentQuantile(upperTail(level), testDegrees) * standardError : Number.NaN;
  const t = estimate / standardError;
  return {
    name,
    n,
    estimate,
    lower: estimate - reach,
    upper: estimate + reach,
    level,
    standardError,
    classicalError: errorOf(spreads.classical),
    robustError,
    clusteredError,
    t,
    p: studentTwoSided(t, testDegrees),
    standardised: at >= 0 && term > 0 && outcomeDeviation > 0 ? fit.inner[at] / outcomeDeviation : Number.NaN,
  };
}

/**
 * What a coefficient takes of each inner one: a slope is the inner slope over the deviation of its factor,
 * the intercept the inner one less what centring took from the factors.
 */
function weightsOf({ kept, scales }: ScaledFit, term: number): Float64Array {
  return Float64Array.from(kept, (other) => {
    if (term > 0) return other === term ? 1 / scales[term - 1].deviation : 0;
    return other === 0 ? 1 : -scales[other - 1].mean / scales[other - 1].deviation;
  });
}

function completeRows(outcome: ArrayLike<number>, factors: readonly RegressionFactor[]): number[] {
  const rows: number[] = [];
  for (let row = 0; row < outcome.length; row++) {
    if (Number.isFinite(outcome[row]) && factors.every(({ values }) => Number.isFinite(values[row]))) {
      rows.push(row);
    }
  }
  return rows;
}

function quadratic(weights: Float64Array, spread: readonly Float64Array[]): number {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    for (let j = 0; j < weights.length; j++) total += weights[i] * spread[i][j] * weights[j];
  }
  return total;
}

/** Rows of X, each times its residual over 1 less its leverage. */
function robustScores(
  columns: readonly Float64Array[],
  residuals: Float64Array,
  leverage: Float64Array,
): Float64Array[] {
  return columns.map((column) =>
    // A run that the model must pass through exactly (leverage 1) has no residual, and tells nothing of
    // errors.
    column.map((value, i) => (leverage[i] > 1 - 1e-12 ? 0 : (value * residuals[i]) / (1 - leverage[i]))),
  );
}

/** A · Sᵀ S · A times a factor, for scores given by columns: the “meat” between two slices. */
function sandwich(
  inverse: readonly Float64Array[],
  scores: readonly Float64Array[],
  factor: number,
): Float64Array[] {
  const size = inverse.length;
  const meat = scores.map((a) => Float64Array.from(scores, (b) => sum(a.map((value, i) => value * b[i]))));
  const half = inverse.map((row) =>
    Float64Array.from({ length: size }, (_, j) => sum(row.map((value, k) => value * meat[k][j]))),
  );
  return half.map((row) =>
    Float64Array.from({ length: size }, (_, j) => factor * sum(row.map((value, k) => value * inverse[k][j]))),
  );
}

/** CR1: scores summed within clusters, with the correction G/(G − 1) · (N − 1)/(N − K). */
function clusteredSpread(
  inverse: readonly Float64Array[],
  columns: readonly Float64Array[],
  residuals: Float64Array,
  clusters: readonly (number | string)[],
): Float64Array[] {
  const numbers = new Map<number | string, number>();
  for (const cluster of clusters) if (!numbers.has(cluster)) numbers.set(cluster, numbers.size);
  const scores = columns.map((column) => {
    const sums = new Float64Array(numbers.size);
    for (let i = 0; i < residuals.length; i++) {
      sums[numbers.get(clusters[i]) as number] += column[i] * residuals[i];
    }
    return sums;
  });
  const [groups, n, k] = [numbers.size, residuals.length, columns.length];
  return sandwich(inverse, scores, (groups / (groups - 1)) * ((n - 1) / (n - k)));
}

/**
 * A factor that is a word as columns of 0 and 1, one for each word but the first (the reference), in the
 * order of their first use.
 */
export function indicators(name: string, words: readonly string[]): RegressionFactor[] {
  const [, ...others] = [...new Set(words)];
  return others.map((word) => ({
    name: `${name}=${word}`,
    values: Float64Array.from(words, (found) => (found === word ? 1 : 0)),
  }));
}
