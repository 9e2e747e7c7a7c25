import { describe, expect, it } from 'vitest';
import { wrapComments } from './format.mjs';

const long = 'word '.repeat(30).trim();

describe('wrapping of comments', () => {
  it('breaks a long line comment and takes the next lines of its paragraph along', () => {
    const wrapped = wrapComments(`  // ${long}\n  // tail\n  const x = 1;`);
    const lines = wrapped.split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(110);
    expect(lines).toHaveLength(3);
    expect(lines[1]).toMatch(/^ {2}\/\/ word .* tail$/);
  });

  it('makes a block of a long comment on one line', () => {
    const lines = wrapComments(`/** ${long} */\nexport const x = 1;`).split('\n');
    expect(lines[0]).toBe('/**');
    expect(lines.slice(1, -2).every((line) => line.startsWith(' * word'))).toBe(true);
    expect(lines.at(-2)).toBe(' */');
  });

  it('hangs the lines of a tag', () => {
    const lines = wrapComments(
      `/**\n * Short.\n *\n * @param x ${long}\n *   more\n * @returns one\n */`,
    ).split('\n');
    expect(lines[3]).toMatch(/^ \* @param x word/);
    expect(lines[4]).toMatch(/^ \* {3}word .* more$/);
    expect(lines.slice(5)).toEqual([' * @returns one', ' */']);
  });

  it('leaves short paragraphs, tables and code as they are', () => {
    const text = `// a\n// b\n//   0 1 2\n//   3 4 5\nconst text = '${long}';\n/* x */ const y = 1;`;
    expect(wrapComments(text)).toBe(text);
  });

  it('changes nothing the second time', () => {
    const once = wrapComments(`/** ${long} */\n// ${long}\n// tail\nconst x = 1;`);
    expect(wrapComments(once)).toBe(once);
  });
});
