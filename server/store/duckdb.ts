/** The embedded database: loaded when a table is written or asked, and on no other path. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { CliError } from '../cli/exit.ts';

/** Memory that the database may take; what is larger goes to the disk. */
const memoryLimit = '400MB';

/**
 * Does work with a database in memory.
 *
 * One thread: sums of doubles then come in one order, and are the same every time.
 */
export async function withDatabase<Value>(
  temporary: string | undefined,
  work: (connection: DuckDBConnection) => Promise<Value>,
): Promise<Value> {
  const { DuckDBInstance } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: memoryLimit,
    ...(temporary === undefined ? {} : { temp_directory: temporary }),
  });
  const connection = await instance.connect();
  try {
    return await work(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Loads the package. It carries a binary for the common platforms, and there are others. */
export async function loadDuckDb(): Promise<typeof import('@duckdb/node-api')> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const here = `${process.platform} ${process.arch}`;
    const hint = `It has binaries for Linux, macOS and Windows on x64 and arm64; this is ${here}.`;
    throw new CliError('database-missing', `the database cannot be loaded: ${why}`, { hint });
  }
}

/** A text as SQL writes it. */
export const sqlText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** A name as SQL writes it. */
export const sqlName = (name: string): string => `"${name.replaceAll('"', '""')}"`;
