import { describe, expect, test } from 'vitest';
import { compare } from '../../server/validate/row.ts';
import { validationRows } from '../../server/validate/rows/index.ts';
import { runRows } from '../../server/validate/run.ts';
import { run } from '../cli/capture.ts';

const dataDir = process.env['PLENARY_DATA'];
const runnable = validationRows.filter((row) => row.needsData === undefined || dataDir !== undefined);

describe('published results', () => {
  test.each(runnable.map((row) => [row.row, row.title, row] as const))('row %i: %s', async (_n, _t, row) => {
    const measured = await row.run(dataDir === undefined ? {} : { dataDir });
    expect(measured.length).toBeGreaterThan(0);
    const wrong = measured.filter(({ ok }) => !ok);
    expect(wrong, row.citation).toEqual([]);
  });

  test('rows are numbered once each, in order, and say where their numbers come from', () => {
    const numbers = validationRows.map(({ row }) => row);
    expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
    for (const row of validationRows) {
      expect(row.citation.length, row.title).toBeGreaterThan(20);
      for (const file of row.needsData ?? []) expect(file).not.toMatch(/^\/|\.\./);
    }
  });
});

describe('plenary validate', () => {
  test('prints published beside measured, and names what it cannot run', async () => {
    const done = await run(['validate']);
    expect(done).toMatchObject({ exit: 0, err: '' });
    expect(done.out).toContain('Nash product');
    expect(done.out).toMatch(/6031872 +6031872 +exact/);
    expect(done.out).toContain('theory/cop21.json: may not be shipped');
    expect(done.out).toMatch(/rows hold, 0 differ, \d+ were not run\n$/);
  });

  test('as JSON it has every row', async () => {
    const done = await run(['validate', '--json']);
    const rows = JSON.parse(done.out) as { row: number; status: string }[];
    expect(rows.map(({ row }) => row)).toEqual(validationRows.map(({ row }) => row));
    expect(rows.find(({ row }) => row === 4)?.status).toBe('not-run');
  });

  test('a folder that is not there is said to be missing', async () => {
    const done = await run(['validate', '--data', 'nowhere-at-all']);
    expect(done.exit).toBe(2);
    expect(done.err).toContain('file-missing');
  });

  test('a difference ends with 4, and a row that fails says why', async () => {
    const base = { row: 1, title: 'a row', citation: 'nobody' };
    const differs = { ...base, run: async () => [compare('x', 1, 1.1, 0.05)] };
    const fails = { ...base, run: () => Promise.reject(new Error('no such thing')) };
    const nothing = { ...base, run: async () => [] };
    const results = await runRows([differs, fails, nothing], undefined);
    expect(results.map(({ status }) => status)).toEqual(['differs', 'failed', 'differs']);
    expect(results[1].note).toBe('no such thing');
    expect(compare('x', 1, 1.1, 0.2).ok).toBe(true);
    expect(compare('x', 1, Number.NaN, 9).ok).toBe(false);
  });

  test('the forecast says what it needs', async () => {
    const done = await run(['validate', '--forecast']);
    expect(done.exit).toBe(0);
    expect(done.out.match(/not run: needs/g)).toHaveLength(3);
  });
});
