/** `plenary query`: asks the tables of a batch in SQL. */
import { closeSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { batchFiles } from '../../batch/names.ts';
import { shellWord } from '../../shell-word.ts';
import type { Answer, AskedTables, DescribedTable, PlainValue } from '../../store/query.ts';
import { argument, type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { writeComing, writeError } from '../files.ts';
import { checkBatchOutputs } from '../output-guard.ts';
import { clean, safeJson, table } from '../text.ts';

/** Rows that a terminal shows. */
const mostRows = 200;

/** Tables with their columns, for who has not asked anything yet. */
function describe({ place, tables }: AskedTables, name: string): (DescribedTable & { rows: number })[] {
  try {
    const described = JSON.parse(
      readFileSync(path.join(place, batchFiles.columns), 'utf8'),
    ) as DescribedTable[];
    if (!described.every(({ columns }) => Array.isArray(columns))) throw new TypeError('no tables');
    return described.map((one) => ({
      ...one,
      rows: tables.find((table) => table.name === one.name)?.rows ?? 0,
    }));
  } catch {
    throw new CliError('batch-damaged', `${path.join(name, batchFiles.columns)} cannot be read`);
  }
}

function listTables(asked: AskedTables, name: string): string {
  const lines = describe(asked, name).flatMap(({ name: id, says, columns, rows }) => {
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

/** The first rows, and how many there are. */
async function answerTable({ columns, rows }: Answer): Promise<string> {
  const first: (readonly PlainValue[])[] = [];
  let all = 0;
  for await (const some of rows) {
    all += some.length;
    if (first.length < mostRows) first.push(...some.slice(0, mostRows - first.length));
  }
  const head = columns.map((title, c) => ({
    title: clean(title),
    align: first.every((row) => typeof row[c] === 'number' || row[c] === null)
      ? ('right' as const)
      : ('left' as const),
  }));
  const shown = first.map((row) => row.map(cellText));
  const rest = all - shown.length;
  const more = rest > 0 ? [`… and ${rest} more rows: --csv prints all, --out FILE writes them`] : [];
  const count = all === 1 ? '1 row' : `${all} rows`;
  return `${[...table(head, shown), ...more, '', count].join('\n')}\n`;
}

function csvCell(value: PlainValue): string {
  if (value === null) return '';
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function* csvPieces({ columns, rows }: Answer): AsyncGenerator<string> {
  yield `${columns.map(csvCell).join(',')}\n`;
  for await (const some of rows) yield some.map((row) => `${row.map(csvCell).join(',')}\n`).join('');
}

/** A list of objects, as it is printed when it is printed at once. */
async function* jsonPieces({ columns, rows }: Answer): AsyncGenerator<string> {
  let isFirst = true;
  for await (const some of rows) {
    const lines = some.map((row) => {
      const object = Object.fromEntries(columns.map((column, c) => [column, row[c]]));
      const before = isFirst ? '[\n' : ',\n';
      isFirst = false;
      return `${before}${safeJson(object).trimEnd().replace(/^/gm, '  ')}`;
    });
    yield lines.join('');
  }
  yield isFirst ? '[]\n' : '\n]\n';
}

/** Writes an answer into a file whose ending says how. */
async function toFile(invocation: Invocation, asked: AskedTables, sql: string, out: string): Promise<void> {
  const { terminal } = invocation;
  const ending = path.extname(out).slice(1).toLowerCase();
  const store = await import('../../store/query.ts');
  const target = path.resolve(terminal.folder, out);
  switch (ending) {
    case 'arrow':
    case 'feather': {
      const { answerToArrow } = await import('../../store/arrow.ts');
      const bytes = await store.ask(asked, sql, answerToArrow);
      const { writeWhole } = await import('../../batch/folder.ts');
      writeWhole(target, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), out);
      return;
    }
    case 'parquet': {
      const draft = `${target}.partial`;
      try {
        // Whether the place can be written is the system’s to say, and not the database’s.
        closeSync(openSync(draft, 'w'));
        await store.askToParquet(asked, sql, draft);
        renameSync(draft, target);
      } catch (error) {
        rmSync(draft, { force: true });
        throw writeError(error, out);
      }
      return;
    }
    case 'csv':
    case 'json': {
      const pieces = ending === 'csv' ? csvPieces : jsonPieces;
      await store.ask(asked, sql, (answer) => writeComing(out, pieces(answer), terminal.folder));
      return;
    }
    default: {
      const hint = 'End its name in .csv, .json, .parquet or .arrow.';
      throw new CliError('usage', `${out} says no format`, { hint });
    }
  }
}

/** Prints an answer. */
async function print(invocation: Invocation, asked: AskedTables, sql: string): Promise<void> {
  const { terminal } = invocation;
  const { ask } = await import('../../store/query.ts');
  await ask(asked, sql, async (answer) => {
    if (flag(invocation, 'json')) for await (const piece of jsonPieces(answer)) terminal.out(piece);
    else if (flag(invocation, 'csv')) for await (const piece of csvPieces(answer)) terminal.out(piece);
    else terminal.out(await answerTable(answer));
  });
}

async function query(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const name = argument(invocation, 0);
  const sql = invocation.arguments[1] ?? '';
  const out = textOption(invocation, 'out');
  const isQuestion = sql.trim() !== '';
  if (!isQuestion && (out !== undefined || flag(invocation, 'csv'))) {
    const hint = `Add a query: plenary query ${shellWord(name)} "from runs".`;
    throw new CliError('usage', 'nothing is asked that could be written', { hint });
  }
  if (out !== undefined) checkBatchOutputs(name, { out }, terminal.folder);
  const { withTablesOf } = await import('../../batch/asked-tables.ts');
  const tell = (runs: number, planned: number) => {
    const told = `${clean(name)} has ${runs} of ${planned} runs`;
    terminal.err(`note: ${told}; these tables were made of them for this once, and are not kept\n`);
  };
  return withTablesOf(name, terminal.folder, tell, async (asked) => {
    if (!isQuestion) {
      terminal.out(flag(invocation, 'json') ? safeJson(describe(asked, name)) : listTables(asked, name));
    } else if (out === undefined) await print(invocation, asked, sql);
    else {
      await toFile(invocation, asked, sql, out);
      terminal.err(`wrote ${clean(out)}\n`);
    }
    return 0;
  });
}

/** The command. */
export const queryCommand: CommandSpec = {
  name: 'query',
  summary: 'ask the tables of a batch in SQL',
  about:
    'Asks the tables of a folder that plenary batch wrote, with the SQL of DuckDB: runs has a row a run, ' +
    'and ' +
    'ticks or rounds a row a moment where the experiment asked for a series. Without a query it lists the ' +
    'tables, their columns and what each means. A batch that was stopped, or is being played, is asked ' +
    'about the runs that are finished. Tables that are not, byte for byte, as the manifest has them are ' +
    'refused. Sums are taken by one thread, so that they are the same every time. The files are ' +
    'ordinary Parquet: R, Python and Julia read them as they are.',
  arguments: [
    { name: '<folder>', says: 'the folder of a batch' },
    { name: '[sql]', says: 'a query; none lists tables and columns' },
  ],
  options: [
    { flags: '--csv', says: 'print CSV, all rows', excludes: ['--json', '--out'] },
    { ...shared.json, excludes: ['--out'] },
    { flags: '--out <file>', says: 'write to a file: .csv, .json, .parquet or .arrow' },
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
