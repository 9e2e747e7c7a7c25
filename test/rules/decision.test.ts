import { describe, expect, it } from 'vitest';
import {
  Ballot,
  ballotsCarry,
  carries,
  countBallots,
  emptyTally,
  explainDecision,
  isEquallyDivided,
  ruleCalled,
} from '../../engine/rules/decision.ts';
import { type NormalRule, normalRule, type RuleContext } from '../../engine/scenario/normal-rule.ts';
import { type DecisionRuleFile, decisionSchema } from '../../engine/scenario/rule-schema.ts';

const letters = { y: Ballot.yes, n: Ballot.no, a: Ballot.abstain, '-': Ballot.absent } as const;

const ballotsOf = (text: string) =>
  Int32Array.from(text, (letter) => letters[letter as keyof typeof letters]);

/**
 * A body of as many members as ballots; equal weights unless given; groups by the places of their members.
 */
function body(
  ballots: string,
  weights?: readonly number[],
  groups: Readonly<Record<string, readonly number[]>> = {},
): RuleContext {
  const size = ballots.length;
  return {
    partyCount: size,
    states: Int32Array.from(ballots, (_, i) => i),
    weight: Float64Array.from(weights ?? Array.from(ballots, () => 1 / size)),
    groups: Object.entries(groups).map(([id, members]) => ({
      id,
      title: id,
      isMember: Uint8Array.from(ballots, (_, i) => (members.includes(i) ? 1 : 0)),
    })),
    tables: [],
  };
}

/** Whether ballots as text carry: y yes, n no, a abstain, - absent. */
function verdict(rule: DecisionRuleFile, ballots: string, context: RuleContext): boolean {
  const tally = emptyTally();
  countBallots(context.states, ballotsOf(ballots), tally);
  return carries(normalRule(rule, context), tally);
}

const rule = (name: string, more: object = {}): DecisionRuleFile =>
  decisionSchema.parse({ rule: name, ...more });

// Sources: General Assembly rules 85 and 86 (abstentions are not voting); Vienna Convention on the Law of
// Treaties, art. 9(2) (two thirds of the States present and voting); Treaty on European Union, art. 16(4) (55
// % and 65 %, at least four to block), with the Council's own examples of a blocking minority.
const rows: readonly [
  name: string,
  rule: DecisionRuleFile,
  ballots: string,
  carried: boolean,
  weights?: number[],
][] = [
  ['consensus: nobody objects', rule('consensus'), 'yyyyyy', true],
  ['consensus: one objects', rule('consensus'), 'yyyyyn', false],
  ['consensus: abstention and absence do not stand in its way', rule('consensus'), 'yyya--', true],
  ['consensus: below the quorum', rule('consensus', { quorum: 4 }), 'yyy---', false],
  ['consensus: an empty room adopts nothing', rule('consensus'), '------', false],
  ['unanimity: everybody', rule('unanimity'), 'yyyyyy', true],
  ['unanimity: an abstention is not a yes', rule('unanimity'), 'yyyyya', false],
  ['unanimity: nor is an absence', rule('unanimity'), 'yyyyy-', false],
  ['majority: more than half of those voting', rule('simple-majority'), 'yyynnaaa', true],
  ['majority: a tie fails', rule('simple-majority'), 'yyynnn', false],
  ['majority: nobody votes', rule('simple-majority'), 'aaaaaa', false],
  ['two thirds: exactly', rule('two-thirds'), 'yyyynn', true],
  ['two thirds: one less', rule('two-thirds'), 'yyynn-', false],
  ['two thirds: abstentions do not count', rule('two-thirds'), 'yynaaa', true],
  [
    'double majority: both',
    rule('double-majority', { members: 0.55, weight: 0.65, blockingMinority: 0 }),
    'yyyyyn',
    true,
  ],
  [
    'double majority: an abstention is as good as a no',
    rule('double-majority', { members: 0.55, weight: 0.65, blockingMinority: 0 }),
    'yyyaaa',
    false,
  ],
  [
    'double majority: members without weight',
    rule('double-majority', { members: 0.55, weight: 0.65, blockingMinority: 0 }),
    'yyyyn',
    false,
    [0.1, 0.1, 0.1, 0.1, 0.6],
  ],
  [
    'double majority: three large members cannot block alone',
    rule('double-majority', { members: 0.55, weight: 0.65, blockingMinority: 4 }),
    'nnnyyyyyyyyyy',
    true,
    [0.15, 0.15, 0.15, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055],
  ],
  [
    'double majority: a fourth can',
    rule('double-majority', { members: 0.55, weight: 0.65, blockingMinority: 4 }),
    'nnnnyyyyyyyyy',
    false,
    [0.15, 0.15, 0.15, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055, 0.055],
  ],
];

describe('decision rules', () => {
  it.each(rows)('%s', (_name, decision, ballots, carried, weights) => {
    expect(verdict(decision, ballots, body(ballots, weights))).toBe(carried);
  });
});

// Charter of the United Nations, art. 27: nine affirmative votes; the concurring votes of the
// permanent members
// (places 0 to 4), whose abstention or absence the practice of the Council does not hold for a veto
// (ICJ, Namibia
// opinion, 1971, para. 22). No veto on procedure. The four counts are those of the Charter’s rule.
describe('the Security Council', () => {
  const permanent = { permanent: [0, 1, 2, 3, 4] };
  const substance = rule('affirmative-votes', { votes: 9, vetoes: ['permanent'] });
  const procedure = rule('affirmative-votes', { votes: 9 });

  it.each([
    ['fifteen in favour', substance, 'yyyyyyyyyyyyyyy', true],
    ['nine in favour, all permanent members abstaining', substance, 'aaaaayyyyyyyyya', true],
    ['nine in favour, a permanent member absent', substance, '-yyyyyyyyyaaaaa', true],
    ['eight in favour', substance, 'yyyyyyyyaaaaaaa', false],
    ['fourteen in favour and a veto', substance, 'nyyyyyyyyyyyyyy', false],
    ['an elected member against is no veto', substance, 'yyyyyyyyyyyyyyn', true],
    ['no veto on procedure', procedure, 'nnyyyyyyyyyaaaa', true],
  ] as const)('%s', (_what, decision, ballots, carried) => {
    expect(verdict(decision, ballots, body(ballots, undefined, permanent))).toBe(carried);
  });

  it('explains a veto: who cast it, and that everything else was there', () => {
    const ballots = 'nyyyyyyyyyyyyyn';
    const context = body(ballots, undefined, permanent);
    const { states } = context;
    const told = explainDecision(normalRule(substance, context), states, ballotsOf(ballots));
    expect(told.carried).toBe(false);
    expect(told.vetoedBy).toEqual([0]);
    expect(told.requirements).toMatchObject([{ have: 13, need: 9, met: true }]);
    expect(told.pivotal).toEqual([0]);
  });
});

describe('what abstention and absence do is an option of the rule', () => {
  // Treaty on the Functioning of the European Union, art. 238(4): abstentions do not prevent unanimity.
  it.each([
    [
      'unanimity of the Council: abstention does not stand in its way',
      'unanimity',
      { abstention: 'ignored' },
      'yyya',
      true,
    ],
    ['but absence does', 'unanimity', { abstention: 'ignored' }, 'yyy-', false],
    ['and nobody in favour is no unanimity', 'unanimity', { abstention: 'ignored' }, 'aaaa', false],
    ['a majority of those present', 'simple-majority', { abstention: 'counts-as-no' }, 'yynaa--', false],
    ['the same votes, of those voting', 'simple-majority', {}, 'yynaa--', true],
    ['consensus that an abstention breaks', 'consensus', { abstention: 'counts-as-no' }, 'yya', false],
    ['three quarters: exactly', 'three-quarters', {}, 'yyynaa', true],
    ['three quarters: one less', 'three-quarters', {}, 'yynaa', false],
    ['absolute majority: of all members', 'absolute-majority', {}, 'yyya--', false],
    ['absolute majority: reached', 'absolute-majority', {}, 'yyyya--', true],
    ['quorum by share: half', 'simple-majority', { quorumShare: 0.5 }, 'yny---', true],
    ['quorum by share: less', 'simple-majority', { quorumShare: 0.5 }, 'yy----', false],
  ] as const)('%s', (_what, name, more, ballots, carried) => {
    expect(verdict(rule(name, more), ballots, body(ballots))).toBe(carried);
  });

  it('weighs votes by a table, and the share itself is enough only where the rule says so', () => {
    const context = body('yn', [0.5, 0.5]);
    const half = { share: 0.5 };
    expect(verdict(rule('weighted-majority', half), 'yn', context)).toBe(false);
    expect(verdict(rule('weighted-majority', { ...half, orMore: true }), 'yn', context)).toBe(true);
    const tables = [{ id: 'quota', title: 'quota', unit: 'votes', values: Float64Array.of(7, 3) }];
    const byTable = rule('weighted-majority', { share: 0.7, orMore: true, weights: 'quota' });
    expect(verdict(byTable, 'yn', { ...context, tables })).toBe(true);
    expect(verdict(byTable, 'ny', { ...context, tables })).toBe(false);
  });

  it('asks every chamber for its own majority, and only the named voters', () => {
    const chambers = { north: [0, 1, 2], south: [3, 4, 5] };
    const decision = rule('simple-majority', {
      chambers: [{ group: 'north' }, { group: 'south', rule: 'two-thirds' }],
    });
    expect(verdict(decision, 'yynyyn', body('yynyyn', undefined, chambers))).toBe(true);
    expect(verdict(decision, 'yyyynn', body('yyyynn', undefined, chambers))).toBe(false);
    const south = rule('unanimity', { voters: 'south' });
    expect(verdict(south, 'nnnyyy', body('nnnyyy', undefined, chambers))).toBe(true);
  });
});

describe('rules by name', () => {
  it('are those of procedure, of adoption, and the named ones', () => {
    const context = body('yyyn');
    const rules = {
      decision: [rule('consensus'), rule('two-thirds')].map((file) => normalRule(file, context)),
      procedure: normalRule(rule('simple-majority'), context),
      namedRules: { important: normalRule(rule('three-quarters'), context) },
    };
    const names = ['procedure', 'adoption', 'important', 'toString'].map(
      (name) => ruleCalled(rules, name)?.rule,
    );
    expect(names).toEqual(['simple-majority', 'two-thirds', 'three-quarters', undefined]);
    const carried = (name: string, ballots: string) =>
      ballotsCarry(ruleCalled(rules, name) as NormalRule, context.states, ballotsOf(ballots));
    expect([
      carried('procedure', 'yyna'),
      carried('important', 'yyna'),
      carried('important', 'yyyn'),
    ]).toEqual([true, false, true]);
  });
});

describe('explanations', () => {
  it('tell how much was missing and who could turn it', () => {
    const context = body('yyynnn');
    const told = explainDecision(
      normalRule(rule('two-thirds'), context),
      context.states,
      ballotsOf('yyynnn'),
    );
    expect(told).toMatchObject({
      carried: false,
      requirements: [{ have: 3, of: 6, need: 4, met: false }],
      quorum: { have: 6, need: 1, met: true },
      vetoedBy: [],
      pivotal: [3, 4, 5],
    });
  });

  it('tell that fewer than a blocking minority stood against', () => {
    const ballots = 'nnnyyyyyyyyyy';
    const heavy = [0.2, 0.2, 0.2, ...Array.from({ length: 10 }, () => 0.04)];
    const context = body(ballots, heavy);
    const decision = rule('double-majority', { blockingMinority: 4 });
    const told = explainDecision(normalRule(decision, context), context.states, ballotsOf(ballots));
    expect(told.carried).toBe(true);
    expect(told.requirements.map(({ waived }) => waived)).toEqual([false, true]);
  });
});

describe('an equally divided vote', () => {
  const council = body('yyyynnnn', undefined, { council: [0, 1, 4, 5] });
  const isTie = (of: DecisionRuleFile, ballots: string, context: RuleContext): boolean => {
    const tally = emptyTally();
    countBallots(context.states, ballotsOf(ballots), tally);
    return isEquallyDivided(normalRule(of, context), tally);
  };
  const heavy = body('yyn', [0.25, 0.25, 0.5]);

  it.each<[what: string, DecisionRuleFile, string, RuleContext, boolean]>([
    ['two against two', rule('simple-majority'), 'yynn', body('yynn'), true],
    ['abstentions are not voting', rule('simple-majority'), 'yynnaa', body('yynnaa'), true],
    ['one more in favour', rule('simple-majority'), 'yyyn', body('yyyn'), false],
    ['nobody voted', rule('simple-majority'), 'aaaa', body('aaaa'), false],
    ['half is not near two thirds', rule('two-thirds'), 'yynn', body('yynn'), false],
    [
      'abstentions against',
      rule('simple-majority', { abstention: 'counts-as-no' }),
      'yna',
      body('yna'),
      false,
    ],
    ['half with them', rule('simple-majority', { abstention: 'counts-as-no' }), 'yyna', body('yyna'), true],
    ['voters divided, others not', rule('simple-majority', { voters: 'council' }), 'yyyynnyy', council, true],
    [
      'others divided, voters not',
      rule('simple-majority', { voters: 'council' }),
      'yynnynny',
      council,
      false,
    ],
    ['weights are equal, heads are not', rule('weighted-majority', { share: 0.5 }), 'yyn', heavy, true],
  ])('%s', (_what, of, ballots, context, expected) => {
    expect(isTie(of, ballots, context)).toBe(expected);
  });
});
