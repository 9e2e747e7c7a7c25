import { describe, expect, it } from 'vitest';
import { Loop, type Run } from '../../engine/index.ts';
import { Act } from '../../engine/run/acts.ts';
import { load, metricOf, only, played, problems, ticking, world } from './worlds/development.ts';

// Equation 13’s aid, computed here once more with plain arithmetic and Math.

const year = 12;
const quarter = 3;
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);

/** Two donors with 6 and 3 of 10 parts of the income, two recipients with .6 and .4. */
const members = [
  { readiness: 0.8, weight: 0.6 },
  { readiness: 0.7, weight: 0.3 },
  { readiness: 0.4, weight: 0.06 },
  { readiness: 0.2, weight: 0.04 },
];
/** Per cent of the mean state’s income that each earns: 100 · share · states. */
const points = members.map(({ weight }) => weight * members.length * 100);

const small = (aid: object, more: object = {}) =>
  world(members, { aid: { start: 'at-once', ...aid }, ...more });

describe('money', () => {
  it.each([
    ['income', [0.6, 0.3]],
    ['equal', [0.45, 0.45]],
    // capability is 1 for all unless given
    ['capability', [0.45, 0.45]],
  ] as const)('is a share of the donors’ income, borne by %s', async (burden, parts) => {
    const { run, tick } = ticking(await small({ volume: 2, burden }));
    tick();
    const [first, second, ...others] = run.f64['aid.given'];
    expect(first).toBeCloseTo((0.02 * parts[0] * 400) / year, 12);
    expect(second).toBeCloseTo((0.02 * parts[1] * 400) / year, 12);
    expect(others).toEqual([0, 0]);
  });

  it.each([
    ['gap', {}, [0.4, 0.6]],
    ['equal', {}, [0.5, 0.5]],
    ['need', {}, [0.4 * 0.06, 0.6 * 0.04]],
    ['need', { people: 'heads' }, [0.4 * 10, 0.6 * 40]],
  ] as const)('goes to recipients by %s %j', async (allocation, more, parts) => {
    const heads = { id: 'heads', title: 'Heads', unit: 'persons', values: { a: 1, b: 1, c: 10, d: 40 } };
    const scenario = await world(
      members,
      { aid: { start: 'at-once', allocation, administration: 0.1, ...more } },
      { tables: [heads] },
    );
    const { run, tick } = ticking(scenario);
    tick();
    const paid = (0.9 * 0.01 * 0.9 * 400) / year;
    expect(run.f64['aid.received'][2]).toBeCloseTo((paid * parts[0]) / (parts[0] + parts[1]), 12);
    expect(run.f64['aid.received'][3]).toBeCloseTo((paid * parts[1]) / (parts[0] + parts[1]), 12);
    expect(run.f64['aid.administration'][0]).toBeCloseTo(paid / 9, 12);
  });

  it('that donors give is what recipients get and what administration costs', async () => {
    for (const condition of ['none', 'will', 'compliance']) {
      const { run } = played(await load(`world.aid.condition=${condition}`), 4);
      const given = sum(run.f64['aid.given']);
      expect(given).toBeGreaterThan(1);
      expect(sum(run.f64['aid.received']) + run.f64['aid.administration'][0]).toBeCloseTo(given, 9);
      expect(metricOf(run, 'aidGiven')).toBeCloseTo(given, 12);
    }
  });

  it('halves when donors tire, all at one tick or each by chance', async () => {
    const together = ticking(await small({ fatigueTick: 13, fatigueCut: 0.5, allocation: 'equal' }));
    together.tick(12);
    const before = sum(together.run.f64['aid.given']);
    together.tick(12);
    expect(sum(together.run.f64['aid.given']) - before).toBeCloseTo(before / 2, 9);
    const alone = ticking(await small({ fatigueHazard: 0.1 }));
    alone.tick(200);
    expect([...alone.run.i32['aid.tired']]).toEqual([1, 1, 0, 0]);
    expect([...alone.run.f64['aid.willing']]).toEqual([0.5, 0.5, 1, 1]);
  });

  it('is not given where nobody may receive', async () => {
    const { run, tick } = ticking(await small({ start: 'entry-into-force' }));
    tick(24);
    expect(sum(run.f64['aid.given'])).toBe(0);
  });

  it('follows the text, from when it binds', async () => {
    const plain = ['fatigueHazard=0', 'condition=none'].map((arm) => `world.aid.${arm}`);
    const scenario = await load(...only('aid'), ...plain);
    const { run } = played(scenario, 5);
    const volume = [0, 0.5, 1, 2][run.i32['text.option'][scenario.issueIds.indexOf('fund')]];
    expect(volume).toBeGreaterThan(0);
    const bound = (party: number) => run.i32['treaty.boundTick'][party];
    // in each month those pay who are bound, as long as somebody is who receives
    const [albion, borea, cyrene, ...recipients] = scenario.states;
    const receives = Math.min(...recipients.map(bound));
    let expected = 0;
    for (const donor of [albion, borea, cyrene]) {
      const months = run.loop[Loop.tick] - Math.max(bound(donor), receives) + 1;
      expected += (((volume / 100) * scenario.weight[donor] * 800) / year) * months;
    }
    expect(sum(run.f64['aid.given'])).toBeCloseTo(expected, 9);
  });
});

describe('the amount of an option', () => {
  const plain = ['fatigueHazard=0', 'condition=none'].map((arm) => `world.aid.${arm}`);
  const given = async (amounts: string) => {
    const scenario = await load(...only('aid'), ...plain, `world.aid.amounts=${amounts}`);
    const { run } = played(scenario, 5);
    const option = run.i32['text.option'][scenario.issueIds.indexOf('fund')];
    return { option, sum: sum(run.f64['aid.given']) };
  };

  it('is its place on the ladder times the volume where the scenario does not say', async () => {
    const ladder = await given('null');
    expect(ladder.option).toBeGreaterThan(0);
    expect(ladder.option).toBeLessThan(3);
    expect(ladder.sum).toBeCloseTo((await given(`[0, ${2 / 3}, ${4 / 3}, 2]`)).sum, 9);
  });

  it('is what the scenario says, and nothing else', async () => {
    // What is given is proportional to the amount of the option in the text.
    const one = await given('[0, 1, 1, 1]');
    for (const amounts of [
      [0, 0.5, 1, 2],
      [0, 3, 0.1, 0.2],
      [1, 0, 0, 0],
    ]) {
      const { option, sum: got } = await given(`[${amounts}]`);
      expect(got).toBeCloseTo(amounts[option] * one.sum, 9);
    }
  });
});

describe('recipients that catch up', () => {
  it.each(['gap', 'need'])('with the most ready donor get no more, by %s', async (allocation) => {
    const { run, tick } = ticking(await small({ volume: 10, allocation }));
    const { readiness } = run.scenario;
    tick(240);
    const [c, d] = [readiness[2], readiness[3]];
    // The last payment of a month may carry a party beyond, by what it is worth.
    const most = 0.8 + (0.012 * 10 * 4 * 0.2) / quarter;
    for (const ready of [c, d]) {
      expect(ready).toBeGreaterThanOrEqual(0.8);
      expect(ready).toBeLessThan(most);
    }
    const before = sum(run.f64['aid.given']);
    tick(12);
    expect(sum(run.f64['aid.given'])).toBe(before);
  });

  it('go on in equal parts', async () => {
    const { run, tick } = ticking(await small({ volume: 10, allocation: 'equal' }));
    tick(240);
    expect(run.scenario.readiness[3]).toBeGreaterThan(0.95);
  });
});

/** Readiness that the third party gains in the next tick, and the points a year that it gets in it. */
function nextGain(run: Run, tick: () => void): { gain: number; amount: number; left: number } {
  const [before, got] = [run.scenario.readiness[2], run.f64['aid.received'][2]];
  tick();
  const amount = (run.f64['aid.received'][2] - got) * year;
  return { gain: run.scenario.readiness[2] - before, amount, left: 1 - before };
}

describe('what an instrument gives to readiness', () => {
  it('a grant', async () => {
    const { run, tick } = ticking(await small({ volume: 1.5 }));
    const { gain, amount, left } = nextGain(run, tick);
    expect(amount).toBeGreaterThan(1);
    expect(gain).toBeCloseTo((0.012 * amount * left) / quarter, 12);
  });

  it('a loan: more at first, little afterwards', async () => {
    const { run, tick } = ticking(await small({ instruments: { loan: 1 }, frontLoad: 6 }));
    for (let month = 1; month <= 12; month++) {
      const { gain, amount, left } = nextGain(run, tick);
      expect(gain).toBeCloseTo(((month <= 6 ? 0.018 : 0.004) * amount * left) / quarter, 12);
    }
  });

  it.each([
    [1, 5, 1 / 6],
    [2, 2, 1 / 2],
    [5, 1, 5 / 6],
  ])(
    'a partnership: by the trust between the two (%d for, %d against)',
    async (priorAlpha, priorBeta, trust) => {
      const scenario = await small(
        { instruments: { partnership: 1 } },
        { trust: { priorAlpha, priorBeta }, readiness: { growth: 0, frontier: 0, leapGate: 0 } },
      );
      const { run, tick } = ticking(scenario);
      const { gain, amount, left } = nextGain(run, tick);
      expect(gain).toBeCloseTo((0.012 * amount * (0.4 + 1.2 * trust) * left) / quarter, 10);
    },
  );

  it('a partnership: of the donors’ trust and the recipient’s, each donor by what it gives', async () => {
    const scenario = await small({ instruments: { partnership: 1 } }, { trust: {} });
    const { run, tick } = ticking(scenario);
    const value = run.f64['trust.value'];
    const set = (from: number, to: number, trust: number) => {
      value[from * 4 + to] = trust;
    };
    set(2, 0, 0.9);
    set(0, 2, 0.7);
    set(2, 1, 0.2);
    set(1, 2, 0.4);
    set(2, 3, 0.01);
    const trust = (2 / 3) * 0.8 + (1 / 3) * 0.3;
    const { gain, amount, left } = nextGain(run, tick);
    expect(gain).toBeCloseTo((0.012 * amount * (0.4 + 1.2 * trust) * left) / quarter, 12);
  });

  it('never more than all there is to gain', async () => {
    const groups = [{ id: 'last', title: 'Last', members: ['d'] }];
    const aid = { start: 'at-once', volume: 10, grantEffect: 0.1, recipients: 'last' };
    const { run, tick } = ticking(await world(members, { aid }, { groups }));
    tick();
    // .1 a quarter of 34 points would be more than one
    expect(run.scenario.readiness[3]).toBe(1);
  });

  it('several instruments: the sum of their shares', async () => {
    const instruments = { grant: 0.5, loan: 0.2, partnership: 0.3 };
    const { run, tick } = ticking(await small({ instruments }));
    const { gain, amount, left } = nextGain(run, tick);
    // without a mechanism of trust it is one half
    const effect = 0.5 * 0.012 + 0.2 * 0.018 + 0.3 * 0.012;
    expect(gain).toBeCloseTo((effect * amount * left) / quarter, 12);
    expect(run.f64['aid.debt'][2]).toBeCloseTo(0.2 * run.f64['aid.received'][2], 12);
  });

  it('is the text’s, where an issue is about it', async () => {
    const scenario = await load(...only('aid'));
    for (let seed = 1; seed <= 6; seed++) {
      const { run } = played(scenario, seed);
      const option = run.i32['text.option'][scenario.issueIds.indexOf('instrument')];
      const instrument = scenario.optionIds[scenario.issueIds.indexOf('instrument')][option];
      expect(sum(run.f64['aid.debt']) > 0).toBe(instrument === 'loan');
      expect(run.i32['aid.partnershipTicks'][0] > 0).toBe(instrument === 'partnership');
    }
  });

  it('grows what readiness takes in, where that mechanism is on', async () => {
    const still = { growth: 0, frontier: 0, leapGate: 0 };
    const [alone, both] = await Promise.all([
      small({}),
      small({}, { readiness: { ...still, momentum: 0.5 } }),
    ]);
    const [first, second] = [ticking(alone), ticking(both)];
    first.tick();
    second.tick();
    const gainOf = ({ run }: typeof first) => run.scenario.readiness[2] - 0.4;
    expect(gainOf(first)).toBeGreaterThan(0);
    expect(gainOf(second)).toBeCloseTo(gainOf(first) / 2, 12);
  });
});

describe('the debt of loans', () => {
  const terms = { interest: 0.06, grace: 24, maturity: 120, distress: 5 };

  it('gathers interest, then is paid back in constant shares', async () => {
    const { run, tick } = ticking(await small({ instruments: { loan: 1 }, ...terms, allocation: 'equal' }));
    const monthly = (0.95 * 0.01 * 0.9 * 400) / 2 / year;
    let debt = 0;
    let paid = 0;
    for (let month = 1; month <= 100; month++) {
      tick();
      // what was owed bears interest; a new loan does not yet
      const interest = (debt * terms.interest) / year;
      const payment = month > terms.grace ? interest + debt / terms.maturity : 0;
      debt = debt + interest - payment + monthly;
      paid += payment;
      expect(run.f64['aid.debt'][2]).toBeCloseTo(debt, 9);
    }
    expect(run.f64['aid.repaid'][2]).toBeCloseTo(paid, 9);
    expect(run.f64['aid.debt'][3]).toBeCloseTo(debt, 9);
    // whatever was lent and fell due as interest is owed or has been paid back
    expect(run.f64['aid.received'][2] + run.f64['aid.interest'][2]).toBeCloseTo(debt + paid, 9);
  });

  it('is distress above its share of income, and halves growth from the next month on', async () => {
    const settings = { instruments: { loan: 1 }, volume: 4, distress: 0.1, frontLoad: 240 };
    const { run, tick } = ticking(await small(settings));
    let months = 0;
    while (run.i32['aid.distressed'][2] === 0) {
      expect(run.f64['aid.debt'][2]).toBeLessThanOrEqual(0.1 * points[2]);
      const { gain, amount, left } = nextGain(run, tick);
      expect(gain).toBeCloseTo((0.018 * amount * left) / quarter, 12);
      months++;
    }
    expect(months).toBeGreaterThan(3);
    expect(run.f64['aid.debt'][2]).toBeGreaterThan(0.1 * points[2]);
    const { gain, amount, left } = nextGain(run, tick);
    expect(gain).toBeCloseTo((0.5 * 0.018 * amount * left) / quarter, 12);
    expect(metricOf(run, 'debtDistress')).toBeGreaterThan(0);
    expect(metricOf(run, 'debtDistress')).toBeLessThanOrEqual(1);
    const owed = run.f64['aid.debt'][2] + run.f64['aid.debt'][3];
    expect(metricOf(run, 'aidDebt')).toBeCloseTo(owed / (points[2] + points[3]), 12);
  });
});

describe('conditions', () => {
  const unruly = ['world.compliance.punishment=0.1', 'world.compliance.capacityFloor=0.4'];

  it.each([
    ['none', []],
    ['will', ['defecting', 'sanctioned']],
    ['compliance', ['defecting', 'sanctioned', 'lapsing']],
  ] as const)('%s: aid is paid but to those who are %j', async (condition, conduct) => {
    const scenario = await load(...only('aid'), ...unruly, `world.aid.condition=${condition}`);
    let suspensions = 0;
    for (let seed = 1; seed <= 4; seed++) {
      const { events } = played(scenario, seed);
      const suspended = new Map<string, boolean>();
      const state = new Map<string, string>();
      for (const event of events) {
        if (event.kind === 'conductChanged' && event.party !== '')
          state.set(event.party, event.configuration);
        if (event.kind === 'stateChanged' && event.chart === 'state')
          state.set(event.party, event.configuration);
        if (event.kind !== 'aidSuspended') continue;
        suspensions++;
        suspended.set(event.party, event.suspended);
        const is = conduct.some((word) => state.get(event.party)?.includes(word));
        expect(event.suspended).toBe(is);
      }
    }
    expect(suspensions > 0).toBe(condition !== 'none');
  });
});

describe('milestones of partnerships', () => {
  it('are acts of all who take part, a year apart, that others see', async () => {
    const plain = ['world.aid.instrumentIssue=null', 'world.aid.instruments={partnership: 1}'];
    const { run, events } = played(await load(...only('aid'), ...plain), 6);
    const acts = events.filter((event) => event.kind === 'actSeen' && event.act === 'joint-technology');
    const told = events.filter((event) => event.kind === 'milestoneReached');
    expect(acts.length).toBe(told.length);
    expect(Math.floor(run.i32['aid.partnershipTicks'][0] / 12)).toBeGreaterThan(3);
    const first = told.filter((event) => event.kind === 'milestoneReached' && event.milestone === 1);
    expect(first.length).toBe(8);
    expect(Act['joint-technology']).toBe(8);
  });

  it('raise trust: weight 0 leaves it where it was', async () => {
    const plain = ['world.aid.instrumentIssue=null', 'world.aid.instruments={partnership: 1}'];
    const silent = 'world.trust.acts.joint-technology=0';
    const [loud, mute] = await Promise.all([load(...plain), load(...plain, silent)]);
    expect(metricOf(played(loud, 2).run, 'meanTrust')).toBeGreaterThan(
      metricOf(played(mute, 2).run, 'meanTrust'),
    );
  });
});

describe('problems of aid', () => {
  it.each([
    ['world.aid.issue=funds', 'world.aid.issue unknown-id'],
    ['world.aid.donors=doners', 'world.aid.donors unknown-id'],
    ['groups.donors.members=[works]', 'world.aid.donors empty-group'],
    ['groups.recipients.members=[albion, edom]', 'world.aid.recipients donor-and-recipient'],
    ['world.aid.people=persons', 'world.aid.people unknown-id'],
    ['tables.people.values={albion: 3}', 'world.aid.people table-gap'],
    ['world.aid.instruments={grant: 0.7, loan: 0.4}', 'world.aid.instruments sum-not-one'],
    ['world.aid.instruments={grant: 1.2}', 'world.aid.instruments.grant out-of-range'],
    ['world.aid.instrumentIssue=fund', 'world.aid.instrumentIssue unknown-id'],
    ['world.aid.administration=0.7', 'world.aid.administration out-of-range'],
    ['world.aid.amounts=[0, 1, 2]', 'world.aid.amounts amounts-without-options'],
    ['world.aid.amounts=[0, 1, 2, 3, 4]', 'world.aid.amounts amounts-without-options'],
    ['world.aid.amounts=[0, 1, 2, 11]', 'world.aid.amounts[3] out-of-range'],
    ['world.aid={amounts: [0, 1, 2, 3]}', 'world.aid.amounts amounts-without-options'],
    ['world.aid.volume=11', 'world.aid.volume out-of-range'],
  ])('%s', async (arm, expected) => expect(await problems(arm)).toContain(expected));
});
