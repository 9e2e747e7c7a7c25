import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { isControl } from '../../engine/bytes.ts';
import { canonicalScenario, scenarioDigest } from '../../engine/scenario/canonical.ts';
import { parseOverride } from '../../engine/scenario/override-text.ts';
import { parseScenario } from '../../engine/scenario/parse.ts';
import { formatProblems } from '../../engine/scenario/problems.ts';
import type { ScenarioFile } from '../../engine/scenario/schema.ts';
import { parsed, schema, text } from './fixture.ts';

const digit = fc.integer({ min: 0, max: 100 }).map((value) => value / 100);

/** Ids that differ, some of them prefixes of others. */
function ids(minLength: number, maxLength: number) {
  return fc.uniqueArray(fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/), { minLength, maxLength });
}

/** Whole hundredths that sum to 1, as far as doubles go. */
function shares(count: number, cuts: readonly number[]): number[] {
  const bounds = [0, ...cuts.slice(0, count - 1).sort((a, b) => a - b), 1];
  return bounds.slice(1).map((bound, index) => bound - (bounds[index] as number));
}

function table(keys: readonly string[], values: readonly number[]): Record<string, number> {
  return Object.fromEntries(keys.map((key, index) => [key, values[index] as number]));
}

/** Texts of a scenario hold no control characters; a full stop stands in for each. */
function withoutControls(text: string): string {
  return [...text].map((character) => (isControl(character.charCodeAt(0)) ? '.' : character)).join('');
}

/** Scenarios that are right: the fixture's frame around other parties and issues. */
const scenario: fc.Arbitrary<ScenarioFile> = fc
  .record({
    parties: ids(2, 6),
    issues: ids(1, 4),
    numbers: fc.array(digit, { minLength: 40, maxLength: 40 }),
    prose: fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).map(withoutControls), {
      minLength: 20,
      maxLength: 20,
    }),
    options: fc.array(ids(2, 5), { minLength: 4, maxLength: 4 }),
    withPositions: fc.boolean(),
    withStreams: fc.boolean(),
  })
  .map((given) => {
    const { parties, issues, numbers } = given;
    const say = (index: number) => clean(given.prose[index % given.prose.length] as string);
    const base = parsed();
    const depths = shares(issues.length, numbers);
    const weights = shares(parties.length, numbers.slice(5));
    const { chair: _, ...frame } = base;
    return {
      ...frame,
      title: say(0),
      summary: say(1),
      rules: { ...base.rules, entryIntoForce: { ...base.rules.entryIntoForce, parties: 1, weight: 0.5 } },
      parties: parties.map((id, index) => ({
        ...(base.parties[0] as ScenarioFile['parties'][number]),
        id,
        code: `A${String.fromCharCode(65 + (index % 26))}B`,
        name: say(index + 2),
        weight: weights[index] as number,
        ideal: table(issues, numbers.slice(index)),
        salience: table(issues, shares(issues.length, numbers.slice(index + 9))),
        redLines: {},
        strategy: { use: 'any', with: { note: say(index + 5), nested: [{ number: numbers[index] }] } },
        ...(given.withStreams ? { stream: `stream ${index}` } : {}),
      })),
      issues: issues.map((id, index) => ({
        id,
        title: say(index + 9),
        article: say(index + 12),
        depth: depths[index] as number,
        options: (given.options[index] as string[]).map((option, rung) => ({
          id: option,
          title: say(rung),
          sentence: say(rung + 3),
          ...(given.withPositions ? { position: rung / 10 } : {}),
        })),
      })),
    } satisfies ScenarioFile;
  });

/** Without the control characters that files may not hold; their table is in parse.test.ts. */
function clean(prose: string): string {
  const kept = [...prose].filter((character) => {
    const unit = character.codePointAt(0) as number;
    return unit >= 0x20 && !(unit >= 0x7f && unit <= 0x9f) && !(unit >= 0x202a && unit <= 0x202e);
  });
  return kept.length === 0 ? 'x' : kept.join('');
}

/** The same value with lists at `shuffled` paths and the keys of all mappings in another order. */
function reordered(file: ScenarioFile, seed: number): ScenarioFile {
  const turn = <Value>(list: readonly Value[]): Value[] => {
    const at = list.length === 0 ? 0 : seed % list.length;
    const turned = [...list.slice(at), ...list.slice(0, at)];
    return seed % 2 === 0 ? turned : turned.reverse();
  };
  const keys = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(keys);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(turn(Object.entries(value)).map(([key, inner]) => [key, keys(inner)]));
  };
  return keys({ ...file, parties: turn(file.parties), issues: turn(file.issues) }) as ScenarioFile;
}

test('a file that is written out, as YAML or as JSON, parses to itself', () => {
  fc.assert(
    fc.property(scenario, (file) => {
      expect(parsed(stringify(file))).toEqual(file);
      expect(parsed(JSON.stringify(file))).toEqual(file);
    }),
    { numRuns: 25 },
  );
});

test('canonical form is idempotent, parses to itself, and does not see order', () => {
  fc.assert(
    fc.property(scenario, fc.nat(), (file, seed) => {
      const canonical = canonicalScenario(file);
      expect(canonicalScenario(canonical)).toEqual(canonical);
      expect(parsed(JSON.stringify(canonical))).toEqual(canonical);
      const other = reordered(file, seed);
      expect(JSON.stringify(canonicalScenario(other))).toBe(JSON.stringify(canonical));
      expect(scenarioDigest(other)).toBe(scenarioDigest(canonical));
    }),
    { numRuns: 40 },
  );
});

/** Never throws, and what it refuses it can show. */
function survives(source: string): void {
  const result = parseScenario(source, schema, { strategies: ['any'] });
  if (result.ok) return;
  expect(result.problems.length).toBeGreaterThan(0);
  expect(formatProblems(result.problems)).toMatch(/\d+ problems?\n$/);
}

test('garbage never throws', () => {
  const yamlish = fc.array(
    fc.oneof(
      fc.constantFrom(
        '\n',
        '  ',
        '- ',
        ': ',
        '? ',
        '[',
        ']',
        '{',
        '}',
        ', ',
        '&a',
        '*a',
        '!',
        '|',
        '>',
        '#',
        '"',
        "'",
      ),
      fc.constantFrom(
        '%YAML 1.2\n',
        '---\n',
        '...\n',
        '<<: ',
        '__proto__: ',
        '\t',
        '\0',
        '\r',
        '\ufeff',
        '1e999',
      ),
      fc.constantFrom('format: 1\n', 'parties:\n', 'issues', 'id: a\n', 'rule: consensus', 'null', '~'),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(yamlish, (parts) => survives(parts.join(''))),
    { numRuns: 500 },
  );
});

test('a good file with a piece cut out, doubled or replaced never throws', () => {
  const cut = fc.nat(text.length);
  const piece = fc.constantFrom(
    '',
    '\n',
    '  ',
    'null',
    '[]',
    '{}',
    '-1',
    'x',
    '"',
    '*a',
    ': ',
    '1e400',
    '{ id: [] }',
  );
  fc.assert(
    fc.property(cut, fc.nat(40), piece, (from, length, put) => {
      survives(`${text.slice(0, from)}${put}${text.slice(from + length)}`);
    }),
    { numRuns: 150 },
  );
});

test('a good document with any one value replaced never throws', () => {
  const places: (string | number)[][] = [];
  const collect = (value: unknown, path: (string | number)[]): void => {
    if (path.length > 0) places.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value))
      collect(inner, [...path, Array.isArray(value) ? Number(key) : key]);
  };
  collect(parsed(), []);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const copy = JSON.parse(JSON.stringify(parsed())) as Record<string | number, unknown>;
      let here = copy;
      for (const segment of path.slice(0, -1)) here = here[segment] as Record<string | number, unknown>;
      here[path.at(-1) as string | number] = value;
      survives(JSON.stringify(copy));
    }),
    { numRuns: 150 },
  );
});

test('an override of any text never throws', () => {
  const typed = fc.array(
    fc.oneof(
      fc.constantFrom('utility', 'parties', '.', '[0]', '["', '"]', '=', '1', '{', '__proto__'),
      fc.string({ maxLength: 4 }),
    ),
    { maxLength: 10 },
  );
  fc.assert(
    fc.property(typed, (parts) => {
      const override = parseOverride(parts.join(''));
      if (override.ok) parseScenario(text, schema, { overrides: [override.value] });
    }),
    { numRuns: 150 },
  );
  expect(({} as Record<string, unknown>)['1']).toBeUndefined();
});
