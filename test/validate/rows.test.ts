import { describe, expect, test } from 'vitest';
import { validationRows } from '../../server/validate/rows/index.ts';

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
