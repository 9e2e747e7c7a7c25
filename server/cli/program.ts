/** Builds the command line from the registry of commands, and turns whatever happens into an exit code. */
import { Command, CommanderError, Help, Option } from 'commander';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import { shorten } from '../shorten.ts';
import { type CommandSpec, checkOptions, type Example, type OptionSpec, optionSays } from './command.ts';
import { commands } from './commands/index.ts';
import { CliError, Ended, exitCodes } from './exit.ts';
import type { Terminal } from './terminal.ts';
import { pageWidth, wrap } from './text.ts';

/** The version as `--version` prints it. */
export const versionLine = `plenary ${engineVersion} (rules ${rulesVersion})`;

function examplesText(examples: readonly Example[]): string {
  const lines = examples.flatMap(({ line, says }) => [`  ${line}`, ...wrap(says, { indent: '      ' })]);
  return `\nExamples:\n${lines.join('\n')}\n`;
}

function exitCodesText(): string {
  const lines = exitCodes.map(({ exit, says }) => `  ${String(exit).padStart(3)}  ${says}`);
  return `\nExit codes:\n${lines.join('\n')}\n`;
}

const firstLines: readonly Example[] = [
  { line: 'plenary run first-mandate --seed 7', says: 'play one run and print what came of it' },
  { line: 'plenary serve', says: 'watch runs in the browser, and take a seat' },
  { line: 'plenary batch first-mandate --seeds 1..1000 > runs.csv', says: 'play a thousand runs' },
  { line: 'plenary docs', says: 'read the reference' },
];

function toOption(spec: OptionSpec): Option {
  const option = new Option(spec.flags, optionSays(spec));
  if (spec.fallback !== undefined) option.default(spec.fallback);
  if (spec.isRepeatable === true) {
    option.argParser((value, before: unknown) => [...(Array.isArray(before) ? before : []), value]);
  }
  return option;
}

function addCommand(
  program: Command,
  spec: CommandSpec,
  terminal: Terminal,
  end: (exit: number) => void,
): void {
  const command = program.command(spec.name).summary(spec.summary).description(spec.about);
  for (const { name, says } of spec.arguments) command.argument(name, says);
  for (const option of spec.options) command.addOption(toOption(option));
  command.addHelpText('after', examplesText(spec.examples));
  command.action(async (...given: unknown[]) => {
    // An argument that takes several words gives a list.
    const values = given.slice(0, spec.arguments.length).flat() as (string | undefined)[];
    const options = command.opts();
    checkOptions(spec.options, options);
    if (options['out'] !== undefined || options['record'] !== undefined) {
      const { checkOutputs } = await import('./output-guard.ts');
      checkOutputs(values, options, terminal.folder);
    }
    end((await spec.run({ terminal, arguments: values, options })) ?? 0);
  });
}

/**
 * The program with all commands, or with those it is asked for; `end` is told the exit code of the command
 * that ran.
 */
export function buildProgram(
  terminal: Terminal,
  end: (exit: number) => void,
  specs: readonly CommandSpec[] = commands,
): Command {
  const program = new Command('plenary');
  program
    .description(
      'A deterministic simulator of multilateral negotiation. A run is fixed by its scenario, its seed ' +
        'and the moves of people: the same three give the same run, to the last bit, on any machine.',
    )
    .version(versionLine, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => terminal.err(text),
      getOutHelpWidth: () => pageWidth,
      getErrHelpWidth: () => pageWidth,
      outputError: (text, write) => write(formatUsage(text)),
    })
    .configureHelp({
      showGlobalOptions: false,
      sortSubcommands: false,
      // The name alone: with its arguments the longest leaves no room for a summary in 80 columns.
      subcommandTerm: (command) => command.name(),
      formatHelp,
    });
  program.addHelpText('after', examplesText(firstLines) + exitCodesText());
  for (const spec of specs) addCommand(program, spec, terminal, end);
  return program;
}

/** Commander’s own help, with its title lines dropped to what a person reads. */
function formatHelp(command: Command, helper: Help): string {
  return Help.prototype.formatHelp.call(helper, command, helper);
}

/** Commander’s message as every other message looks: code first, then the hint. */
function formatUsage(text: string): string {
  const [first, ...rest] = text
    .replace(/^error: /, '')
    .trim()
    .split('\n');
  const suggestion = rest
    .join(' ')
    .trim()
    .replace(/^\(|\)$/g, '');
  const hint = suggestion === '' ? 'See plenary --help, or plenary help COMMAND.' : suggestion;
  return formatError('usage', first, hint);
}

/** Most characters of a message or a hint; an argument or a file can be quoted in it. */
const messageLength = 1000;

/** A message on the error stream: what, and what to do about it. */
export function formatError(code: string, message: string, hint: string): string {
  const told = shorten(`plenary: ${code}: ${message}`, messageLength);
  const lines = wrap(told, { first: '', indent: '  ' });
  const wayOut = shorten(`hint: ${hint}`, messageLength);
  if (hint !== '') lines.push(...wrap(wayOut, { first: '  ', indent: '    ' }));
  return `${lines.join('\n')}\n`;
}

/** Runs one command line; never throws. Gives the exit code. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<number> {
  let exit = 0;
  try {
    // A line that begins with a command needs no other: making all twenty takes longer than a run.
    const named = commands.filter(({ name }) => name === words[0]);
    const setExit = (code: number) => {
      exit = code;
    };
    const program = buildProgram(terminal, setExit, named.length > 0 ? named : commands);
    if (words.length === 0) {
      terminal.out(program.helpInformation() + examplesText(firstLines) + exitCodesText());
      return 0;
    }
    // Help about a word that is no command would be all of the help, without a reason: it is told as the
    // command itself is.
    const [first, second] = words;
    const isKnown = second === undefined || commands.some(({ name }) => name === second);
    const asked = first !== 'help' || isKnown || second.startsWith('-') ? words : [second];
    await program.parseAsync([...asked], { from: 'user' });
    return exit;
  } catch (error) {
    return tell(error, words, terminal);
  }
}

function tell(error: unknown, words: readonly string[], terminal: Terminal): number {
  if (error instanceof Ended) return error.exit;
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof CliError) {
    terminal.err(formatError(error.code, error.message, error.hint));
    return error.exit;
  }
  const message = error instanceof Error ? error.message : String(error);
  const where = error instanceof Error ? (error.stack ?? '').split('\n')[1]?.trim() : undefined;
  const hint =
    `It is a bug: please report it with the command line (plenary ${shorten(words.join(' '), 300)}), ` +
    `the version (${versionLine})${where === undefined ? '' : ` and the place (${where})`}.`;
  terminal.err(formatError('unexpected', message.split('\n')[0], hint));
  return 70;
}
