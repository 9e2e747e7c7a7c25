import { describe, expect, test } from 'vitest';
import { codes } from '../../engine/codes.ts';
import { formatPath, formatProblems, show } from '../../engine/scenario/problems.ts';
import { edited, named, problemsOf, text } from './fixture.ts';

test('all problems come at once, in the order of the text, shape and meaning together', () => {
  const problems = problemsOf(
    edited(
      ['ticks: 24', 'ticks: 24\nticks: 30'],
      ['kind: ngo', 'kind: ngos'],
      ['depth: 0.6', 'depth: 0.7'],
      ['chair: watch', 'chairs: watch'],
      ['utility:\n', 'utility:\n  distanse: 1\n'],
      ['rounds: 4', 'rounds: four'],
      ['metrics:', 'metrics:\n  - { id: reach, title: R, expression: "1" }'],
    ),
  );
  expect(named(problems)).toEqual([
    'ticks duplicate-key',
    'parties.watch.kind bad-value',
    'issues sum-not-one',
    'chairs unknown-key',
    'utility.distanse unknown-key',
    'phases.drafting.rounds wrong-type',
    'metrics[1].id duplicate-id',
  ]);
  const lines = problems.map((problem) => problem.line ?? 0);
  expect(lines).toEqual([...lines].sort((a, b) => a - b));
});

/** Line and column of the first problem, and the text found there. */
function place(source: string): string {
  const [problem] = problemsOf(source);
  if (problem?.line === undefined || problem.column === undefined) return 'nowhere';
  const line = source.split('\n')[problem.line - 1] ?? '';
  return line.slice(problem.column - 1, problem.column + 11);
}

describe('a problem points at the text it is about', () => {
  const rows: readonly (readonly [string, readonly (readonly [string, string])[], string])[] = [
    ['a value', [['weight: 0.6', 'weight: 6.5']], '6.5'],
    ['a value in a flow mapping', [['atLeast: low', 'atLeast: lov']], 'lov, atMost:'],
    ['an unknown key', [['ticks: 24', 'tick: 24\nticks: 24']], 'tick: 24'],
    ['the second of two keys', [['ticks: 24', 'ticks: 24\nticks:  30']], 'ticks:  30'],
    ['a mapping by its key', [['flow: 0.7', 'flow: 0.6']], 'salience: { '],
    ['a missing key by what should hold it', [['    code: SUD\n', '']], 'id: sudland'],
    ['a missing key of the file by its start', [['title: River talks\n', '']], 'format: 1'],
    ['a key with nothing behind it', [['ticks: 24', 'ticks:']], 'ticks:'],
    ['a syntax error', [['title: River talks', 'title: River: talks']], 'River: talks'],
    ['an element of a list', [['rule: consensus', 'rule: consenus']], 'consenus, qu'],
  ];
  for (const [name, edits, found] of rows) {
    test(name, () => expect(place(edited(...edits)).startsWith(found), place(edited(...edits))).toBe(true));
  }

  test('JSON, tabs and Windows line ends included', () => {
    const source = '{\r\n\t"format": 1,\r\n\t"ticks": "x"\r\n}';
    const problem = problemsOf(source).find((candidate) => candidate.path === 'ticks');
    expect([problem?.line, problem?.column]).toEqual([3, 11]);
  });

  test('through an alias', () => {
    const source = edited(
      ['ideal: { flow: 1, season: 0 }', 'ideal: &same { flow: 1, season: 2 }'],
      ['ideal: { flow: 0, season: 1 }', 'ideal: *same'],
    );
    const problems = problemsOf(source);
    expect(named(problems)).toEqual([
      'parties.norland.ideal.season out-of-range',
      'parties.sudland.ideal.season out-of-range',
    ]);
    expect(problems[1]?.line).toBe(problems[0]?.line);
  });
});

test('paths name list elements by id when that is unique, else by place', () => {
  const root = { parties: [{ id: 'a' }, { id: 'b' }, { id: 'b' }, { id: 7 }, 1], map: { 'x y': [1] } };
  expect(formatPath(['parties', 0, 'ideal'], root)).toBe('parties.a.ideal');
  expect(formatPath(['parties', 1, 'id'], root)).toBe('parties[1].id');
  expect(formatPath(['parties', 3], root)).toBe('parties[3]');
  expect(formatPath(['parties', 4, 'x'], root)).toBe('parties[4].x');
  expect(formatPath(['map', 'x y', 0], root)).toBe('map["x y"][0]');
  expect(formatPath([], root)).toBe('');
});

test('values are shown without harm to the terminal and never at length', () => {
  expect(show('\u001b[31mred\u202e\u0085')).toBe('"\\u001b[31mred\\u202e\\u0085"');
  expect(show('x'.repeat(500)).length).toBeLessThan(70);
  expect([show(null), show([1, 2]), show({}), show(1), show(true)]).toEqual([
    'nothing',
    'a list of 2',
    'a mapping',
    '1',
    'true',
  ]);
});

test('the format for terminals fits 80 columns and counts', () => {
  const problems = problemsOf(edited(['kind: state', 'kind: stat'], ['weight: 0.6', 'weight: 6']));
  expect(formatProblems(problems, { file: 'talks.yaml' })).toBe(
    [
      'talks.yaml:11:11  parties.norland.kind',
      '  bad-value: must be one of state, firm, ngo, organisation; found "stat"',
      '  hint: Did you mean state?',
      '',
      'talks.yaml:12:13  parties.norland.weight',
      '  out-of-range: must be between 0 and 1; found 6',
      '  hint: Choose a value inside the range named.',
      '',
      '2 problems',
      '',
    ].join('\n'),
  );
  expect(formatProblems([])).toBe('no problems\n');
  const [first] = problems;
  const long = formatProblems([{ ...first!, message: 'word '.repeat(60) }]);
  for (const line of long.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('every code found in a file is in the table and has a hint', () => {
  const problems = problemsOf(text.replaceAll('flow', 'Flow'));
  expect(problems.length).toBeGreaterThan(3);
  for (const problem of problems) {
    expect(Object.hasOwn(codes, problem.code)).toBe(true);
    expect(problem.hint).not.toBe('');
  }
});
