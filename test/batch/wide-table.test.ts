import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { Column } from '../../engine/analysis/experiment/columns.ts';
import { sqlText, withDatabase } from '../../server/store/duckdb.ts';
import { createTable } from '../../server/store/write-table.ts';

// A declared space has a column a parameter: more columns than fit into memory by whole row groups.
it('writes a table of many rows and 180 columns', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'plenary-wide-')), 'wide.parquet');
  const column = (name: string): Column => ({ name, type: 'DOUBLE', title: '', unit: '', says: '' });
  const columns = Array.from({ length: 180 }, (_, c) => column(`c${c}`));
  const table = await createTable(file, columns);
  const count = 130_000;
  const cells = new Array<number>(columns.length);
  // Numbers that no encoding makes shorter.
  let state = 1;
  for (let row = 0; row < count; row++) {
    for (let c = 0; c < cells.length; c++) {
      state = (state * 48_271) % 2_147_483_647;
      cells[c] = state / 2_147_483_647;
    }
    cells[0] = row;
    table.row(cells);
  }
  expect(await table.finish()).toBe(count);
  await withDatabase(undefined, async (connection) => {
    const reader = await connection.runAndReadAll(
      `SELECT count(*)::INTEGER, max(c0), min(c179) >= 0 FROM read_parquet(${sqlText(file)})`,
    );
    expect(reader.getRows()).toEqual([[count, count - 1, true]]);
  });
});
