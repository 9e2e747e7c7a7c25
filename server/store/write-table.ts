/** Writes a table as Parquet, column by column, with memory that does not grow with the number of rows. */
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import type { Column } from '../../engine/analysis/experiment/columns.ts';
import { loadDuckDb, sqlName, sqlText } from './duckdb.ts';

/** A value of a cell; a number that is not finite and `undefined` are written as NULL. */
export type Cell = number | string | undefined;

/** A table being written. */
export interface TableWriter {
  /** Adds a row; the array is read at once and may be used again. */
  row(cells: readonly Cell[]): Promise<void> | undefined;
  /** Writes the file; gives the number of rows. */
  finish(): Promise<number>;
  /** Ends without a file. */
  discard(): void;
}

/** Rows that go to the database at once: the size of its vectors. */
const chunkRows = 2048;

/** Most rows and most cells of a row group, which is built in memory: wide tables have shorter ones. */
const mostGroupRows = 122_880;
const mostGroupCells = 7_500_000;

/** Rows of a row group of a table with so many columns: whole chunks. */
function groupRows(columns: number): number {
  const chunks = Math.floor(mostGroupCells / columns / chunkRows);
  return Math.min(mostGroupRows, Math.max(1, chunks) * chunkRows);
}

/**
 * Memory of the database, which holds on to all columns of the rows that it moves out of it at once: it grows
 * with their number and not with that of the rows.
 */
const leastMegabytes = 200;
const megabytesPerColumn = 2;

type AnyVector = DuckDBVector & { setItem(index: number, value: unknown): void; flush(): void };

/**
 * Begins a table. Rows go through a database in memory, which moves what does not fit into a folder beside
 * the target; the folder is removed in the end.
 *
 * @param words all texts that there can be in a column, for some columns by name: these go through the
 *   database as numbers, which enter it a column at a time and not one by one. In the file they are texts.
 */
export async function createTable(
  file: string,
  columns: readonly Column[],
  words: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<TableWriter> {
  const duckdb = await loadDuckDb();
  const scratch = `${file}.building`;
  const clean = () => rmSync(scratch, { recursive: true, force: true });
  clean();
  const instance = await duckdb.DuckDBInstance.create(':memory:', {
    threads: '1',
    memory_limit: `${Math.max(leastMegabytes, megabytesPerColumn * columns.length)}MB`,
    // What does not fit goes there.
    temp_directory: scratch,
  });
  const connection = await instance.connect();
  const close = () => {
    connection.closeSync();
    instance.closeSync();
    clean();
  };
  const types = {
    // As they are here: the database makes long integers of them more quickly than this thread does.
    BIGINT: duckdb.DOUBLE,
    INTEGER: duckdb.INTEGER,
    DOUBLE: duckdb.DOUBLE,
    VARCHAR: duckdb.VARCHAR,
  };
  const kept = columns.map(({ name, type }) => {
    const listed = words.get(name);
    return listed === undefined ? types[type] : duckdb.ENUM(listed);
  });
  const names = columns.map(({ name }) => sqlName(name));
  await connection.run(`CREATE TABLE rows (${names.map((name, c) => `${name} ${kept[c]}`).join(', ')})`);
  const appender = await connection.createAppender('rows');
  let chunk: DuckDBDataChunk = duckdb.DuckDBDataChunk.create(kept);
  let vectors: AnyVector[] = [];
  const toItem = columns.map(({ type }) => items[type]);
  let filled = 0;
  let rows = 0;

  function begin(): void {
    chunk.reset();
    chunk.rowCount = chunkRows;
    vectors = columns.map((_, c) => chunk.getColumnVector(c) as AnyVector);
  }

  function flush(): void {
    if (filled === 0) return;
    if (filled < chunkRows) trim();
    for (const vector of vectors) vector.flush();
    appender.appendDataChunk(chunk);
    filled = 0;
    begin();
  }

  /** The last chunk is not full: its rows go into one of their number. */
  function trim(): void {
    const full = vectors;
    const count = filled;
    const values = full.map((vector) => Array.from({ length: count }, (_, i) => vector.getItem(i)));
    chunk = duckdb.DuckDBDataChunk.create(kept, count);
    vectors = columns.map((_, c) => chunk.getColumnVector(c) as AnyVector);
    values.forEach((column, c) => {
      for (const [i, value] of column.entries()) vectors[c].setItem(i, value);
    });
  }

  begin();
  return {
    row: (cells) => {
      for (let c = 0; c < columns.length; c++) vectors[c].setItem(filled, toItem[c](cells[c]));
      filled++;
      rows++;
      if (filled === chunkRows) flush();
      return undefined;
    },
    finish: async () => {
      try {
        flush();
        appender.closeSync();
        const draft = `${file}.partial`;
        const written = names.map((name, c) => `${name}::${columns[c].type} AS ${name}`).join(', ');
        const how = `FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${groupRows(columns.length)}`;
        await connection.run(`COPY (SELECT ${written} FROM rows) TO ${sqlText(draft)} (${how})`);
        const { renameSync } = await import('node:fs');
        renameSync(draft, path.resolve(file));
        return rows;
      } finally {
        close();
      }
    },
    discard: close,
  };
}

type Item = number | string | null;

const numberOf = (cell: Cell): Item => (typeof cell === 'number' && Number.isFinite(cell) ? cell : null);

/** What a cell is to the database, by the type of its column. */
const items: Readonly<Record<Column['type'], (cell: Cell) => Item>> = {
  BIGINT: numberOf,
  INTEGER: numberOf,
  DOUBLE: numberOf,
  VARCHAR: (cell) => (cell === undefined ? null : typeof cell === 'string' ? cell : String(cell)),
};
