// Every rule can fail: a breach planted in a text is found, and the nearest thing that is allowed is not.

import { describe, expect, it } from 'vitest';
import {
  brokenLinks,
  everyTestRuns,
  exportsAreDocumented,
  folderNames,
  lineLength,
  lockHasNoAddresses,
  noDefaultExport,
  noteNamesIssue,
  purity,
  type Rule,
} from './rules.ts';

const note = ['TO', 'DO'].join('');

interface Planted {
  readonly rule: Rule;
  readonly breaches: readonly string[];
  readonly allowed: readonly string[];
  readonly file?: string;
}

const planted: Record<string, Planted> = {
  'line length': {
    rule: lineLength,
    breaches: [`// ${'word '.repeat(30)}`],
    allowed: ['x'.repeat(110), `// see https://example.org/${'a'.repeat(120)}`],
  },
  'a note names its issue': {
    rule: noteNamesIssue,
    breaches: [`// ${note}: later`, `const x = 1; // ${note} 12`],
    allowed: [`// ${note} (#12): later`, '// todos are listed elsewhere'],
  },
  'exact functions of Math': {
    rule: purity,
    breaches: [
      'Math.random()',
      'x = Math.exp(1)',
      'Math.pow(2, 3)',
      'const { sin } = Math;',
      'Math["log"](2)',
      'f(Math)',
    ],
    allowed: [
      'Math.floor(1.5) + Math.sqrt(2)',
      'const m: typeof Math.PI = 3',
      'a.Math',
      'import { exp } from "./math.ts"',
    ],
  },
  powers: {
    rule: purity,
    breaches: ['x = 2 ** 3', 'x **= 2'],
    allowed: ['x = 2 * 3', '// 2 ** 3', 's = "**"'],
  },
  'clocks and other globals': {
    rule: purity,
    breaches: [
      'Date.now()',
      'new Date()',
      'performance.now()',
      'process.env.X',
      'console.log(1)',
      'new Intl.Collator()',
      'globalThis.x',
      'const now = Date',
      'f({ process })',
      'class A extends Function {}',
      'new WeakRef(x)',
    ],
    allowed: [
      'x.process()',
      '({ Date: 1 })',
      'interface A { performance: number }',
      '// Date',
      'type F = Function',
      'a.console',
    ],
  },
  sorting: {
    rule: purity,
    breaches: ['xs.sort()', '[...xs].toSorted()', 'Object.keys(o).sort()'],
    allowed: ['xs.sort(byIndex)', 'new Float64Array(xs).sort()', 'Float64Array.from(xs).sort()'],
  },
  locales: {
    rule: purity,
    breaches: ['a.localeCompare(b)', 'n.toLocaleString()', 's.toLocaleUpperCase()'],
    allowed: ['s.toUpperCase()', 'n.toString()'],
  },
  'documented exports': {
    rule: exportsAreDocumented,
    breaches: [
      'export function f() {}',
      'export const x = 1',
      'export interface A {}',
      '// not a doc comment\nexport const x = 1',
      '/** */\nexport const x = 1',
    ],
    allowed: [
      '/** Gives one. */\nexport function f() {}',
      'const x = 1',
      'export { a } from "./a.ts"',
      '/** Overloaded. */\nexport function f(a: 1): 1;\nexport function f(a: 2): 2;\nexport function f() {}',
    ],
  },
  'named exports': {
    rule: noDefaultExport,
    breaches: ['export default 1', 'export default function f() {}', 'const a = 1; export { a as default }'],
    allowed: ['export const a = 1', 'import a from "a"'],
  },
  'running tests': {
    rule: everyTestRuns,
    // Put together, so that a search for exclusive or skipped tests in this repository finds none.
    breaches: [
      ...['it.%("x", f)', 'it.concurrent.%("x", f)'].map((call) => call.replace('%', 'only')),
      ...['describe.%("x", f)', 'test.concurrent.%("x", f)'].map((call) => call.replace('%', 'skip')),
      'it.%("x")'.replace('%', 'todo'),
      'xit("x", f)',
    ],
    allowed: ['it("x.skip", f)', 'it.skipIf(noBrowser)("x", f)', 'parser.skip(3)', 'it.each([1])("x", f)'],
  },
  'lock files': {
    rule: lockHasNoAddresses,
    breaches: ['      "resolved": "https://example.org/a.tgz",'],
    allowed: ['      "integrity": "sha512-x",'],
  },
};

describe.each(Object.entries(planted))(
  '%s',
  (_name, { rule, breaches, allowed, file = 'engine/planted.ts' }) => {
    it.each(breaches)('finds: %s', (text) => {
      expect(rule(file, text)).not.toEqual([]);
    });
    it.each(allowed)('allows: %s', (text) => {
      expect(rule(file, text)).toEqual([]);
    });
  },
);

describe('folder names', () => {
  it.each(['engine/utils/a.ts', 'server/http/helpers/a.ts', 'viewer/common/A.svelte'])(
    'finds: %s',
    (file) => {
      expect(folderNames(file, '')).toHaveLength(1);
    },
  );
  it.each(['engine/rules/common.ts', 'server/utility/a.ts'])('allows: %s', (file) => {
    expect(folderNames(file, '')).toEqual([]);
  });
});

describe('links', () => {
  const files = new Map([
    ['README.md', '# One\n## Two words, `code`\n'],
    ['docs/a.md', '# A'],
    ['docs', ''],
  ]);
  const broken = (text: string) => brokenLinks('docs/page.md', text, (path) => files.get(path));

  it.each([
    '[a](b.md)',
    '[a](../docs/none.md)',
    '[a](../README.md#three)',
    '![a](a.png)',
    '[a]: nowhere.md',
    '[a](#nothing)',
  ])('finds: %s', (text) => {
    expect(broken(text)).toHaveLength(1);
  });
  it.each([
    '[a](a.md)',
    '[a](../README.md#two-words-code)',
    '[a](../docs)',
    '[a](https://example.org/x.md)',
    '`[a](b.md)`',
    '```\n[a](b.md)\n```',
    '# Here\n[a](#here)',
  ])('allows: %s', (text) => {
    expect(broken(text)).toEqual([]);
  });
  it('says the line', () => {
    expect(broken('x\n```\ny\n```\n[a](b.md)')).toEqual([
      { file: 'docs/page.md', line: 5, says: 'b.md leads to no file' },
    ]);
  });
});
