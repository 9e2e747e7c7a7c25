import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ballot, carries, countBallots, emptyTally } from '../../engine/rules/decision.ts';
import { exactSize } from '../../engine/rules/power/count.ts';
import { estimatePower } from '../../engine/rules/power/estimate.ts';
import { fraction, fractionText, toNumber } from '../../engine/rules/power/fraction.ts';
import { type Game, gameOf } from '../../engine/rules/power/game.ts';
import { type ExactPower, exactPower, powerOf } from '../../engine/rules/power/indices.ts';
import { type Body, bodyOf } from '../../engine/scenario/body.ts';
import type { NormalRule } from '../../engine/scenario/normal-rule.ts';
import { shippedBody } from '../../server/validate/bodies.ts';

const idOf = (member: number): string => `m${member}`;

/** A body of members with weights in a table, groups by place, and a rule. */
function bodyWith(
  weights: readonly number[],
  decision: object,
  groups: Readonly<Record<string, readonly number[]>> = {},
): Body {
  const read = bodyOf({
    id: 'body',
    title: 'Body',
    parties: weights.map((_, member) => idOf(member)),
    groups: Object.entries(groups).map(([id, members]) => ({ id, title: id, members: members.map(idOf) })),
    tables: [
      {
        id: 'votes',
        title: 'votes',
        unit: 'votes',
        values: Object.fromEntries(weights.map((weight, member) => [idOf(member), weight])),
      },
    ],
    decision,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

const power = (body: Body): ExactPower => exactPower(body.decision as NormalRule, body.states) as ExactPower;

/** Swings of every member by trying all coalitions with the evaluator of rules, and how many win. */
function enumerate({ decision, states }: Body) {
  const tally = emptyTally();
  const ballot = new Int32Array(states.length);
  const wins = Array.from({ length: 1 << states.length }, (_, coalition) => {
    for (const member of states) ballot[member] = (coalition >> member) & 1 ? Ballot.yes : Ballot.no;
    countBallots(states, ballot, tally);
    return carries(decision as NormalRule, tally);
  });
  const swings = [...states].map(
    (member) =>
      wins.filter((won, coalition) => won && !wins[coalition & ~(1 << member)] && (coalition >> member) & 1)
        .length,
  );
  return { winning: wins.filter(Boolean).length, swings };
}

/** Shapley–Shubik by trying all orders. */
function byOrders({ decision, states }: Body): number[] {
  const tally = emptyTally();
  const pivots = [...states].map(() => 0);
  const orders = (left: readonly number[], ballot: Int32Array, wonBefore: boolean, weight: number): void => {
    for (const member of left) {
      const next = ballot.slice();
      next[member] = Ballot.yes;
      countBallots(states, next, tally);
      const won = carries(decision as NormalRule, tally);
      if (won && !wonBefore) pivots[member] += weight / left.length;
      else if (!won)
        orders(
          left.filter((other) => other !== member),
          next,
          won,
          weight / left.length,
        );
    }
  };
  orders([...states], new Int32Array(states.length).fill(Ballot.no), false, 1);
  return pivots;
}

const rules = fc.oneof(
  fc.record({
    rule: fc.constantFrom('consensus', 'unanimity', 'simple-majority', 'two-thirds', 'three-quarters'),
  }),
  fc.record({
    rule: fc.constant('weighted-majority'),
    weights: fc.constant('votes'),
    share: fc.integer({ min: 1, max: 95 }).map((per) => per / 100),
    orMore: fc.boolean(),
  }),
  fc.record({
    rule: fc.constant('double-majority'),
    weights: fc.constant('votes'),
    members: fc.constantFrom(0.4, 0.55, 0.7),
    weight: fc.constantFrom(0.5, 0.65, 0.8),
  }),
);

/** A body with any rule, perhaps vetoes and a chamber. */
const bodies = fc
  .record({
    weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 7 }),
    rule: rules,
    veto: fc.boolean(),
    chamber: fc.boolean(),
  })
  .map(({ weights, rule, veto, chamber }) =>
    bodyWith(
      weights,
      {
        ...rule,
        ...(veto ? { vetoes: ['first'] } : {}),
        ...(chamber ? { chambers: [{ group: 'last' }] } : {}),
      },
      { first: [0], last: [weights.length - 1, weights.length - 2] },
    ),
  );

const seeded = { numRuns: 150, seed: 11 };

describe('exact indices', () => {
  it('are those of all coalitions and of all orders, tried one by one', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const exact = power(body);
        const tried = enumerate(body);
        expect(Number(exact.winning)).toBe(tried.winning);
        expect(exact.members.map(({ swings }) => Number(swings))).toEqual(tried.swings);
        const pivots = byOrders(body);
        for (const [m, { shapleyShubik }] of exact.members.entries()) {
          expect(toNumber(shapleyShubik)).toBeCloseTo(pivots[m], 12);
        }
      }),
      { ...seeded, numRuns: 60 },
    );
  });

  it('of Shapley and Shubik sum to exactly 1, and of Banzhaf too', () => {
    const sumOf = (all: readonly { numerator: bigint; denominator: bigint }[]) =>
      all.reduce(
        (sum, { numerator, denominator }) =>
          fraction(sum.numerator * denominator + numerator * sum.denominator, sum.denominator * denominator),
        fraction(0n, 1n),
      );
    fc.assert(
      fc.property(bodies, (body) => {
        const { members } = power(body);
        expect(fractionText(sumOf(members.map(({ shapleyShubik }) => shapleyShubik)))).toBe('1');
        expect(fractionText(sumOf(members.map(({ banzhaf }) => banzhaf)))).toBe('1');
      }),
      seeded,
    );
  });

  it('do not see a dummy, who has none', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 7 }), (weights) => {
        const rule = { rule: 'weighted-majority', weights: 'votes', share: 0.5 };
        const before = power(bodyWith(weights, rule));
        const after = power(bodyWith([...weights, 0], rule));
        const text = ({ members }: ExactPower) =>
          members.map(({ banzhaf, shapleyShubik, penrose }) =>
            [banzhaf, shapleyShubik, penrose].map(fractionText),
          );
        expect(text(after).slice(0, -1)).toEqual(text(before));
        expect(text(after).at(-1)).toEqual(['0', '0', '0']);
      }),
      seeded,
    );
  });

  it('go with the members when these change places', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 3, maxLength: 8 }),
        fc.integer({ min: 0, max: 7 }),
        (weights, turn) => {
          const rule = { rule: 'weighted-majority', weights: 'votes', share: 0.6 };
          const at = turn % weights.length;
          const turned = [...weights.slice(at), ...weights.slice(0, at)];
          const text = (of: readonly number[]) =>
            power(bodyWith(of, rule)).members.map(
              ({ swings, shapleyShubik }) => `${swings} ${fractionText(shapleyShubik)}`,
            );
          const before = text(weights);
          expect(text(turned)).toEqual([...before.slice(at), ...before.slice(0, at)]);
        },
      ),
      seeded,
    );
  });

  it('count beyond 2^53: a simple majority of 193 members', () => {
    const { members, passage, winning } = power(
      bodyWith(
        Array.from({ length: 193 }, () => 1),
        { rule: 'simple-majority' },
      ),
    );
    // an odd body without ties: half of all coalitions win; symmetric members share power alike
    expect(winning).toBe(1n << 192n);
    expect(fractionText(passage)).toBe('1/2');
    expect(fractionText(members[0].shapleyShubik)).toBe('1/193');
    // C(192, 96) coalitions leave the last member decisive; C(2k, k) by its product formula
    let central = 1n;
    for (let k = 1n; k <= 96n; k++) central = (central * (96n + k)) / k;
    expect(members[100].swings).toBe(central);
  });

  // Lucas (1983) and others on the Council of six of 1958: 12 of 17 votes; Luxembourg, with 1, was a dummy.
  it('give Luxembourg nothing in the Council of 1958', () => {
    const body = bodyWith([4, 4, 4, 2, 2, 1], {
      rule: 'weighted-majority',
      weights: 'votes',
      share: 12 / 17,
      orMore: true,
    });
    expect(power(body).members.map(({ banzhaf }) => fractionText(banzhaf))).toEqual([
      ...['5/21', '5/21', '5/21', '1/7', '1/7', '0'],
    ]);
  });
});

describe('Coleman’s indices', () => {
  it('follow from swings, winning and losing coalitions', () => {
    const { members } = power(shippedBody('security-council'));
    expect(fractionText(members[0].prevent)).toBe('1');
    expect(fractionText(members[5].prevent)).toBe(fractionText(fraction(84n, 848n)));
    expect(fractionText(members[5].initiate)).toBe(fractionText(fraction(84n, 31_920n)));
  });
});

describe('estimates', () => {
  it('have intervals that hold the exact values of the Security Council', () => {
    const { decision, states } = shippedBody('security-council');
    const rule = decision as NormalRule;
    const exact = exactPower(rule, states) as ExactPower;
    const estimate = estimatePower(rule, states, { seed: 5, samples: 20_000 });
    expect(estimate.kind).toBe('estimate');
    const held = (name: 'penrose' | 'shapleyShubik' | 'banzhaf') =>
      exact.members.filter((member, m) => {
        const { low, high } = estimate.members[m][name];
        return low <= toNumber(member[name]) && toNumber(member[name]) <= high;
      }).length;
    // of 15 intervals at 95 % two or more miss in one of six tries; four or more in one of two hundred
    expect(held('penrose')).toBeGreaterThanOrEqual(12);
    expect(held('shapleyShubik')).toBeGreaterThanOrEqual(12);
    expect(estimate).toEqual(estimatePower(rule, states, { seed: 5, samples: 20_000 }));
    expect(estimate).not.toEqual(estimatePower(rule, states, { seed: 6, samples: 20_000 }));
  });

  it('stand in where a body is too large to count, and say so', () => {
    const weights = Array.from({ length: 70 }, (_, m) => 1_000_003 + m * 99_991);
    const body = bodyWith(weights, { rule: 'weighted-majority', weights: 'votes', share: 0.5 });
    const rule = body.decision as NormalRule;
    expect(exactSize(gameOf(rule, body.states) as Game).isExact).toBe(false);
    const found = powerOf(rule, body.states, { samples: 200 });
    expect(found.kind).toBe('estimate');
    if (found.kind === 'estimate') expect(found.passage.low).toBeLessThan(0.5);
  });
});
