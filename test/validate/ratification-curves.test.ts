import { describe, expect, it } from 'vitest';
import { fittedRates, ratifiedByMonth } from '../../engine/rules/ratification.ts';
import {
  curves,
  familyShares,
  fitCurves,
  largestError,
  ratificationCurves,
  shippedFit,
} from '../../server/validate/forecast/ratification-curves.ts';

describe('the family of ratification curves', () => {
  it('is a competing risk in discrete months where nothing slows a legislature', () => {
    const rates = { rate: 0.3, rejection: 0.1, drag: 0, reading: 0 };
    // z = 0 halves both chances
    const [yes, no] = [0.15, 0.05];
    const found = ratifiedByMonth(rates, 0.7, 0, 24);
    found.forEach((share, month) => {
      expect(share).toBeCloseTo((yes / (yes + no)) * (1 - (1 - yes - no) ** month), 12);
    });
  });

  it('is slower for deeper treaties, in proportion of time, while chances are small', () => {
    const rates = { rate: 0.4, rejection: 0, drag: 2, reading: 3 };
    const stretch = Math.exp(2 * 0.5);
    const [shallow, deep] = [ratifiedByMonth(rates, 1, 0, 60), ratifiedByMonth(rates, 1.5, 0, 200)];
    for (const month of [20, 40, 60]) {
      const later = month * stretch;
      const below = Math.floor(later);
      const at = deep[below] + (later - below) * (deep[below + 1] - deep[below]);
      expect(at).toBeCloseTo(shallow[month], 2);
      expect(deep[month]).toBeLessThan(shallow[month]);
    }
  });

  it('has its default rates where least squares ends, from there and from elsewhere', () => {
    for (const start of [
      [1, 1, 1, 1, 1],
      [0.7, 1.2, 1.3, 0.8, 0.9],
    ]) {
      const { rates, doha } = fitCurves(start);
      expect(Math.abs(rates.rate / fittedRates.rate - 1)).toBeLessThan(0.1);
      expect(Math.abs(rates.drag / fittedRates.drag - 1)).toBeLessThan(0.1);
      expect(Math.abs(rates.reading / fittedRates.reading - 1)).toBeLessThan(0.15);
      expect(Math.abs(doha - shippedFit.doha)).toBeLessThan(0.03);
    }
    expect(largestError(shippedFit)).toBeLessThan(0.05);
  });

  it('is compared with the counts of the treaties, deeper ones slower', () => {
    const [paris, kigali, doha] = curves;
    // 144 of 195 after a year; half of 155 of 198 after 1021 days; half of 147 of 192 after 1452
    expect(paris.points[2].share).toBeCloseTo(144 / 195, 12);
    expect(kigali.points[1]).toEqual({ days: 1021, share: (0.5 * 155) / 198 });
    expect(doha.points[1]).toEqual({ days: 1452, share: (0.5 * 147) / 192 });
    const year = [{ days: 365, share: 0 }];
    expect(familyShares(shippedFit, paris.depth, year)[0]).toBeGreaterThan(
      5 * familyShares(shippedFit, kigali.depth, year)[0],
    );
  });

  it('is reported with its error at every point', () => {
    const { columns, rows, notes } = ratificationCurves();
    expect(rows).toHaveLength(17);
    for (const row of rows) {
      expect(row).toHaveLength(columns.length);
      const [observed, family, error] = row.slice(3).map(Number);
      expect(family - observed).toBeCloseTo(error, 0);
    }
    expect(notes.join(' ')).toMatch(/rate 0\.4, drag 3\.5, reading 2\)/);
  });
});
