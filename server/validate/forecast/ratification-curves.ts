/**
 * The ratification curves of three treaties beside the family that `engine/rules/ratification.ts` describes:
 * one set of rates for all, and the depth of each treaty. The figures are counts of the UN Treaty Collection,
 * as computed from its tables of signatures and deposits.
 */
import { inverseNormal } from '../../../engine/math.ts';
import { fittedRates, type LegislativeRates, ratifiedByMonth } from '../../../engine/rules/ratification.ts';
import { type ForecastSection, fixed } from './report.ts';

/** A share of the states that had deposited after so many days. */
export interface CurvePoint {
  readonly days: number;
  readonly share: number;
}

/** A treaty, and what is known of its ratification. */
export interface Curve {
  readonly name: string;
  /**
   * Depth in [0, 1]. Our coding, in two steps: .25 for pledges that each state sets for itself, .75 for
   * binding schedules.
   */
  readonly depth: number;
  readonly points: readonly CurvePoint[];
  /** Points that were not fitted: they are of the same ratifications, counted from each own signature. */
  readonly others: readonly CurvePoint[];
}

/** Points of a curve from quantiles of those who deposited, of all who could. */
function quantiles(
  days: readonly number[],
  shares: readonly number[],
  deposited: number,
  all: number,
): CurvePoint[] {
  return days.map((day, i) => ({ days: day, share: (shares[i] * deposited) / all }));
}

const daysPerMonth = 30.44;
const year = 12 * daysPerMonth;

/** The curves. Kigali and Doha are counted from adoption: as amendments they were not signed. */
export const curves: readonly Curve[] = [
  {
    name: 'Paris Agreement',
    depth: 0.25,
    // parties of 195 signatories after 3 months, ½, 1, 2, 3 and 5 years from 22 April 2016
    points: [
      [0.25, 19],
      [0.5, 84],
      [1, 144],
      [2, 175],
      [3, 185],
      [5, 191],
    ].map(([years, parties]) => ({ days: years * year, share: parties / 195 })),
    others: quantiles([28, 152, 193, 339, 635], [0.1, 0.25, 0.5, 0.75, 0.9], 192, 195),
  },
  {
    name: 'Kigali Amendment',
    depth: 0.75,
    points: quantiles([614, 1021, 1633], [0.25, 0.5, 0.75], 155, 198),
    others: [],
  },
  {
    name: 'Doha Amendment',
    depth: 0.75,
    points: quantiles([942, 1452, 1923], [0.25, 0.5, 0.75], 147, 192),
    others: [],
  },
];

/** How the pressure at home spreads over the states of the world: normal, about as in First mandate. */
export const world = { mean: 3, spread: 2.5 } as const;

/** States that stand for the spread. */
const quantileCount = 100;

/** What is varied to fit the curves. */
export interface Fit {
  readonly rates: LegislativeRates;
  readonly spread: number;
  /** Depth of the Doha Amendment, where it is not as coded. */
  readonly doha: number;
}

/** The shares of a family at the points of a curve, between months by linear interpolation. */
export function familyShares(fit: Fit, depth: number, points: readonly CurvePoint[]): number[] {
  const last = Math.max(0, ...points.map(({ days }) => Math.ceil(days / daysPerMonth)));
  const mean = new Float64Array(last + 1);
  for (let i = 0; i < quantileCount; i++) {
    const z = world.mean + fit.spread * inverseNormal((i + 0.5) / quantileCount);
    const ratified = ratifiedByMonth(fit.rates, depth, z, last);
    for (let month = 0; month <= last; month++) mean[month] += ratified[month] / quantileCount;
  }
  return points.map(({ days }) => {
    const at = days / daysPerMonth;
    const below = Math.min(last - 1, Math.floor(at));
    return mean[below] + (at - below) * (mean[below + 1] - mean[below]);
  });
}

const depthIn = (fit: Fit, curve: Curve): number => (curve.name.startsWith('Doha') ? fit.doha : curve.depth);

/** Sum of squared errors over the curves; those with few points count twice. */
function loss(fit: Fit): number {
  let sum = 0;
  for (const curve of curves) {
    const shares = familyShares(fit, depthIn(fit, curve), curve.points);
    shares.forEach((share, i) => {
      const error = share - curve.points[i].share;
      sum += (curve.points.length > 3 ? 1 : 2) * error * error;
    });
  }
  return sum;
}

/** The fit that the mechanism’s defaults stand for. */
export const shippedFit: Fit = { rates: fittedRates, spread: world.spread, doha: 0.84 };

/** What the search moves, as multiples of where it starts. */
function scaled(by: readonly number[]): Fit {
  const { rates, spread, doha } = shippedFit;
  return {
    rates: {
      ...rates,
      rate: Math.min(1, rates.rate * by[0]),
      drag: rates.drag * by[1],
      reading: rates.reading * by[2],
    },
    spread: spread * by[3],
    doha: doha * by[4],
  };
}

/** Least squares by pattern search (Hooke & Jeeves 1961): steps along each number, halved when none helps. */
export function fitCurves(start: readonly number[] = [1, 1, 1, 1, 1]): Fit {
  let at = [...start];
  let best = loss(scaled(at));
  for (let step = 0.1; step > 0.002; ) {
    let isBetter = false;
    for (let k = 0; k < at.length; k++) {
      for (const factor of [1 + step, 1 / (1 + step)]) {
        const next = at.map((value, i) => (i === k ? value * factor : value));
        const value = loss(scaled(next));
        if (value >= best) continue;
        best = value;
        at = next;
        isBetter = true;
      }
    }
    if (!isBetter) step /= 2;
  }
  return scaled(at);
}

const percent = (share: number): string => fixed(100 * share, 1);

function curveRows(fit: Fit, curve: Curve, points: readonly CurvePoint[], from: string): string[][] {
  const depth = depthIn(fit, curve);
  const shares = familyShares(fit, depth, points);
  return points.map(({ days, share }, i) => [
    `${curve.name}, ${from}`,
    fixed(depth, 2),
    fixed(days, 0),
    percent(share),
    percent(shares[i]),
    percent(shares[i] - share),
  ]);
}

/** Largest error at the points of the curves that were fitted. */
export function largestError(fit: Fit): number {
  const errors = curves.flatMap((curve) =>
    familyShares(fit, depthIn(fit, curve), curve.points).map((share, i) =>
      Math.abs(share - curve.points[i].share),
    ),
  );
  return Math.max(...errors);
}

/** The report on the curves; it needs no data that may not be shipped. */
export function ratificationCurves(): ForecastSection {
  const again = fitCurves();
  const coded = { ...shippedFit, doha: 0.75 };
  const { rate, drag, reading } = again.rates;
  return {
    title: 'Ratification curves: share of the states that had deposited, per cent, and the fitted family',
    citation:
      'UN Treaty Collection, as in openclimatedata/paris-agreement-entry-into-force; Doha and Kigali from ' +
      'the same maintainers; depths: our coding',
    columns: ['treaty', 'depth', 'days', 'observed', 'family', 'error'],
    rows: curves.flatMap((curve) => [
      ...curveRows(
        shippedFit,
        curve,
        curve.points,
        curve.others.length > 0 ? 'from opening' : 'from adoption',
      ),
      ...curveRows(shippedFit, curve, curve.others, 'from own signature'),
    ]),
    notes: [
      `One family with the rates that the mechanism has by default (rate ${fittedRates.rate}, drag ` +
        `${fittedRates.drag}, reading ${fittedRates.reading}), and pressures at home that spread normally ` +
        `around ${world.mean} by ${world.spread}. Largest error at the fitted points: ` +
        `${percent(largestError(shippedFit))} points. Fitted anew: rate ${fixed(rate)}, drag ` +
        `${fixed(drag)}, reading ${fixed(reading)}, spread ${fixed(again.spread)}, depth of Doha ` +
        `${fixed(again.doha)}; largest error ${percent(largestError(again))}.`,
      `With Doha at the depth of Kigali, .75 as coded, the largest error is ` +
        `${percent(largestError(coded))} points: depth alone does not tell why it was slower. Fifteen ` +
        'states deposited on the day of signature; no legislature of the family does.',
      'A calibration, not a prediction: nothing here is asserted.',
    ],
  };
}
