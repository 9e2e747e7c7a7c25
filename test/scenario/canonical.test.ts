import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '../../engine/codes.ts';
import {
  canonicalJson,
  canonicalScenario,
  compareCodeUnits,
  scenarioDigest,
} from '../../engine/scenario/canonical.ts';
import { edited, parsed, text } from './fixture.ts';

test('lists without an order are sorted, lists with one are not', () => {
  const file = canonicalScenario(parsed(edited(['id: norland', 'id: zorland'])));
  expect(file.parties.map((party) => party.id)).toEqual(['sudland', 'watch', 'zorland']);
  expect(file.issues.map((issue) => issue.id)).toEqual(['flow', 'season']);
  expect(file.issues[0]?.options.map((option) => option.id)).toEqual(['low', 'middle', 'high']);
  expect(file.phases.map((phase) => phase.id)).toEqual(['bargaining', 'drafting']);
  expect(Object.keys(file)).toEqual([...Object.keys(file)].sort(compareCodeUnits));
});

test('what follows from other values is written out', () => {
  const file = canonicalScenario(parsed(edited(['    kind: ngo', '    kind: ngo\n    stream: old-watch'])));
  expect(file.parties.map((party) => party.stream)).toEqual(['norland', 'sudland', 'old-watch']);
  expect(file.issues.map((issue) => issue.reversion)).toEqual(['low', 'wet']);
  expect(file.issues.map((issue) => issue.options.map((option) => option.position))).toEqual([
    [0, 0.5, 1],
    [0.1, 0.9],
  ]);
});

test('writing out what is a default, and the address for editors, changes no digest', () => {
  const digest = scenarioDigest(parsed());
  const same: readonly (readonly [string, string])[] = [
    ['format: 1', '$schema: ../scenario.schema.json\nformat: 1'],
    ['    code: NOR', '    stream: norland\n    code: NOR'],
    ['    code: NOR', '    readiness: 0.5\n    code: NOR'],
    ['    depth: 0.6', '    reversion: low\n    depth: 0.6'],
    ['rounds: 6', 'rounds: 6, ticks: 1, with: {}'],
    ['flow: 1, season: 0', 'season: -0.0, flow: 1.0'],
    ['# a comment\n', ''],
  ];
  for (const [from, to] of same) expect(scenarioDigest(parsed(edited([from, to]))), to).toBe(digest);
});

test('the sign of zero does not matter', () => {
  const file = canonicalScenario(parsed(edited(['flow: 1, season: 0', 'flow: 1, season: -0.0'])));
  expect(file.parties.some((party) => Object.is(party.ideal['season'], -0))).toBe(false);
});

test('everything else changes it', () => {
  const different: readonly (readonly [string, string])[] = [
    ['title: River talks', 'title: River Talks'],
    ['ticks: 24', 'ticks: 25'],
    ['flow: 1, season: 0', 'flow: 1, season: 0.0000001'],
    ['memory: 0.8', 'memory: 0.9'],
    ['steps: [1, 2]', 'steps: [2, 1]'],
    ['    code: NOR', '    stream: other\n    code: NOR'],
    ['    - { rule: double-majority }\n', ''],
    ['chair: watch\n', ''],
  ];
  const digests = different.map((edit) => scenarioDigest(parsed(edited(edit))));
  expect(new Set([scenarioDigest(parsed()), ...digests]).size).toBe(different.length + 1);
});

test('the digest of the fixture is what it was', () => {
  // changes only with the canonical form itself or with the defaults of the schema, and then on purpose
  expect(scenarioDigest(parsed(text))).toMatchInlineSnapshot(
    `"cd12577140cd694c1505b53d08b41eaac23986680623701b27cc60871d685da9"`,
  );
});

test('canonical JSON, by hand', () => {
  const rows: readonly (readonly [unknown, string])[] = [
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [-0, '0'],
    [[1e21, 1e-7, 0.1 + 0.2, 100], '[1e+21,1e-7,0.30000000000000004,100]'],
    [{ 10: 1, 9: 2, a: 3, B: 4 }, '{"10":1,"9":2,"B":4,"a":3}'],
    [{ '\uffff': 1, '\u{1f30a}': 2 }, '{"\u{1f30a}":2,"\uffff":1}'],
    [{ a: undefined, b: 'é"\n' }, '{"b":"é\\"\\n"}'],
    ['\ud800', '"\\ud800"'],
    [{}, '{}'],
    [[], '[]'],
  ];
  for (const [value, json] of rows) expect(canonicalJson(value)).toBe(json);
});

test('canonical JSON is for plain, finite data', () => {
  for (const value of [
    Number.NaN,
    Number.POSITIVE_INFINITY,
    undefined,
    [undefined],
    () => 1,
    new Map(),
    1n,
    Symbol('x'),
  ]) {
    expect(() => canonicalJson(value), typeof value).toThrow(Fault);
  }
});

test('canonical JSON reads back as the value and does not depend on the order of keys', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, inner]) => [key, reversed(inner)]),
    );
  };
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const json = canonicalJson(value);
      expect(canonicalJson(JSON.parse(json))).toBe(json);
      expect(canonicalJson(reversed(value))).toBe(json);
    }),
  );
});
