/** `plenary rulings`: what a protocol does in situations that can be checked line by line. */
import { type CommandSpec, flag, type Invocation, shared } from '../command.ts';
import { CliError } from '../exit.ts';
import { safeJson, table } from '../text.ts';

async function printRulings(invocation: Invocation): Promise<number> {
  const { rulings } = await import('../../../engine/protocols/rulings/index.ts');
  const { terminal } = invocation;
  const id = invocation.arguments[0];
  if (id === undefined) {
    if (flag(invocation, 'json')) {
      terminal.out(safeJson(rulings));
      return 0;
    }
    const rows = Object.entries(rulings).map(([name, lines]) => [
      `plenary rulings ${name}`,
      String(lines.length),
    ]);
    terminal.out(`${table([{ title: 'table' }, { title: 'rulings', align: 'right' }], rows).join('\n')}\n`);
    return 0;
  }
  const lines = Object.hasOwn(rulings, id) ? rulings[id] : undefined;
  if (lines === undefined) {
    const { didYouMean } = await import('../../../engine/scenario/suggest.ts');
    const hint = didYouMean(id, Object.keys(rulings));
    throw new CliError('usage', `there are no rulings of ${id}`, { hint });
  }
  if (flag(invocation, 'json')) {
    terminal.out(safeJson(lines));
    return 0;
  }
  const columns = [
    { title: 'situation', wraps: true },
    { title: 'ruling', wraps: true },
    { title: 'source', wraps: true },
  ] as const;
  const rows = lines.map(({ situation, ruling, source }) => [situation, ruling, source]);
  terminal.out(`${table(columns, rows).join('\n')}\n`);
  return 0;
}

/** The command. */
export const rulingsCommand: CommandSpec = {
  name: 'rulings',
  summary: 'what a protocol does, situation by situation, with the rule behind it',
  about:
    'The rulings of a protocol: a situation, what happens, and the published rule it rests on, to be ' +
    'checked line by line by somebody who knows the procedure. A test plays each line.',
  arguments: [{ name: '[protocol]', says: 'id of a protocol; without it the tables are listed' }],
  options: [shared.json],
  examples: [
    { line: 'plenary rulings assembly', says: 'points of order, amendments, votes' },
    { line: 'plenary rulings', says: 'the tables there are' },
  ],
  run: printRulings,
};
