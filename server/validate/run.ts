/** Runs validation rows and says how each came out. */
import { findData } from './data.ts';
import type { Measured, ValidationRow } from './row.ts';

/** How a row came out. */
export interface RowResult {
  readonly row: number;
  readonly title: string;
  readonly citation: string;
  /** `not-run` when its data are not there; `failed` when it could not be measured. */
  readonly status: 'holds' | 'differs' | 'not-run' | 'failed';
  /** Why it was not run, or what failed. */
  readonly note: string;
  readonly measured: readonly Measured[];
}

/** Runs one row. */
export async function runRow(row: ValidationRow, dataDir: string | undefined): Promise<RowResult> {
  const { title, citation } = row;
  const result = { row: row.row, title, citation, note: '', measured: [] };
  const missing = (row.needsData ?? []).filter((file) => findData(dataDir, file) === undefined);
  if (missing.length > 0) {
    const why =
      dataDir === undefined ? 'may not be shipped; name their folder with --data' : `not found in ${dataDir}`;
    return { ...result, status: 'not-run', note: `${missing.join(', ')}: ${why}` };
  }
  try {
    const measured = await row.run(dataDir === undefined ? {} : { dataDir });
    const holds = measured.length > 0 && measured.every(({ ok }) => ok);
    return { ...result, status: holds ? 'holds' : 'differs', measured };
  } catch (error) {
    return { ...result, status: 'failed', note: error instanceof Error ? error.message : String(error) };
  }
}

/** Runs all rows, one after the other. */
export async function runRows(
  rows: readonly ValidationRow[],
  dataDir: string | undefined,
): Promise<RowResult[]> {
  const results: RowResult[] = [];
  for (const row of rows) results.push(await runRow(row, dataDir));
  return results;
}
