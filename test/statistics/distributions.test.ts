import { describe, expect, it } from 'vitest';
import {
  chiSquareAbove,
  noncentralityOf,
  noncentralStudentCdf,
  normalCdf,
  smirnovAbove,
  smirnovLimit,
  studentCdf,
  studentQuantile,
  studentTwoSided,
} from '../../engine/analysis/statistics/distributions.ts';

// Tables of E. S. Pearson & H. O. Hartley, Biometrika Tables for Statisticians 1, 3rd ed. 1966: 1, 8 and 12.
describe('the central distributions', () => {
  it.each([
    [1.959963985, 0.975],
    [-2.326347874, 0.01],
    [0, 0.5],
  ])('normal: P(Z ≤ %d) = %d', (z, p) => expect(normalCdf(z)).toBeCloseTo(p, 9));

  it.each([
    [12.7062, 1, 0.975],
    [2.228139, 10, 0.975],
    [-1.697261, 30, 0.05],
  ])('Student: P(T ≤ %d) with %d degrees = %d', (t, degrees, p) => {
    expect(studentCdf(t, degrees)).toBeCloseTo(p, 6);
    expect(studentQuantile(p, degrees)).toBeCloseTo(t, 4);
    expect(studentTwoSided(t, degrees)).toBeCloseTo(2 * Math.min(p, 1 - p), 6);
  });

  it.each([
    [3.841459, 1, 0.05],
    [18.307038, 10, 0.05],
    [6.634897, 1, 0.01],
  ])('χ²: P(X ≥ %d) with %d degrees = %d', (x, degrees, p) => {
    expect(chiSquareAbove(x, degrees)).toBeCloseTo(p, 7);
  });

  it('agree where they meet, and end where they must', () => {
    for (const degrees of [1e8, 1e12]) expect(studentQuantile(0.975, degrees)).toBeCloseTo(1.959963985, 7);
    expect(studentTwoSided(3, 1e12)).toBeCloseTo(2 * normalCdf(-3), 9);
    expect(chiSquareAbove(9, 1)).toBeCloseTo(2 * normalCdf(-3), 12);
    expect([chiSquareAbove(0, 1), studentTwoSided(Infinity, 3)]).toEqual([1, 0]);
    expect(chiSquareAbove(Number.NaN, 1)).toBeNaN();
    expect(studentTwoSided(1, 0)).toBeNaN();
  });
});

describe('the noncentral t', () => {
  // scipy.stats.nct.cdf of SciPy 1.17.1, which sums the series of Boost.
  it.each([
    [2, 10, 1, 0.8076115625303752],
    [2.5, 3, 2, 0.5753094132997543],
    [30, 9, 33, 0.2853202577037339],
    [1.96, 1000, 2.8, 0.20054274129423164],
    [0.5, 1, -1, 0.9103675991354028],
  ])('P(T ≤ %d) with %d degrees and noncentrality %d', (t, degrees, delta, p) => {
    expect(noncentralStudentCdf(t, degrees, delta)).toBeCloseTo(p, 9);
  });

  it('is Student’s t without noncentrality, and normal for many degrees', () => {
    for (const degrees of [1, 2, 5, 30, 400]) {
      for (const t of [-3, -0.4, 0, 1.7]) {
        expect(noncentralStudentCdf(t, degrees, 0)).toBeCloseTo(studentCdf(t, degrees), 9);
      }
    }
    expect(noncentralStudentCdf(3, 1e11, 2)).toBeCloseTo(normalCdf(1), 8);
  });

  it.each([
    [4, 9, 0.975],
    [-1, 1, 0.025],
    [320, 99_999, 0.5],
  ])('is inverted: t = %d, %d degrees, p = %d', (t, degrees, p) => {
    expect(noncentralStudentCdf(t, degrees, noncentralityOf(t, degrees, p))).toBeCloseTo(p, 9);
  });
});

describe('the test of Kolmogorov and Smirnov', () => {
  // The 5 % and 1 % points of the limit: N. Smirnov, Annals of Mathematical Statistics 19, 1948, 279–281.
  it.each([
    [1.3581, 0.05],
    [1.6276, 0.01],
  ])('λ = %d has probability %d', (lambda, p) => {
    const n = 2e8;
    expect(smirnovLimit(lambda / Math.sqrt(n / 2), n, n)).toBeCloseTo(p, 4);
    expect(smirnovAbove(lambda / Math.sqrt(n / 2), n, n)).toBeCloseTo(p, 4);
  });

  // scipy.stats.ks_2samp(range(20), shifted by 7.5, method='exact') of SciPy 1.17.1, which counts paths.
  it('is the exact probability for two samples of 20, and its limit is near', () => {
    expect(smirnovAbove(0.4, 20, 20)).toBeCloseTo(0.08105771161340149, 14);
    expect(Math.abs(smirnovLimit(0.4, 20, 20) / 0.08105771161340149 - 1)).toBeLessThan(0.01);
  });

  it('is twice one in all ways to choose, where one threshold parts two samples', () => {
    // 2 / C(13, 3) and 2 / C(40, 7), by Pascal's triangle.
    expect(smirnovAbove(1, 3, 10)).toBeCloseTo(2 / 286, 14);
    expect(smirnovAbove(1, 33, 7) / (2 / 18643560)).toBeCloseTo(1, 10);
    // Here the limit would say ten times less than the truth, or more.
    expect(smirnovLimit(1, 3, 100) / smirnovAbove(1, 3, 100)).toBeGreaterThan(100);
  });

  /** Largest difference of cumulative shares of the values marked and those that are not. */
  function apart(pooled: readonly number[], isFirst: readonly boolean[]): number {
    const share = (wanted: boolean, upTo: number) => {
      const own = pooled.filter((_, i) => isFirst[i] === wanted);
      return own.filter((value) => value <= upTo).length / own.length;
    };
    return Math.max(...pooled.map((value) => Math.abs(share(true, value) - share(false, value))));
  }

  // Every way of choosing the first sample of the pooled values, one by one.
  it.each([
    [[1, 2, 3, 4, 5, 6, 7, 8, 9], 4],
    [[0, 0, 0, 1, 1, 2, 2, 2, 3, 3], 3],
    [[0, 0, 0, 0, 1, 1, 1, 1, 1], 5],
    [[5, 5, 5, 5], 2],
  ])('counts what it would find among all samples of %j', (pooled, size) => {
    const all = Array.from({ length: 2 ** pooled.length }, (_, mask) =>
      pooled.map((_value, i) => ((mask >> i) & 1) === 1),
    ).filter((isFirst) => isFirst.filter(Boolean).length === size);
    const found = all.map((isFirst) => apart(pooled, isFirst));
    for (const distance of new Set(found)) {
      const share = found.filter((other) => other >= distance - 1e-9).length / all.length;
      expect(smirnovAbove(distance, size, pooled.length - size, pooled)).toBeCloseTo(share, 12);
    }
  });

  it('is sure of nothing where nothing differs', () => {
    expect(smirnovAbove(0, 10, 10)).toBe(1);
    expect(smirnovAbove(1, 200, 200)).toBeLessThan(1e-80);
    expect(smirnovAbove(0.5, 0, 10)).toBeNaN();
  });
});
