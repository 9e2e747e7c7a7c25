import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, holm } from '../../engine/analysis/statistics/multiple-testing.ts';
import { proportion } from '../../engine/analysis/statistics/proportion.ts';

describe('the interval of a share', () => {
  // R. G. Newcombe, Statistics in Medicine 17, 1998, 857–872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('%d of %d: %d to %d', (count, n, low, high) => {
    const { lower, upper, estimate } = proportion(count, n);
    expect(estimate).toBe(count / n);
    expect(lower).toBeCloseTo(low, 4);
    expect(upper).toBeCloseTo(high, 4);
  });

  it('is that of the rest turned round, and ends at the ends', () => {
    const [few, rest] = [proportion(3, 17), proportion(14, 17)];
    expect(rest.upper).toBeCloseTo(1 - few.lower, 12);
    for (let n = 1; n <= 100; n++) {
      for (const level of [0.5, 0.9, 0.95, 0.999]) {
        expect(proportion(0, n, level).lower).toBe(0);
        expect(proportion(n, n, level).upper).toBe(1);
      }
    }
    expect(proportion(0, 0)).toMatchObject({ estimate: Number.NaN, lower: 0, upper: 1 });
  });
});

describe('corrections for many tests', () => {
  // Fifteen p values of Benjamini & Hochberg 1995, section 4.1: at 5 % their method rejects four hypotheses,
  // those of Bonferroni and of Holm three.
  const p = [
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
    0.759, 1,
  ];

  it('reject what the paper says', () => {
    expect(benjaminiHochberg(p).filter((adjusted) => adjusted <= 0.05)).toHaveLength(4);
    expect(holm(p).filter((adjusted) => adjusted <= 0.05)).toHaveLength(3);
  });

  it('have the values that follow by hand', () => {
    // 15 × .0095 / 4; the fifth to seventh take the smallest of what is above them, 15 × .0344 / 8.
    expect(benjaminiHochberg(p)[3]).toBeCloseTo(0.035625, 12);
    expect(benjaminiHochberg(p)[6]).toBeCloseTo((15 * 0.0298) / 7, 12);
    expect(benjaminiHochberg(p)[4]).toBeCloseTo((15 * 0.0201) / 5, 12);
    expect(benjaminiHochberg([0.03, 0.031, 0.04])).toEqual([0.04, 0.04, 0.04]);
    // 15 × .0001, 14 × .0004, 13 × .0019, and from the tenth on 1.
    expect(holm(p)[2]).toBeCloseTo(0.0247, 12);
    expect(holm(p).slice(9)).toEqual([1, 1, 1, 1, 1, 1]);
    expect(holm([0.02, 0.01, 0.02])).toEqual([0.04, 0.03, 0.04]);
  });

  it('pass over what has no p value', () => {
    expect(holm([0.01, Number.NaN, 0.02])).toEqual([0.02, Number.NaN, 0.02]);
    expect(benjaminiHochberg([0.01, Number.NaN, 0.04])).toEqual([0.02, Number.NaN, 0.04]);
    expect([holm([]), benjaminiHochberg([])]).toEqual([[], []]);
  });

  it('lie between the value itself and that of Bonferroni, in the same order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (values) => {
        const order = values.map((_, i) => i).sort((a, b) => values[a] - values[b] || a - b);
        for (const adjusted of [holm(values), benjaminiHochberg(values)]) {
          for (const [i, value] of values.entries()) {
            expect(adjusted[i]).toBeGreaterThanOrEqual(value * (1 - 1e-12));
            expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, values.length * value));
          }
          for (let i = 1; i < order.length; i++) {
            expect(adjusted[order[i]]).toBeGreaterThanOrEqual(adjusted[order[i - 1]]);
          }
        }
      }),
    );
  });
});
