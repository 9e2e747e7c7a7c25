/** `plenary query`: asks the tables of a batch in SQL. */
import { closeSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { batchFiles } from '../../batch/names.ts';
import type { Answer, DescribedTable, PlainValue } from '../../store/query.ts';
import { argument, type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { writeError, writePieces } from '../files.ts';
import { clean, safeJson, table } from '../text.ts';

/** Rows that a terminal shows. */
const mostRows = 200;

/** Lists tables and columns, for who has not asked anything yet. */
function listTables(place: string, name: string, tables: readonly { name: string; rows: number }[]): string {
  let described: DescribedTable[];
  try {
    described = JSON.parse(readFileSync(path.join(place, batchFiles.columns), 'utf8'));
    if (!described.every(({ columns }) => Array.isArray(columns))) throw new TypeError('no tables');
  } catch {
    throw new CliError('batch-damaged', `${path.join(name, batchFiles.columns)} cannot be read`);
  }
  const lines = described.flatMap(({ name: id, says, columns }) => {
    const rows = tables.find((entry) => entry.name === id)?.rows ?? 0;
    const cells = columns.map((column) => [column.name, column.type, column.unit, column.says]);
    const head = [
      { title: 'column' },
      { title: 'type' },
      { title: 'unit' },
      { title: 'what it is', wraps: true },
    ];
    return [`${id}: ${says}, ${rows} rows`, '', ...table(head, cells), ''];
  });
  const sql = 'select arm, avg(agreed), count(*) from runs group by arm order by arm';
  return `${lines.join('\n')}\nfor example: plenary query ${clean(name)} "${sql}"\n`;
}

function cellText(value: PlainValue): string {
  if (value === null) return '–';
  if (typeof value !== 'number' || Number.isInteger(value)) return clean(String(value));
  return String(Number(value.toPrecision(6)));
}

function answerTable({ columns, rows }: Answer): string {
  const head = columns.map((title, c) => ({
    title: clean(title),
    align: rows.every((row) => typeof row[c] === 'number' || row[c] === null)
      ? ('right' as const)
      : ('left' as const),
  }));
  const shown = rows.slice(0, mostRows).map((row) => row.map(cellText));
  const rest = rows.length - shown.length;
  const more = rest > 0 ? [`… and ${rest} more rows: --csv prints all, --out FILE writes them`] : [];
  const count = rows.length === 1 ? '1 row' : `${rows.length} rows`;
  return `${[...table(head, shown), ...more, '', count].join('\n')}\n`;
}

function csvCell(value: PlainValue): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function* csvLines({ columns, rows }: Answer): Generator<string> {
  yield `${columns.map(csvCell).join(',')}\n`;
  for (const row of rows) yield `${row.map(csvCell).join(',')}\n`;
}

/** Writes the answer into a file whose ending says how. */
async function toFile(invocation: Invocation, place: string, sql: string, out: string): Promise<void> {
  const { terminal } = invocation;
  const name = argument(invocation, 0);
  const ending = path.extname(out).slice(1).toLowerCase();
  const store = await import('../../store/query.ts');
  const target = path.resolve(terminal.folder, out);
  const { tables } = store.completeManifest(place, name);
  if (tables.some(({ file }) => path.join(place, file) === target)) {
    const hint = 'Give the answer another name.';
    throw new CliError('usage', `--out ${out} would replace a table of the batch`, { hint });
  }
  if (ending === 'arrow' || ending === 'feather') {
    const { answerToArrow } = await import('../../store/arrow.ts');
    const bytes = answerToArrow(await store.queryBatch(place, name, sql));
    const { writeWhole } = await import('../../batch/folder.ts');
    writeWhole(path.resolve(terminal.folder, out), Buffer.from(bytes), out);
    return;
  }
  if (ending === 'parquet') {
    const draft = `${target}.partial`;
    try {
      // Whether the place can be written is the system’s to say, and not the database’s.
      closeSync(openSync(draft, 'w'));
      await store.queryToParquet(place, name, sql, draft);
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { force: true });
      throw writeError(error, out);
    }
    return;
  }
  if (ending !== 'csv') {
    const hint = 'End its name in .csv, .parquet or .arrow.';
    throw new CliError('usage', `${out} says no format`, { hint });
  }
  writePieces(out, csvLines(await store.queryBatch(place, name, sql)), terminal.folder);
}

async function query(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const name = argument(invocation, 0);
  const sql = invocation.arguments[1];
  const place = path.resolve(terminal.folder, name);
  const store = await import('../../store/query.ts');
  if (sql === undefined || sql.trim() === '') {
    const { tables } = store.completeManifest(place, name);
    terminal.out(listTables(place, name, tables));
    return 0;
  }
  const out = textOption(invocation, 'out');
  if (out !== undefined) {
    await toFile(invocation, place, sql, out);
    terminal.err(`wrote ${clean(out)}\n`);
    return 0;
  }
  const answer = await store.queryBatch(place, name, sql);
  if (flag(invocation, 'json')) {
    const rows = answer.rows.map((row) =>
      Object.fromEntries(answer.columns.map((column, c) => [column, row[c]])),
    );
    terminal.out(safeJson(rows));
  } else if (flag(invocation, 'csv')) for (const line of csvLines(answer)) terminal.out(line);
  else terminal.out(answerTable(answer));
  return 0;
}

/** The command. */
export const queryCommand: CommandSpec = {
  name: 'query',
  summary: 'ask the tables of a batch in SQL',
  about:
    'Asks the tables of a folder that plenary batch wrote, with the SQL of DuckDB: runs has a row a run, ' +
    'and ' +
    'ticks or rounds a row a moment where the experiment asked for a series. Without a query it lists the ' +
    'tables, their columns and what each means. Sums are taken by one thread, so that they are the same ' +
    'every time. The files are ordinary Parquet: R, Python and Julia read them as they are.',
  arguments: [
    { name: '<folder>', says: 'the folder of a batch' },
    { name: '[sql]', says: 'a query; none lists tables and columns' },
  ],
  options: [
    { flags: '--csv', says: 'print CSV, all rows' },
    shared.json,
    { flags: '--out <file>', says: 'write to a file: .csv, .parquet or .arrow' },
  ],
  examples: [
    { line: 'plenary query results/aid', says: 'what there is to ask' },
    {
      line: 'plenary query results/aid "select arm, avg(inForce) from runs group by arm order by arm"',
      says: 'the share of runs in force, by arm',
    },
    { line: 'plenary query results/aid "from runs" --out runs.csv', says: 'all runs as CSV' },
  ],
  run: query,
};
