/**
 * The command line: every command with its arguments, options and examples, from the registry of commands.
 */
import { type CommandSpec, optionSays } from '../../cli/command.ts';
import { commands } from '../../cli/commands/index.ts';
import { exitCodes } from '../../cli/exit.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';

function commandBlocks(command: CommandSpec): Block[] {
  const words = ['plenary', command.name, ...command.arguments.map(({ name }) => name)].join(' ');
  const given = [
    ...command.arguments.map(({ name, says }) => [name, '', says]),
    ...command.options.map((option) => [option.flags, option.fallback ?? '', optionSays(option)]),
  ];
  const columns = [
    { title: 'argument or option', isCode: true },
    { title: 'default', isCode: true },
    { title: 'meaning', wraps: true },
  ] as const;
  return [
    heading(command.name),
    paragraph(`\`${words}${command.options.length > 0 ? ' [options]' : ''}\``),
    paragraph(command.about),
    tableBlock(`Arguments and options of ${command.name}`, columns, given),
    ...command.examples.flatMap(({ line, says }): Block[] => [{ kind: 'code', text: line }, paragraph(says)]),
  ];
}

function blocks(): Block[] {
  return [
    paragraph(
      'Results go to standard output, progress and messages to standard error. Colour is used on ' +
        'terminals only; `NO_COLOR` turns it off and `FORCE_COLOR` on.',
    ),
    tableBlock(
      'Commands',
      [
        { title: 'command', isCode: true },
        { title: 'what it does', wraps: true },
      ],
      commands.map(({ name, summary }) => [name, summary]),
    ),
    tableBlock(
      'Exit codes',
      [
        { title: 'exit', align: 'right' },
        { title: 'meaning', wraps: true },
      ],
      exitCodes.map(({ exit, says }) => [String(exit), says]),
    ),
    ...commands.flatMap(commandBlocks),
  ];
}

/** The page of the command line. */
export const commandLinePage: PageSource = {
  path: 'command-line',
  title: 'Command line',
  summary: 'Every command with its options, examples and exit codes.',
  blocks,
};
