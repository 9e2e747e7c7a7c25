import { describe, expect, it } from 'vitest';
import { createPlay } from '../../engine/index.ts';
import { eachRound, gavel, loadGavel, playOut } from './gavel.ts';
import { keptTreaty } from './kept-treaty.ts';
import { sigma } from './witness.ts';

// The operational layer against its equations, written out here in plain arithmetic.

const names = [
  'risk-classification',
  'registries',
  'data-infrastructure',
  'research-platforms',
  'oversight',
  'funding',
  'harmonisation',
  'data-sharing',
  'hubs',
  'metrics',
];
const place = (name: string): number => names.indexOf(name);

/** Which issues ask for what in `after-the-gavel.yaml`, and the other numbers of its mechanism. */
const drivers: Readonly<Record<string, readonly string[]>> = {
  'risk-classification': ['labels'],
  registries: ['labels', 'audits'],
  oversight: ['audits'],
  funding: ['fund'],
};
const depths: Readonly<Record<string, number>> = { labels: 0.4, audits: 0.4, fund: 0.2 };
const [growth, decay, own, stretch] = [0.08, 0.1, 0.4, 0.5];

describe('the levels', () => {
  it('move towards what the text asks and funding allows, from entry into force on', async () => {
    const scenario = await gavel('utility.operations=0.84');
    const { issueIds, weight } = scenario;
    // Ω = .6 + .4·l is .84 at l = .6; the pillars begin at nothing.
    let expected: number[] = names.map((_, s) => (s < 6 ? 0.6 : 0));
    let [months, moved] = [0, 0];
    let before = Array.from(scenario.states, () => -1);
    eachRound(scenario, 3, ({ run }) => {
      const levels = [...run.f64['operations.level']!];
      const at = (issue: string) => run.i32['text.option']![issueIds.indexOf(issue)]! / 2;
      const isInForce = run.i32['treaty.forceTick']![0]! >= 0;
      const now = Array.from(scenario.states, (party) => run.i32['treaty.boundTick']![party]!);
      // Adoption and a few others pass no month.
      if (isInForce && levels.some((level, s) => level !== expected[s])) {
        const depth = Object.entries(depths).reduce((sum, [issue, share]) => sum + share * at(issue), 0);
        // Who left in this month left after the levels had moved.
        const bound = scenario.states.reduce(
          (sum, party, s) => sum + (now[s]! >= 0 || before[s]! >= 0 ? weight[party]! : 0),
          0,
        );
        const money = Math.min(1, expected[place('funding')]! * (1 + stretch * expected[2]!));
        const allowed = own + (1 - own) * money;
        expected = expected.map((level, s) => {
          const asks = drivers[names[s]!] ?? [];
          const ask = asks.length === 0 ? depth : asks.reduce((sum, id) => sum + at(id), 0) / asks.length;
          const target = ask * (s === place('funding') ? Math.min(1, bound) : allowed);
          if (target !== level) moved++;
          return level + (target > level ? growth : decay) * (target - level);
        });
        months++;
      }
      before = now;
      levels.forEach((level, s) => {
        expect(level, `${names[s]} in month ${months}`).toBeCloseTo(expected[s]!, 9);
      });
    });
    expect(months).toBeGreaterThan(40);
    expect(moved).toBeGreaterThan(300);
  });

  it('start where the scenario says that Ω is, or where they are told to', async () => {
    const start = async (...arms: string[]) => {
      const { run } = createPlay(await gavel(...arms), { seed: 1 });
      return run.f64['operations.level']!.slice(0, 6);
    };
    expect(await start('utility.operations=0.7')).toEqual(new Float64Array(6).fill((0.7 - 0.6) / 0.4));
    expect(await start('utility.operations=0.1')).toEqual(new Float64Array(6).fill(0));
    expect(await start('world.operations.start=0.9')).toEqual(new Float64Array(6).fill(0.9));
  });

  it('are told when they have moved by a twentieth, and no party weighs anything before force', async () => {
    const scenario = await gavel();
    for (const seed of [1, 2, 3]) {
      const { of, play } = playOut(scenario, seed);
      const [force] = of('enteredIntoForce');
      const told = of('operationsReached');
      expect(told.every(({ seq }) => seq > force!.seq)).toBe(true);
      const last = new Map(told.map(({ system, value }) => [system as string, value]));
      names.forEach((name, s) => {
        const now = play.run.f64['operations.level']![s]!;
        expect(Math.abs(now - (last.get(name) ?? 0)), name).toBeLessThan(0.05);
      });
    }
  });

  it('do not move where nothing is in force', async () => {
    const play = createPlay(await gavel('rules.decision=[{rule: affirmative-votes, votes: 6}]'), { seed: 5 });
    play.toEnd();
    expect(play.run.i32['treaty.forceTick']![0]).toBe(-1);
    expect([...play.run.f64['operations.level']!]).toEqual(names.map((_, s) => (s < 6 ? 1 : 0)));
  });
});

/** A treaty of one duty whose levels stay where they are put. */
const still = (start: number, effects: object = {}) => ({
  world: {
    compliance: { latency: 6 },
    operations: { start, growth: 0, decay: 0, effects },
  },
});

describe('what the levels do', () => {
  it('to benefit and cost', async () => {
    const scenario = await keptTreaty({ ticks: 6, ...still(0.5), depth: 14 });
    // With the pillars at 1, which only start there when they are made to.
    const play = createPlay(scenario, { seed: 1 });
    play.run.f64['operations.level']!.fill(1, 6);
    play.toEnd();
    const { run } = play;
    expect(run.i32['treaty.forceTick']![0]).toBeGreaterThanOrEqual(0);
    expect(run.f64['operations.omega']![0]).toBeCloseTo(0.6 + 0.4 * 0.5, 12);
    for (const party of scenario.states) {
      const lack = 1 - scenario.readiness[party]!;
      const cost = 0.25 * (1 + 0.6 * lack) * (1 - 0.15) * (1 - 0.3 * lack);
      expect(run.scenario.costRate[party]).toBeCloseTo(cost, 12);
      expect(run.scenario.benefitRate[party]).toBeCloseTo(4 * 0.8 * 1.1, 12);
      // G_i follows the cost, the next time the will is open.
      expect(run.f64['compliance.gain']![party]).toBeCloseTo(cost * 0.7, 12);
    }
  });

  it('to monitoring: detection, audits, and what capacity is asked for', async () => {
    const scenario = await keptTreaty({ ticks: 6, ...still(0.8), depth: 14 });
    const play = createPlay(scenario, { seed: 1 });
    play.toEnd();
    const { run } = play;
    const q = 0.15 + 0.75 * 0.6;
    const found = q + (1 - q) * 0.4 * 0.8;
    const caught = 1 - (1 - found) ** (1 + 3 * 0.8);
    const observed = run.f64['compliance.observed']![0]!;
    for (const party of scenario.states) {
      const patience = scenario.patience[party]!;
      const reputation = Math.min(0.4, (0.03 * patience) / (1 - patience));
      const loss = caught * (0.3 + reputation) * (1 - 0.6 + (0.6 * observed) / 0.7);
      expect(run.f64['compliance.loss']![party]).toBeCloseTo(loss, 9);
      const needed = 0.15 + 0.35 * (1 - 0.2 * 0.8) * 0.7;
      const ability = sigma((scenario.readiness[party]! - needed) / 0.08);
      expect(run.f64['compliance.ability']![party]).toBeCloseTo(ability, 9);
    }
  });

  it.each([
    [0, 6],
    [0.4, 4],
    [1, 1],
  ])('to the delay of reports: at level %s they come after %s months', async (start, months) => {
    const { of, tickOf } = playOut(await keptTreaty({ ticks: 30, ...still(start) }), 2);
    const force = tickOf(of('enteredIntoForce')[0]!);
    const ticks = new Set(of('reported').map((event) => tickOf(event) - force));
    expect([...ticks]).toEqual(
      Array.from({ length: 9 }, (_, period) => 3 * (period + 1) + months).filter((t) => t <= 30 - force),
    );
  });

  it('to false alarms: none where metrics avoid them all', async () => {
    const alarms = async (share: number) => {
      // The text asks for everything and needs no common money, so that all levels are soon near 1.
      const operations = { growth: 0.5, own: 1, effects: { metrics: share } };
      const world = { compliance: { falseAlarm: 0.5 }, operations };
      const { of, tickOf } = playOut(await keptTreaty({ depth: 20, world }), 1);
      return of('falselyAlarmed').filter((event) => tickOf(event) > 30).length;
    };
    expect(await alarms(0)).toBeGreaterThan(30);
    expect(await alarms(1)).toBe(0);
  });

  it('nothing to parties that state scores of their own', async () => {
    const ladder = (issue: string, worth: number) =>
      Object.fromEntries(Array.from({ length: 21 }, (_, rung) => [`${issue}-${rung}`, rung * worth]));
    const own = { scores: { duty: ladder('duty', 1), fund: ladder('fund', 0) }, reservation: -5 };
    const scenario = await keptTreaty({
      ticks: 8,
      states: 4,
      utility: { model: 'scores' },
      party: () => own,
      chair: own,
      world: { operations: {} },
    });
    const play = createPlay(scenario, { seed: 1 });
    play.toEnd();
    expect(play.run.i32['treaty.forceTick']![0]).toBeGreaterThanOrEqual(0);
    expect(play.run.f64['operations.omega']![0]).toBeGreaterThan(0.6);
    expect([...play.run.scenario.benefitRate, ...play.run.scenario.costRate]).toEqual(
      new Array(2 * scenario.partyCount).fill(0),
    );
  });
});

describe('what is wrong with its parameters is said before a run', () => {
  it('an issue that is none, with the one that was meant', async () => {
    const loaded = await loadGavel('world.operations.drivers.oversight=[audit]');
    if (loaded.ok) throw new Error('it loaded');
    expect(loaded.problems).toMatchObject([
      { path: 'world.operations.drivers.oversight[0]', code: 'unknown-id' },
    ]);
    expect(loaded.problems[0]!.message).toContain('audit');
    expect(loaded.problems[0]!.hint).toContain('audits');
  });

  it('a system that is none', async () => {
    const loaded = await loadGavel('world.operations={drivers: {registry: [audits]}}');
    if (loaded.ok) throw new Error('it loaded');
    expect(loaded.problems).toMatchObject([
      { path: 'world.operations.drivers.registry', code: 'unknown-key' },
    ]);
    expect(loaded.problems[0]!.hint).toContain('registries');
  });

  it('a level beyond the range', async () => {
    const loaded = await loadGavel('world.operations.start=1.5');
    expect(loaded.ok).toBe(false);
  });
});
