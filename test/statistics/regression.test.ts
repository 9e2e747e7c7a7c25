import { describe, expect, it } from 'vitest';
import { pairedDifference } from '../../engine/analysis/statistics/paired.ts';
import { indicators, type RegressionFactor, regress } from '../../engine/analysis/statistics/regression.ts';
import { runKey, streamId, uniform } from '../../engine/run/draws.ts';

// J. W. Longley, Journal of the American Statistical Association 62, 1967, 819–841, with the certified values
// of the Statistical Reference Datasets of NIST (Longley.dat, linear regression, higher difficulty).
const longley = [
  [60323, 83, 234289, 2356, 1590, 107608, 1947],
  [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
  [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
  [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
  [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
  [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
  [64989, 99, 365385, 1870, 3547, 115094, 1953],
  [63761, 100, 363112, 3578, 3350, 116219, 1954],
  [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
  [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
  [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
  [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
  [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
  [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
  [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
  [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
];
const certified = {
  estimates: [
    -3482258.63459582, 15.0618722713733, -0.035819179292591, -2.02022980381683, -1.03322686717359,
    -0.0511041056535807, 1829.15146461355,
  ],
  errors: [
    890420.383607373, 84.9149257747669, 0.0334910077722432, 0.488399681651699, 0.214274163161675,
    0.22607320006937, 455.478499142212,
  ],
  residualDeviation: 304.854073561965,
  rSquared: 0.995479004577296,
};
const employment = longley.map((row) => row[0]);
const longleyFactors = ['deflator', 'product', 'unemployed', 'forces', 'population', 'year'].map(
  (name, f) => ({
    name,
    values: longley.map((row) => row[f + 1]),
  }),
);

/** Correct digits of a number: −log₁₀ of the relative error. */
const digits = (found: number, exact: number): number => -Math.log10(Math.abs(found / exact - 1) + 1e-16);

/** A small set with errors that grow, on keyed draws. */
const key = runKey('regression');
const draw = (i: number, k: number): number => uniform(key, streamId('test'), i, 0, k) - 0.5;
const size = 40;
const x = Array.from({ length: size }, (_, i) => draw(i, 0) * 4);
const w = Array.from({ length: size }, (_, i) => draw(i, 1) * 10 + (x[i] as number));
const y = Array.from({ length: size }, (_, i) => 2 + 3 * x[i] - w[i] + draw(i, 2) * (1 + x[i] ** 2));
const factors: RegressionFactor[] = [
  { name: 'x', values: x },
  { name: 'w', values: w },
];

describe('the regression', () => {
  it('of Longley’s data has the certified values of NIST to nine digits and more', () => {
    const found = regress(employment, longleyFactors);
    for (const [c, coefficient] of found.coefficients.entries()) {
      expect(digits(coefficient.estimate, certified.estimates[c])).toBeGreaterThan(9);
      expect(digits(coefficient.classicalError, certified.errors[c])).toBeGreaterThan(9);
    }
    expect(digits(found.residualDeviation, certified.residualDeviation)).toBeGreaterThan(9);
    expect(digits(found.rSquared, certified.rSquared)).toBeGreaterThan(11);
    // 1 − (1 − R²) 15 / 9.
    expect(found.adjustedRSquared).toBeCloseTo(1 - ((1 - certified.rSquared) * 15) / 9, 10);
    expect(found).toMatchObject({ n: 16, leftOut: 0, degreesOfFreedom: 9, errors: 'robust' });
    expect(found.coefficients.map(({ name }) => name)).toEqual([
      'intercept',
      ...longleyFactors.map((f) => f.name),
    ]);
  });

  it('has HC3 errors: the spread of coefficients when each run is left out once', () => {
    const found = regress(y, factors).coefficients;
    const without =
      (i: number) =>
      <T>(values: ArrayLike<T>): T[] =>
        Array.from(values).filter((_, at) => at !== i);
    const squares = [0, 0, 0];
    for (let i = 0; i < size; i++) {
      const rest = without(i);
      const fit = regress(
        rest(y),
        factors.map(({ name, values }) => ({ name, values: rest(values) })),
      );
      for (const c of [0, 1, 2]) squares[c] += (fit.coefficients[c].estimate - found[c].estimate) ** 2;
    }
    for (const c of [0, 1, 2]) {
      expect(found[c].robustError).toBeCloseTo(Math.sqrt(squares[c]), 10);
      expect(found[c].standardError).toBe(found[c].robustError);
    }
  });

  it('of one mean has the error of means of clusters', () => {
    const clusters = y.map((_, i) => i % 8);
    const [{ estimate, clusteredError }] = regress(y, [], { clusters }).coefficients;
    const mean = y.reduce((so, value) => so + value, 0) / size;
    let squares = 0;
    for (let g = 0; g < 8; g++) {
      squares += y.filter((_, i) => i % 8 === g).reduce((so, value) => so + value - mean, 0) ** 2;
    }
    expect(estimate).toBeCloseTo(mean, 12);
    expect(clusteredError).toBeCloseTo(Math.sqrt((8 / 7) * squares) / size, 12);
  });

  it('of two arms that share their seeds is the paired difference', () => {
    const pairs = size / 2;
    const arm = Array.from({ length: size }, (_, i) => (i < pairs ? 0 : 1));
    const seeds = Array.from({ length: size }, (_, i) => `seed ${i % pairs}`);
    const { coefficients, clusters, errors } = regress(y, [{ name: 'arm', values: arm }], {
      clusters: seeds,
    });
    const paired = pairedDifference(y.slice(pairs), y.slice(0, pairs));
    const { estimate, clusteredError, upper } = coefficients[1];
    expect([clusters, errors]).toEqual([pairs, 'clustered']);
    expect(estimate).toBeCloseTo(paired.estimate, 12);
    // CR1 divides by N − 2 where the paired difference divides by N − 1 (in runs).
    const factor = Math.sqrt((size - 1) / (size - 2));
    expect(clusteredError).toBeCloseTo((paired.deviation / Math.sqrt(pairs)) * factor, 12);
    expect(upper - estimate).toBeCloseTo((paired.upper - paired.estimate) * factor, 10);
  });

  it('has standardised coefficients: those of standardised values', () => {
    const standard = (values: ArrayLike<number>): number[] => {
      const list = Array.from(values);
      const mean = list.reduce((so, value) => so + value, 0) / list.length;
      const squares = list.reduce((so, value) => so + (value - mean) ** 2, 0);
      return list.map((value) => (value - mean) / Math.sqrt(squares / (list.length - 1)));
    };
    const scaled = factors.map(({ name, values }) => ({ name, values: standard(values) }));
    const plain = regress(standard(y), scaled).coefficients;
    const found = regress(y, factors).coefficients;
    for (const c of [1, 2]) expect(found[c].standardised).toBeCloseTo(plain[c].estimate, 12);
    expect(found[0].standardised).toBeNaN();
  });

  it('names a factor that does not vary, or follows from others, by having no number for it', () => {
    const sums = x.map((value, i) => 2 * value - w[i] + 1);
    const more = [...factors, { name: 'sum', values: sums }, { name: 'flat', values: x.map(() => 3) }];
    const found = regress(y, more);
    expect(found.coefficients.map(({ estimate }) => Number.isNaN(estimate))).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
    const plain = regress(y, factors);
    // A factor that all but follows from another counts, with the same fit as the little that it adds.
    const close = x.map((value, i) => value + 1e-5 * w[i]);
    expect(regress(y, [factors[0], { name: 'close', values: close }]).rSquared).toBeCloseTo(
      plain.rSquared,
      6,
    );
    expect(found.rSquared).toBe(plain.rSquared);
    expect(found.coefficients[1].p).toBe(plain.coefficients[1].p);
  });

  it('leaves out runs without a value', () => {
    const holed = y.map((value, i) => (i === 3 ? Number.NaN : value));
    const found = regress(holed, [
      factors[0],
      { name: 'w', values: w.map((v, i) => (i === 5 ? Number.NaN : v)) },
    ]);
    expect(found).toMatchObject({ n: size - 2, leftOut: 2 });
    const kept = (values: ArrayLike<number>) => Array.from(values).filter((_, i) => i !== 3 && i !== 5);
    const rest = regress(
      kept(y),
      factors.map(({ name, values }) => ({ name, values: kept(values) })),
    );
    expect(found.coefficients).toEqual(rest.coefficients);
  });

  it('has no errors for as many coefficients as runs, and no R² for an outcome that does not vary', () => {
    const exact = regress(
      [1, 2, 4],
      [
        { name: 'x', values: [1, 2, 3] },
        { name: 'w', values: [1, 4, 9] },
      ],
    );
    expect(exact.coefficients[2].estimate).toBeCloseTo(0.5, 10);
    expect(exact.coefficients[2].standardError).toBeNaN();
    expect(regress([5, 5, 5, 5], [{ name: 'x', values: [1, 2, 3, 4] }]).rSquared).toBeNaN();
    expect(() => regress([1, 2], [{ name: 'x', values: [1] }])).toThrow(/factor x/);
  });

  it('takes words as indicators against the first', () => {
    const words = ['a', 'b', 'a', 'c', 'b', 'c', 'a', 'b', 'c'];
    const outcome = [1, 5, 2, 9, 6, 8, 3, 7, 10];
    const { coefficients } = regress(outcome, indicators('rule', words));
    expect(coefficients.map(({ name }) => name)).toEqual(['intercept', 'rule=b', 'rule=c']);
    // Means 2, 6 and 9.
    expect(coefficients.map(({ estimate }) => Number(estimate.toFixed(10)))).toEqual([2, 4, 7]);
  });
});
