import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  meanOf,
  type PairedDifference,
  pairedDifference,
  verdictOn,
} from '../../engine/analysis/experiment/statistics.ts';

// Student's own example: hours of sleep gained by ten patients with two drugs (Biometrika 6, 1908, p. 20).
// It is the data set `sleep` of R, whose paired t test prints the 95 % interval 0.7001142 to 2.4598858.
const first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2];
const second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];

describe('the paired difference', () => {
  it('is that of Student’s sleep data', () => {
    const { mean, lower, upper, pairs, leftOut } = pairedDifference(second, first, 0.025);
    expect(mean).toBeCloseTo(1.58, 12);
    expect(lower).toBeCloseTo(0.7001142, 7);
    expect(upper).toBeCloseTo(2.4598858, 7);
    expect([pairs, leftOut]).toEqual([10, 0]);
  });

  it('leaves out pairs without a value, and says how many', () => {
    const { mean, pairs, leftOut } = pairedDifference([1, Number.NaN, 3, 9], [0, 1, Number.NaN, 7]);
    expect([mean, pairs, leftOut]).toEqual([1.5, 2, 2]);
  });

  it('has no bounds with fewer than two pairs', () => {
    expect(pairedDifference([1], [0])).toMatchObject({ lower: -Infinity, upper: Infinity });
    expect(pairedDifference([], []).mean).toBeNaN();
  });

  it('tells how much pairing was worth', () => {
    // Two arms that move together, one of them a constant above the other on average.
    const noise = [1, -1, 2, -2, 3, -3];
    const arm = noise.map((value, i) => value + 1 + (i % 2 === 0 ? 0.1 : -0.1));
    const { varianceReduction } = pairedDifference(arm, noise);
    expect(varianceReduction).toBeGreaterThan(500);
    expect(pairedDifference(noise, noise).varianceReduction).toBeNaN();
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

describe('the mean', () => {
  it('counts only what is there', () => {
    expect(meanOf([2, 4, Number.NaN, 4, 4, 5, 5, 7, 9])).toMatchObject({ n: 8, mean: 5 });
    expect(meanOf([2, 4, 4, 4, 5, 5, 7, 9]).deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(meanOf([Number.NaN]).mean).toBeNaN();
  });
});

describe('the verdict', () => {
  const interval = (lower: number, upper: number): PairedDifference => ({
    pairs: 9,
    leftOut: 0,
    mean: (lower + upper) / 2,
    lower,
    upper,
    varianceReduction: 1,
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
});
