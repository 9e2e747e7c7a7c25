import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noncentralStudentCdf } from '../../engine/analysis/statistics/distributions.ts';
import {
  cliffsDelta,
  hedgesG,
  pairedEffect,
  superiority,
} from '../../engine/analysis/statistics/effect-sizes.ts';

// Student's sleep data (Biometrika 6, 1908, p. 20).
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('the effect of paired arms', () => {
  // The documentation of R's package effectsize prints −1.28 [−2.12, −0.41] for the first drug less the
  // second.
  it('is that of the sleep data', () => {
    const { n, estimate, lower, upper } = pairedEffect(first, second);
    expect(n).toBe(10);
    expect([estimate, lower, upper].map((x) => x.toFixed(2))).toEqual(['-1.28', '-2.12', '-0.41']);
  });

  it('has bounds at which the observed t is just not surprising', () => {
    const { estimate, lower, upper } = pairedEffect(second, first, 0.9);
    const root = Math.sqrt(10);
    expect(noncentralStudentCdf(estimate * root, 9, lower * root)).toBeCloseTo(0.95, 9);
    expect(noncentralStudentCdf(estimate * root, 9, upper * root)).toBeCloseTo(0.05, 9);
  });

  it('does not exist where nothing varies', () => {
    expect(pairedEffect([2, 3, 4], [1, 2, 3]).estimate).toBeNaN();
    expect(pairedEffect([2], [1])).toMatchObject({ n: 1, estimate: Number.NaN, lower: Number.NaN });
  });
});

describe('Hedges’ g', () => {
  // c(m) of L. V. Hedges, Journal of Educational Statistics 6, 1981, formula 6e, from Γ(3/2) = √π/2, Γ(1) =
  // 1, Γ(5) = 24 and Γ(9/2) = 105√π/16.
  it.each([
    [2, 3, 3, Math.sqrt(Math.PI) / 2 / Math.sqrt(1.5)],
    [6, 6, 10, 24 / (Math.sqrt(5) * ((105 * Math.sqrt(Math.PI)) / 16))],
  ])('is d without its bias: %d and %d runs', (n, m, degrees, factor) => {
    const arm = Array.from({ length: n }, (_, i) => 5 + i);
    const against = Array.from({ length: m }, (_, i) => i * i);
    const moments = (x: number[]) => {
      const mean = x.reduce((so, value) => so + value, 0) / x.length;
      return { mean, squares: x.reduce((so, value) => so + (value - mean) ** 2, 0) };
    };
    const [a, b] = [moments(arm), moments(against)];
    const d = (a.mean - b.mean) / Math.sqrt((a.squares + b.squares) / degrees);
    const found = hedgesG(arm, against);
    expect(found.estimate / d).toBeCloseTo(factor, 12);
    expect(found.n).toBe(n + m);
    expect(found.lower).toBeLessThan(found.estimate);
    expect(found.upper).toBeGreaterThan(found.estimate);
  });

  it('turns round with its arms, and does not exist where nothing varies', () => {
    const [there, back] = [hedgesG(second, first), hedgesG(first, second)];
    expect(back.lower).toBeCloseTo(-there.upper, 9);
    expect(hedgesG([1, 1], [2, 2]).estimate).toBeNaN();
    expect(hedgesG([1], [2, 3]).estimate).toBeNaN();
  });
});

/** Delta and its variance by their definitions (Cliff 1993, formulas 1 and 8), over all pairs. */
function byPairs(arm: readonly number[], against: readonly number[]) {
  const [n, m] = [arm.length, against.length];
  const signs = arm.map((x) => against.map((y) => Math.sign(x - y)));
  const delta = signs.flat().reduce((so, s) => so + s, 0) / (n * m);
  const rows = signs.map((row) => row.reduce((so, s) => so + s, 0) / m);
  const columns = against.map((_, j) => signs.reduce((so, row) => so + row[j], 0) / n);
  const spread = (values: number[]) => values.reduce((so, value) => so + (value - delta) ** 2, 0);
  const variance =
    (m * m * spread(rows) + n * n * spread(columns) - spread(signs.flat())) / (n * m * (n - 1) * (m - 1));
  return { delta, variance };
}

describe('Cliff’s delta', () => {
  it('is the share of pairs above less the share below, with the interval of Feng and Cliff', () => {
    const values = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(values, values, (arm, against) => {
        const { delta, variance } = byPairs(arm, against);
        const found = cliffsDelta(arm, against);
        expect(found.estimate).toBeCloseTo(delta, 12);
        // Below that the variance says less than the number of pairs does, and is replaced.
        const floor = (1 - delta ** 2) / Math.min(arm.length, against.length) ** 2;
        fc.pre(Math.abs(delta) < 1 && variance > floor);
        const z = 1.959963985;
        const reach = z * Math.sqrt(variance * ((1 - delta ** 2) ** 2 + z * z * variance));
        const scale = 1 - delta ** 2 + z * z * variance;
        expect(found.lower).toBeCloseTo((delta - delta ** 3 - reach) / scale, 7);
        expect(found.upper).toBeCloseTo((delta - delta ** 3 + reach) / scale, 7);
        const chance = superiority(arm, against);
        expect(chance.estimate).toBeCloseTo((delta + 1) / 2, 12);
        expect(chance.upper).toBeCloseTo((found.upper + 1) / 2, 12);
      }),
    );
  });

  it('keeps a bound where no pair contradicts', () => {
    const z2 = 1.959963985 ** 2;
    expect(cliffsDelta([5, 6, 7, 8, 9], [1, 2, 3, 4])).toMatchObject({ n: 9, estimate: 1, upper: 1 });
    expect(cliffsDelta([5, 6, 7, 8, 9], [1, 2, 3, 4]).lower).toBeCloseTo((4 - z2) / (4 + z2), 8);
    expect(cliffsDelta([1, 2], [3, 4])).toMatchObject({ estimate: -1, lower: -1 });
    expect(cliffsDelta([1], [3, 4]).estimate).toBeNaN();
  });
});
