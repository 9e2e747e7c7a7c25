import { describe, expect, it } from 'vitest';
import { Loop } from '../../engine/index.ts';
import { load, metricOf, only, played, problems, ticking, world } from './worlds/development.ts';

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
const sigma = (z: number): number => 1 / (1 + Math.exp(-z));

const members = [
  { readiness: 0.9, weight: 0.5 },
  { readiness: 0.5, weight: 0.3 },
  { readiness: 0.2, weight: 0.2 },
];
const people = { id: 'people', title: 'People', unit: 'millions', values: { a: 10, b: 30, c: 60 } };
const of = (settings: object, more: object = {}) =>
  world(members, { dividend: settings, ...more }, { tables: [people] });

/** The logistic of the model, normalised to run from 0 to 1 over the horizon. */
const path = (tick: number, horizon = 120, steepness = 8): number => {
  const raw = (t: number) => sigma(steepness * (t / horizon - 0.5));
  return (raw(tick) - raw(0)) / (raw(horizon) - raw(0));
};

describe('the whole dividend', () => {
  it.each([1, 12, 60, 119, 120])('is cumulative: after %d ticks the logistic of all years', async (ticks) => {
    const { run, tick } = ticking(await of({ levy: 0.1, people: 'people' }));
    tick(ticks);
    expect(metricOf(run, 'dividend')).toBeCloseTo(15.7 * path(ticks), 9);
    expect(sum(run.f64['dividend.total'])).toBeCloseTo(15.7 * path(ticks), 9);
  });

  it('or a level: what a year adds comes to the total at the horizon', async () => {
    const { run, tick } = ticking(await of({ dividendMeaning: 'annualAtEnd' }));
    tick(119);
    const before = sum(run.f64['dividend.total']);
    tick();
    expect((sum(run.f64['dividend.total']) - before) * 12).toBeCloseTo(15.7, 9);
    const years = Array.from({ length: 120 }, (_, i) => (15.7 * path(i + 1)) / 12);
    expect(sum(run.f64['dividend.total'])).toBeCloseTo(sum(years), 9);
  });
});

describe('the shares', () => {
  it.each([
    [0, 0],
    [0.5, 0],
    [1.8, 0.1],
    [3, 1],
  ])('are won by readiness to the power %d, but for a levy of %d by heads', async (winnerTakeAll, levy) => {
    const { run, tick } = ticking(await of({ winnerTakeAll, levy, people: 'people' }));
    tick(24);
    const won = members.map(({ weight, readiness }) => weight * readiness ** winnerTakeAll);
    members.forEach((_, i) => {
      const share = ((1 - levy) * won[i]) / sum(won) + levy * [0.1, 0.3, 0.6][i];
      expect(run.f64['dividend.total'][i]).toBeCloseTo(15.7 * path(24) * share, 9);
    });
  });

  it('a levy of the text is paid and got by those whom it binds', async () => {
    const scenario = await load(
      ...only('dividend'),
      'world.dividend.levyIssue=fund',
      'world.dividend.levy=0.9',
    );
    const without = await load(...only('dividend'), 'world.dividend.levy=0');
    const [levied, plain] = [played(scenario, 3).run, played(without, 3).run];
    expect(sum(levied.f64['dividend.total'])).toBeCloseTo(sum(plain.f64['dividend.total']), 9);
    expect(metricOf(levied, 'dividendGini')).toBeLessThan(metricOf(plain, 'dividendGini') - 0.1);
  });

  it('where nobody is ready, by size', async () => {
    const scenario = await world(
      members.map((member) => ({ ...member, readiness: 0 })),
      { dividend: {} },
    );
    const { run, tick } = ticking(scenario);
    tick(12);
    members.forEach(({ weight }, i) => {
      expect(run.f64['dividend.total'][i]).toBeCloseTo(15.7 * path(12) * weight, 9);
    });
  });
});

describe('adoption', () => {
  it('follows the curve of Bass from where it starts, within what steps of a month miss', async () => {
    const [p, q, start] = [0.01, 0.3, 0.02];
    const { run, tick } = ticking(await of({ innovation: p, imitation: q, adopted: start }));
    // n(t) = (1 − A e^(−(p+q)t)) / (1 + (q/p)·A e^(−(p+q)t)), with A from n(0)
    const a = (1 - start) / (1 + (start * q) / p);
    const exact = (years: number) => {
      const left = a * Math.exp(-(p + q) * years);
      return (1 - left) / (1 + (q / p) * left);
    };
    for (let years = 1; years <= 30; years++) {
      tick(12);
      expect(Math.abs(run.f64['dividend.adoption'][0] - exact(years))).toBeLessThan(0.01);
    }
    expect(run.f64['dividend.adoption'][0]).toBeGreaterThan(0.95);
  });
});

describe('inequality within states', () => {
  it('widens with adoption where talent lacks, narrows with the safety net', async () => {
    const settings = { adopted: 0.5, giniWithin: 0.4, safetyNet: 0.2 };
    const pillars = { readiness: { growth: 0, frontier: 0, leapGate: 0 } };
    const { run, tick } = ticking(await of(settings, pillars));
    tick();
    members.forEach(({ readiness }, i) => {
      const expected = 0.4 + (0.02 * 0.5 * (1 - readiness) - 0.03 * 0.2) / 12;
      expect(run.f64['dividend.giniWithin'][i]).toBeCloseTo(expected, 12);
    });
  });

  it('stays within [.2, .7]', async () => {
    const [wide, narrow] = [
      ticking(await of({ widening: 0.2, safetyNet: 0, adopted: 1 })),
      ticking(await of({ narrowing: 0.2, safetyNet: 1 })),
    ];
    wide.tick(400);
    narrow.tick(400);
    expect(wide.run.f64['dividend.giniWithin'][2]).toBe(0.7);
    expect([...narrow.run.f64['dividend.giniWithin']]).toEqual([0.2, 0.2, 0.2]);
  });
});

describe('the measures', () => {
  it('are those of the dividend per head, and of lognormal distributions within', async () => {
    const { run, tick } = ticking(await of({ people: 'people', giniWithin: 0.5, widening: 0, narrowing: 0 }));
    tick(36);
    const heads = [10, 30, 60];
    const each = heads.map((count, i) => run.f64['dividend.total'][i] / count);
    const total = sum(run.f64['dividend.total']);
    let difference = 0;
    for (const [i, a] of each.entries()) {
      for (const [j, b] of each.entries()) difference += heads[i] * heads[j] * Math.abs(a - b);
    }
    // 2·N²·μ with N = 100 heads is 2·N·total
    expect(metricOf(run, 'dividendGini')).toBeCloseTo(difference / (2 * 100 * total), 9);
    const between = sum(
      heads.map((count, i) => {
        const share = run.f64['dividend.total'][i] / total;
        return share * Math.log(share / (count / 100));
      }),
    );
    expect(metricOf(run, 'dividendTheilBetween')).toBeCloseTo(between, 9);
    // a lognormal with Gini .5 has σ = √2·Φ⁻¹(.75) = √2·.6744897501960817
    expect(metricOf(run, 'dividendTheilWithin')).toBeCloseTo(0.6744897501960817 ** 2, 9);
    expect(metricOf(run, 'dividendTheil')).toBeCloseTo(between + 0.6744897501960817 ** 2, 9);
  });

  it('are told once a year', async () => {
    const { run, events } = played(await load(...only('dividend')), 2);
    const told = events.filter((event) => event.kind === 'dividendShared');
    expect(told.length).toBe(8 * Math.floor(run.loop[Loop.tick] / 12));
  });
});

describe('problems of the dividend', () => {
  it.each([
    ['world.dividend.people=peple', 'world.dividend.people unknown-id'],
    ['tables.people.values.albion=0', 'world.dividend.people out-of-range'],
    ['world.dividend.levy=1.2', 'world.dividend.levy out-of-range'],
    ['world.dividend.levyIssue=levy', 'world.dividend.levyIssue unknown-id'],
    ['world.dividend.giniTable=people', 'world.dividend.giniTable out-of-range'],
    ['world.dividend.safetyNetTable=people', 'world.dividend.safetyNetTable out-of-range'],
    ['world.dividend.size=gdp', 'world.dividend.size unknown-id'],
  ])('%s', async (arm, expected) => expect(await problems(arm)).toContain(expected));
});
