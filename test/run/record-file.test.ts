import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatRecord, limits, parseRecord, type RunRecord, replay } from '../../engine/index.ts';
import { findSyntaxFault } from '../../engine/run/json-place.ts';
import { tinyScenario } from '../conformance/protocols.ts';
import { compact, firstMandate, type Loose, played, recordOf } from './first-mandate.ts';

const full = recordOf(played(firstMandate, { seed: 7 }), { seed: 7 });
/** Three rounds, so that a byte of it is soon reached. */
const short: RunRecord = {
  ...compact(full),
  rounds: full.rounds.slice(0, 3),
  events: full.events!.slice(0, 20),
};
const text = formatRecord(short);

/** What a text gives: `ok`, or the code and the message of the fault. */
function reading(source: string): string {
  const parsed = parseRecord(source);
  if (parsed.ok) return 'ok';
  expect(parsed.fault.hint).not.toBe('');
  return `${parsed.fault.code}: ${parsed.fault.message}`;
}

const edited = (change: (record: Loose) => void): string => {
  const copy = JSON.parse(text) as Loose;
  change(copy);
  return JSON.stringify(copy);
};

test('a record that is written and read is the same record, compact or full', () => {
  for (const record of [full, compact(full), short, { ...short, rounds: [] }]) {
    const parsed = parseRecord(formatRecord(record));
    expect(parsed).toEqual({ ok: true, value: record });
  }
});

test('what is said in a group, and who heard it, is read and replays', async () => {
  const record = recordOf(played(await tinyScenario('contact-groups'), { seed: 1 }), { seed: 1 });
  expect(record.events?.some((event) => 'audience' in event)).toBe(true);
  const parsed = parseRecord(formatRecord(record));
  expect(parsed).toEqual({ ok: true, value: record });
  if (parsed.ok) expect((await replay(parsed.value)).verdict).toBe('same');
});

describe('what a file can be instead of a record', () => {
  test.each([
    ['', /^record-syntax: .*empty/],
    ['   \n', /^record-syntax: .*empty/],
    ['null', /^record-syntax: .*does not hold a record/],
    ['[]', /^record-syntax: .*does not hold a record/],
    ['"plenary-record"', /^record-syntax: .*does not hold a record/],
    ['{}', /^record-format: .*its format is nothing/i],
    ['{"format": "plenary-record", "formatVersion": 2}', /^record-format: .*version is 2; version 1 is read/],
    ['{"format": "plenary-record", "formatVersion": "1"}', /^record-format/],
    ['{"format": "plenary-record", "formatVersion": 1}', /^record-syntax: .*engineVersion/],
    [
      '{"format": "plenary-record",\n "formatVersion": }',
      /^record-syntax: .*stops being JSON at line 2, column 19/,
    ],
    ['[[[[', /^record-syntax: .*ends too early, at line 1, column 5/],
    ['['.repeat(200_000), /^record-syntax/],
    ['{"format":'.repeat(100_000), /^record-syntax/],
  ])('%.60s', (source, expected) => {
    expect(reading(source)).toMatch(expected);
  });

  test.each<[string, (record: Loose) => void, RegExp]>([
    ['an unknown key', (record) => (record['extra'] = 1), /^record-syntax: .*extra/],
    ['a missing key', (record) => delete record['rounds'], /^record-syntax: .*rounds/],
    ['a seed that is none', (record) => (record['seed'] = ''), /^record-syntax: .*seed/],
    ['a seed that is not in normal form', (record) => (record['seed'] = 'e\u0301'), /^record-syntax: .*seed/],
    ['a chain that is too short', (record) => (record['rounds'][1].chain = 'ab'), /rounds\[1\]\.chain/],
    ['half a digest', (record) => (record['rounds'][2].slices += 'abc'), /rounds\[2\]\.slices/],
    ['a digest in capitals', (record) => (record['digest'] = 'A'.repeat(64)), /digest/],
    ['an outcome that is none', (record) => (record['outcome'] = 'victory'), /outcome/],
    [
      'a negative replicate',
      (record) => (record['branch'] = { round: 1, replicate: -1, inputs: 'keep' }),
      /branch/,
    ],
    [
      'half a round',
      (record) => (record['inputs'] = [{ type: 'take', seat: 'a', round: 0.5, turn: 0 }]),
      /inputs\[0\]/,
    ],
    [
      'a huge round',
      (record) => (record['inputs'] = [{ type: 'take', seat: 'a', round: 1e300, turn: 0 }]),
      /inputs/,
    ],
    ['an input of no kind', (record) => (record['inputs'] = [{ type: 'shout', seat: 'a' }]), /inputs\[0\]/],
    ['an event with a list', (record) => (record['events'][3].party = ['a']), /events\[3\]/],
    ['an edited scenario', (record) => record['scenario'].ticks++, /^record-scenario/],
    ['an edited digest', (record) => (record['scenarioDigest'] = '0'.repeat(64)), /^record-scenario/],
    ['no parties', (record) => (record['scenario'].parties = 'none'), /scenario\.parties/],
  ])('%s', (_, change, expected) => {
    expect(reading(edited(change))).toMatch(expected);
  });

  test('a key that reaches a prototype, anywhere', () => {
    const inside = (place: string) => text.replace(place, `${place}"__proto__": {"polluted": 1}, `);
    for (const place of ['{\n', '"inputs": [', '"scenario": {', '  {']) {
      const source = place.endsWith('[')
        ? text.replace(place, `${place}{"__proto__": {"polluted": 1}}`)
        : inside(place);
      expect(source).not.toBe(text);
      expect(reading(source), place).not.toBe('ok');
    }
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  test('numbers that are not finite, and nesting without end', () => {
    expect(reading(text.replace('"ticks":84', '"ticks":1e999'))).toMatch(/^record-syntax: .*scenario\.ticks/);
    const deep = `${'['.repeat(3000)}${']'.repeat(3000)}`;
    const answer = `{"type":"answer","seat":"a","round":0,"turn":0,"question":"vote","answer":${deep}}`;
    expect(reading(text.replace('"inputs": [', `"inputs": [${answer}`))).toMatch(/^record-syntax: .*inputs/);
  });

  test('more bytes than a record may have', () => {
    expect(reading(' '.repeat(limits.recordBytes + 1))).toMatch(/^record-syntax: .*64000000/);
  });
});

test('a record that is cut off is told so wherever the cut is', () => {
  const step = Math.max(1, Math.floor(text.length / 250));
  for (let length = 0; length < text.length - 2; length += step) {
    expect(reading(text.slice(0, length)), `cut at ${length}`).toMatch(
      /^record-syntax: .*(empty|ends too early)/,
    );
  }
  for (let back = 2; back < 120; back++) expect(reading(text.slice(0, -back))).toMatch(/^record-syntax/);
});

test('a record with any bytes changed never throws', () => {
  const edit = fc.record({
    at: fc.nat(text.length),
    remove: fc.nat(30),
    put: fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        'null',
        '1e999',
        '-1',
        '""',
        '[]',
        '{}',
        '"__proto__":1,',
        '\u0000',
        '\ud800',
        '{',
        ']',
        '0',
      ),
    ),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 3 }), (edits) => {
      let source = text;
      for (const { at, remove, put } of edits) source = source.slice(0, at) + put + source.slice(at + remove);
      reading(source);
    }),
    { numRuns: 200 },
  );
});

test('a record with any one value replaced never throws', () => {
  const places: (string | number)[][] = [];
  const collect = (value: unknown, path: (string | number)[]): void => {
    if (path.length > 0) places.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      collect(inner, [...path, Array.isArray(value) ? Number(key) : key]);
    }
  };
  collect(JSON.parse(text), []);
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
      const source = edited((record) => {
        let here: Loose = record;
        for (const segment of path.slice(0, -1)) here = here[segment];
        here[path.at(-1)!] = value;
      });
      reading(source);
    }),
    { numRuns: 200 },
  );
});

test('the place where JSON stops agrees with the parser about whether it does', () => {
  const pieces = fc.array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '\\',
      '\\u00e',
      '1',
      '-',
      '0',
      '.5',
      'e3',
      'true',
      'nul',
      ' ',
      '\n',
    ),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(
      fc.oneof(
        pieces.map((each) => each.join('')),
        fc.json(),
      ),
      (source) => {
        let isJson = true;
        try {
          JSON.parse(source);
        } catch {
          isJson = false;
        }
        expect(findSyntaxFault(source) === undefined).toBe(isJson);
      },
    ),
    { numRuns: 3000 },
  );
});
