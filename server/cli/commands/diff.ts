/** `plenary diff`: where two records part. */
import { argument, type CommandSpec, flag, type Invocation, shared } from '../command.ts';
import { loadRecord } from '../records.ts';
import { clean, cut, safeJson, wrap } from '../text.ts';

function shown(value: unknown): string {
  return value === undefined ? '(none)' : cut(JSON.stringify(value), 60);
}

async function diff(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const [a, b] = [argument(invocation, 0), argument(invocation, 1)];
  const records = [await loadRecord(a, terminal), await loadRecord(b, terminal)] as const;
  const { diffRecords } = await import('../../../engine/run/diff.ts');
  const found = await diffRecords(...records);
  if (flag(invocation, 'json')) {
    terminal.out(safeJson(found));
    return found.isSame ? 0 : 4;
  }
  const lines = [`A  ${clean(a)}`, `B  ${clean(b)}`, ''];
  if (found.isSame) lines.push(terminal.style.good(`the same run, digest ${records[0].digest.slice(0, 12)}`));
  else {
    if (found.settings.length > 0) lines.push('What went in differs:');
    for (const setting of found.settings) {
      lines.push(`  ${clean(setting.path)}`, `    A  ${shown(setting.a)}`, `    B  ${shown(setting.b)}`);
    }
    if (found.first !== undefined) {
      lines.push(...(found.settings.length > 0 ? [''] : []), 'The runs part at:');
      lines.push(...wrap(found.first.what, { indent: '  ' }).map(terminal.style.bad));
    } else lines.push('The same came out.');
  }
  for (const note of found.notes) lines.push('', ...wrap(`note: ${note}`, { indent: '  ' }));
  terminal.out(`${lines.join('\n')}\n`);
  return found.isSame ? 0 : 4;
}

/** The command. */
export const diffCommand: CommandSpec = {
  name: 'diff',
  summary: 'compare two records and name the first difference',
  about:
    'Compares two records: what went in (scenario, overrides, seed, inputs, branch, versions), then the ' +
    'first round, party, slice and event in which the runs part. Events that a record does not hold are ' +
    'played again. Exit code 0 when they are the same run, 4 when they differ.',
  arguments: [
    { name: '<a>', says: 'a record' },
    { name: '<b>', says: 'another one' },
  ],
  options: [shared.json],
  examples: [{ line: 'plenary diff before.json after.json', says: 'what a change did, and where it began' }],
  run: diff,
};
