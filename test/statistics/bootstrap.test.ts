import { describe, expect, it } from 'vitest';
import { bootstrap, bootstrapOf, resampleInto } from '../../engine/analysis/statistics/bootstrap.ts';
import { quantile, sum } from '../../engine/analysis/statistics/estimate.ts';
import { runKey } from '../../engine/run/draws.ts';

function mean(x: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i];
  return total / x.length;
}
const variance = (x: ArrayLike<number>): number => {
  const centre = mean(x);
  return mean(Array.from(x).map((value) => (value - centre) ** 2));
};

// Test A of the spatial data: B. Efron & R. J. Tibshirani, An Introduction to the Bootstrap, 1993, table
// 14.1.
const spatial = [
  48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41,
];

describe('what intervals are read from', () => {
  // R: quantile(c(1, 2, 3, 4), c(.25, .9)) is 1.75 and 3.7.
  it('quantiles are those of R', () => {
    expect(quantile([1, 2, 3, 4], 0.25)).toBeCloseTo(1.75, 12);
    expect(quantile([1, 2, 3, 4], 0.9)).toBeCloseTo(3.7, 12);
    expect([quantile([5], 0.3), quantile([1, 2], 1), quantile([], 0.5)]).toEqual([5, 2, Number.NaN]);
  });

  it('sums lose nothing', () => {
    expect(sum([1e16, 1, -1e16])).toBe(1);
    expect(sum(new Float64Array(10).fill(0.1))).toBe(1);
    expect(sum([Infinity, 1])).toBe(Infinity);
  });
});

describe('the bootstrap', () => {
  // Table 14.2 there: 90 % intervals of the variance 171.5 from 2000 resamples, percentile 100.8 to 233.9,
  // BCa 115.8 to 259.6. The book's own resamples and ours differ by the noise of 2000, which is about 3 at a
  // bound.
  it('gives the intervals of Efron and Tibshirani', () => {
    const options = { level: 0.9, resamples: 8000, seed: 'spatial' };
    const bca = bootstrapOf(spatial, variance, options);
    expect(bca.estimate).toBeCloseTo(171.5, 1);
    expect(Math.abs(bca.lower - 115.8)).toBeLessThan(5);
    expect(Math.abs(bca.upper - 259.6)).toBeLessThan(8);
    const percentile = bootstrapOf(spatial, variance, { ...options, method: 'percentile' });
    expect(Math.abs(percentile.lower - 100.8)).toBeLessThan(6);
    expect(Math.abs(percentile.upper - 233.9)).toBeLessThan(6);
    expect(bca).toMatchObject({ n: 26, method: 'bca', resamples: 8000, seed: 'spatial', level: 0.9 });
  });

  it('has the standard error that is known for a mean', () => {
    const { standardError } = bootstrapOf(spatial, mean, { resamples: 10_000 });
    // √(variance / n), within four standard errors of a deviation over 10,000 resamples.
    expect(Math.abs(standardError / Math.sqrt(variance(spatial) / 26) - 1)).toBeLessThan(
      4 / Math.sqrt(20_000),
    );
  });

  it('is repeated by its seed', () => {
    const run = (seed: string | number) => bootstrapOf(spatial, variance, { seed, resamples: 200 });
    expect(run(3)).toEqual(run(3));
    expect(run(3).lower).not.toBe(run(4).lower);
  });

  it('draws every value as often', () => {
    const counts = new Float64Array(10);
    const indices = new Int32Array(10);
    for (let number = 0; number < 5000; number++) {
      resampleInto(indices, runKey(1), number);
      for (const index of indices) counts[index]++;
    }
    const chiSquare = counts.reduce((so, count) => so + (count - 5000) ** 2 / 5000, 0);
    // 9 degrees of freedom: mean 9, standard deviation √18.
    expect(chiSquare).toBeLessThan(9 + 4 * Math.sqrt(18));
  });

  it('resamples groups each for itself', () => {
    const indices = new Int32Array(9);
    const seen = [new Set<number>(), new Set<number>()];
    for (let number = 0; number < 300; number++) {
      resampleInto(indices, runKey(2), number, [3, 6]);
      for (const [i, index] of indices.entries()) seen[i < 3 ? 0 : 1].add(index);
    }
    expect([...seen[0]].sort()).toEqual([0, 1, 2]);
    expect([...seen[1]].sort()).toEqual([3, 4, 5, 6, 7, 8]);
    expect(() => bootstrap(9, () => 0, { groups: [3, 5] })).toThrow(/groups/);
  });

  it('accelerates alike for each value left out and for parts of many', () => {
    // Three thousand values are left out in a thousand parts. For a mean the acceleration is skewness / (6√n)
    // (Efron & Tibshirani, problem 14.7), which moves the upper tail of 2.5 %.
    const values = Array.from({ length: 3000 }, (_, i) => -Math.log((((i * 1013) % 3000) + 0.5) / 3000));
    const options = { resamples: 4000, seed: 5 };
    const [bca, plain] = [
      bootstrapOf(values, mean, options),
      bootstrapOf(values, mean, { ...options, method: 'percentile' }),
    ];
    const a = 2 / (6 * Math.sqrt(3000));
    const shift = (bca.upper + bca.lower - plain.upper - plain.lower) / 2 / bca.standardError;
    // Both tails move by a z² to first order; the bias correction adds noise of about 0.03 each.
    expect(shift).toBeGreaterThan(0);
    expect(Math.abs(shift - a * 1.96 ** 2)).toBeLessThan(0.1);
  });

  it('counts resamples equal to the estimate half: the interval of one half lies around one half', () => {
    const values = Array.from({ length: 20 }, (_, i) => i % 2);
    const { lower, upper } = bootstrapOf(values, mean, { resamples: 4000 });
    // Shares come in steps of .05.
    expect(Math.abs(lower + upper - 1)).toBeLessThan(0.051);
    expect(upper - lower).toBeGreaterThan(0.3);
  });

  it('knows nothing of fewer than two values', () => {
    expect(bootstrapOf([4], mean)).toMatchObject({ n: 1, estimate: 4, lower: Number.NaN });
    expect(bootstrapOf([Number.NaN], mean)).toMatchObject({ n: 0, estimate: Number.NaN });
    expect(bootstrapOf([4, 4, 4], mean)).toMatchObject({ estimate: 4, lower: 4, upper: 4, standardError: 0 });
  });
});
