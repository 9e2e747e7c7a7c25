import { describe, expect, it } from 'vitest';
import { createPlay, Loop } from '../../engine/index.ts';
import { load, metricOf, only, played, problems, ticking, world } from './worlds/development.ts';

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
const table = { id: 'emitted', title: 'Emitted', unit: 'GtCO2 a year', values: { a: 10, b: 30 } };
const of = (settings: object, more: object = {}) =>
  world([{ readiness: 0.9 }, { readiness: 0.9 }], { emissions: settings, ...more }, { tables: [table] });

/**
 * Everybody keeps an agreement that is in force from the first month, where a seat’s say matters to no test.
 */
const kept = {
  ratification: { rate: 1, rejection: 0, stakes: 0, opinion: 0, drag: 0, reading: 0 },
  compliance: { punishment: 1, capacityFloor: 0, capacitySlope: 0, falseAlarm: 0 },
};

describe('warming', () => {
  it('is linear in cumulative emissions', async () => {
    const { run, tick } = ticking(await of({ table: 'emitted', growth: 0, tcre: 0.45, warmingSoFar: 1.07 }));
    tick(300);
    expect(metricOf(run, 'emissions')).toBeCloseTo(40 * 25, 9);
    expect(metricOf(run, 'warming')).toBeCloseTo(1.07 + 0.45, 9);
  });

  it('grows with emissions where nobody cuts them', async () => {
    const { run, tick } = ticking(await of({ table: 'emitted', growth: 0.02 }));
    tick(120);
    expect(run.f64['emissions.rate'][1]).toBeCloseTo(30 * 1.02 ** 10, 9);
    const months = Array.from({ length: 120 }, (_, i) => (40 / 12) * 1.02 ** ((i + 1) / 12));
    expect(metricOf(run, 'emissions')).toBeCloseTo(sum(months), 9);
  });

  it('does not apply without a table: then there are claims only', async () => {
    const { run, tick } = ticking(await of({}));
    tick(60);
    expect(metricOf(run, 'warming')).toBeNaN();
    expect(metricOf(run, 'emissions')).toBeNaN();
    expect(run.f64['emissions.rate'][0]).toBeCloseTo(1.01 ** 5, 9);
  });
});

describe('cuts', () => {
  it('are made in equal steps from when the treaty binds, by those who keep it', async () => {
    const settings = { table: 'emitted', issue: 'all', deepest: 0.5, target: 60, growth: 0 };
    const { run } = played(await of(settings, kept), 1);
    const place = run.i32['pledge-and-review.pledge'][0] / 2;
    expect(place).toBeGreaterThan(0);
    // 600 ticks are more than the target: the whole cut is made
    expect(run.f64['emissions.cut'][0]).toBeCloseTo(0.5 * place, 9);
    expect(run.f64['emissions.rate'][0]).toBeCloseTo(10 * (1 - 0.5 * place), 9);
    const bound = run.i32['treaty.boundTick'][0];
    // nothing before, steps of a sixtieth from the first bound month on, then all of it
    const all = run.loop[Loop.tick];
    let expected = 0;
    for (let t = 1; t <= all; t++) {
      const steps = Math.min(60, Math.max(0, t - bound + 1));
      expected += (10 * (1 - (0.5 * place * steps) / 60)) / 12;
    }
    expect(run.f64['emissions.sum'][0]).toBeCloseTo(expected, 9);
    expect(metricOf(run, 'claimGap')).toBeCloseTo(0, 12);
  });

  it.each([-1, 0, 1])('move with amendments of the common cut, by %d rungs', async (rungs) => {
    const settings = { table: 'emitted', issue: 'all', deepest: 0.5, target: 60, growth: 0 };
    const play = createPlay(await of(settings, kept), { seed: 1 });
    const { run } = play;
    // A month after entry into force, before anything worth mentioning is cut.
    while (run.i32['treaty.forceTick'][0] < 0) play.advance();
    const pledged = run.i32['pledge-and-review.pledge'][0];
    run.i32['text.option'][0] += rungs;
    const place = Math.min(2, Math.max(0, pledged + rungs)) / 2;
    expect(run.i32['text.option'][0]).toBeGreaterThanOrEqual(0);
    expect(play.toEnd()).toBe(true);
    const cut = run.f64['emissions.cut'][0];
    if (rungs >= 0) expect(cut).toBeCloseTo(0.5 * place, 9);
    // What is cut stays cut: hardly anything was when the text was lowered.
    else expect(cut).toBeLessThan(0.25 * pledged - 0.1);
  });

  it('are only claimed by those who do not keep it', async () => {
    const never = { ...kept, compliance: { ...kept.compliance, punishment: 0, reputation: 0 } };
    const settings = { table: 'emitted', issue: 'all', deepest: 0.5, target: 580, growth: 0 };
    const scenario = await of(settings, never);
    const isUnkept: boolean[] = [];
    for (let seed = 1; seed <= 10; seed++) {
      const { run } = played(scenario, seed);
      const whole = 0.25 * run.i32['pledge-and-review.pledge'][0];
      expect(run.f64['emissions.claimedCut'][0]).toBeCloseTo(whole, 9);
      const emitted = sum(run.f64['emissions.rate']);
      const claimed = sum(run.f64['emissions.claimed']);
      expect(metricOf(run, 'claimGap')).toBeCloseTo(emitted / claimed - 1, 12);
      const broken = run.i32['compliance.count'].filter((_, i) => i % 3 === 2);
      // who never defected has cut what it claims; who did for two years has not caught up in the months left
      run.f64['emissions.cut'].forEach((cut, party) => {
        const claims = run.f64['emissions.claimedCut'][party];
        if (broken[party] === 0) expect(cut).toBeCloseTo(claims, 9);
        if (broken[party] >= 8) expect(cut).toBeLessThan(claims - 1e-6);
        if (broken[party] === 0 || broken[party] >= 8) isUnkept.push(broken[party] > 0);
      });
    }
    expect(new Set(isUnkept)).toEqual(new Set([false, true]));
  });

  it('follow the text where nobody pledges for itself, and its depth where no issue is named', async () => {
    const plain = ['world.compliance=null', 'world.emissions.target=12', 'world.emissions.deepest=0.5'];
    const [named, unnamed] = await Promise.all([
      load(...only('emissions'), ...plain),
      load(...only('emissions'), ...plain, 'world.emissions.issue=null'),
    ]);
    const [first, second] = [played(named, 1).run, played(unnamed, 1).run];
    const cut = first.i32['text.option'][named.issueIds.indexOf('cut')] / 3;
    expect(cut).toBeGreaterThan(0);
    for (const party of named.states) expect(first.f64['emissions.cut'][party]).toBeCloseTo(0.5 * cut, 9);
    for (const party of named.states) {
      expect(second.f64['emissions.cut'][party]).toBeCloseTo(0.5 * metricOf(second, 'depth'), 9);
    }
  });

  it('are in [0, 1], and never taken back', async () => {
    const { run } = played(await load(), 3);
    for (const cut of run.f64['emissions.cut']) {
      expect(cut).toBeGreaterThanOrEqual(0);
      expect(cut).toBeLessThanOrEqual(1);
    }
  });
});

describe('measurement', () => {
  it.each([
    [0, 0.2],
    [0.75, 0.05],
    [1, 0],
  ])('with transparency %d errs by %d', async (transparency, error) => {
    const { run, tick } = ticking(await of({ table: 'emitted', transparency, noise: 0.2 }), 5);
    tick(12 * 400);
    const found = metricOf(run, 'measurementError');
    // 800 draws: the standard error of a standard deviation is σ/√(2n)
    expect(Math.abs(found - error)).toBeLessThanOrEqual((4 * error) / Math.sqrt(1600));
  });

  it('is as transparent as monitoring unless told otherwise', async () => {
    const scenario = await load(...only('emissions'), 'world.compliance.transparency=1');
    expect(metricOf(played(scenario, 1).run, 'measurementError')).toBe(0);
  });

  it('tells what is claimed and what is found, once a year', async () => {
    const { run, events } = played(await load(...only('emissions')), 2);
    const claimed = events.filter((event) => event.kind === 'emissionsClaimed');
    const measured = events.filter((event) => event.kind === 'emissionsMeasured');
    expect(claimed.length).toBe(8 * Math.floor(run.loop[Loop.tick] / 12));
    expect(measured.length).toBe(claimed.length);
  });
});

describe('problems of emissions', () => {
  it.each([
    ['world.emissions.table=emited', 'world.emissions.table unknown-id'],
    ['tables.emitted.values={albion: 3}', 'world.emissions.table table-gap'],
    ['world.emissions.issue=cuts', 'world.emissions.issue unknown-id'],
    ['world.emissions.tcre=1.2', 'world.emissions.tcre out-of-range'],
    ['world.emissions.deepest=1.2', 'world.emissions.deepest out-of-range'],
  ])('%s', async (arm, expected) => expect(await problems(arm)).toContain(expected));
});
