/** Asks the tables of a batch in SQL. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Column } from '../../engine/analysis/experiment/columns.ts';
import { type Manifest, readManifest } from '../batch/folder.ts';
import { batchFiles } from '../batch/names.ts';
import { CliError } from '../cli/exit.ts';
import { sqlName, sqlText, withDatabase } from './duckdb.ts';

/** The answer to a query. */
export interface Answer {
  readonly columns: readonly string[];
  /** Rows of plain values: numbers, texts, true and false, null. */
  readonly rows: readonly (readonly PlainValue[])[];
}

/** A value of an answer. */
export type PlainValue = number | string | boolean | null;

/** The manifest of a folder whose tables are there. */
export function completeManifest(place: string, name: string): Manifest {
  const manifest = existsSync(place) ? readManifest(place, name) : undefined;
  if (manifest === undefined) {
    throw new CliError(
      'batch-damaged',
      `${name} is not the folder of a batch: it has no ${batchFiles.manifest}`,
    );
  }
  if (manifest.state !== 'complete') {
    const { played, planned } = manifest.runs;
    throw new CliError('batch-incomplete', `${name} has ${played} of ${planned} runs, and no tables yet`);
  }
  for (const { file } of manifest.tables) {
    if (existsSync(path.join(place, file))) continue;
    throw new CliError('batch-damaged', `${path.join(name, file)} is missing`, {
      hint: 'Run the same plenary batch command again: it writes the tables anew.',
    });
  }
  return manifest;
}

/** Integers of 64 bits as numbers where they are exact, times and the like as texts. */
function toPlain(value: unknown): PlainValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
  return String(value);
}

/** A database with the tables of a folder as views. */
async function withTables<Value>(
  place: string,
  manifest: Manifest,
  work: (connection: Parameters<Parameters<typeof withDatabase<Value>>[1]>[0]) => Promise<Value>,
): Promise<Value> {
  return withDatabase(undefined, async (connection) => {
    for (const { name, file } of manifest.tables) {
      const from = sqlText(path.join(place, file));
      await connection.run(`CREATE VIEW ${sqlName(name)} AS SELECT * FROM read_parquet(${from})`);
    }
    return work(connection);
  });
}

/** What the database says of a query, without its own call stack. */
function queryError(error: unknown): CliError {
  const text = error instanceof Error ? error.message : String(error);
  return new CliError('query-invalid', text.replace(/\s+/g, ' ').trim());
}

/**
 * Asks the tables of a folder.
 *
 * Errors: `query-invalid`, `batch-incomplete`, `batch-damaged`.
 */
export async function queryBatch(place: string, name: string, sql: string): Promise<Answer> {
  const manifest = completeManifest(place, name);
  return withTables(place, manifest, async (connection) => {
    try {
      const reader = await connection.runAndReadAll(sql);
      const rows = reader.getRows().map((row) => row.map(toPlain));
      return { columns: reader.deduplicatedColumnNames(), rows };
    } catch (error) {
      throw queryError(error);
    }
  });
}

/** Writes the answer to a query into a file: CSV or Parquet, by its ending. */
export async function queryToFile(
  place: string,
  name: string,
  sql: string,
  file: string,
  format: 'csv' | 'parquet',
): Promise<number> {
  const manifest = completeManifest(place, name);
  return withTables(place, manifest, async (connection) => {
    const query = sql.trim().replace(/;\s*$/, '');
    const how = format === 'csv' ? 'FORMAT csv, HEADER' : 'FORMAT parquet, COMPRESSION zstd';
    try {
      const result = await connection.runAndReadAll(`COPY (${query}) TO ${sqlText(file)} (${how})`);
      return Number(result.getRows()[0]?.[0] ?? 0);
    } catch (error) {
      throw queryError(error);
    }
  });
}

/** A table with its columns, as the dictionary of a folder lists them. */
export interface DescribedTable {
  readonly name: string;
  readonly says: string;
  readonly columns: readonly Column[];
}
