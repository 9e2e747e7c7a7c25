import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gini, theil, theilOfLognormal } from '../../engine/world/inequality.ts';

/** Gini by the sorted formula: Σ (2i − n − 1)·x_i / (n·Σ x). */
function sortedGini(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const sum = sorted.reduce((a, b) => a + b, 0);
  return sorted.reduce((so, x, i) => so + (2 * (i + 1) - sorted.length - 1) * x, 0) / (sorted.length * sum);
}

/** Theil’s T of single people. */
function theilOfPeople(incomes: readonly number[]): number {
  const mean = incomes.reduce((a, b) => a + b, 0) / incomes.length;
  return incomes.reduce((so, x) => so + (x > 0 ? (x / mean) * Math.log(x / mean) : 0), 0) / incomes.length;
}

const income = fc.double({ min: 0.001, max: 1000, noNaN: true });
const incomes = fc.array(income, { minLength: 1, maxLength: 8 });

describe('the Gini coefficient', () => {
  it.each([
    [[1, 1, 1, 1], 0],
    [[0, 0, 0, 1], 3 / 4],
    [[1, 3], 1 / 4],
    [[0, 0], 0],
  ])('of %j is %d', (values, expected) => expect(gini(values)).toBeCloseTo(expected, 12));

  it('is that of the sorted formula, and lies in [0, 1)', () => {
    fc.assert(
      fc.property(incomes, (values) => {
        const found = gini(values);
        expect(found).toBeCloseTo(sortedGini(values), 9);
        expect(found).toBeGreaterThanOrEqual(0);
        expect(found).toBeLessThan(1);
      }),
      { numRuns: 10_000 },
    );
  });

  it('counts heads: two with one value are as one with two heads, and units do not matter', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(income, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 6 }),
        (groups) => {
          const people = groups.flatMap(([value, heads]) => Array.from({ length: heads }, () => value));
          const values = groups.map(([value]) => value);
          const heads = groups.map(([, count]) => count);
          expect(gini(values, heads)).toBeCloseTo(gini(people), 9);
          expect(
            gini(
              values.map((x) => 3 * x),
              heads.map((x) => 0.01 * x),
            ),
          ).toBeCloseTo(gini(values, heads), 9);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('Theil’s index', () => {
  it('of a whole is the sum of what lies between groups and within them', () => {
    fc.assert(
      fc.property(fc.array(incomes, { minLength: 1, maxLength: 6 }), (groups) => {
        const totals = groups.map((group) => group.reduce((a, b) => a + b, 0));
        const heads = groups.map((group) => group.length);
        const found = theil(totals, heads, groups.map(theilOfPeople));
        expect(found.total).toBeCloseTo(theilOfPeople(groups.flat()), 9);
        expect(found.between + found.within).toBe(found.total);
        expect(found.between).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 10_000 },
    );
  });

  it('lies between groups only when everybody inside one has the same', () => {
    expect(theil([8, 2], [1, 1], [0, 0])).toEqual({
      total: expect.closeTo(0.8 * Math.log(1.6) + 0.2 * Math.log(0.4), 12) as number,
      between: expect.closeTo(0.8 * Math.log(1.6) + 0.2 * Math.log(0.4), 12) as number,
      within: 0,
    });
  });

  it('of a group without income is nothing', () => {
    expect(theil([0, 4], [1, 1], [0.5, 0]).total).toBeCloseTo(Math.log(2), 12);
    // So small beside the whole that its share is 0.
    expect(theil([5e-324, 400], [1, 1], [0.5, 0]).total).toBeCloseTo(Math.log(2), 12);
  });

  it.each([0.05, 0.2, 0.38, 0.55, 0.7])('of a lognormal with Gini %d follows from its density', (g) => {
    const sigma = Math.sqrt(2 * theilOfLognormal(g));
    // e^(σz) under the standard normal density, on a fine grid
    const step = 0.005;
    const points = Array.from({ length: 24 / step }, (_, i) => -12 + (i + 0.5) * step);
    const weights = points.map((z) => (Math.exp((-z * z) / 2) * step) / Math.sqrt(2 * Math.PI));
    const values = points.map((z) => Math.exp(sigma * z));
    const mean = values.reduce((so, x, i) => so + weights[i] * x, 0);
    let below = 0;
    let area = 0;
    for (const [i, x] of values.entries()) {
      area += (weights[i] * (below + weights[i] / 2) * x) / mean;
      below += weights[i];
    }
    expect(2 * area - 1).toBeCloseTo(g, 4);
    const theilIndex = values.reduce((so, x, i) => so + weights[i] * (x / mean) * Math.log(x / mean), 0);
    expect(theilIndex).toBeCloseTo(theilOfLognormal(g), 4);
  });
});
