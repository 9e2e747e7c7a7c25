/** What files and arguments hold does not act on a terminal, and does not flood it. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { CliError } from '../../server/cli/exit.ts';
import { formatError } from '../../server/cli/program.ts';
import { tellProblems } from '../../server/cli/scenario-source.ts';
import { plain, type Terminal } from '../../server/cli/terminal.ts';
import { safeJson, safeLines } from '../../server/cli/text.ts';
import { run, scratch } from './capture.ts';

/** Anything but a line break that a terminal would act on. */
const acting = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/u;
const nasty = '\u001b[31mred\u009b2J\u202eback\u2066\u2028';

describe('what is printed', () => {
  test('of problems, errors and JSON has nothing that acts', async () => {
    let err = '';
    const terminal = {
      err: (text: string) => {
        err += text;
      },
      style: plain,
    } as unknown as Terminal;
    const problem = { path: nasty, code: 'bad-value', message: nasty, hint: nasty } as const;
    await expect(tellProblems([problem], terminal, nasty)).rejects.toThrow('ended with 3');
    expect(err).toContain('red');
    for (const text of [err, formatError('usage', nasty, nasty), safeLines(nasty)]) {
      expect(text).not.toMatch(acting);
    }
    const json = safeJson({ nasty });
    expect(json).not.toMatch(acting);
    expect(JSON.parse(json)).toEqual({ nasty });
  });

  test('of a file and its name has nothing that acts', async () => {
    const folder = scratch();
    writeFileSync(path.join(folder, 'e.yaml'), '%\u001b[31mFOO bar\n---\na: 1\n');
    for (const words of [
      ['check', 'e.yaml'],
      ['check', 'e.yaml', '--json'],
      ['check', `${nasty}.yaml`],
      ['run', 'first-mandate', '--seed', nasty],
      ['run', 'first-mandate', '--set', `title=${nasty}`],
      ['run', 'first-mandate', '--record', `${nasty}/x`],
      [nasty],
      ['replay', nasty],
      ['list', nasty],
      ['docs', nasty],
      ['serve', '--host', nasty],
    ]) {
      const { out, err } = await run(words, { folder });
      expect(out + err, words.join(' ')).not.toMatch(acting);
      expect(out + err).not.toBe('');
    }
  });

  test('of a very long argument is its beginning', async () => {
    const long = 'x'.repeat(120_000);
    for (const words of [
      [long],
      ['run', long],
      ['run', 'first-mandate', '--set', long],
      ['check', `./${long}`],
    ]) {
      const { exit, err } = await run(words);
      expect(exit).toBeGreaterThan(0);
      expect(err.length).toBeLessThan(5000);
    }
    expect(new CliError('usage', long).message).toHaveLength(120_000);
  });
});

describe('a replay', () => {
  test('says that it does not verify overrides', async () => {
    const folder = scratch();
    await run(
      ['run', 'first-mandate', '--set', 'world.compliance.punishment=0.2', '--record', 'r.json', '--quiet'],
      { folder },
    );
    const file = path.join(folder, 'r.json');
    const text = readFileSync(file, 'utf8');
    writeFileSync(
      path.join(folder, 'e.json'),
      text.replace('"overrides": ["world.compliance.punishment=0.2"]', '"overrides": ["a=1"]'),
    );
    const edited = await run(['replay', 'e.json'], { folder });
    expect(edited.exit).toBe(0);
    expect(edited.out.replace(/\s+/g, ' ')).toContain('overrides are provenance only and not verified (a=1)');
    const json = await run(['replay', 'r.json', '--json'], { folder });
    expect(JSON.parse(json.out).notes.join()).toContain('not verified (world.compliance.punishment=0.2)');
    await run(['run', 'first-mandate', '--record', 'p.json', '--quiet'], { folder });
    expect((await run(['replay', 'p.json'], { folder })).out).not.toContain('not verified');
  });
});
