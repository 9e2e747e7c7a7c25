import { describe, expect, it } from 'vitest';
import { metricOf, played, ticking, world } from './worlds/development.ts';

const table = { id: 'held', title: 'Held', unit: 'share', values: { a: 0.4, b: 0.2, c: 0 } };
const states = [
  { readiness: 1, weight: 0.5, capability: 0.5, benefit: 3 },
  { readiness: 1, weight: 0.3, capability: 0.25, benefit: 3 },
  { readiness: 1, weight: 0.2, capability: 0, benefit: 3 },
];
const of = (settings: object, more: object = {}, rest: object = {}) =>
  world(states, { arms: { hazard: 0, ...settings }, ...more }, { tables: [table], ...rest });

/** A month of equation 19 in plain arithmetic, with fears by weight. */
function month(s: readonly number[], k: number, a: number, g: number, cut = 0): number[] {
  const w = states.map(({ weight }) => weight);
  return s.map((own, i) => {
    const others = [0, 1, 2].filter((j) => j !== i);
    const all = others.reduce((sum, j) => sum + w[j], 0);
    const feared = others.reduce((sum, j) => sum + (w[j] / all) * s[j], 0);
    const wanted = (k * feared + g * states[i].capability) * (1 - cut);
    return Math.min(1, Math.max(0, own + (wanted - a * own) / 12));
  });
}

describe('stocks', () => {
  it('follow equation 19 month by month', async () => {
    const { run, tick } = ticking(await of({ table: 'held', reaction: 0.3, fatigue: 0.5, ambition: 0.2 }));
    let expected = [0.4, 0.2, 0];
    for (let t = 0; t < 24; t++) {
      tick(1);
      expected = month(expected, 0.3, 0.5, 0.2);
      expected.forEach((value, i) => {
        expect(run.f64['arms.stock'][i]).toBeCloseTo(value, 12);
      });
    }
    expect(metricOf(run, 'stocks')).toBeCloseTo(expected.reduce((x, y) => x + y, 0) / 3, 12);
  });

  it('start where they stay without a treaty, where no table says otherwise', async () => {
    const { run, tick } = ticking(await of({}));
    const before = [...run.f64['arms.stock']];
    expect(Math.min(...before)).toBeGreaterThan(0);
    tick(60);
    before.forEach((value, i) => {
      expect(run.f64['arms.stock'][i]).toBeCloseTo(value, 6);
    });
  });

  it('fear the own region by the share that is said', async () => {
    const groups = [{ id: 'pair', title: 'Pair', members: ['a', 'b'] }];
    const settings = { table: 'held', regions: ['pair'], near: 0.75, reaction: 0.4, fatigue: 0, ambition: 0 };
    const { run, tick } = ticking(await of(settings, {}, { groups }));
    tick(1);
    // b fears a by three quarters and c, which has nothing, by one; c is in no region and fears by weight
    expect(run.f64['arms.stock'][1]).toBeCloseTo(0.2 + (0.4 * 0.75 * 0.4) / 12, 12);
    expect(run.f64['arms.stock'][2]).toBeCloseTo((0.4 * (0.5 * 0.4 + 0.3 * 0.2)) / 0.8 / 12, 12);
  });

  const kept = {
    ratification: { rate: 1, rejection: 0, stakes: 0, opinion: 0, drag: 0, reading: 0 },
    compliance: { punishment: 1, capacityFloor: 0, capacitySlope: 0, falseAlarm: 0, transparency: 0.8 },
  };

  it('are cut by a treaty that is kept, the more verification sees', async () => {
    const settled = async (settings: object) => {
      const { run } = played(await of({ issue: 'all', ...settings }, kept), 1);
      expect(run.i32['treaty.forceTick'][0]).toBeGreaterThanOrEqual(0);
      const place = run.i32['text.option'][0] / 2;
      expect(place).toBeGreaterThan(0);
      return { stock: [...run.f64['arms.stock']], place };
    };
    const [usual, blind] = [await settled({}), await settled({ verification: 0.2 })];
    // after fifty years: the fixed point of a month with the cut of the model
    for (const [{ stock, place }, verification] of [
      [usual, 0.8],
      [blind, 0.2],
    ] as const) {
      const cut = 0.6 * (0.25 + 0.65 * verification) * place;
      month(stock, 0.2, 0.4, 0.3, cut).forEach((value, i) => {
        expect(value).toBeCloseTo(stock[i], 4);
      });
    }
    expect(usual.stock[0]).toBeLessThan(blind.stock[0]);
  });
});

describe('incidents', () => {
  it('happen as often as squared stocks say', async () => {
    const settings = { table: 'held', reaction: 0, fatigue: 0, ambition: 0, hazard: 2, autonomy: 0.5 };
    const { run, tick } = ticking(await of(settings), 7);
    const months = 60_000;
    tick(months);
    const expected = (months / 12) * ((2 * 0.5 * (0.4 * 0.4 + 0.2 * 0.2)) / 3);
    expect(Math.abs(metricOf(run, 'incidents') - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });

  it('are staged when the scenario says so, and fade', async () => {
    const { run, tick } = ticking(await of({ staged: [3], alarm: 0.2, fading: 0.5 }));
    tick(2);
    expect(run.f64['arms.alarm'][0]).toBe(0);
    tick(1);
    expect(run.f64['arms.alarm'][0]).toBeCloseTo(0.2, 12);
    tick(2);
    expect(run.f64['arms.alarm'][0]).toBeCloseTo(0.05, 12);
    expect(metricOf(run, 'incidents')).toBe(1);
  });

  it('move what publics think', async () => {
    const opinion = { opinion: { campaign: 0, treaty: 0, crossBorder: 0, pace: 1, stubbornness: 1 } };
    const { run, tick } = ticking(await of({ staged: [2], alarm: 0.2 }, opinion));
    const before = run.scenario.opinion[0];
    tick(1);
    expect(run.scenario.opinion[0]).toBeCloseTo(before, 12);
    tick(1);
    expect(run.scenario.opinion[0]).toBeCloseTo(before + 0.2, 12);
  });

  it('are told', async () => {
    const scenario = await of({ staged: [2] });
    const { events } = played(scenario, 1);
    expect(events.filter(({ kind }) => kind === 'incidentStaged')).toHaveLength(1);
  });
});

it('what names nothing, and stocks above 1, are problems', async () => {
  await expect(of({ regions: ['nowhere'], issue: 'ban' })).rejects.toThrow(/regions\[0\][\s\S]*issue/);
  const tables = [{ ...table, values: { ...table.values, a: 2 } }];
  await expect(of({ table: 'held' }, {}, { tables })).rejects.toThrow(/out-of-range/);
});
