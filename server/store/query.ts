/** Asks the tables of a batch in SQL. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Column } from '../../engine/analysis/experiment/columns.ts';
import { type Manifest, neededManifest, rowsThere, type TableFact } from '../batch/folder.ts';
import { batchFiles } from '../batch/names.ts';
import { CliError } from '../cli/exit.ts';
import { readError } from '../cli/files.ts';
import { sqlName, sqlText, withDatabase } from './duckdb.ts';
import { fileDigest } from './tables.ts';

/** The answer to a query, as it comes: it may be larger than memory. */
export interface Answer {
  readonly columns: readonly string[];
  /** Rows of plain values, some thousand at a time: numbers, texts, true and false, null. */
  readonly rows: AsyncIterable<readonly (readonly PlainValue[])[]>;
}

/** Tables that can be asked: files of Parquet in one place. */
export interface AskedTables {
  readonly place: string;
  readonly tables: readonly Pick<TableFact, 'name' | 'file' | 'rows'>[];
}

/** A value of an answer. */
export type PlainValue = number | string | boolean | null;

/**
 * The manifest of a folder whose tables are there, each of them byte for byte as it was written. Reading them
 * once more takes a second for a gigabyte, and what has the size and the time of a table may be another one.
 *
 * Errors: `batch-incomplete`, `batch-damaged`
 */
export async function completeManifest(place: string, name: string): Promise<Manifest> {
  const manifest = neededManifest(place, name);
  if (manifest.state !== 'complete') {
    const { planned } = manifest.runs;
    const there = Math.min(rowsThere(place, name, manifest), planned);
    throw new CliError('batch-incomplete', `${name} has ${there} of ${planned} runs, and no tables yet`);
  }
  for (const { file, sha256 } of manifest.tables) {
    const table = path.join(place, file);
    const isThere = existsSync(table);
    if (isThere && (await digestOrWhy(table, path.join(name, file))) === sha256) continue;
    const what = isThere
      ? `is not as ${batchFiles.manifest} has it: it was changed or damaged`
      : 'is missing';
    throw new CliError('batch-damaged', `${path.join(name, file)} ${what}`, { hint: tablesAnew });
  }
  return manifest;
}

const tablesAnew = 'Run the same plenary batch command again: it writes the tables anew.';

/** The digest of a table; a table that cannot be read is a message. */
async function digestOrWhy(table: string, name: string): Promise<string> {
  try {
    return await fileDigest(table);
  } catch (error) {
    throw readError(error, name);
  }
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

type Connection = Parameters<Parameters<typeof withDatabase>[1]>[0];

/**
 * A database with the tables of a folder as views, that can reach no other file and no network: a query that
 * somebody was sent must not read or write what it likes.
 *
 * @param written a file that may be written besides
 */
async function withTables<Value>(
  { place, tables }: AskedTables,
  work: (connection: Connection) => Promise<Value>,
  written?: string,
): Promise<Value> {
  return withDatabase(undefined, async (connection) => {
    const files = tables.map(({ file }) => path.join(place, file));
    for (const [i, { name, file }] of tables.entries()) {
      try {
        const from = sqlText(files[i] as string);
        await connection.run(`CREATE VIEW ${sqlName(name)} AS SELECT * FROM read_parquet(${from})`);
      } catch (error) {
        const why = error instanceof Error ? error.message.replace(/\s+/g, ' ') : String(error);
        throw new CliError('batch-damaged', `${file} cannot be read: ${why}`, {
          hint: tablesAnew,
        });
      }
    }
    const allowed = [...files, ...(written === undefined ? [] : [written])].map(sqlText).join(', ');
    await connection.run(`SET allowed_paths = [${allowed}]`);
    await connection.run('SET enable_external_access = false');
    await connection.run('SET lock_configuration = true');
    return work(connection);
  });
}

/** What the database says of a query, without its own call stack. */
function queryError(error: unknown): unknown {
  if (error instanceof CliError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new CliError('query-invalid', text.replace(/\s+/g, ' ').trim());
}

/** Statements that ask and change nothing: SELECT and EXPLAIN, as the database numbers them. */
const asking: readonly number[] = [1, 4];

/** Refuses what is not one question. */
async function checkQuestion(connection: Connection, sql: string): Promise<void> {
  const plain = sql.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, ' ').replace(/[\s;]+/g, '');
  if (plain === '') throw new CliError('query-invalid', 'the query is empty');
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) {
    const hint = 'Ask one thing at a time.';
    throw new CliError('query-invalid', `these are ${statements.count} queries`, { hint });
  }
  const { statementType } = await statements.prepare(0);
  if (asking.includes(statementType)) return;
  const hint = 'The tables are read only; --out FILE writes an answer to a file.';
  throw new CliError('query-invalid', 'this changes something and asks nothing', { hint });
}

/** Names of columns that are all different: a second `n` becomes `n:2`. */
function differentNames(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let own = name;
    for (let n = 2; taken.has(own); n++) own = `${name}:${n}`;
    taken.add(own);
    return own;
  });
}

/** Rows of a result as they are fetched; what goes wrong midway is an error of the query. */
async function* plainRows(rows: AsyncIterable<readonly (readonly unknown[])[]>) {
  try {
    for await (const some of rows) yield some.map((row) => row.map(toPlain));
  } catch (error) {
    throw queryError(error);
  }
}

/**
 * Asks tables; the answer is there while the work is done.
 *
 * Errors: `query-invalid`, `batch-damaged`.
 */
export async function ask<Value>(
  tables: AskedTables,
  sql: string,
  work: (answer: Answer) => Promise<Value>,
): Promise<Value> {
  return withTables(tables, async (connection) => {
    let result: Awaited<ReturnType<Connection['stream']>>;
    try {
      await checkQuestion(connection, sql);
      result = await connection.stream(sql);
    } catch (error) {
      throw queryError(error);
    }
    return work({ columns: differentNames(result.columnNames()), rows: plainRows(result.yieldRows()) });
  });
}

/** Writes the answer to a query into a Parquet file. */
export async function askToParquet(tables: AskedTables, sql: string, file: string): Promise<void> {
  const work = async (connection: Connection): Promise<void> => {
    try {
      await checkQuestion(connection, sql);
      const query = sql.trim().replace(/;\s*$/, '');
      // A comment may end the query: the bracket stands on a line of its own.
      const how = 'FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false';
      await connection.run(`COPY (${query}\n) TO ${sqlText(file)} (${how})`);
    } catch (error) {
      throw queryError(error);
    }
  };
  await withTables(tables, work, file);
}

/** A table with its columns, as the dictionary of a folder lists them. */
export interface DescribedTable {
  readonly name: string;
  readonly says: string;
  readonly columns: readonly Column[];
}
