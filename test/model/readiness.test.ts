import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Loop } from '../../engine/index.ts';
import { geometricMean } from '../../engine/world/readiness.ts';
import { load, metricOf, only, played, problems, ticking, world } from './worlds/development.ts';

// Equation 13 without aid and laboratories, computed here once more with plain arithmetic and Math.

const quarter = 3;
/** The scenario’s parameters where a test says nothing else. */
const rates = { growth: 0.03, frontier: 0.004 };

describe('readiness', () => {
  it('is the geometric mean of the pillars, each of them the file’s readiness unless given', async () => {
    const scenario = await world(
      [{ readiness: 0.5, pillars: { data: 0.9, talent: 0.2 } }, { readiness: 0.5 }],
      { readiness: {} },
    );
    const { run } = ticking(scenario);
    expect(run.scenario.readiness[0]).toBeCloseTo((0.9 * 0.2 * 0.5 ** 5) ** (1 / 7), 12);
    // to the last bit: a scenario without pillars starts as it says
    expect(run.scenario.readiness[1]).toBe(0.5);
    expect(scenario.readiness[0]).toBe(0.5);
  });

  it('is held down by infrastructure and public trust below the need', async () => {
    const scenario = await world(
      [
        { readiness: 0.6, infrastructure: 0.2 },
        { readiness: 0.6, infrastructure: 0.2, publicTrust: 0.3 },
        { readiness: 0.6, infrastructure: 0.9, publicTrust: 0.41 },
      ],
      { readiness: { need: 0.4 } },
    );
    const { run } = ticking(scenario);
    expect(run.scenario.readiness[0]).toBeCloseTo(0.6 * (0.2 / 0.4), 12);
    expect(run.scenario.readiness[1]).toBeCloseTo(0.6 * (0.2 / 0.4) * (0.3 / 0.4), 12);
    expect(run.scenario.readiness[2]).toBe(0.6);
  });

  it('moves the cost of complying', async () => {
    const scenario = await world([{ readiness: 0.3, cost: 0.25 }, { readiness: 0.8 }], { readiness: {} });
    const { run, tick } = ticking(scenario);
    tick(60);
    const now = run.scenario.readiness[0];
    expect(now).toBeGreaterThan(0.35);
    expect(run.scenario.costRate[0]).toBeCloseTo(0.25 * (1 + 0.6 * (1 - now)), 12);
  });

  it.each([
    [0.05, 30],
    [0.4, 120],
    [0.95, 240],
  ])(
    'from %d grows as the logistic with its frontier, within what steps of a month miss',
    async (start, ticks) => {
      const scenario = await world([{ readiness: start }, { readiness: start }], { readiness: rates });
      const { run, tick } = ticking(scenario);
      tick(ticks);
      // r' = γr(1 − r) − gr is a logistic with rate γ − g and rest 1 − g/γ: solved in closed form.
      const rate = rates.growth - rates.frontier;
      const rest = 1 - rates.frontier / rates.growth;
      const exact = rest / (1 + (rest / start - 1) * Math.exp((-rate * ticks) / quarter));
      // One step of Euler’s method errs by r''/2 · h² ≤ (γ + g)²/8 · h² (|r''| ≤ max |f·f'|), and errors add
      // up.
      const step = 1 / quarter;
      const bound = ((ticks * (rates.growth + rates.frontier) ** 2) / 8) * step * step;
      expect(bound).toBeLessThan(4e-3);
      expect(Math.abs(run.scenario.readiness[0] - exact)).toBeLessThan(bound);
    },
  );

  it('adds what access to data gives', async () => {
    const scenario = await world([{ readiness: 0.5 }, { readiness: 0.5 }], {
      readiness: { growth: 0, frontier: 0, data: 0.8, leapGate: 0 },
    });
    const { run, tick } = ticking(scenario);
    tick();
    expect(run.scenario.readiness[0]).toBeCloseTo(0.5 + (0.01 * 0.8 * 0.5) / quarter, 12);
  });

  it('loses talent to those ahead, and nothing else', async () => {
    const drain = 0.3;
    const scenario = await world([{ readiness: 0.2 }, { readiness: 0.8 }], {
      readiness: { growth: 0, frontier: 0, brainDrain: drain },
    });
    const { run, tick } = ticking(scenario);
    tick();
    const pillars = [...run.f64['readiness.pillar']];
    expect(pillars[4]).toBeCloseTo(0.2 * (1 - (drain / 12) * 0.6), 12);
    expect(pillars.slice(0, 4)).toEqual([0.2, 0.2, 0.2, 0.2]);
    expect(run.scenario.readiness[1]).toBe(0.8);
  });
});

describe('pillars complement one another', () => {
  const budgetOf = (...shares: number[]) => {
    const names = ['data', 'labs', 'capital', 'research', 'talent', 'industry', 'regulation'];
    return Object.fromEntries(names.map((name, k) => [name, shares[k] ?? 0]));
  };

  it.each([
    ['on one pillar', budgetOf(1)],
    ['on two', budgetOf(0.5, 0.5)],
    ['mostly on one', budgetOf(0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1)],
  ])('a balanced budget beats one %s, by what the closed form says', async (_what, budget) => {
    const start = 0.4;
    const gift = 0.03;
    // Growth from data alone at a fixed rate, so that both budgets spend the same in the first tick.
    const rates = { growth: 0, frontier: 0, dataGrowth: 0.15, data: 1, leapGate: 0 };
    const [balanced, other] = await Promise.all(
      [undefined, budget].map((shares) =>
        world([{ readiness: start }, { readiness: start }], {
          readiness: { ...rates, ...(shares === undefined ? {} : { budget: shares }) },
        }),
      ),
    );
    const [first, second] = [ticking(balanced), ticking(other)];
    first.tick();
    second.tick();
    // (1 − r)·γ_d/3 = .03 of readiness, seven times that over the pillars by their shares
    const product = Object.values(budget).reduce((so, share) => so * (start + 7 * share * gift), 1);
    expect(first.run.scenario.readiness[0]).toBeCloseTo(start + gift, 12);
    expect(second.run.scenario.readiness[0]).toBeCloseTo(product ** (1 / 7), 12);
    expect(second.run.scenario.readiness[0]).toBeLessThan(first.run.scenario.readiness[0] - 1e-5);
    // and goes on to do so
    first.tick(60);
    second.tick(60);
    expect(second.run.scenario.readiness[0]).toBeLessThan(first.run.scenario.readiness[0] - 0.01);
  });

  it('their geometric mean lies between the least and the mean of them', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 7, maxLength: 7 }), (pillars) => {
        const value = geometricMean(pillars, 0, 7);
        const mean = pillars.reduce((sum, pillar) => sum + pillar, 0) / 7;
        expect(value).toBeGreaterThanOrEqual(Math.min(...pillars) * (1 - 1e-12));
        expect(value).toBeLessThanOrEqual(mean * (1 + 1e-12));
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('the leap', () => {
  const settings = { growth: 0.03, frontier: 0, leapGate: 0.4, leap: 2, leapTicks: 12 };
  const near = { data: 0.39, labs: 0.39 };

  it('comes when data, laboratories and infrastructure are there, and doubles growth a year', async () => {
    const scenario = await world([{ readiness: 0.45, pillars: near }, { readiness: 0.9 }], {
      readiness: settings,
    });
    const { run, tick } = ticking(scenario);
    let before = run.scenario.readiness[0];
    let ratio = 0;
    const multiples: number[] = [];
    for (let month = 1; month <= 40; month++) {
      const growth = (settings.growth * before * (1 - before)) / quarter;
      const pillars = [...run.f64['readiness.pillar'].slice(0, 7)];
      tick();
      ratio = (run.f64['readiness.pillar'][2] - pillars[2]) / growth;
      multiples.push(Math.round(ratio * 1e6) / 1e6);
      before = run.scenario.readiness[0];
    }
    const first = multiples.indexOf(2);
    expect(first).toBeGreaterThan(0);
    expect(multiples).toEqual(multiples.map((_, i) => (i >= first && i < first + 12 ? 2 : 1)));
    expect(metricOf(run, 'leaps')).toBe(1);
  });

  it.each([
    ['infrastructure is missing', { infrastructure: 0.39 }, 0],
    ['infrastructure is there', { infrastructure: 0.4 }, 1],
  ])('%s', async (_what, more, expected) => {
    const scenario = await world([{ readiness: 0.45, pillars: near, ...more }, { readiness: 0.9 }], {
      readiness: { ...settings, need: 0 },
    });
    const { run, tick } = ticking(scenario);
    tick(60);
    expect(metricOf(run, 'leaps')).toBe(expected);
  });

  it('is not for those who start beyond the gate, nor twice', async () => {
    const scenario = await world([{ readiness: 0.41 }, { readiness: 0.9 }], { readiness: settings });
    const { run, tick } = ticking(scenario);
    tick(60);
    expect(metricOf(run, 'leaps')).toBe(0);
  });

  it('is told once by each who takes it', async () => {
    const { run, events } = played(await load(...only('readiness', 'aid', 'laboratories')), 3);
    const leaps = events.flatMap((event) => (event.kind === 'leapt' ? [event.party] : []));
    expect(leaps.length).toBeGreaterThan(0);
    expect(new Set(leaps).size).toBe(leaps.length);
    expect(metricOf(run, 'leaps')).toBe(leaps.length);
  });
});

describe('the text opens data to those whom it binds', () => {
  it('from then on, and not to the others', async () => {
    const plain = ['world.readiness.growth=0', 'world.readiness.frontier=0', 'world.readiness.leapGate=0'];
    const scenario = await load(...only('readiness'), ...plain, 'world.readiness.dataIssue=fund');
    const { run, events } = played(scenario, 2);
    const moved = events.findIndex((event) => event.kind === 'readinessMoved' && event.round > 0);
    const bound = events.findIndex((event) => event.kind === 'becameBound');
    expect(bound).toBeGreaterThan(0);
    expect(moved).toBeGreaterThan(bound);
    const place = run.i32['text.option'][scenario.issueIds.indexOf('fund')] / 3;
    expect(place).toBeGreaterThan(0);
    let compared = 0;
    for (const party of scenario.states) {
      const { readiness, pillars, infrastructure } = scenario.file.parties[party];
      // with pillars that differ growth is not that of equation 13
      if (pillars !== undefined || infrastructure !== undefined) continue;
      const months = run.loop[Loop.tick] - run.i32['treaty.boundTick'][party] + 1;
      const left = (1 - readiness) * (1 - (0.01 * place) / quarter) ** months;
      expect(1 - run.scenario.readiness[party]).toBeCloseTo(left, 10);
      compared++;
    }
    expect(compared).toBe(5);
  });
});

describe('problems of readiness', () => {
  it.each([
    ['world.readiness.budget={data: 0.5, labs: 0.6}', 'world.readiness.budget sum-not-one'],
    ['world.readiness.budget={data: 1.5}', 'world.readiness.budget.data out-of-range'],
    ['world.readiness.budget={date: 1}', 'world.readiness.budget.date unknown-key'],
    ['world.readiness.dataIssue=funds', 'world.readiness.dataIssue unknown-id'],
    ['parties.edom.pillars.data=1.2', 'parties.edom.pillars.data out-of-range'],
  ])('%s', async (arm, expected) => expect(await problems(arm)).toContain(expected));
});
