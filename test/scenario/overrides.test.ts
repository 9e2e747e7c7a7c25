import { describe, expect, test } from 'vitest';
import { parseOverride } from '../../engine/scenario/override-text.ts';
import { applyOverrides, type Override } from '../../engine/scenario/overrides.ts';
import { parseScenario } from '../../engine/scenario/parse.ts';
import type { Problem } from '../../engine/scenario/problems.ts';
import { edited, named, schema, text } from './fixture.ts';

const whole = parseScenario(text, schema);
if (!whole.ok) throw new Error('the fixture does not parse');
const { document } = whole.value;

function typed(...texts: readonly string[]): Override[] {
  return texts.map((one) => {
    const parsed = parseOverride(one);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value;
  });
}

/** The scenario with overrides as they are typed. */
function overridden(...texts: readonly string[]) {
  const result = parseScenario(text, schema, { overrides: typed(...texts) });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value.file;
}

function problemsWith(source: string, ...texts: readonly string[]): readonly Problem[] {
  const result = parseScenario(source, schema, { overrides: typed(...texts) });
  return result.ok ? [] : result.problems;
}

test('an override is a path and a YAML value', () => {
  const rows: readonly (readonly [string, string, unknown])[] = [
    ['a.b=1', 'a.b', 1],
    [' a.b = 0.5 ', 'a.b', 0.5],
    ['a=x=y', 'a', 'x=y'],
    ['a=[1, two]', 'a', [1, 'two']],
    ['a={ b: 1 }', 'a', { b: 1 }],
    ["a=''", 'a', ''],
    ['a="1"', 'a', '1'],
    ['a=true', 'a', true],
    ['a=no', 'a', 'no'],
    ['a=null', 'a', null],
  ];
  for (const [given, path, value] of rows) expect(typed(given), given).toEqual([{ path, value }]);
});

test('what is no override says so', () => {
  for (const given of ['a.b', '=1', '', 'a=', 'a=[1', 'a={ __proto__: 1 }', 'a={ b: 1, b: 2 }']) {
    const result = parseOverride(given);
    expect(result.ok, given).toBe(false);
    if (!result.ok) expect(result.problems.map((problem) => problem.code)).toEqual(['override-value']);
  }
});

describe('values are set', () => {
  test('in mappings, whether the file has the key or leaves it to its default', () => {
    expect(overridden('utility.distance=2').utility.distance).toBe(2);
    expect(overridden('ticks=30').ticks).toBe(30);
    expect(overridden('world.opinion.drift=0.1').world).toMatchObject({ opinion: { drift: 0.1 } });
    expect(overridden('phases.bargaining.with.order=rotate').phases[0]?.with['order']).toBe('rotate');
  });

  test('in lists, by id and by place', () => {
    expect(overridden('parties.norland.readiness=0.4').parties[0]?.readiness).toBe(0.4);
    expect(overridden('parties[0].readiness=0.4').parties[0]?.readiness).toBe(0.4);
    expect(overridden('parties.0.readiness=0.4').parties[0]?.readiness).toBe(0.4);
    expect(overridden('rules.decision[0].rule=unanimity').rules.decision[0]?.rule).toBe('unanimity');
    expect(overridden('rules.decision.1.members=0.6').rules.decision[1]).toMatchObject({ members: 0.6 });
    expect(overridden('issues.flow.options.low.title=Lowest').issues[0]?.options[0]?.title).toBe('Lowest');
  });

  test('where anything is allowed', () => {
    const file = overridden('parties.sudland.strategy.use=random', 'parties.sudland.strategy.with.a.b=[1]');
    expect(file.parties[1]?.strategy).toEqual({ use: 'random', with: { a: { b: [1] } } });
    expect(overridden('parties.norland.strategy.with.steps[1]=5').parties[0]?.strategy?.with).toEqual({
      steps: [1, 5],
    });
    expect(overridden('world.trust.start["a b"]=1').world).toMatchObject({ trust: { start: { 'a b': 1 } } });
  });

  test('one after another, so that a later path can rest on an earlier value', () => {
    const file = overridden('phases.bargaining.protocol=text', 'phases.bargaining.with.revisions=7');
    expect(file.phases[0]?.with).toEqual({ revisions: 7 });
  });

  test('to nothing, which takes a key or an element out', () => {
    expect(overridden('world.trust=null').world).toEqual({});
    expect(overridden('world.opinion=null').world).toEqual(whole.ok ? whole.value.file.world : 0);
    expect(overridden('rules.decision[1]=null').rules.decision).toHaveLength(1);
    expect(overridden('chair=null').chair).toBeUndefined();
    expect(overridden('parties.watch=null', 'chair=null').parties.map((party) => party.id)).toEqual([
      'norland',
      'sudland',
    ]);
  });

  test('to places as they are written, whatever other overrides take out before them', () => {
    const file = overridden('phases.bargaining=null', 'phases[1].with.revisions=7');
    expect(file.phases.map(({ id, with: own }) => [id, own])).toEqual([['drafting', { revisions: 7 }]]);
    expect(overridden('phases.bargaining=null', 'phases.1.rounds=9').phases[0]?.rounds).toBe(9);
    // Lists in lists: of an element that stays, and of one that goes as well.
    const nested = ['issues.flow.options.low=null', 'issues.0.options[2].title=Full'];
    const gone = ['issues.season.options.dry=null', 'issues.season=null'];
    const result = applyOverrides(document, typed(...nested, ...gone), schema);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    expect((result.value.document as { issues: unknown }).issues).toMatchObject([
      { id: 'flow', options: [{ id: 'middle' }, { id: 'high', title: 'Full' }] },
    ]);
    // What is gone has no place any more, and another list at its place has its own.
    expect(named(problemsWith(text, 'phases[0]=null', 'phases[0].rounds=9'))).toContain(
      'phases[0].rounds override-path',
    );
    const anew = '[{ id: offers, protocol: offers, rounds: 2 }]';
    expect(overridden('phases[0]=null', `phases=${anew}`, 'phases[0].rounds=3').phases).toMatchObject([
      { id: 'offers', rounds: 3 },
    ]);
  });
});

test('the document given is not changed, and what is not touched is shared', () => {
  const before = JSON.stringify(document);
  const result = applyOverrides(document, typed('parties.norland.weight=1', 'world.trust.memory=0'), schema);
  expect(result.ok).toBe(true);
  expect(JSON.stringify(document)).toBe(before);
  if (!result.ok) return;
  const changed = result.value.document as { issues: unknown; parties: { weight: number }[] };
  expect(changed.issues).toBe((document as { issues: unknown }).issues);
  expect(changed.parties[0]?.weight).toBe(1);
});

test('a path that does not exist comes with the one that was perhaps meant', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['utility.distanse=2', 'Did you mean utility.distance?'],
    ['utilty.distance=2', 'Did you mean utility.distance?'],
    ['parties.norlnd.readiness=0.4', 'Did you mean parties.norland.readiness?'],
    ['parties.norland.readyness=0.4', 'Did you mean parties.norland.readiness?'],
    ['phases.bargaining.with.revisions=1', 'Known here: order, pressure, pace.'],
    ['rules.decision[5].quorum=1', 'Its places go from 0 to 1.'],
    ['world.thrust.memory=1', 'Did you mean world.trust.memory?'],
    ['ticks.more=1', 'End the path there.'],
    ['rules.decision[0].quorums=1', 'Did you mean rules.decision[0].quorum?'],
  ];
  for (const [given, hint] of rows) {
    const problems = problemsWith(text, given);
    expect(
      problems.map((problem) => [problem.code, problem.hint]),
      given,
    ).toEqual([['override-path', hint]]);
    expect(problems[0]?.path).toBe(given.split('=')[0]);
  }
});

test('what is not a path is refused', () => {
  for (const path of [
    '',
    '.',
    'a..b',
    '.ticks',
    'ticks.',
    'a[',
    'a[x]',
    'a]b',
    'a["b]',
    'parties.[0]',
    '[0]x',
  ]) {
    const result = applyOverrides(document, [{ path, value: 1 }], schema);
    expect(result.ok, path).toBe(false);
    if (!result.ok) expect(result.problems.map((problem) => problem.code)).toEqual(['override-path']);
  }
});

test('prototypes are out of reach', () => {
  for (const path of [
    '__proto__.polluted',
    'constructor.prototype.polluted',
    'world.trust.start.__proto__.polluted',
    'parties.norland.strategy.with.constructor.prototype.polluted',
    'parties.__proto__.polluted',
    'world["__proto__"]',
  ]) {
    const result = applyOverrides(document, [{ path, value: 1 }], schema);
    expect(result.ok, path).toBe(false);
  }
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
  const value = JSON.parse('{"__proto__":{"polluted":1}}') as unknown;
  const result = parseScenario(text, schema, { overrides: [{ path: 'world.trust.start', value }] });
  expect(result.ok ? [] : named(result.problems)).toEqual(['world.trust.start.__proto__ unknown-key']);
});

test('all wrong overrides and all faults of the file come together', () => {
  const problems = problemsWith(
    edited(['ticks: 24', 'ticks: 0']),
    'utility.distanse=2',
    'utility.voyce=1',
    'chair=null',
  );
  expect(named(problems)).toEqual([
    'utility.distanse override-path',
    'utility.voyce override-path',
    'ticks out-of-range',
  ]);
});

test('an overridden value that is wrong is named by its path, and has no line of the text', () => {
  const problems = problemsWith(text, 'parties.norland.readiness=2', 'parties.sudland.ideal.flows=1');
  expect(named(problems)).toContain('parties.norland.readiness out-of-range');
  expect(problems.find((problem) => problem.path.endsWith('readiness'))?.line).toBeUndefined();
  expect(named(problemsWith(text, 'parties.sudland.ideal.flows=1'))).toEqual([
    'parties.sudland.ideal.flows unknown-id',
  ]);
});
