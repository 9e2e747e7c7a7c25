import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { computeMetrics, createPlay, Loop, metrics, type Run, type Scenario } from '../../engine/index.ts';
import { load, ticking, world } from './worlds/development.ts';

// Whatever the parameters and the parties, what development measures stays in its range, money is conserved,
// and nothing is NaN. One compiled world serves all draws: the mechanisms tick over arrays that a draw fills
// and with the parameters that it gives, as they would in ten thousand scenarios.

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const upTo = (max: number) => fc.double({ min: 0, max, noNaN: true });
const count = 5;
const many = <Value>(value: fc.Arbitrary<Value>, length: number) =>
  fc.array(value, { minLength: length, maxLength: length });

/** Shares that sum to 1. */
const sharesOf = (names: readonly string[]) =>
  many(fc.integer({ min: 0, max: 9 }), names.length)
    .filter((parts) => parts.some((part) => part > 0))
    .map((parts) => {
      const sum = parts.reduce((a, b) => a + b, 0);
      return Object.fromEntries(names.map((name, i) => [name, parts[i] / sum]));
    });

const draws = {
  readiness: fc.record(
    {
      growth: upTo(0.2),
      frontier: upTo(0.05),
      momentum: unit,
      data: unit,
      dataGrowth: upTo(0.2),
      budget: sharesOf(['data', 'labs', 'capital', 'research', 'talent', 'industry', 'regulation']),
      need: unit,
      leapGate: unit,
      leap: fc.double({ min: 1, max: 4, noNaN: true }),
      leapTicks: fc.integer({ min: 0, max: 40 }),
      brainDrain: unit,
    },
    { requiredKeys: [] },
  ),
  aid: fc.record(
    {
      volume: upTo(10),
      burden: fc.constantFrom('income', 'capability', 'equal'),
      allocation: fc.constantFrom('gap', 'need', 'equal'),
      administration: upTo(0.5),
      instruments: sharesOf(['grant', 'loan', 'partnership']),
      data: unit,
      frontLoad: fc.integer({ min: 0, max: 24 }),
      interest: upTo(0.1),
      grace: fc.integer({ min: 0, max: 24 }),
      maturity: fc.integer({ min: 12, max: 600 }),
      distress: upTo(5),
      overhang: unit,
      milestone: fc.integer({ min: 1, max: 12 }),
      fatigueHazard: unit,
      fatigueCut: unit,
    },
    { requiredKeys: [] },
  ),
  laboratories: fc.record(
    {
      labs: upTo(4),
      spill: upTo(0.5),
      funding: upTo(4),
      stageTicks: fc.integer({ min: 1, max: 6 }),
      links: upTo(12),
      linkWeight: unit,
    },
    { requiredKeys: [] },
  ),
  'common-laboratory': fc.record(
    {
      rule: fc.constantFrom('equal', 'proportional', 'capped'),
      cost: upTo(3),
      spill: unit,
      cap: fc.double({ min: 0.01, max: 1, noNaN: true }),
      returns: upTo(2),
      elasticity: upTo(2),
      weight: unit,
      every: fc.integer({ min: 1, max: 12 }),
    },
    { requiredKeys: [] },
  ),
  dividend: fc.record(
    {
      total: upTo(1000),
      dividendMeaning: fc.constantFrom('cumulative', 'annualAtEnd'),
      steepness: fc.double({ min: 1, max: 20, noNaN: true }),
      winnerTakeAll: upTo(5),
      levy: unit,
      widening: upTo(0.2),
      narrowing: upTo(0.2),
      safetyNet: unit,
      innovation: upTo(0.5),
      imitation: upTo(2),
      adopted: unit,
    },
    { requiredKeys: [] },
  ),
  emissions: fc.record(
    {
      deepest: unit,
      growth: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
      transparency: unit,
      noise: unit,
    },
    { requiredKeys: [] },
  ),
  markets: fc.record(
    {
      network: upTo(5),
      distance: upTo(10),
      adoption: unit,
      recognition: unit,
      recognised: fc.constantFrom('nobody', 'parties', 'all'),
      floor: unit,
      floorBinds: fc.constantFrom('parties', 'all'),
      period: fc.integer({ min: 1, max: 6 }),
      review: unit,
      pace: unit,
      laxity: upTo(20),
      size: upTo(20),
      mobility: unit,
    },
    { requiredKeys: [] },
  ),
  arms: fc.record(
    {
      near: unit,
      reaction: unit,
      fatigue: unit,
      ambition: unit,
      most: unit,
      verification: unit,
      hazard: upTo(10),
      autonomy: unit,
      alarm: unit,
      fading: unit,
    },
    { requiredKeys: [] },
  ),
} as const;

/** Draws for a whole world: parameters of every mechanism, and pillars of every party. */
const worlds = fc.record({
  ...draws,
  pillars: many(fc.oneof({ weight: 5, arbitrary: unit }, fc.constantFrom(0, 1)), count * 7),
  ticks: fc.integer({ min: 1, max: 18 }),
  seed: fc.nat(1000),
});

let scenario: Scenario;
let play: ReturnType<typeof createPlay>;
beforeAll(async () => {
  const weights = [0.45, 0.3, 0.15, 0.1, 0];
  const table = {
    id: 'emitted',
    title: 'Emitted',
    unit: 'GtCO2',
    values: { a: 9, b: 0, c: 3, d: 1, e: 0.1 },
  };
  const plain = await world(
    weights.map((weight, i) => ({ readiness: 0.2 * i, weight, infrastructure: 0.25 * i })),
    {},
    { tables: [table] },
  );
  const firm = { id: 'firm', code: 'FRM', name: 'F', kind: 'firm', ideal: { all: 0 }, salience: { all: 1 } };
  const start = { start: 'at-once' };
  scenario = await world(
    [],
    {
      aid: start,
      laboratories: start,
      readiness: {},
      'common-laboratory': start,
      dividend: {},
      emissions: { table: 'emitted' },
      markets: { blocs: ['bloc'] },
      arms: { regions: ['bloc'], outside: 'bloc' },
      trust: {},
    },
    {
      parties: [...plain.file.parties, firm],
      tables: [table],
      groups: [{ id: 'bloc', title: 'Bloc', members: ['a', 'b'] }],
    },
  );
  play = createPlay(scenario, { seed: 1 });
});

type Draw = typeof worlds extends fc.Arbitrary<infer Value> ? Value : never;

/** A world as drawn, after its ticks. */
function lived(draw: Draw): Run {
  play.reset(draw.seed);
  const { run } = play;
  const given = draw as unknown as Record<string, object | undefined>;
  // new objects: what a mechanism works out once of its parameters it works out anew
  const placed = run.scenario.mechanisms.map(({ mechanism, parameters }) => ({
    mechanism,
    parameters: { ...parameters, ...(given[mechanism.id] ?? {}) },
  }));
  for (const { mechanism, parameters } of placed) mechanism.begin?.(run, parameters);
  draw.pillars.forEach((pillar, at) => {
    run.f64['readiness.pillar'][at] = pillar;
  });
  for (let t = 0; t < draw.ticks; t++) {
    run.loop[Loop.tick]++;
    for (const { mechanism, parameters } of placed) mechanism.onTick?.(run, parameters);
  }
  return run;
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

function expectRange(values: ArrayLike<number>, low: number, high: number, what: string): void {
  for (let i = 0; i < values.length; i++) {
    if (values[i] >= low && values[i] <= high) continue;
    expect.fail(`${what}[${i}] is ${values[i]}, not in [${low}, ${high}]`);
  }
}

/** Slices of shares, flags and things that cannot be negative. */
const ranges: readonly [slice: string, high: number][] = [
  ['party.readiness', 1],
  ['readiness.pillar', 1],
  ['growth.pace', 1],
  ['growth.inflow', 0],
  ['aid.given', Number.MAX_VALUE],
  ['aid.received', Number.MAX_VALUE],
  ['aid.debt', Number.MAX_VALUE],
  ['aid.repaid', Number.MAX_VALUE],
  ['aid.willing', 1],
  ['aid.data', 1],
  ['laboratories.learned', Number.MAX_VALUE],
  ['laboratories.linkBudget', 1],
  ['markets.rules', 1],
  ['markets.strictness', 1],
  ['markets.firms', 1],
  ['arms.stock', 1],
  ['arms.alarm', 1],
  ['common-laboratory.share', 1],
  ['common-laboratory.paid', Number.MAX_VALUE],
  ['party.transfer', Number.MAX_VALUE],
  ['dividend.total', Number.MAX_VALUE],
  ['dividend.adoption', 1],
  ['emissions.cut', 1],
  ['emissions.rate', Number.MAX_VALUE],
  ['trust.value', 1],
];

describe('over many worlds', () => {
  it('shares and indices stay in their ranges, money is conserved, and nothing is NaN', () => {
    fc.assert(
      fc.property(worlds, (draw) => {
        const run = lived(draw);
        for (const [slice, high] of ranges) expectRange(run.f64[slice], 0, high, slice);
        expectRange(run.f64['dividend.giniWithin'].subarray(0, count), 0.2, 0.7, 'giniWithin');
        const given = sum(run.f64['aid.given']);
        const got = sum(run.f64['aid.received']) + run.f64['aid.administration'][0];
        expect(Math.abs(given - got)).toBeLessThanOrEqual(1e-9 * Math.max(1, given));
        const lent = (draw.aid.instruments?.['loan'] ?? 0) * sum(run.f64['aid.received']);
        const owed = sum(run.f64['aid.debt']) + sum(run.f64['aid.repaid']) - sum(run.f64['aid.interest']);
        expect(Math.abs(lent - owed)).toBeLessThanOrEqual(1e-9 * Math.max(1, lent));
        const paid = sum(run.f64['common-laboratory.paid']);
        const cost = run.f64['common-laboratory.cost'][0];
        expect(Math.abs(paid - cost)).toBeLessThanOrEqual(1e-9 * Math.max(1, cost));
        for (const slice of run.scenario.layout.slices) {
          if (slice.type !== 'f64' || !run.f64[slice.name].some((value) => !Number.isFinite(value))) continue;
          expect.fail(`${slice.name} is not finite`);
        }
      }),
      { numRuns: 10_000 },
    );
  }, 120_000);

  it('metrics are shares, indices or amounts', () => {
    const slot = (id: string) => metrics.findIndex((metric) => metric.id === id);
    const bounded: readonly [id: string, high: number][] = [
      ['readinessMean', 1],
      ['readinessGini', 1],
      ['readinessGap', 1],
      ['debtDistress', 1],
      ['networkDensity', 1],
      ['laboratoryMembers', 1],
      ['dividendGini', 1],
      ['leaps', count],
      ['laboratoriesOperating', count],
      ['networkComponents', count],
      ['spillOver', Number.MAX_VALUE],
      ['dividendTheil', Number.MAX_VALUE],
      ['dividendTheilBetween', Number.MAX_VALUE],
      ['dividendTheilWithin', Number.MAX_VALUE],
      ['warming', Number.MAX_VALUE],
      ['measurementError', 1e3],
      ['fragmentationNominal', 1],
      ['fragmentationEffective', 1],
      ['arbitrage', 1],
      ['stocks', 1],
      ['stocksOutside', 1],
      ['incidents', Number.MAX_VALUE],
    ];
    /** Metrics that do not apply to some runs. */
    const partial = ['networkDensity', 'measurementError'];
    fc.assert(
      fc.property(worlds, (draw) => {
        const values = computeMetrics(lived(draw));
        for (const [id, high] of bounded) {
          const value = values[slot(id)];
          if (Number.isNaN(value) && partial.includes(id)) continue;
          expectRange([value], 0, high, id);
        }
        const [total, between, within] = ['dividendTheil', 'dividendTheilBetween', 'dividendTheilWithin'].map(
          (id) => values[slot(id)],
        );
        expect(total).toBeCloseTo(between + within, 9);
      }),
      { numRuns: 500 },
    );
  }, 60_000);

  it('whole runs do not fail, whatever the text becomes', async () => {
    const shipped = await load();
    const run = createPlay(shipped, { seed: 1 });
    for (let seed = 1; seed <= 100; seed++) {
      run.reset(seed);
      expect(run.toEnd()).toBe(true);
      expect(run.fault).toBeUndefined();
      expectRange(run.run.scenario.readiness, 0, 1, 'readiness');
    }
  });
});

describe('a world in which development is off', () => {
  it('is as it was: nothing is moved and no slice is there', async () => {
    const { run } = ticking(await world([{ readiness: 0.5 }, { readiness: 0.5 }], { trust: {} }));
    expect(run.scenario.moved).toEqual([]);
    const slices = run.scenario.layout.slices.map(({ name }) => name);
    expect(slices.filter((name) => /growth|readiness|aid|laborator|dividend|emiss/.test(name))).toEqual([]);
  });
});
