/** `plenary text`: the text of a run as a treaty, at any revision, to read or to print. */
import type { RunEvent } from '../../../engine/run/events.ts';
import type { Play } from '../../../engine/run/play.ts';
import { shellWord } from '../../shell-word.ts';
import { argument, type CommandSpec, type Invocation, listOption, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { wholeNumber } from '../numbers.ts';
import { isRecordFile, loadReplayed } from '../records.ts';
import { loadSource, readSeed } from '../scenario-source.ts';
import { clean, wrap } from '../text.ts';

const formats = ['text', 'html', 'markdown'] as const;
type Format = (typeof formats)[number];

/** A run that was played, and how it is made again. */
interface Told {
  readonly play: Play;
  readonly seed: string;
  readonly command: string;
  /** The shipped scenario and the overrides that give the run in any viewer; absent where nothing does. */
  readonly link?: { readonly scenario: string; readonly overrides: readonly string[] };
}

/** The format asked for, by its name or by the ending of the file. */
function formatOf(invocation: Invocation): Format {
  const out = textOption(invocation, 'out') ?? '';
  const byEnding = /\.html?$/i.test(out) ? 'html' : /\.(md|markdown)$/i.test(out) ? 'markdown' : 'text';
  const asked = textOption(invocation, 'format') ?? byEnding;
  const format = formats.find((candidate) => candidate === asked);
  if (format !== undefined) return format;
  throw new CliError('usage', `--format ${asked} is not known`, { hint: `Write ${formats.join(', ')}.` });
}

function baseOf(invocation: Invocation): string {
  const base = textOption(invocation, 'base') ?? 'http://localhost:8080/';
  if (!URL.canParse(base) || !/^https?:$/.test(new URL(base).protocol)) {
    throw new CliError('usage', `--base ${base} is no address`, {
      hint: 'Write it as in http://host:8080/.',
    });
  }
  return base;
}

async function playOfRecord(invocation: Invocation, file: string): Promise<Told> {
  const { play, record } = await loadReplayed(file, invocation.terminal);
  return { play, seed: record.seed, command: `plenary replay ${shellWord(file)}` };
}

async function playOfScenario(invocation: Invocation, word: string): Promise<Told> {
  const { terminal } = invocation;
  const seed = await readSeed(textOption(invocation, 'seed') ?? '1');
  const { name, scenario, sets } = await loadSource(word, listOption(invocation, 'set'), terminal);
  const { createPlay } = await import('../../../engine/run/play.ts');
  const play = createPlay(scenario, { seed, keepRecords: true });
  play.toEnd();
  const { scenarioIds } = await import('../../places.ts');
  const arms = sets.map((set) => ` --set ${shellWord(set)}`).join('');
  const command = `plenary run ${shellWord(name)} --seed ${shellWord(seed)}${arms}`;
  const link = scenarioIds().includes(name) ? { scenario: name, overrides: sets } : undefined;
  return { play, seed, command, ...(link === undefined ? {} : { link }) };
}

/** A revision as an option asks for it; refused when the run has none of that number. */
function revisionOf(option: 'revision' | 'diff', word: string | undefined, last: number): number {
  if (word === undefined) return last;
  const number = wholeNumber(word, option);
  if (number <= last) return number;
  throw new CliError('unknown-revision', `the text has ${last} revisions, and none of number ${number}`, {
    hint: `Choose one from 0 to ${last}.`,
    exit: 2,
  });
}

/** The two revisions of --diff. */
function diffOf(invocation: Invocation, last: number): [number, number] | undefined {
  const words = listOption(invocation, 'diff');
  if (words.length === 0) return undefined;
  if (words.length !== 2) {
    throw new CliError('usage', '--diff takes two revisions', {
      hint: 'Write it last, as in --diff 1 6.',
    });
  }
  if (textOption(invocation, 'revision') !== undefined) {
    throw new CliError('usage', '--revision and --diff exclude each other', {
      hint: 'Leave one of them out: --revision reads one text, --diff compares two.',
    });
  }
  return [revisionOf('diff', words[0], last), revisionOf('diff', words[1], last)];
}

async function render(invocation: Invocation, told: Told, format: Format): Promise<string> {
  const [{ decodeEvents }, { viewScenario }, { runDigest }, revisions, diffs, documents, texts] =
    await Promise.all([
      import('../../../engine/run/decode.ts'),
      import('../../../engine/run/visibility.ts'),
      import('../../../engine/run/record.ts'),
      import('../../../engine/text/revisions.ts'),
      import('../../../engine/text/diff.ts'),
      import('../../../engine/text/document.ts'),
      import('../../../engine/text/render-text.ts'),
    ]);
  const { play, seed, command, link } = told;
  const scenario = viewScenario(play.scenario.file, { role: 'god' }, true);
  const events: readonly RunEvent[] = decodeEvents(play.scenario, play.recorder.records());
  const last = revisions.lastRevision(events);
  const pair = diffOf(invocation, last);
  const revision = pair?.[1] ?? revisionOf('revision', textOption(invocation, 'revision'), last);
  const view = revisions.viewOfRevision(scenario, events, revision);
  const document = documents.textDocument(view);
  const names = texts.namesOf(scenario);
  const changes =
    pair === undefined
      ? undefined
      : {
          from: pair[0],
          to: pair[1],
          diff: diffs.diffRevisions(revisions.viewOfRevision(scenario, events, pair[0]), view),
        };
  if (format === 'html') {
    const [{ treatyPage }, { formatReplayLink }] = await Promise.all([
      import('../../text/treaty-page.ts'),
      import('../../wire/replay-link.ts'),
    ]);
    const digest = runDigest(play, seed);
    const address =
      link === undefined
        ? undefined
        : new URL(`#${formatReplayLink({ ...link, seed, digest })}`, baseOf(invocation)).href;
    const again = { command, seed, digest, ...(address === undefined ? {} : { address }) };
    return treatyPage({ document, scenario, again, ...(changes === undefined ? {} : { changes }) });
  }
  if (changes !== undefined) return texts.diffText(changes, format === 'markdown');
  const body = format === 'markdown' ? texts.documentMarkdown : texts.documentText;
  return body(document, names);
}

/** Paragraphs as wide as a page of the terminal; nothing in them acts on it. */
function wrapLines(rendered: string): string {
  return rendered
    .split('\n')
    .map((line) => wrap(line).join('\n'))
    .join('\n');
}

async function text(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const format = formatOf(invocation);
  const word = argument(invocation, 0);
  const told = isRecordFile(word, terminal.folder)
    ? await playOfRecord(invocation, word)
    : await playOfScenario(invocation, word);
  const rendered = await render(invocation, told, format);
  const out = textOption(invocation, 'out');
  if (out === undefined) {
    terminal.out(format === 'text' ? wrapLines(rendered) : rendered);
    return 0;
  }
  const { writePieces } = await import('../files.ts');
  writePieces(out, [rendered], terminal.folder);
  terminal.err(`wrote ${clean(out)}\n`);
  return 0;
}

/** The command. */
export const textCommand: CommandSpec = {
  name: 'text',
  summary: 'print the text of a run as a treaty, at any revision',
  about:
    'Prints the text of a run as a treaty: preamble, articles with their brackets and who stands behind ' +
    'what, final clauses made from the rules, signatures, reservations, footnotes. As HTML it is a page of ' +
    'its own that prints to PDF, with the command that makes the run again and a QR code that opens its ' +
    'verified replay. Two revisions can be compared word by word.',
  arguments: [{ name: '<source>', says: 'a record, the id of a shipped scenario, or a scenario file' }],
  options: [
    shared.seed,
    shared.set,
    { flags: '--revision <number>', says: 'a revision of the text; by default the last, with what followed' },
    { flags: '--diff <revisions...>', says: 'two revisions: what changed from the first to the second' },
    { flags: '--format <format>', says: 'text, html or markdown; by default from the ending of --out' },
    { flags: '--out <file>', says: 'write to a file instead' },
    { flags: '--base <url>', says: 'address of the server that the QR code opens (http://localhost:8080/)' },
  ],
  examples: [
    { line: 'plenary text first-mandate --seed 7', says: 'the treaty of one run' },
    { line: 'plenary text first-mandate --seed 7 --revision 1', says: 'its first text, with the brackets' },
    { line: 'plenary text first-mandate --seed 7 --out treaty.html', says: 'a page to print' },
    { line: 'plenary text first-mandate --seed 7 --diff 1 6', says: 'what the talks changed' },
  ],
  run: text,
};
