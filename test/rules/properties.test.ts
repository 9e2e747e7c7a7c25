import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ballot, carries, countBallots, emptyTally, explainDecision } from '../../engine/rules/decision.ts';
import { normalRule, type RuleContext } from '../../engine/scenario/normal-rule.ts';
import { type DecisionRuleFile, decisionNames, decisionSchema } from '../../engine/scenario/rule-schema.ts';

/** A body with weights in a table, whose first members have a veto where a rule gives them one. */
function bodyOf(weights: readonly number[]): RuleContext {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return {
    partyCount: weights.length,
    states: Int32Array.from(weights, (_, member) => member),
    weight: Float64Array.from(weights, (weight) => weight / total),
    groups: [
      {
        id: 'first',
        title: 'first',
        isMember: Uint8Array.from(weights, (_, member) => (member < 2 ? 1 : 0)),
      },
      { id: 'rest', title: 'rest', isMember: Uint8Array.from(weights, (_, member) => (member < 2 ? 0 : 1)) },
    ],
    tables: [{ id: 'votes', title: 'votes', unit: 'votes', values: Float64Array.from(weights) }],
  };
}

function verdict(rule: object, context: RuleContext, ballots: readonly number[]): boolean {
  const tally = emptyTally();
  countBallots(context.states, Int32Array.from(ballots), tally);
  return carries(normalRule(decisionSchema.parse(rule), context), tally);
}

const weighted = fc.array(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 3 })), {
  minLength: 3,
  maxLength: 9,
});
const perCent = fc.integer({ min: 0, max: 100 }).map((per) => per / 100);
const treatment = fc.constantFrom('ignored', 'counts-as-no');

const rules: fc.Arbitrary<DecisionRuleFile> = fc
  .record({
    rule: fc.constantFrom(...decisionNames),
    votes: fc.integer({ min: 1, max: 9 }),
    share: perCent,
    orMore: fc.boolean(),
    members: perCent,
    weight: perCent,
    blockingMinority: fc.integer({ min: 0, max: 4 }),
    quorum: fc.integer({ min: 0, max: 4 }),
    more: fc.record(
      {
        abstention: treatment,
        absence: treatment,
        vetoes: fc.constant(['first']),
        chambers: fc.constant([{ group: 'first' }, { group: 'rest', rule: 'two-thirds' }]),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ rule, votes, share, orMore, members, weight, blockingMinority, quorum, more }) => {
    const own: Partial<Record<DecisionRuleFile['rule'], object>> = {
      'affirmative-votes': { votes },
      'weighted-majority': { share, orMore, weights: 'votes' },
      'double-majority': { members, weight, blockingMinority, weights: 'votes' },
    };
    return decisionSchema.parse({ rule, quorum, ...own[rule], ...more });
  });

const seeded = { numRuns: 600, seed: 29 };

describe('every decision rule', () => {
  it('is never lost by a vote more in favour', () => {
    fc.assert(
      fc.property(rules, weighted, fc.nat(8), (rule, drawn, place) => {
        const context = bodyOf(drawn.map(([weight]) => weight));
        const ballots = drawn.map(([, ballot]) => ballot);
        const better = ballots.map((ballot, member) =>
          member === place % ballots.length ? Ballot.yes : ballot,
        );
        if (verdict(rule, context, ballots)) expect(verdict(rule, context, better)).toBe(true);
      }),
      seeded,
    );
  });

  it('decides alike whatever the order of its members', () => {
    fc.assert(
      fc.property(rules, weighted, (rule, drawn) => {
        // the first two are a group of their own: they change places with each other, the rest turns round
        const turned = [...drawn.slice(0, 2).reverse(), ...drawn.slice(2).reverse()];
        const decide = (list: typeof drawn) =>
          verdict(
            rule,
            bodyOf(list.map(([weight]) => weight)),
            list.map(([, ballot]) => ballot),
          );
        expect(decide(turned)).toBe(decide(drawn));
      }),
      seeded,
    );
  });

  it('treats an abstention as it says: like a vote against, or like nobody', () => {
    const whole = rules.map((rule) => ({ ...rule, quorum: 0, vetoes: [], chambers: [] }));
    fc.assert(
      fc.property(whole, weighted, (drawnRule, drawn) => {
        const weights = drawn.map(([weight]) => weight);
        const ballots = drawn.map(([, ballot]) => (ballot === Ballot.absent ? Ballot.yes : ballot));
        const as = (ballot: number) => ballots.map((cast) => (cast === Ballot.abstain ? ballot : cast));
        const context = bodyOf(weights);
        // somebody has to be in the room for a decision
        fc.pre(ballots.some((ballot) => ballot !== Ballot.abstain));
        const counted = { ...drawnRule, abstention: 'counts-as-no' as const };
        expect(verdict(counted, context, ballots)).toBe(verdict(counted, context, as(Ballot.no)));
        const ignored = { ...drawnRule, abstention: 'ignored' as const, absence: 'ignored' as const };
        expect(verdict(ignored, context, ballots)).toBe(verdict(ignored, context, as(Ballot.absent)));
      }),
      seeded,
    );
  });

  it('is explained by what decided it', () => {
    fc.assert(
      fc.property(rules, weighted, (rule, drawn) => {
        const context = bodyOf(drawn.map(([weight]) => weight));
        const ballots = Int32Array.from(drawn, ([, ballot]) => ballot);
        const told = explainDecision(normalRule(rule, context), context.states, ballots);
        expect(told.carried).toBe(verdict(rule, context, [...ballots]));
        const allMet = told.requirements.every(({ met }) => met);
        expect(told.carried).toBe(told.quorum.met && allMet && told.vetoedBy.length === 0);
        for (const party of told.pivotal) {
          const turned = [...ballots];
          turned[party] = told.carried ? Ballot.no : Ballot.yes;
          expect(verdict(rule, context, turned)).toBe(!told.carried);
        }
      }),
      seeded,
    );
  });
});

describe('a larger quota', () => {
  const quotas = fc.tuple(perCent, perCent).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  const pair = (low: object, high: object, drawn: readonly (readonly [number, number])[]) => {
    const context = bodyOf(drawn.map(([weight]) => weight));
    const ballots = drawn.map(([, ballot]) => ballot);
    if (verdict(high, context, ballots)) expect(verdict(low, context, ballots)).toBe(true);
  };

  it.each([
    ['of weight', 'weighted-majority', 'share', { weights: 'votes' }],
    ['of members', 'double-majority', 'members', { weight: 0.5, weights: 'votes' }],
    [
      'of weight beside members',
      'double-majority',
      'weight',
      { members: 0.5, weights: 'votes', blockingMinority: 2 },
    ],
  ] as const)('%s never enlarges what carries', (_what, rule, key, more) => {
    fc.assert(
      fc.property(quotas, weighted, ([low, high], drawn) => {
        pair({ rule, ...more, [key]: low }, { rule, ...more, [key]: high }, drawn);
      }),
      seeded,
    );
  });

  it('of votes, or a larger quorum, neither', () => {
    fc.assert(
      fc.property(weighted, fc.integer({ min: 1, max: 8 }), (drawn, votes) => {
        pair({ rule: 'affirmative-votes', votes }, { rule: 'affirmative-votes', votes: votes + 1 }, drawn);
        pair(
          { rule: 'simple-majority', quorum: votes },
          { rule: 'simple-majority', quorum: votes + 1 },
          drawn,
        );
      }),
      seeded,
    );
  });

  it('runs through the plain rules: simple majority, two thirds, three quarters, consensus', () => {
    fc.assert(
      fc.property(weighted, (drawn) => {
        pair({ rule: 'simple-majority' }, { rule: 'two-thirds' }, drawn);
        pair({ rule: 'two-thirds' }, { rule: 'three-quarters' }, drawn);
        pair({ rule: 'three-quarters' }, { rule: 'unanimity' }, drawn);
        pair({ rule: 'simple-majority' }, { rule: 'absolute-majority' }, drawn);
      }),
      seeded,
    );
  });
});
