/** `plenary text`: a treaty from a scenario or a record, at a revision, as a difference, as a page. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { run, scratch } from './capture.ts';

const folder = scratch();
const go = (line: string) => run(line.split(' '), { folder });
const read = (file: string) => readFileSync(path.join(folder, file), 'utf8');

describe('text', () => {
  test('prints the treaty of a run in 80 columns', async () => {
    const { exit, out, err } = await go('text first-mandate --seed 7');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    for (const line of out.split('\n')) expect([...line].length).toBeLessThanOrEqual(80);
    expect(out).toMatch(/^Agreement on the Governance of Artificial Intelligence\n/);
    expect(out).toContain('Article 1. Certification of high-impact systems');
    expect(out).toContain('SOL Solenna: signed month 9, ratified month 22, bound month 22');
    expect(out).not.toContain('[');
  });

  test('of a record is that of the run', async () => {
    await go('run first-mandate --seed 7 --record run.json');
    expect((await go('text run.json')).out).toBe((await go('text first-mandate --seed 7')).out);
    await go('text run.json --out record.html');
    expect(read('record.html')).toContain('plenary replay run.json');
    expect(read('record.html')).not.toContain('<svg');
  });

  test('has its brackets at an earlier revision, and says what changed since', async () => {
    const first = await go('text first-mandate --seed 7 --revision 1');
    expect(first.out.split('[').length - 1).toBe(5);
    const { out } = await go('text first-mandate --seed 7 --diff 1 6');
    expect(out).toContain('Changes from revision 1 to revision 6');
    expect(out).toContain('[-recognise a certificate issued');
    expect(out.replaceAll('\n', ' ')).toContain('{+have regard to the guidelines adopted+}');
    expect((await go('text first-mandate --seed 7 --diff 6 6')).out).toContain('The words are the same.');
  });

  test('takes its format from the file, and its address from --base', async () => {
    await go('text first-mandate --seed 7 --out treaty.md');
    expect(read('treaty.md')).toMatch(/^# Agreement/);
    await go(
      'text first-mandate --seed 7 --set title=Other --base https://plenary.example/x/ --out treaty.html',
    );
    const page = read('treaty.html');
    expect(page).toContain(
      'https://plenary.example/x/#/replay?scenario=first-mandate&amp;seed=7&amp;set=title%3DOther',
    );
    expect(page).toContain('plenary run first-mandate --seed 7 --set title=Other');
    expect(page).toContain('<svg class="qr"');
  });

  test.each([
    ['text first-mandate --seed 7 --revision 99', 'unknown-revision', 2],
    ['text first-mandate --seed 7 --revision -1', 'usage', 2],
    ['text first-mandate --diff 1', 'usage', 2],
    ['text first-mandate --diff 1 2 3', 'usage', 2],
    ['text first-mandate --revision 1 --diff 1 6', 'usage', 2],
    ['text first-mandate --format pdf', 'usage', 2],
    ['text first-mandate --format html --base ftp://x/', 'usage', 2],
    ['text nowhere', 'unknown-scenario', 2],
    ['text broken.json', 'record-syntax', 4],
    ['text first-mandate --out nowhere/treaty.html', 'file-unwritable', 2],
  ])('%s is refused with a way out', async (line, code, exit) => {
    writeFileSync(path.join(folder, 'broken.json'), '{"format": "plenary-record", ');
    const told = await go(line);
    expect(told.exit).toBe(exit);
    expect(told.err).toContain(`plenary: ${code}:`);
    expect(told.out).toBe('');
  });
});
