import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { meanInterval, meanOf } from '../../engine/analysis/statistics/mean.ts';
import {
  equivalenceP,
  fewestAlike,
  fewestOneSided,
  type PairedDifference,
  pairedDifference,
  verdictOn,
} from '../../engine/analysis/statistics/paired.ts';

// Student's own example: hours of sleep gained by ten patients with two drugs (Biometrika 6, 1908, p. 20).
// It is the data set `sleep` of R, whose paired t test prints the 95 % interval 0.7001142 to 2.4598858.
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('the paired difference', () => {
  it('is that of Student’s sleep data', () => {
    const { estimate, lower, upper, level, n, leftOut, p } = pairedDifference(second, first);
    expect(estimate).toBeCloseTo(1.58, 12);
    expect(lower).toBeCloseTo(0.7001142, 7);
    expect(upper).toBeCloseTo(2.4598858, 7);
    // R prints p-value = 0.002833.
    expect(p).toBeCloseTo(0.002833, 6);
    expect([n, leftOut, level]).toEqual([10, 0, 0.95]);
  });

  it('leaves out pairs without a value, and says how many', () => {
    const { estimate, n, leftOut } = pairedDifference([1, Number.NaN, 3, 9], [0, 1, Number.NaN, 7]);
    expect([estimate, n, leftOut]).toEqual([1.5, 2, 2]);
  });

  it('has no bounds with fewer than two pairs', () => {
    expect(pairedDifference([1], [0])).toMatchObject({ lower: -Infinity, upper: Infinity });
    expect(pairedDifference([], []).estimate).toBeNaN();
    expect(pairedDifference([1], [0]).p).toBeNaN();
  });

  it('judges a difference that never varies by the sign test', () => {
    // Of three tosses all fall on one side, whichever, one time in four.
    expect(pairedDifference([2, 3, 4], [1, 2, 3])).toMatchObject({ p: 1 / 4, lower: 1, upper: 1 });
    expect(pairedDifference([2, 3, 4], [3, 4, 5])).toMatchObject({ p: 1 / 4, lower: -1, upper: -1 });
    expect(pairedDifference([2, 3, 4], [2, 3, 4])).toMatchObject({ p: 1, lower: 0, upper: 0 });
  });

  it('takes what only rounding left for no difference', () => {
    // 0.1 + 0.2 is not 0.3, and four differences that cancel have a mean of 1.4e-17.
    const alike = pairedDifference([0.1 + 0.2, 0.5], [0.3, 0.5]);
    expect(alike).toMatchObject({ estimate: 0, lower: 0, upper: 0, deviation: 0, p: 1 });
    const values = [0.1, 0.7, 0.3, 0.2];
    const cancelling = pairedDifference(values, [0.2, 0.3, 0.7, 0.1]);
    const sum = values.reduce((total, value, i) => total + (value - [0.2, 0.3, 0.7, 0.1][i]), 0);
    expect(sum).not.toBe(0);
    expect(cancelling.estimate).toBe(0);
    expect(cancelling.lower).toBe(-cancelling.upper);
    expect(cancelling.upper).toBeGreaterThan(0.1);
    // Pairs that are all alike but for rounding are alike.
    const steady = pairedDifference([0.3, 0.4, 0.6], [0.2, 0.3, 0.5]);
    expect(steady.deviation).toBe(0);
    expect(steady.lower).toBe(steady.upper);
    // Large values that are the same take nothing from the differences of others.
    const beside = pairedDifference([1e15, 51, 52, 50], [1e15, 1, 1, 1]);
    expect(beside.estimate).toBeCloseTo(37.5, 10);
    expect(beside.lower).toBeLessThan(beside.upper);
    // Small values are values.
    expect(pairedDifference([2e-15, 4e-15], [1e-15, 1e-15]).estimate).toBeCloseTo(2e-15, 25);
  });

  it('tells how much pairing was worth', () => {
    // Two arms that move together, one of them a constant above the other on average.
    const noise = [1, -1, 2, -2, 3, -3];
    const arm = noise.map((value, i) => value + 1 + (i % 2 === 0 ? 0.1 : -0.1));
    const { varianceReduction } = pairedDifference(arm, noise);
    expect(varianceReduction).toBeGreaterThan(500);
    expect(pairedDifference(noise, noise).varianceReduction).toBeNaN();
    // Variances 4 and 7/3, and 1/3 of the differences 0, 1, 1.
    expect(pairedDifference([0, 2, 4], [0, 1, 3]).varianceReduction).toBeCloseTo(19, 10);
  });

  it('turns round with its arms', () => {
    const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(numbers, (arm) => {
        const against = arm.map((value, i) => value / 2 + i);
        const [there, back] = [pairedDifference(arm, against), pairedDifference(against, arm)];
        expect(back.lower).toBeCloseTo(-there.upper, 6);
        expect(there.lower).toBeLessThanOrEqual(there.upper);
      }),
    );
  });
});

describe('the test of equivalence', () => {
  const sleep = pairedDifference(second, first);

  // Of the sleep data with a margin of half an hour, TOSTER of R prints t(9) = −2.8, p = 9.9e-01. The digits
  // are those of one-sided t tests of SciPy 1.17 (ttest_1samp at minus and plus the margin, the larger p).
  it.each([
    [0.5, 0.9892407566216127],
    [2, 0.1541572356690974],
    [2.5, 0.02111686024650077],
    [3, 0.002655570292658671],
    [4, 7.738898503215412e-5],
  ])('with a margin of %d is that of R and SciPy', (margin, p) => {
    expect(equivalenceP(sleep, margin)).toBeCloseTo(p, 12);
    expect(equivalenceP(pairedDifference(first, second), margin)).toBeCloseTo(p, 12);
  });

  it('is a half where the difference is the margin, and falls as the margin grows', () => {
    expect(equivalenceP(sleep, sleep.estimate)).toBeCloseTo(0.5, 12);
    expect(equivalenceP(sleep, 0)).toBeGreaterThan(0.5);
  });

  // With two degrees of freedom Student's distribution has a closed form: 1/2 + t / (2 √(2 + t²)).
  it('agrees with the closed form for three pairs', () => {
    const three = pairedDifference([0.1, 0.4, 0.2], [0, 0, 0]);
    const error = three.deviation / Math.sqrt(3);
    const tail = (t: number) => 0.5 - t / (2 * Math.sqrt(2 + t * t));
    for (const margin of [0.3, 0.5, 2]) {
      const t = (margin - three.estimate) / error;
      expect(equivalenceP(three, margin)).toBeCloseTo(tail(t), 12);
    }
  });

  it('agrees with the verdict: 1 % where the interval of 98 % just fits', () => {
    const wide = pairedDifference(second, first, 0.98);
    expect(equivalenceP(wide, wide.upper)).toBeCloseTo(0.01, 10);
    const enough = { ...wide, n: fewestAlike };
    expect(verdictOn('unchanged', wide.upper + 1e-9, enough)).toBe('supported');
    expect(verdictOn('unchanged', wide.upper - 1e-9, enough)).toBe('undecided');
  });

  it('says nothing of what does not vary', () => {
    expect(equivalenceP(pairedDifference([1, 1, 1], [1, 1, 1]), 0.5)).toBeNaN();
    expect(equivalenceP(pairedDifference([1], [0]), 0.5)).toBeNaN();
  });
});

describe('the mean', () => {
  it('counts only what is there', () => {
    expect(meanOf([2, 4, Number.NaN, 4, 4, 5, 5, 7, 9])).toMatchObject({ n: 8, mean: 5 });
    expect(meanOf([2, 4, 4, 4, 5, 5, 7, 9]).deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(meanOf([Number.NaN]).mean).toBeNaN();
  });

  // NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.5.2: ZARR13.DAT, 195 values with mean
  // 9.261460 and standard deviation 0.022789, has the 95 % interval 9.258242 to 9.264679. Values of that mean
  // and deviation stand for the data.
  it('has the interval of the handbook of NIST', () => {
    const step = 0.022789;
    const values = Array.from(
      { length: 195 },
      (_, i) => 9.26146 + (i === 194 ? 0 : i % 2 === 0 ? step : -step),
    );
    const { n, estimate, lower, upper, deviation } = meanInterval(values);
    expect([n, estimate, deviation].map((x) => x.toFixed(6))).toEqual(['195.000000', '9.261460', '0.022789']);
    expect(lower).toBeCloseTo(9.258242, 5);
    expect(upper).toBeCloseTo(9.264679, 5);
  });

  it.each([1e-300, 1e-165, 1e160, 1e300])('is the same in units of %d', (unit) => {
    const usual = meanInterval(first);
    const found = meanInterval(first.map((value) => value * unit));
    expect(found.deviation / unit).toBeCloseTo(usual.deviation, 10);
    expect(found.lower / unit).toBeCloseTo(usual.lower, 10);
  });

  it('has no bounds for one value, and refuses a level that is none', () => {
    expect(meanInterval([3])).toMatchObject({ n: 1, estimate: 3, lower: -Infinity, upper: Infinity });
    for (const level of [0, 1, 95]) expect(() => meanInterval([1, 2, 3], level)).toThrow(/level/);
  });
});

describe('the verdict', () => {
  const interval = (lower: number, upper: number): PairedDifference => ({
    n: fewestAlike,
    leftOut: 0,
    estimate: (lower + upper) / 2,
    lower,
    upper,
    level: 0.95,
    deviation: 1,
    varianceReduction: 1,
    p: 0.5,
  });

  it.each([
    ['higher', 0, 0.1, 0.3, 'supported'],
    ['higher', 0, -0.1, 0.3, 'undecided'],
    ['higher', 0, -0.3, -0.1, 'contradicted'],
    ['higher', 0, 0, 0, 'contradicted'],
    ['lower', 0, -0.3, -0.1, 'supported'],
    ['lower', 0, 0.1, 0.3, 'contradicted'],
    ['lower', 0, -0.1, 0.1, 'undecided'],
    ['unchanged', 0.2, -0.1, 0.1, 'supported'],
    ['unchanged', 0.2, -0.1, 0.3, 'undecided'],
    ['unchanged', 0.2, 0.3, 0.4, 'contradicted'],
    ['unchanged', 0, 0, 0, 'supported'],
  ] as const)('%s within %d of (%d, %d) is %s', (expected, within, lower, upper, verdict) => {
    expect(verdictOn(expected, within, interval(lower, upper))).toBe(verdict);
  });

  const alike = (n: number, value: number) =>
    pairedDifference(new Array(n).fill(value), new Array(n).fill(0), 0.98);

  it.each([
    ['higher', 0, 0, fewestAlike, 'contradicted'],
    ['lower', 0, 0, fewestAlike, 'contradicted'],
    ['unchanged', 0, 0, fewestAlike, 'supported'],
    ['unchanged', 0.2, 0.2, fewestAlike, 'supported'],
    ['unchanged', 0.2, 0.1, fewestAlike, 'supported'],
    ['unchanged', 0.2, 0, fewestAlike, 'supported'],
    ['unchanged', 0.2, 0.3, fewestOneSided, 'contradicted'],
    ['unchanged', 0, -0.3, fewestOneSided, 'contradicted'],
    ['higher', 0, 1, fewestOneSided, 'supported'],
    ['higher', 0, -1, fewestOneSided, 'contradicted'],
    ['lower', 0, -1, fewestOneSided, 'supported'],
    ['lower', 0, 1, fewestOneSided, 'contradicted'],
  ] as const)('%s within %d, all pairs %d: from %i pairs on %s', (expected, within, value, from, verdict) => {
    expect(verdictOn(expected, within, alike(from - 1, value))).toBe('undecided');
    expect(verdictOn(expected, within, alike(from, value))).toBe(verdict);
  });

  it('needs as many alike pairs as one in a hundred allows', () => {
    expect((8 / 9) ** fewestAlike).toBeLessThan(0.01);
    expect((8 / 9) ** (fewestAlike - 1)).toBeGreaterThan(0.01);
    expect(0.5 ** fewestOneSided).toBeLessThan(0.01);
    expect(0.5 ** (fewestOneSided - 1)).toBeGreaterThan(0.01);
  });

  it('is no less sure that nothing changes when a pair changes less', () => {
    for (const n of [7, 8, 20, fewestAlike - 1, fewestAlike, 60]) {
      const one = pairedDifference([0.01, ...new Array(n - 1).fill(0)], new Array(n).fill(0), 0.98);
      const verdict = n < fewestAlike ? 'undecided' : 'supported';
      expect(verdictOn('unchanged', 0.1, one)).toBe(verdict);
      expect(verdictOn('unchanged', 0.1, alike(n, 0))).toBe(verdict);
    }
  });

  it('holds no less of eight pairs of eight than of seven', () => {
    const seven = pairedDifference([1, 1, 1, 1, 1, 1, 1, 0], new Array(8).fill(0), 0.98);
    expect(verdictOn('higher', 0, seven)).toBe('supported');
    expect(verdictOn('higher', 0, alike(8, 1))).toBe('supported');
  });
});
