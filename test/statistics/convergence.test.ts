import { describe, expect, it } from 'vitest';
import {
  powerOf,
  replicationsForDifference,
  replicationsForHalfWidth,
  runningMean,
} from '../../engine/analysis/statistics/convergence.ts';
import { meanInterval } from '../../engine/analysis/statistics/mean.ts';

describe('how many replications', () => {
  // J. Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd ed. 1988, table 2.4.1: two-sided 5
  // %. For d = .5 and power .9 his approximation has 85; R's power.t.test gives 85.03, so 86.
  it.each([
    [0.5, 0.8, 64],
    [0.8, 0.8, 26],
    [1, 0.8, 17],
    [0.5, 0.9, 86],
    [0.5, 0.95, 105],
  ])('detect d = %d with power %d between independent arms: %d each', (difference, power, n) => {
    expect(replicationsForDifference({ difference, deviation: 1, design: 'independent' }, power)).toBe(n);
  });

  // F. Faul et al., G*Power 3 (Behavior Research Methods 39, 2007, 175–191): differences of matched pairs.
  it.each([
    [0.5, 0.8, 34],
    [0.2, 0.8, 199],
    [0.8, 0.8, 15],
  ])('detect d_z = %d with power %d between paired arms: %d', (difference, power, n) => {
    expect(replicationsForDifference({ difference: -difference, deviation: 1 }, power)).toBe(n);
  });

  // Examples of the manual page of R's power.t.test: power .8689528 of 20 for a difference of 1 standard
  // deviation; 22.02 two-sided and 17.85 one-sided for a power of .9.
  it('agrees with R', () => {
    const detection = { difference: 1, deviation: 1, design: 'independent' } as const;
    expect(powerOf(20, detection)).toBeCloseTo(0.8689528, 7);
    // 1 − scipy.stats.nct.cdf of the 97.5 % point of t with 4 degrees, at √5 (SciPy 1.17.1).
    expect(powerOf(5, { difference: 1, deviation: 1 })).toBeCloseTo(0.40132028519950524, 9);
    expect(replicationsForDifference(detection, 0.9)).toBe(23);
    expect(replicationsForDifference({ ...detection, sides: 1 }, 0.9)).toBe(18);
  });

  it('scales with the unit, and knows what cannot be', () => {
    const detection = { difference: 5, deviation: 10, design: 'independent' } as const;
    expect(replicationsForDifference(detection)).toBe(64);
    expect(replicationsForDifference({ difference: 0, deviation: 1 })).toBe(Infinity);
    expect(replicationsForDifference({ difference: 1e-9, deviation: 1 })).toBe(Infinity);
    // 7.849 / d² for large numbers: (1.95996 + 0.84162)².
    const many = replicationsForDifference({ difference: 1e-4, deviation: 1 });
    expect(many / 7.8489e8).toBeCloseTo(1, 4);
  });

  it('makes an interval narrow enough, and no replication fewer does', () => {
    for (const [deviation, wanted, level] of [
      [1, 0.5, 0.95],
      [12, 0.7, 0.99],
      [0.3, 1, 0.9],
    ] as const) {
      const n = replicationsForHalfWidth(deviation, wanted, level);
      const half = (size: number) => {
        // Values with exactly this mean and deviation.
        const step = deviation * Math.sqrt((size - 1) / size);
        const values = Array.from({ length: size }, (_, i) => {
          const odd = size % 2 === 1 ? Math.sqrt(size / (size - 1)) : 1;
          if (size % 2 === 1 && i === size - 1) return 0;
          return (i % 2 === 0 ? step : -step) * odd;
        });
        const { lower, upper } = meanInterval(values, level);
        return (upper - lower) / 2;
      };
      expect(half(n)).toBeLessThanOrEqual(wanted * (1 + 1e-9));
      if (n > 2) expect(half(n - 1)).toBeGreaterThan(wanted);
    }
    // D. C. Montgomery, Introduction to Statistical Quality Control: about (zσ/E)² for many, (1.96 × 1 /
    // .1)².
    expect(replicationsForHalfWidth(1, 0.1)).toBe(387);
    expect(replicationsForHalfWidth(0, 1)).toBe(2);
    expect(() => replicationsForHalfWidth(1, 0)).toThrow(/half-width/);
  });
});

describe('the running mean', () => {
  it('ends with the mean and interval of all, at the number of points asked for', () => {
    const values = Array.from({ length: 1000 }, (_, i) => (i * 7919) % 101);
    const rows = runningMean(values, 0.9, 50);
    expect(rows).toHaveLength(50);
    expect(rows.map(({ n }) => n)).toEqual(Array.from({ length: 50 }, (_, i) => 20 * (i + 1)));
    for (const row of [rows[0], rows[24], rows[49]]) {
      const { estimate, upper } = meanInterval(values.slice(0, row.n), 0.9);
      expect(row.mean).toBeCloseTo(estimate, 10);
      expect(row.halfWidth).toBeCloseTo(upper - estimate, 10);
    }
  });

  it('passes over what has no value, and has all rows when there are few', () => {
    const rows = runningMean([1, Number.NaN, 3], 0.95);
    expect(rows.map(({ n, mean }) => [n, mean])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(rows[0].halfWidth).toBe(Infinity);
    expect(runningMean([])).toEqual([]);
  });
});
