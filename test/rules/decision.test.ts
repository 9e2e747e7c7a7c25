import { describe, expect, it } from 'vitest';
import { Ballot, carries, countBallots, emptyTally } from '../../engine/rules/decision.ts';
import { meetsEntryIntoForce } from '../../engine/rules/entry-into-force.ts';
import type { Scenario } from '../../engine/run/contract.ts';
import type { DecisionRule } from '../../engine/scenario/schema.ts';

const letters = { y: Ballot.yes, n: Ballot.no, a: Ballot.abstain, '-': Ballot.absent } as const;

/** Ballots as text: y yes, n no, a abstain, - absent; equal weights unless given. */
function tallyOf(ballots: string, weights?: readonly number[]) {
  const parties = Int32Array.from(ballots, (_, i) => i);
  const ballot = Int32Array.from(ballots, (letter) => letters[letter as keyof typeof letters]);
  const weight = Float64Array.from(weights ?? Array.from(ballots, () => 1 / ballots.length));
  const tally = emptyTally();
  countBallots(parties, weight, ballot, tally);
  return tally;
}

const rule = (name: string, more: object = {}): DecisionRule =>
  ({ rule: name, quorum: 0, ...more }) as DecisionRule;

// Sources: General Assembly rules 85 and 86 (abstentions are not voting); Vienna Convention on the Law of
// Treaties, art. 9(2) (two thirds of the States present and voting); Treaty on European Union, art. 16(4) (55
// % and 65 %, at least four to block), with the Council's own examples of a blocking minority.
const rows: readonly [
  name: string,
  rule: DecisionRule,
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
    expect(carries(decision, tallyOf(ballots, weights))).toBe(carried);
  });
});

describe('entry into force', () => {
  const scenario = (parties: number, weight: number) =>
    ({
      states: Int32Array.of(0, 1, 2),
      weight: Float64Array.of(0.5, 0.3, 0.2, 0),
      entryIntoForce: { parties, weight },
    }) as unknown as Scenario;
  const ticks = (...values: number[]) => Int32Array.from(values);

  it.each([
    ['enough parties', 2, 0, ticks(3, -1, 5, -1), true],
    ['too few', 2, 0, ticks(-1, -1, 5, -1), false],
    ['enough parties, too little weight', 2, 0.55, ticks(-1, 4, 5, -1), false],
    ['weight met to the last decimal', 2, 0.5, ticks(-1, 4, 5, -1), true],
    ['a party without a vote does not count', 2, 0, ticks(4, -1, -1, 4), false],
  ] as const)('%s', (_name, parties, weight, ratified, inForce) => {
    expect(meetsEntryIntoForce(scenario(parties, weight), ratified)).toBe(inForce);
  });
});
