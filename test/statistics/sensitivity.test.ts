import { describe, expect, it } from 'vitest';
import type { Design } from '../../engine/analysis/experiment/designs/design.ts';
import { morris } from '../../engine/analysis/experiment/designs/morris.ts';
import { saltelli } from '../../engine/analysis/experiment/designs/saltelli.ts';
import { morrisEffects, sobolIndices } from '../../engine/analysis/statistics/sensitivity.ts';

// T. Ishigami & T. Homma, Proceedings of ISUMA ’90, 398–403: sin x₁ + a sin² x₂ + b x₃⁴ sin x₁ on [−π, π]³.
const [a, b] = [7, 0.1];
const fromUnit = (u: number): number => Math.PI * (2 * u - 1);
function ishigami(u: ArrayLike<number>): number {
  const [x, y, z] = [fromUnit(u[0]), fromUnit(u[1]), fromUnit(u[2])];
  return Math.sin(x) + a * Math.sin(y) ** 2 + b * z ** 4 * Math.sin(x);
}

/** Its variance by parts, from the integrals: those of x₁, of x₂, and of x₁ and x₃ together. */
const parts = {
  one: (1 + (b * Math.PI ** 4) / 5) ** 2 / 2,
  two: a ** 2 / 8,
  both: (8 * b ** 2 * Math.PI ** 8) / 225,
};
const variance = parts.one + parts.two + parts.both;

function results(design: Design, given: object, dimensions: number, model: (u: Float64Array) => number) {
  const parameters = design.parameters.parse(given);
  const point = (index: number, out: Float64Array): void => design.point(parameters, dimensions, index, out);
  const out = new Float64Array(dimensions);
  const values = Float64Array.from({ length: design.count(parameters, dimensions) }, (_, index) => {
    point(index, out);
    return model(out);
  });
  return { point, values };
}

describe('Sobol indices', () => {
  it('of Ishigami’s function are those of its closed form', () => {
    // The closed form gives what the literature prints.
    const exact = {
      first: [parts.one / variance, parts.two / variance, 0],
      total: [(parts.one + parts.both) / variance, parts.two / variance, parts.both / variance],
    };
    expect(exact.first.map((index) => index.toFixed(4))).toEqual(['0.3139', '0.4424', '0.0000']);
    expect(exact.total[2].toFixed(4)).toBe('0.2437');

    const { values } = results(saltelli, { base: 4096 }, 3, ishigami);
    const found = sobolIndices(3, values, { resamples: 300 });
    expect(found.n).toBe(4096);
    expect(found.variance / variance).toBeCloseTo(1, 2);
    for (const [d, { first, total }] of found.factors.entries()) {
      expect(Math.abs(first.estimate - exact.first[d])).toBeLessThan(0.015);
      expect(Math.abs(total.estimate - exact.total[d])).toBeLessThan(0.015);
      for (const [index, truth] of [
        [first, exact.first[d]],
        [total, exact.total[d]],
      ] as const) {
        expect(index.lower).toBeLessThan(truth);
        expect(index.upper).toBeGreaterThan(truth);
      }
    }
  });

  // The g-function of I. M. Sobol: Vᵢ = 1 / (3 (1 + aᵢ)²), all variance Π(1 + Vᵢ) − 1.
  it('of Sobol’s g-function, with eight factors, are those of its closed form', () => {
    const weights = [0, 1, 4.5, 9, 99, 99, 99, 99];
    const own = weights.map((weight) => 1 / (3 * (1 + weight) ** 2));
    const all = own.reduce((so, v) => so * (1 + v), 1) - 1;
    const model = (u: Float64Array) =>
      weights.reduce((so, weight, d) => (so * (Math.abs(4 * u[d] - 2) + weight)) / (1 + weight), 1);
    const { values } = results(saltelli, { base: 8192 }, 8, model);
    const { factors, mean } = sobolIndices(8, values, { resamples: 50 });
    expect(mean).toBeCloseTo(1, 2);
    for (const [d, { first, total }] of factors.entries()) {
      expect(Math.abs(first.estimate - own[d] / all)).toBeLessThan(0.02);
      const others = (all + 1) / (1 + own[d]) - 1;
      expect(Math.abs(total.estimate - (1 - others / all))).toBeLessThan(0.02);
    }
  });

  it('do not depend on where 0 is, leave out rows without a result, and are repeated by their seed', () => {
    const { values } = results(saltelli, { base: 256 }, 3, ishigami);
    const plain = sobolIndices(3, values, { resamples: 100 });
    const moved = sobolIndices(
      3,
      values.map((value) => value + 1e4),
      { resamples: 100 },
    );
    for (const d of [0, 1, 2]) {
      expect(moved.factors[d].first.estimate).toBeCloseTo(plain.factors[d].first.estimate, 8);
      expect(moved.factors[d].first.lower).toBeCloseTo(plain.factors[d].first.lower, 8);
    }
    expect(sobolIndices(3, values, { resamples: 100 })).toEqual(plain);
    expect(sobolIndices(3, values, { resamples: 100, seed: 2 }).factors[0].first.lower).not.toBe(
      plain.factors[0].first.lower,
    );
    const holed = values.map((value, i) => (i === 7 ? Number.NaN : value));
    const kept = values.filter((_, i) => i < 5 || i >= 10);
    expect(sobolIndices(3, holed, { resamples: 10 })).toEqual(sobolIndices(3, kept, { resamples: 10 }));
    expect(sobolIndices(2, new Float64Array(8).fill(3)).factors[0].first.estimate).toBeNaN();
    expect(() => sobolIndices(3, values.subarray(1))).toThrow(/rows/);
  });
});

/** Mean, mean size and deviation of all elementary effects of a grid, by going through every one of them. */
function allEffects(dimensions: number, levels: number, factor: number, model: (u: number[]) => number) {
  const half = levels / 2;
  const delta = half / (levels - 1);
  const effects: number[] = [];
  const walk = (u: number[]): void => {
    if (u.length < dimensions) {
      const choices = u.length === factor ? half : levels;
      for (let level = 0; level < choices; level++) walk([...u, level / (levels - 1)]);
      return;
    }
    const moved = u.map((value, d) => (d === factor ? value + delta : value));
    effects.push((model(moved) - model(u)) / delta);
  };
  walk([]);
  const mean = (values: number[]) => values.reduce((so, value) => so + value, 0) / values.length;
  const mu = mean(effects);
  return {
    mu,
    muStar: mean(effects.map(Math.abs)),
    sigma: Math.sqrt(mean(effects.map((effect) => (effect - mu) ** 2))),
  };
}

describe('Morris’s effects', () => {
  it('of Ishigami’s function are those of all steps of the grid', () => {
    const trajectories = 2000;
    const { point, values } = results(morris, { trajectories }, 3, ishigami);
    const found = morrisEffects(3, point, values, 0.99);
    for (let d = 0; d < 3; d++) {
      const exact = allEffects(3, 4, d, ishigami);
      const { mu, muStar, sigma } = found[d];
      expect(muStar.n).toBe(trajectories);
      for (const [index, truth] of [
        [mu, exact.mu],
        [muStar, exact.muStar],
      ] as const) {
        expect(index.lower).toBeLessThanOrEqual(truth + 1e-9);
        expect(index.upper).toBeGreaterThanOrEqual(truth - 1e-9);
      }
      expect(sigma / exact.sigma).toBeCloseTo(1, 1);
    }
    // 7 (sin²(π/3) − 0) over a step of 2/3, up or down: 7.875 whatever the others are.
    expect(found[1].muStar.estimate).toBeCloseTo(7.875, 9);
  });

  it('of a straight line are its slopes', () => {
    const slopes = [3, 0, -2, 0.5];
    const model = (u: Float64Array) => slopes.reduce((so, slope, d) => so + slope * u[d], 7);
    const { point, values } = results(morris, { trajectories: 5, levels: 8 }, 4, model);
    for (const [d, { mu, muStar, sigma }] of morrisEffects(4, point, values).entries()) {
      expect(mu.estimate).toBeCloseTo(slopes[d], 9);
      expect(muStar.estimate).toBeCloseTo(Math.abs(slopes[d]), 9);
      expect(sigma).toBeCloseTo(0, 9);
    }
  });

  it('leave out steps next to a result that is missing', () => {
    const { point, values } = results(morris, { trajectories: 4 }, 2, (u) => u[0] + 2 * u[1]);
    values[4] = Number.NaN;
    const found = morrisEffects(2, point, values);
    expect(found.map(({ mu }) => mu.n)).toEqual([3, 3]);
    expect(() => morrisEffects(2, point, values.subarray(1))).toThrow(/trajectories/);
  });
});
