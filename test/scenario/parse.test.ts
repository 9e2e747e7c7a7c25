import { describe, expect, test } from 'vitest';
import { formatProblems } from '../../engine/scenario/problems.ts';
import { edited, named, parsed, problemsOf, text } from './fixture.ts';

test('the fixture parses, with defaults', () => {
  const file = parsed();
  expect(file.parties[0]?.readiness).toBe(0.5);
  expect(file.phases[0]?.with).toEqual({ order: 'fixed', pressure: 1, pace: 1 });
  expect(file.world).toEqual({ trust: { memory: 0.8, start: {} } });
});

/** What is wrong: edits of the fixture, and the problem that must be found, alone. */
type Row = readonly [
  name: string,
  edits: readonly (readonly [string, string])[],
  problem: string,
  says?: RegExp,
];

const rows: readonly Row[] = [
  // shape
  [
    'unknown key',
    [['    name: Norland\n', '    name: Norland\n    saliance: 1\n']],
    'parties.norland.saliance unknown-key',
  ],
  [
    'unknown key at the top',
    [['chair: watch', 'chairs: watch']],
    'chairs unknown-key',
    /Did you mean chair\?/,
  ],
  [
    'unknown key of a protocol',
    [['{ revisions: 2 }', '{ revision: 2 }']],
    'phases.drafting.with.revision unknown-key',
    /Did you mean revisions\?/,
  ],
  [
    'key of another protocol',
    [['{ revisions: 2 }', '{ order: fixed }']],
    'phases.drafting.with.order unknown-key',
    /Known here: revisions/,
  ],
  ['unknown mechanism', [['  trust:', '  thrust:']], 'world.thrust unknown-key', /Did you mean trust\?/],
  ['merge keys are off', [['  trust:', '  <<: { trust: 1 }\n  trust:']], 'world["<<"] unknown-key'],
  ['missing key', [['title: River talks\n', '']], 'title missing-key'],
  [
    'missing key in a list',
    [['    code: SUD\n', '']],
    'parties.sudland.code missing-key',
    /three letters shown on every screen/,
  ],
  ['missing protocol', [['protocol: offers, ', '']], 'phases.bargaining.protocol missing-key'],
  ['missing id', [['  - id: sudland\n    code', '  - code']], 'parties[1].id missing-key'],
  ['key without value', [['ticks: 24', 'ticks:']], 'ticks wrong-type', /must be a number; found nothing/],
  ['text for number', [['ticks: 24', 'ticks: "24"']], 'ticks wrong-type', /found "24".*without quotes/s],
  [
    'number for text',
    [['title: River talks', 'title: 2025']],
    'title wrong-type',
    /must be a text; found 2025.*quotes/s,
  ],
  [
    'fraction for whole number',
    [['ticks: 24', 'ticks: 2.5']],
    'ticks wrong-type',
    /must be a whole number; found 2.5/,
  ],
  [
    'list for mapping',
    [['  trust: { memory: 0.8 }', '  trust: [1]']],
    'world.trust wrong-type',
    /must be a mapping; found a list of 1/,
  ],
  ['not a number', [['weight: 0.6', 'weight: .nan']], 'parties.norland.weight wrong-type'],
  ['infinite', [['weight: 0.6', 'weight: .inf']], 'parties.norland.weight wrong-type'],
  [
    'infinite among free parameters',
    [['[1, 2]', '[1, -.inf]']],
    'parties.norland.strategy.with.steps[1] wrong-type',
  ],
  [
    'neither variant of a union',
    [['rounds: 6 }', 'rounds: 6, with: { pace: true } }']],
    'phases.bargaining.with.pace wrong-type',
    /must be a text or a number; found true/,
  ],
  [
    'above the range',
    [['weight: 0.6', 'weight: 1.2']],
    'parties.norland.weight out-of-range',
    /must be between 0 and 1; found 1.2/,
  ],
  [
    'below the range',
    [['rounds: 6', 'rounds: 0']],
    'phases.bargaining.rounds out-of-range',
    /between 1 and 600; found 0/,
  ],
  [
    'open bound',
    [['rounds: 6 }', 'rounds: 6, with: { pressure: 0 } }']],
    'phases.bargaining.with.pressure out-of-range',
    /above 0 and at most 2; found 0/,
  ],
  [
    'text too short',
    [['title: River talks', 'title: ""']],
    'title out-of-range',
    /between 1 and 200 characters; found 0/,
  ],
  [
    'list too short',
    [
      ['phases:\n', 'phases: []\n'],
      ['  - { id: bargaining, protocol: offers, rounds: 6 }\n', ''],
      ['  - { id: drafting, protocol: text, rounds: 4, with: { revisions: 2 } }\n', ''],
    ],
    'phases out-of-range',
    /between 1 and 40 entries; found 0/,
  ],
  [
    'value not listed',
    [['kind: state', 'kind: stat']],
    'parties.norland.kind bad-value',
    /one of state, firm, ngo, organisation; found "stat".*Did you mean state\?/s,
  ],
  ['literal', [['format: 1', 'format: 2']], 'format bad-value', /must be 1; found 2/],
  [
    'protocol not registered',
    [['protocol: offers', 'protocol: offer']],
    'phases.bargaining.protocol bad-value',
    /one of offers, text.*Did you mean offers\?/s,
  ],
  [
    'rule not known',
    [['rule: consensus', 'rule: concensus']],
    'rules.decision[0].rule bad-value',
    /Did you mean consensus\?/,
  ],
  [
    'bad id',
    [['id: river-talks', 'id: River Talks']],
    'id bad-pattern',
    /lower-case letters.*found "River Talks"/,
  ],
  ['bad code', [['code: NOR', 'code: Nor']], 'parties.norland.code bad-pattern', /three capital letters/],
  [
    'bad key of a table',
    [['salience: { flow: 0.2, season: 0.8 }', 'salience: { flow: 0.2, season: 0.8, A B: 0 }']],
    'parties.watch.salience["A B"] bad-pattern',
  ],
  ['control character', [['title: River talks', 'title: "River\\0talks"']], 'title bad-pattern', /U\+0000/],
  [
    'escape sequence',
    [['name: Sudland', 'name: "\\e[31mSud"']],
    'parties.sudland.name bad-pattern',
    /U\+001B/,
  ],
  ['half a character', [['name: Sudland', 'name: "\\ud83d"']], 'parties.sudland.name bad-pattern', /U\+D83D/],
  ['reversed text', [['name: Sudland', 'name: "Sud\\u202eland"']], 'parties.sudland.name bad-pattern'],
  [
    'control character in a free key',
    [['{ steps: [1, 2] }', '{ "a\\u0001": 1 }']],
    'parties.norland.strategy.with["a\\u0001"] bad-pattern',
  ],
  // keys
  ['key written twice', [['ticks: 24', 'ticks: 24\nticks: 36']], 'ticks duplicate-key'],
  [
    '__proto__',
    [['ticks: 24', 'ticks: 24\n__proto__: { admin: true }']],
    '__proto__ unknown-key',
    /never allowed/,
  ],
  [
    'constructor',
    [['{ memory: 0.8 }', '{ memory: 0.8, constructor: 1 }']],
    'world.trust.constructor unknown-key',
    /never allowed/,
  ],
  [
    'prototype in free parameters',
    [['{ steps: [1, 2] }', '{ prototype: 1 }']],
    'parties.norland.strategy.with.prototype unknown-key',
  ],
  [
    'constructor as an id',
    [
      ['{ id: low,', '{ id: constructor,'],
      ['    redLines:\n      flow: { atLeast: low, atMost: high }\n', ''],
    ],
    'issues.flow.options.constructor.id bad-value',
  ],
  ['list as a key', [['  trust:', '  ? [1]\n  : 2\n  trust:']], 'world wrong-type'],
  // parties
  [
    'party twice',
    [
      ['id: watch', 'id: sudland'],
      ['chair: watch\n', ''],
    ],
    'parties[2].id duplicate-id',
  ],
  ['code twice', [['code: WAT', 'code: SUD']], 'parties.watch.code duplicate-id'],
  [
    'ideal lacks an issue',
    [['ideal: { flow: 1, season: 0 }', 'ideal: { flow: 1 }']],
    'parties.norland.ideal.season missing-key',
  ],
  [
    'salience lacks an issue',
    [['salience: { flow: 0.2, season: 0.8 }', 'salience: { season: 1 }']],
    'parties.watch.salience.flow missing-key',
  ],
  [
    'ideal names no issue',
    [['ideal: { flow: 1, season: 0 }', 'ideal: { flow: 1, season: 0, seasons: 1 }']],
    'parties.norland.ideal.seasons unknown-id',
    /Did you mean season\?/,
  ],
  [
    'saliences do not sum to 1',
    [['flow: 0.7, season: 0.3', 'flow: 0.7, season: 0.2']],
    'parties.sudland.salience sum-not-one',
    /sum to 0.9, not to 1/,
  ],
  [
    'weights do not sum to 1',
    [['weight: 0.6', 'weight: 0.5']],
    'parties sum-not-one',
    /weights of the states sum to 0.9/,
  ],
  [
    'weight without vote',
    [['kind: ngo', 'kind: ngo\n    weight: 0.1']],
    'parties.watch.weight weight-without-vote',
  ],
  [
    'red line on no issue',
    [['      flow: { atLeast', '      flows: { atLeast']],
    'parties.norland.redLines.flows unknown-id',
    /Did you mean flow\?/,
  ],
  [
    'red line on no option',
    [['atLeast: low', 'atLeast: lov']],
    'parties.norland.redLines.flow.atLeast unknown-id',
    /Did you mean low\?/,
  ],
  [
    'red lines leave nothing',
    [['{ atLeast: low, atMost: high }', '{ atLeast: high, atMost: low }']],
    'parties.norland.redLines.flow empty-red-lines',
  ],
  [
    'stream used twice',
    [['kind: ngo', 'kind: ngo\n    stream: norland']],
    'parties.watch.stream stream-collision',
  ],
  ['chair unknown', [['chair: watch', 'chair: wach']], 'chair unknown-id', /Did you mean watch\?/],
  ['chair votes', [['chair: watch', 'chair: norland']], 'chair chair-votes'],
  // issues
  [
    'issue twice',
    [
      [
        'utility:',
        `  - id: flow
    title: F
    article: F
    depth: 0
    options: [{ id: a, title: A, sentence: A }, { id: b, title: B, sentence: B }]
utility:`,
      ],
      ['chair: watch\n', ''],
    ],
    'issues[2].id duplicate-id',
  ],
  ['option twice', [['{ id: middle,', '{ id: low,']], 'issues.flow.options[1].id duplicate-id'],
  ['depths do not sum to 1', [['depth: 0.4', 'depth: 0.5']], 'issues sum-not-one', /sum to 1.1/],
  [
    'reversion names no option',
    [['reversion: wet', 'reversion: we']],
    'issues.season.reversion unknown-id',
    /Did you mean wet\?/,
  ],
  ['positions fall', [['position: 0.9', 'position: 0.1']], 'issues.season.options.wet.position order-wrong'],
  ['one position missing', [[', position: 0.9', '']], 'issues.season.options.wet.position missing-key'],
  // the rest
  [
    'quorum too large',
    [['quorum: 2', 'quorum: 3']],
    'rules.decision[0].quorum unreachable-quorum',
    /quorum is 3, but only 2 states/,
  ],
  [
    'threshold too large',
    [['parties: 2', 'parties: 3']],
    'rules.entryIntoForce.parties unreachable-threshold',
  ],
  [
    'blocking minority',
    [['rule: double-majority', 'rule: double-majority, blockingMinority: 1']],
    'rules.decision[1].blockingMinority blocking-minority',
  ],
  ['phase twice', [['id: drafting', 'id: bargaining']], 'phases[1].id duplicate-id'],
  [
    'metric twice',
    [['metrics:', 'metrics:\n  - { id: reach, title: R, expression: "1" }']],
    'metrics[1].id duplicate-id',
  ],
  ['horizon', [['rounds: 6', 'rounds: 25']], 'ticks horizon-short', /25 ticks, and the run has 24/],
];

describe('each fault is found where it is, and nothing else', () => {
  for (const [name, edits, problem, says] of rows) {
    test(name, () => {
      const problems = problemsOf(edited(...edits));
      expect(named(problems)).toEqual([problem]);
      if (says !== undefined) expect(formatProblems(problems).replace(/\s+/g, ' ')).toMatch(says);
    });
  }
});

test('no state at all', () => {
  const source = text.replaceAll('kind: state', 'kind: firm').replace(/ {4}weight: .*\n/g, '');
  expect(named(problemsOf(source))).toEqual(['parties no-voters']);
});

test('strategies are checked when their names are given', () => {
  const problems = problemsOf(edited(['use: time-dependent', 'use: time-dependant']), [
    'time-dependent',
    'random',
  ]);
  expect(named(problems)).toEqual(['parties.norland.strategy.use unknown-id']);
  expect(problems[0]?.hint).toBe('Did you mean time-dependent?');
  expect(problemsOf(text, ['time-dependent'])).toEqual([]);
});
