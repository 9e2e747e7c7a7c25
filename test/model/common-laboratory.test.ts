import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Scenario } from '../../engine/index.ts';
import {
  costShares,
  type LaboratoryTerms,
  laboratoryGame,
} from '../../engine/world/common-laboratory/worth.ts';
import { laboratoryWorth } from '../../engine/world/common-laboratory.ts';
import { load, metricOf, only, paired, played, problems, ticking, world } from './worlds/development.ts';

const terms: LaboratoryTerms = {
  rule: 'proportional',
  cost: 0.3,
  spill: 0.2,
  cap: 0.22,
  returns: 0.5,
  elasticity: 0.7,
};
const rules = ['equal', 'proportional', 'capped'] as const;

const worldOf = (weights: readonly number[], mechanisms: object = {}) => {
  const sum = weights.reduce((a, b) => a + b, 0);
  return world(
    weights.map((weight) => ({ readiness: 0.5, weight: weight / sum })),
    mechanisms,
  );
};

const coalition = (mask: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => (mask >> i) & 1);

describe('what a laboratory is worth', () => {
  const weights = [0.4, 0.3, 0.2, 0.1];
  let scenario: Scenario;
  beforeAll(async () => {
    scenario = await worldOf(weights);
  });

  it.each(rules)(
    'is its quality to each, less the cost to members; the spill-over to outsiders (%s)',
    (rule) => {
      const worth = laboratoryWorth(scenario, { ...terms, rule });
      const powers = weights.map((w) => w ** 0.7);
      const values = powers.map((p) => (4 * p) / powers.reduce((a, b) => a + b, 0));
      const shares = {
        equal: [1 / 3, 0, 1 / 3, 1 / 3],
        proportional: [4 / 7, 0, 2 / 7, 1 / 7],
        // a ceiling of .22 cannot pay for the whole with three members
        capped: [1 / 3, 0, 1 / 3, 1 / 3],
      }[rule];
      const quality = Math.sqrt(0.7);
      const payoff = worth([1, 0, 1, 1]);
      for (let i = 0; i < 4; i++) {
        const expected = i === 1 ? 0.2 * values[i] * quality : values[i] * quality - 0.3 * 4 * shares[i];
        expect(payoff[i]).toBeCloseTo(expected, 12);
      }
    },
  );

  it('is nothing without members', () => {
    expect([...laboratoryWorth(scenario, terms)([0, 0, 0, 0])]).toEqual([0, 0, 0, 0]);
  });

  it('under a ceiling what the largest do not pay the others do', async () => {
    const members = [1, 1, 1, 1];
    const shares = new Float64Array(4);
    costShares(laboratoryGame(scenario, terms), { rule: 'capped', cap: 0.35 }, members, shares);
    // .35 of .4, and .05 shared as 3 : 2 : 1
    expect([...shares]).toEqual(
      [0.35, 0.325, 0.65 / 3, 0.65 / 6].map((x) => expect.closeTo(x, 12) as number),
    );
    // .28: the second comes to the ceiling too
    costShares(laboratoryGame(scenario, terms), { rule: 'capped', cap: 0.3 }, members, shares);
    expect([...shares]).toEqual(
      [0.3, 0.3, 0.4 * (2 / 3), 0.4 / 3].map((x) => expect.closeTo(x, 12) as number),
    );
  });

  it('shares of the cost sum to 1, lie in [0, 1], and stay under the ceiling where that can be', async () => {
    const scenarios = await Promise.all(
      [
        [1, 1],
        [5, 3, 1],
        [9, 4, 2, 1, 0.5],
        [1, 2, 3, 4, 5, 6, 7],
      ].map((w) => worldOf(w)),
    );
    const draws = fc.record({
      which: fc.nat(scenarios.length - 1),
      mask: fc.nat(127),
      rule: fc.constantFrom(...rules),
      cap: fc.double({ min: 0.01, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(draws, ({ which, mask, rule, cap }) => {
        const scenario = scenarios[which];
        const members = coalition(mask, scenario.partyCount);
        const count = members.reduce((a, b) => a + b, 0);
        const shares = new Float64Array(scenario.partyCount);
        costShares(laboratoryGame(scenario, terms), { rule, cap }, members, shares);
        expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(count > 0 ? 1 : 0, 9);
        for (const [i, share] of shares.entries()) {
          expect(share).toBeGreaterThanOrEqual(0);
          if (members[i] === 0) expect(share).toBe(0);
          if (rule === 'capped' && cap * count >= 1) expect(share).toBeLessThanOrEqual(cap + 1e-9);
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

/**
 * Sizes, as shares of the states, of the largest coalition that is stable: nobody inside gains by leaving and
 * nobody outside by joining (d'Aspremont et al. 1983); with side payments, the largest whose members together
 * have what each could get by leaving, and no more. By trying all coalitions.
 */
function largestStable(worth: (members: number[]) => Float64Array, count: number) {
  const payoffs = Array.from({ length: 1 << count }, (_, mask) => [...worth(coalition(mask, count))]);
  let plain = 0;
  let withPayments = 0;
  for (let mask = 0; mask < 1 << count; mask++) {
    const inside = (i: number) => (mask >> i) & 1;
    let isStable = true;
    let surplus = 0;
    let size = 0;
    for (let i = 0; i < count; i++) {
      const gain = payoffs[mask | (1 << i)][i] - payoffs[mask & ~(1 << i)][i];
      if (inside(i) === 1 ? gain < -1e-12 : gain > 1e-12) isStable = false;
      if (inside(i) === 0) continue;
      size++;
      surplus += gain;
    }
    if (isStable) plain = Math.max(plain, size / count);
    if (surplus >= -1e-12) withPayments = Math.max(withPayments, size / count);
  }
  return { plain, withPayments };
}

describe('stable coalitions', () => {
  const count = 8;
  /** Sizes as unequal as those of states: lognormal with σ = 1, from a fixed sequence. */
  const sizes = (seed: number): number[] => {
    let state = seed;
    const next = () => {
      state = (state * 1103515245 + 12345) % 2147483648;
      return (state + 0.5) / 2147483648;
    };
    return Array.from({ length: count }, () => {
      const [u, v] = [next(), next()];
      return Math.exp(Math.sqrt(-2 * Math.log(u)) * Math.cos(2 * Math.PI * v));
    });
  };

  const draws = 200;
  const cost = 0.4;
  let found: Map<string, ReturnType<typeof largestStable>[]>;
  beforeAll(async () => {
    found = new Map();
    for (let seed = 1; seed <= draws; seed++) {
      const scenario = await worldOf(sizes(seed));
      for (const rule of ['equal', 'proportional'] as const) {
        for (const spill of [0.2, 0.7]) {
          const worth = laboratoryWorth(scenario, { ...terms, rule, spill, cost });
          const key = `${rule} ${spill}`;
          found.set(key, [...(found.get(key) ?? []), largestStable((members) => worth(members), count)]);
        }
      }
    }
  }, 120_000);
  const sizesOf = (key: string, which: 'plain' | 'withPayments' = 'plain'): number[] =>
    (found.get(key) ?? []).map((stable) => stable[which]);

  it('are larger under proportional shares than under equal ones', () => {
    expect(paired(sizesOf('equal 0.2'), sizesOf('proportional 0.2')).below).toBeGreaterThan(0);
  });

  it('shrink with the spill-over to outsiders', () => {
    expect(paired(sizesOf('proportional 0.2'), sizesOf('proportional 0.7')).above).toBeLessThan(0);
    expect(paired(sizesOf('equal 0.2'), sizesOf('equal 0.7')).above).toBeLessThan(0);
  });

  it('grow with side payments', () => {
    expect(paired(sizesOf('equal 0.2'), sizesOf('equal 0.2', 'withPayments')).below).toBeGreaterThan(0);
  });
});

describe('members of the laboratory', () => {
  const weights = [0.35, 0.25, 0.2, 0.1, 0.06, 0.04];

  it.each([
    ['proportional', 0.3, 0.2],
    ['equal', 0.3, 0.2],
    ['equal', 0.6, 0.2],
    ['capped', 0.5, 0.3],
    ['proportional', 0.6, 0.6],
  ] as const)(
    'come to a coalition that is stable inside and outside (%s, cost %d, spill-over %d)',
    async (rule, cost, spill) => {
      const settings = { start: 'at-once', rule, cost, spill, cap: 0.3 };
      const scenario = await worldOf(weights, { 'common-laboratory': settings });
      const { run, tick } = ticking(scenario);
      tick(13);
      const members = [...run.i32['common-laboratory.member']];
      const worth = laboratoryWorth(scenario, { ...terms, rule, cost, spill, cap: 0.3 });
      members.forEach((member, party) => {
        const as = (other: number) => worth(members.map((own, i) => (i === party ? other : own)))[party];
        if (member === 1) expect(as(1)).toBeGreaterThanOrEqual(as(0) - 1e-9);
        else expect(as(1)).toBeLessThanOrEqual(as(0) + 1e-9);
      });
    },
  );

  it('pay what the laboratory costs, and nobody else does', async () => {
    const settings = { start: 'at-once', rule: 'equal', cost: 0.25 };
    const scenario = await worldOf([0.35, 0.25, 0.2, 0.12, 0.07, 0.01], { 'common-laboratory': settings });
    const { run, tick } = ticking(scenario);
    tick(30);
    const members = [...run.i32['common-laboratory.member']];
    const paid = [...run.f64['common-laboratory.paid']];
    expect(new Set(members)).toEqual(new Set([0, 1]));
    expect(paid.reduce((a, b) => a + b, 0)).toBeCloseTo((0.25 * 6 * 30) / 12, 9);
    expect(metricOf(run, 'laboratoryCost')).toBeCloseTo((0.25 * 6 * 30) / 12, 9);
    expect(paid.map((amount) => amount > 0)).toEqual(members.map((member) => member === 1));
    expect(metricOf(run, 'laboratoryMembers')).toBe(members.reduce((a, b) => a + b, 0) / 6);
  });

  it('gain utility by what membership is worth beyond staying outside', async () => {
    const settings = { start: 'at-once', weight: 0.1 };
    const scenario = await worldOf(weights, { 'common-laboratory': settings });
    const { run, tick } = ticking(scenario);
    tick();
    const members = [...run.i32['common-laboratory.member']];
    const worth = laboratoryWorth(scenario, terms);
    weights.forEach((_, party) => {
      const as = (other: number) => worth(members.map((own, i) => (i === party ? other : own)))[party];
      expect(run.scenario.transfer[party]).toBeCloseTo(0.1 * Math.max(0, as(1) - as(0)), 12);
      expect(run.scenario.transfer[party]).toBeGreaterThan(0);
    });
  });

  it('found it again when one more may join, or the terms change, and not otherwise', async () => {
    const option = (id: string) => ({ id, title: id, sentence: `The Parties agree on ${id}.` });
    const options = ['equal', 'proportional'].map(option);
    const scenario = await world(
      [0.8, 0.15, 0.05].map((weight) => ({ readiness: 0.5, weight, ideal: { all: 0.5 } })),
      { 'common-laboratory': { start: 'at-once', cost: 0.8, spill: 0.1, ruleIssue: 'all' } },
      { issues: [{ id: 'all', title: 'All', article: 'All', depth: 1, options }] },
    );
    const { run, tick } = ticking(scenario);
    const foundings: number[] = [];
    const members = () => run.i32['common-laboratory.member'].reduce((sum, is) => sum + is, 0);
    tick();
    // In equal shares the smallest pays more than it gains, then the next, then nobody is left.
    expect(members()).toBe(0);
    foundings.push(run.i32['common-laboratory.founders'][0]);
    tick(36);
    expect(members()).toBe(0);
    run.i32['text.option'][0] = 1;
    tick(12);
    foundings.push(members());
    expect(foundings).toEqual([3, 3]);
  });

  it('are parties to the treaty, founders at entry into force', async () => {
    const scenario = await load(...only('common-laboratory'));
    const { run, events } = played(scenario, 1);
    const bound = new Set<string>();
    for (const event of events) {
      if (event.kind === 'becameBound') bound.add(event.party);
      if (event.kind === 'laboratoryMembership' && event.member) expect(bound).toContain(event.party);
    }
    expect(run.i32['common-laboratory.foundedTick'][0]).toBe(run.i32['treaty.forceTick'][0]);
    expect(metricOf(run, 'laboratoryMembers')).toBeGreaterThan(0.5);
  });
});

describe('terms that the parties agree on', () => {
  const option = (id: string) => ({ id, title: id, sentence: `The Parties agree on ${id}.` });
  const issue = (id: string, options: readonly string[]) => ({
    id,
    title: id,
    article: id,
    depth: 0.5,
    options: options.map(option),
  });
  const negotiated = (settings: object) =>
    world(
      [0.6, 0.25, 0.15].map((weight) => ({
        readiness: 0.5,
        weight,
        ideal: { sharing: 0.5, results: 0.5 },
        salience: { sharing: 0.5, results: 0.5 },
      })),
      { 'common-laboratory': { start: 'at-once', cost: 0.2, ...settings } },
      { issues: [issue('results', ['kept', 'open']), issue('sharing', ['equal', 'capped', 'proportional'])] },
    );
  /** What the parties have paid in a month, after the text has the options named. */
  const paidWith = async (settings: object, sharing: number, results: number) => {
    const { run, tick } = ticking(await negotiated(settings));
    run.i32['text.option'].set([results, sharing]);
    tick();
    const members = Array.from(run.i32['common-laboratory.member']);
    return { members, paid: Array.from(run.f64['common-laboratory.paid']) };
  };
  const agreed = { ruleIssue: 'sharing', spillIssue: 'results', spills: [0.1, 0.7], cap: 0.5 };

  it.each([0, 1, 2])('are those of the option in the text, rule %i', async (sharing) => {
    const rule = (['equal', 'capped', 'proportional'] as const)[sharing]!;
    for (const results of [0, 1]) {
      const spill = [0.1, 0.7][results]!;
      expect(await paidWith(agreed, sharing, results)).toEqual(
        // the same terms, written into the scenario
        await paidWith({ rule, spill, cap: 0.5 }, 0, 0),
      );
    }
  });

  it('differ by the rule, and lose members by what is published', async () => {
    const [equal, proportional] = [await paidWith(agreed, 0, 0), await paidWith(agreed, 2, 0)];
    expect(equal.paid).not.toEqual(proportional.paid);
    const dear = { ...agreed, cost: 0.5 };
    const count = ({ members }: { members: number[] }) => members.reduce((sum, is) => sum + is, 0);
    expect(count(await paidWith(dear, 2, 1))).toBeLessThan(count(await paidWith(dear, 2, 0)));
  });
});

describe('problems of a common laboratory', () => {
  it.each([
    ['world.common-laboratory.ruleIssue=share', 'world.common-laboratory.ruleIssue unknown-id'],
    ['world.common-laboratory.ruleIssue=fund', 'world.common-laboratory.ruleIssue unknown-id'],
    ['world.common-laboratory.spillIssue=fund', 'world.common-laboratory.spills amounts-without-options'],
    [
      'world.common-laboratory={spillIssue: fund, spills: [0, 0.2]}',
      'world.common-laboratory.spills amounts-without-options',
    ],
    ['world.common-laboratory.spills=[0, 0.2]', 'world.common-laboratory.spills amounts-without-options'],

    ['world.common-laboratory.income=incomes', 'world.common-laboratory.income unknown-id'],
    ['world.common-laboratory.cap=1.4', 'world.common-laboratory.cap out-of-range'],
    ['world.common-laboratory.rule=fair', 'world.common-laboratory.rule bad-value'],
  ])('%s', async (arm, expected) => expect(await problems(arm)).toContain(expected));
});
