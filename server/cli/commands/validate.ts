/** `plenary validate`: published results, and what the engine gives for each. */
import type { Measured } from '../../validate/row.ts';
import type { RowResult } from '../../validate/run.ts';
import { type CommandSpec, flag, type Invocation, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import type { Terminal } from '../terminal.ts';
import { safeJson, table, wrap } from '../text.ts';

function shown(value: Measured['published']): string {
  if (typeof value === 'string') return value;
  if (Number.isInteger(value)) return String(value);
  return String(Number(value.toPrecision(12)));
}

const verdicts: Readonly<Record<RowResult['status'], string>> = {
  holds: 'holds',
  differs: 'DIFFERS',
  'not-run': 'not run',
  failed: 'FAILED',
};

function rowLines(result: RowResult, terminal: Terminal): string[] {
  const { strong, faint } = terminal.style;
  const rows = result.measured.map(({ what, published, measured, tolerance, ok }) => [
    `  ${ok ? '' : '≠ '}${what}`,
    shown(published),
    shown(measured),
    tolerance === 0 ? 'exact' : `± ${tolerance}`,
  ]);
  const columns = [
    { title: '  what', wraps: true },
    { title: 'published', align: 'right' },
    { title: 'measured', align: 'right' },
    { title: 'to' },
  ] as const;
  return [
    ...wrap(`Row ${result.row}  ${result.title}: ${verdicts[result.status]}`, {
      first: '',
      indent: '  ',
    }).map(strong),
    ...(rows.length > 0 ? table(columns, rows) : []),
    ...(result.note === '' ? [] : wrap(result.note, { indent: '  ' })),
    ...wrap(result.citation, { indent: '  ' }).map(faint),
    '',
  ];
}

/** The data folder as a full path; it must be there. */
async function dataFolder(invocation: Invocation): Promise<string | undefined> {
  const named = textOption(invocation, 'data');
  if (named === undefined) return undefined;
  const [{ statSync }, path] = await Promise.all([import('node:fs'), import('node:path')]);
  const folder = path.resolve(invocation.terminal.folder, named);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true) return folder;
  throw new CliError('file-missing', `there is no folder ${named}`);
}

/** Measures the signs of the model, and tells each as soon as it is known. */
async function tellSigns(terminal: Terminal, isJson: boolean): Promise<number> {
  const [{ signs }, { measureSign, usual }, { signLines, closingLines }] = await Promise.all([
    import('../../validate/signs/index.ts'),
    import('../../validate/signs/sign.ts'),
    import('../../validate/signs/report.ts'),
  ]);
  const results = [];
  for (const sign of signs) {
    const result = await measureSign(sign);
    results.push(result);
    if (!isJson) terminal.out(`${signLines(result).join('\n')}\n`);
  }
  terminal.out(isJson ? safeJson(results) : `${closingLines(results, usual).join('\n')}\n`);
  return 0;
}

async function validate(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const dataDir = await dataFolder(invocation);
  const isJson = flag(invocation, 'json');
  if (flag(invocation, 'forecast')) {
    const { forecastReport, forecastLines } = await import('../../validate/forecast/index.ts');
    const report = await forecastReport(dataDir);
    terminal.out(isJson ? safeJson(report) : `${forecastLines(report).join('\n')}\n`);
    return 0;
  }
  if (flag(invocation, 'signs')) return tellSigns(terminal, isJson);
  const [{ runRows }, { validationRows }] = await Promise.all([
    import('../../validate/run.ts'),
    import('../../validate/rows/index.ts'),
  ]);
  const results = await runRows(validationRows, dataDir);
  const count = (...statuses: RowResult['status'][]) =>
    results.filter(({ status }) => statuses.includes(status)).length;
  if (isJson) terminal.out(safeJson(results));
  else {
    for (const result of results) terminal.out(`${rowLines(result, terminal).join('\n')}\n`);
    terminal.out(
      `${count('holds')} of ${results.length} rows hold, ${count('differs', 'failed')} differ, ` +
        `${count('not-run')} were not run\n`,
    );
  }
  return count('differs', 'failed') > 0 ? 4 : 0;
}

/** The command. */
export const validateCommand: CommandSpec = {
  name: 'validate',
  summary: 'compare the engine with published results',
  about:
    'Runs the engine on what others have published, and prints what it gives beside what they found, ' +
    'each with its source. Some of the data may not be shipped: their rows say so, and are run when ' +
    '--data names a folder that holds them. Exit code 4 when a row differs. With --forecast it reports ' +
    'how well simple predictors did out of sample, and how real ratification curves compare with the ' +
    'fitted family; that is a report, nothing in it can fail, and most of it needs --data. With --signs it ' +
    'measures every sign that the model expects of its levers anew, on 200 pairs of runs each; that takes ' +
    'two or three minutes, and a refuted sign is a result, no error.',
  arguments: [],
  options: [
    { flags: '--data <folder>', says: 'folder with data that may not be shipped' },
    { flags: '--forecast', says: 'report errors of forecasts and their baselines instead' },
    { flags: '--signs', says: 'measure the signs that the model expects of its levers instead' },
    { flags: '--json', says: 'print JSON instead of text' },
  ],
  examples: [
    { line: 'plenary validate', says: 'every row whose data are shipped' },
    { line: 'plenary validate --data ~/plenary-data', says: 'all rows' },
    { line: 'plenary validate --signs', says: 'the model’s table of expected signs, measured anew' },
    { line: 'plenary validate --forecast --data ~/plenary-data', says: 'forecasts against baselines' },
  ],
  run: validate,
};
