/** `plenary import`: a table of positions becomes a scenario. */
import path from 'node:path';
import { argument, type CommandSpec, flag, type Invocation, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { makeFolder, readText, writePieces } from '../files.ts';
import { wholeNumber } from '../numbers.ts';
import { tellProblems } from '../scenario-source.ts';
import { clean, safeJson, wrap } from '../text.ts';

/** Bytes read of a table. */
const tableBytes = 2_000_000;

/** Id of a scenario from the name of its file: `talks.yaml` gives `talks`, `talks/scenario.yaml` too. */
function idFrom(file: string): string {
  const parts = file.split(/[/\\]/).filter((part) => part !== '' && part !== '.' && part !== '..');
  const last = parts.at(-1) ?? '';
  const word = /^scenario\.ya?ml$/i.test(last) ? (parts.at(-2) ?? '') : last.replace(/\.[^.]*$/, '');
  const id = word
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return id === '' ? 'imported' : id.slice(0, 60);
}

function readSteps(text: string | undefined): { readonly steps?: number } {
  if (text === undefined) return {};
  return { steps: wholeNumber(text, 'steps', { least: 2, most: 31 }) };
}

async function runImport(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  if (flag(invocation, 'example')) {
    const { positionsExample } = await import('../../../engine/interchange/positions-example.ts');
    const place = textOption(invocation, 'out');
    if (place === undefined) terminal.out(positionsExample);
    else {
      makeFolder(path.dirname(place), terminal.folder);
      writePieces(place, [positionsExample], terminal.folder);
      terminal.err(`wrote ${clean(place)}\n`);
    }
    return 0;
  }
  const file = argument(invocation, 0);
  if (file === '')
    throw new CliError('usage', 'a table is needed', { hint: 'See plenary import --example.' });
  const out = textOption(invocation, 'out');
  const absent = textOption(invocation, 'absent') ?? 'refuse';
  if (absent !== 'refuse' && absent !== 'drop') {
    throw new CliError('usage', `--absent ${absent} is neither refuse nor drop`);
  }
  const id = idFrom(out ?? file);
  const title = textOption(invocation, 'title') ?? id;
  const steps = readSteps(textOption(invocation, 'steps'));
  const text = readText(file, { folder: terminal.folder, maxBytes: tableBytes, contentExit: 3 });
  const { importPositions } = await import('../../../engine/interchange/positions.ts');
  const foldPower = flag(invocation, 'foldPower');
  const imported = importPositions(text, { id, title, absent, foldPower, ...steps });
  if (!imported.ok) return tellProblems(imported.problems, terminal, file);
  const { document, outcomes, notes } = imported.value;
  const { loadDocument } = await import('../../../engine/load.ts');
  const loaded = await loadDocument(document);
  if (!loaded.ok) return tellProblems(loaded.problems, terminal, file);
  const yaml = await scenarioText(document, file);
  if (out !== undefined) {
    makeFolder(path.dirname(out), terminal.folder);
    writePieces(out, [yaml], terminal.folder);
  }
  const { compromiseOutcome } = await import('../../../engine/analysis/compromise.ts');
  const compromise = compromiseOutcome(loaded.value);
  if (flag(invocation, 'json')) {
    const predicted = Object.fromEntries(
      loaded.value.issueIds.map((issue, k) => [issue, 100 * compromise[k]]),
    );
    terminal.out(safeJson({ id, title, notes, outcomes, compromise: predicted }));
    return 0;
  }
  if (out === undefined) terminal.out(yaml);
  const { parties, issues } = loaded.value.file;
  const lines = [
    `${parties.length - 1} actors and a chair, ${issues.length} issues${out === undefined ? '' : `: ${out}`}`,
    ...notes,
    ...mae(loaded.value.issueIds, compromise, outcomes),
  ];
  terminal.err(`${lines.flatMap((line) => wrap(clean(line), { indent: '  ', first: '' })).join('\n')}\n`);
  return 0;
}

/** How far the compromise model is from the coded outcomes. */
function mae(ids: readonly string[], compromise: Float64Array, outcomes: Readonly<Record<string, number>>) {
  const errors = ids.flatMap((id, k) =>
    outcomes[id] === undefined ? [] : [Math.abs(100 * compromise[k] - outcomes[id])],
  );
  if (errors.length === 0) return [];
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  return [
    `the compromise model misses the outcomes of ${errors.length} issues by ${mean.toFixed(2)} on average`,
  ];
}

async function scenarioText(document: unknown, file: string): Promise<string> {
  const [{ toYaml }, path] = await Promise.all([import('../scenario-yaml.ts'), import('node:path')]);
  const head = [
    `# Imported from ${clean(path.basename(file))}. Ideal points are the positions over 100. For every party`,
    '# capability × stake × salience is its power × salience in the table, over 10 000.',
  ];
  return `${head.join('\n')}\n${toYaml(document)}`;
}

/** The command. */
export const importCommand: CommandSpec = {
  name: 'import',
  summary: 'make a scenario from a table of positions',
  about:
    'Reads comma-separated values with the columns actor, issue, position, salience and power, and if ' +
    'they are there reference point and outcome, all from 0 to 100, and writes a scenario. Ideal points ' +
    'are kept exactly; the ladder of an issue has its distinct positions as rungs. An actor without a ' +
    'position on an issue is a problem, unless its salience there is 0 or --absent says drop. Every ' +
    'problem of the table is listed with its line.',
  arguments: [{ name: '[table]', says: 'a file of comma-separated values' }],
  options: [
    { flags: '--out <file>', says: 'write the scenario here; without it, it is printed' },
    { flags: '--title <title>', says: 'title of the scenario; by default its id' },
    {
      flags: '--absent <what>',
      says: 'what a missing position means: refuse the table, or drop the actor from the issue',
      fallback: 'refuse',
    },
    { flags: '--fold-power', says: 'where power differs by issue, fold it into the saliences' },
    { flags: '--steps <count>', says: 'rungs of an evenly spaced ladder, instead of the distinct positions' },
    { flags: '--example', says: 'print an invented table to start from, or write it with --out' },
    { flags: '--json', says: 'print notes, outcomes and compromise predictions as JSON' },
  ],
  examples: [
    { line: 'plenary import --example --out positions.csv', says: 'a table to start from' },
    {
      line: 'plenary import positions.csv --out my-talks/scenario.yaml --title "My talks"',
      says: 'a scenario in a folder of its own; `plenary run my-talks` plays it',
    },
    { line: 'plenary import positions.csv --absent drop --json', says: 'predictions only' },
  ],
  run: runImport,
};
