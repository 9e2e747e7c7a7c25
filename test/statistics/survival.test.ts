import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  censored,
  kaplanMeier,
  logRank,
  medianTime,
  restrictedMean,
  restrictedMeanDifference,
  type SurvivalData,
  survivalAt,
  timeUntil,
} from '../../engine/analysis/statistics/survival.ts';

// Weeks of remission of 42 children: E. J. Freireich et al., Blood 21, 1963, 699–716; E. A. Gehan, Biometrika
// 52, 1965, 203–223; the first table of D. R. Cox & D. Oakes, Analysis of Survival Data, 1984, and of D. G.
// Kleinbaum & M. Klein, Survival Analysis, 3rd ed. 2012. Negative: still in remission when last seen.
const weeks = {
  drug: [6, 6, 6, 7, 10, 13, 16, 22, 23, -6, -9, -10, -11, -17, -19, -20, -25, -32, -32, -34, -35],
  placebo: [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23],
};
const dataOf = (signed: readonly number[]): SurvivalData => ({
  times: signed.map(Math.abs),
  observed: signed.map((time) => time > 0),
});
const [drug, placebo] = [dataOf(weeks.drug), dataOf(weeks.placebo)];

describe('the curve of Kaplan and Meier', () => {
  // Kleinbaum & Klein 2012, chapter 2 (survival), Collett, Modelling Survival Data in Medical Research
  // (errors).
  const table = [
    [6, 21, 3, 0.8571, 0.0764],
    [7, 17, 1, 0.8067, 0.0869],
    [10, 15, 1, 0.7529, 0.0963],
    [13, 12, 1, 0.6902, 0.1068],
    [16, 11, 1, 0.6275, 0.1141],
    [22, 7, 1, 0.5378, 0.1282],
    [23, 6, 1, 0.4482, 0.1346],
  ];

  it('is the textbook’s for the drug', () => {
    const curve = kaplanMeier(drug);
    const rows = curve.steps.map(({ time, atRisk, events, survival, standardError }) => [
      time,
      atRisk,
      events,
      Number(survival.toFixed(4)),
      Number(standardError.toFixed(4)),
    ]);
    expect(rows).toEqual(table);
    expect(curve).toMatchObject({ n: 21, events: 9, last: 35 });
  });

  // scipy.stats.ecdf of SciPy 1.17.1, with method='log-log'.
  it('has the log-log interval', () => {
    const { steps } = kaplanMeier(drug);
    expect(steps[0].lower).toBeCloseTo(0.61971796, 7);
    expect(steps[0].upper).toBeCloseTo(0.95155175, 7);
    expect(steps[6].lower).toBeCloseTo(0.18805201, 7);
    expect(steps[6].upper).toBeCloseTo(0.68014263, 7);
    const end = kaplanMeier(placebo).steps.at(-1);
    expect(end).toMatchObject({ time: 23, survival: 0, lower: Number.NaN, standardError: Number.NaN });
  });

  it('is the share still without the event when nothing is censored', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 40 }), (times) => {
        const curve = kaplanMeier({ times, observed: times.map(() => 1) });
        for (const { time, survival } of curve.steps) {
          expect(survival).toBeCloseTo(times.filter((other) => other > time).length / times.length, 12);
        }
      }),
    );
  });

  it('does not know what was not watched', () => {
    const curve = kaplanMeier(drug);
    expect([0, 5.9, 6, 22.5, 35].map((time) => survivalAt(curve, time))).toEqual([
      1,
      1,
      curve.steps[0].survival,
      curve.steps[5].survival,
      curve.steps[6].survival,
    ]);
    expect(survivalAt(curve, 35.1)).toBeNaN();
    expect(survivalAt(kaplanMeier(placebo), 100)).toBe(0);
    expect(kaplanMeier({ times: [], observed: [] })).toMatchObject({ n: 0, events: 0, steps: [] });
  });

  it('takes a time that never came as one later than the horizon', () => {
    expect(censored([3, Number.NaN, 12, 10], 10)).toEqual({
      times: Float64Array.of(3, 10, 10, 10),
      observed: Uint8Array.of(1, 0, 0, 1),
    });
    expect(censored([3, Number.NaN], [5, 7]).times).toEqual(Float64Array.of(3, 7));
  });
});

describe('the time by which half the runs are there', () => {
  // Medians 23 and 8 weeks (Kleinbaum & Klein); intervals 13 to not reached, and 4 to 11, of SAS PROC
  // LIFETEST, whose default is the log-log interval.
  it('is the textbook’s', () => {
    expect(medianTime(kaplanMeier(drug))).toMatchObject({ n: 21, estimate: 23, lower: 13, upper: Infinity });
    expect(medianTime(kaplanMeier(placebo))).toMatchObject({ estimate: 8, lower: 4, upper: 11 });
  });

  it('may not be reached', () => {
    expect(timeUntil(kaplanMeier(drug), 0.9).estimate).toBe(Infinity);
    expect(timeUntil(kaplanMeier(placebo), 1)).toMatchObject({ estimate: 23, upper: 23 });
    const ten = kaplanMeier({ times: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], observed: new Array(10).fill(true) });
    expect([0.1, 0.3, 0.7, 0.9].map((share) => timeUntil(ten, share).estimate)).toEqual([1, 3, 7, 9]);
  });
});

describe('the restricted mean', () => {
  // print(survfit(Surv(time, cens) ~ treat, MASS::gehan), rmean = 35) of R's package survival.
  it('is that of R', () => {
    const found = restrictedMean(kaplanMeier(drug), 35);
    expect(found.estimate).toBeCloseTo(23.29, 2);
    expect(found.standardError).toBeCloseTo(2.83, 2);
    expect(found.upper - found.estimate).toBeCloseTo(1.959964 * found.standardError, 5);
  });

  it('is the plain mean, with its plain error, when nothing is censored', () => {
    const times = weeks.placebo;
    const mean = times.reduce((so, time) => so + time, 0) / 21;
    const squares = times.reduce((so, time) => so + (time - mean) ** 2, 0);
    const found = restrictedMean(kaplanMeier(placebo), 35);
    expect(found.estimate).toBeCloseTo(mean, 12);
    expect(found.standardError).toBeCloseTo(Math.sqrt(squares) / 21, 12);
  });

  it('is the mean of the times cut off at the horizon', () => {
    const cut = weeks.placebo.map((time) => Math.min(time, 10));
    const mean = cut.reduce((so, time) => so + time, 0) / 21;
    expect(restrictedMean(kaplanMeier(placebo), 10).estimate).toBeCloseTo(mean, 12);
    expect(restrictedMean(kaplanMeier(placebo), 0.5)).toMatchObject({ estimate: 0.5, standardError: 0 });
    expect(restrictedMean(kaplanMeier(drug), 36).estimate).toBeNaN();
  });

  it('is compared between arms up to the time that both were watched', () => {
    const found = restrictedMeanDifference(kaplanMeier(drug), kaplanMeier(placebo));
    const [a, b] = [drug, placebo].map((data) => restrictedMean(kaplanMeier(data), 23));
    expect(found).toMatchObject({ n: 42, horizon: 23 });
    expect(found.estimate).toBeCloseTo(a.estimate - b.estimate, 12);
    expect(found.standardError).toBeCloseTo(Math.hypot(a.standardError, b.standardError), 12);
  });
});

describe('the log-rank test', () => {
  // Kleinbaum & Klein 2012, chapter 2: χ² 16.79; 9 events where 19.25 were expected, and 21 where 10.75 were.
  it('is the textbook’s', () => {
    const { chiSquare, degreesOfFreedom, p, observed, expected } = logRank([drug, placebo]);
    expect(chiSquare).toBeCloseTo(16.79, 2);
    expect(degreesOfFreedom).toBe(1);
    // scipy.stats.logrank of SciPy 1.17.1.
    expect(p).toBeCloseTo(4.168809109334529e-5, 12);
    expect(observed).toEqual([9, 21]);
    expect(expected.map((value) => value.toFixed(2))).toEqual(['19.25', '10.75']);
  });

  it('compares several arms, whatever their order', () => {
    const third = dataOf([2, 5, 9, -9, 14, 20, -22, 30]);
    const [one, other] = [logRank([drug, placebo, third]), logRank([third, drug, placebo])];
    expect(one.degreesOfFreedom).toBe(2);
    expect(other.chiSquare).toBeCloseTo(one.chiSquare, 9);
    // Two arms of the same runs are one arm.
    const split = { times: weeks.drug.map(Math.abs).slice(0, 0), observed: [] };
    expect(logRank([drug, placebo, split]).chiSquare).toBeCloseTo(16.793, 3);
  });

  it('tells nothing of arms without events', () => {
    const still = dataOf([-3, -4, -5]);
    expect(logRank([still, still])).toMatchObject({ chiSquare: Number.NaN, p: Number.NaN, observed: [0, 0] });
    expect(logRank([drug, drug]).chiSquare).toBeCloseTo(0, 12);
    expect(() => logRank([drug])).toThrow(/two arms/);
  });
});
