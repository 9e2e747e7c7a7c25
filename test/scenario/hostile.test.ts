import { describe, expect, test } from 'vitest';
import { limits } from '../../engine/limits.ts';
import { checkScenario } from '../../engine/scenario/check-document.ts';
import { parseScenario } from '../../engine/scenario/parse.ts';
import { edited, named, problemsOf, schema, text } from './fixture.ts';

/** Runs and returns the milliseconds it took besides the codes found. */
function timed(source: string): { readonly codes: readonly string[]; readonly milliseconds: number } {
  const start = performance.now();
  const codes = problemsOf(source).map((problem) => problem.code);
  return { codes: [...new Set(codes)], milliseconds: performance.now() - start };
}

/** References to references: three lines that would be a million values. */
function aliasBomb(levels: number, each: number): string {
  let bomb = 'a0: &a0 [x]\n';
  for (let level = 1; level <= levels; level++) {
    bomb += `a${level}: &a${level} [${Array(each)
      .fill(`*a${level - 1}`)
      .join(', ')}]\n`;
  }
  return bomb;
}

/** Milliseconds. Without its defence each of these takes minutes or all the memory there is. */
const ceiling = 30_000;

const hostile: readonly (readonly [name: string, make: () => string, code: string])[] = [
  ['ten megabytes', () => 'a: 1\n'.repeat(2_000_000), 'too-large'],
  ['few characters, many bytes', () => '\u{1f30a}'.repeat(limits.scenarioBytes / 4 + 1), 'too-large'],
  ['alias bomb', () => aliasBomb(9, 9), 'yaml-aliases'],
  [
    'one large thing, many aliases',
    () => `a: &a [${'1,'.repeat(4000)}]\nb: [${'*a,'.repeat(90)}]`,
    'too-large',
  ],
  ['alias that contains itself', () => 'a: &a [*a]', 'yaml-aliases'],
  ['alias without anchor', () => 'a: *b', 'yaml-syntax'],
  ['open lists', () => '['.repeat(1_900_000), 'too-deep'],
  ['closed lists', () => '['.repeat(100) + ']'.repeat(100), 'too-deep'],
  ['nested mappings', () => '{a: '.repeat(400_000), 'too-deep'],
  ['nested dashes', () => '- '.repeat(900_000), 'too-deep'],
  ['nested question marks', () => '? '.repeat(900_000), 'too-deep'],
  [
    'indentation',
    () => Array.from({ length: 300 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
    'too-deep',
  ],
  ['many keys', () => Array.from({ length: 8_000 }, (_, index) => `k${index}: 1`).join('\n'), 'too-large'],
  ['many elements', () => '- 1\n'.repeat(20_000), 'too-large'],
  ['nothing but errors', () => '}'.repeat(1_900_000), 'yaml-syntax'],
  ['nothing but quotes', () => '"'.repeat(700_000), 'yaml-syntax'],
  ['nothing but tags', () => `a: ${'!a '.repeat(10_000)}`, 'yaml-syntax'],
  ['several documents', () => `${text}---\n${text}`, 'yaml-syntax'],
  ['a tag', () => 'a: !!js/function x', 'yaml-syntax'],
];

describe('what would be slow or endless is refused', () => {
  for (const [name, make, code] of hostile) {
    test(name, () => {
      const result = timed(make());
      expect(result.codes).toEqual([code]);
      expect(result.milliseconds).toBeLessThan(ceiling);
    });
  }
});

test('what is not a scenario says so', () => {
  for (const source of ['', '42', '- 1', '"text"', 'null', '# only a comment']) {
    expect(named(problemsOf(source)), source).toEqual([' not-a-mapping']);
  }
});

test('many problems are cut with a count of the rest', () => {
  const parties = '  - { id: x }\n'.repeat(200);
  const problems = problemsOf(edited(['parties:\n', `parties:\n${parties}`]));
  expect(problems).toHaveLength(limits.problems + 1);
  expect(problems.at(-1)?.code).toBe('too-many-problems');
});

test('a huge list of broken parties is answered quickly', () => {
  const start = performance.now();
  problemsOf(`parties:\n${'  - { }\n'.repeat(4900)}`);
  expect(performance.now() - start).toBeLessThan(3000);
});

test('keys of the prototype do nothing, however they are written', () => {
  for (const key of ['__proto__', '"__proto__"', '"\\u005f_proto__"', 'constructor', 'prototype']) {
    for (const place of ['format: 1\n', 'world:\n  ']) {
      const problems = problemsOf(
        edited([place, `${place}${key}: { polluted: 1 }\n${place.endsWith(' ') ? '  ' : ''}`]),
      );
      expect(problems.map((problem) => problem.code)).toEqual(['unknown-key']);
    }
  }
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('an alias of modest size is fine', () => {
  const source = edited(
    ['ideal: { flow: 1, season: 0 }', 'ideal: &same { flow: 1, season: 0 }'],
    ['ideal: { flow: 0, season: 1 }', 'ideal: *same'],
  );
  expect(problemsOf(source)).toEqual([]);
});

test('YAML is version 1.2 whatever the file says', () => {
  const source = edited(['name: Norland', 'name: no']);
  expect(problemsOf(source)).toEqual([]);
  expect(problemsOf(`%YAML 1.1\n---\n${source}`)).toEqual([]);
});

test('a document that is not from text is held to the same', () => {
  const document = JSON.parse('{"format":1,"__proto__":{"a":1}}') as unknown;
  const outcome = (value: unknown) => {
    const result = checkScenario(value, schema);
    return result.ok ? [] : named(result.problems);
  };
  expect(outcome(document)).toContain('__proto__ unknown-key');
  const ring: Record<string, unknown> = { format: 1 };
  ring['ring'] = ring;
  expect(outcome(ring).some((line) => line.endsWith('too-deep'))).toBe(true);
  expect(outcome({ format: 1, title: () => 1 })).toEqual(['title wrong-type']);
  expect(outcome({ format: 1, title: new Map() })).toEqual(['title wrong-type']);
  expect(outcome([])).toEqual([' not-a-mapping']);
  const good = parseScenario(text, schema);
  expect(good.ok && outcome(good.value.document)).toEqual([]);
});
