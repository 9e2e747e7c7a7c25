/** `plenary list`: what there is. */

import { scenarioIds, shippedScenarios } from '../../places.ts';
import { loadText } from '../../prepared.ts';
import type { CommandSpec, Invocation } from '../command.ts';
import { flag, shared } from '../command.ts';
import { CliError } from '../exit.ts';
import { table } from '../text.ts';

interface Listed {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}

/** The shipped scenarios; one that cannot be read says so instead of stopping the list. */
async function listScenarios(): Promise<Listed[]> {
  const [{ readFileSync }, path, engine] = await Promise.all([
    import('node:fs'),
    import('node:path'),
    import('../../../engine/load.ts'),
  ]);
  const listed: Listed[] = [];
  for (const id of scenarioIds()) {
    const text = readFileSync(path.join(shippedScenarios(), id, 'scenario.yaml'), 'utf8');
    const loaded = await loadText(engine, text);
    if (!loaded.ok) listed.push({ id, title: id, summary: `has problems: plenary check ${id}` });
    else {
      const { title, parties, issues, ticks } = loaded.value.file;
      const size = `${parties.length} parties, ${issues.length} issues, ${ticks} months`;
      listed.push({ id, title, summary: `${title}: ${size}` });
    }
  }
  return listed;
}

async function overview(invocation: Invocation): Promise<number> {
  const { catalogue, catalogueKinds } = await import('../../docs/catalogue.ts');
  const kinds = [
    { id: 'scenarios', count: scenarioIds().length, summary: 'shipped scenarios, ready to run' },
    ...Object.entries(catalogueKinds).map(([id, summary]) => ({
      id,
      count: catalogue(id as keyof typeof catalogueKinds).length,
      summary,
    })),
  ];
  const { terminal } = invocation;
  if (flag(invocation, 'json')) {
    terminal.out(`${JSON.stringify(kinds, null, 2)}\n`);
    return 0;
  }
  const rows = kinds.map(({ id, count, summary }) => [`plenary list ${id}`, String(count), summary]);
  const columns = [
    { title: 'list' },
    { title: 'entries', align: 'right' },
    { title: 'what they are', wraps: true },
  ] as const;
  terminal.out(`${table(columns, rows).join('\n')}\n`);
  return 0;
}

async function list(invocation: Invocation): Promise<number> {
  const kind = invocation.arguments[0];
  if (kind === undefined) return overview(invocation);
  const { catalogue, catalogueKinds } = await import('../../docs/catalogue.ts');
  const kinds = ['scenarios', ...Object.keys(catalogueKinds)];
  if (!kinds.includes(kind)) {
    const { didYouMean } = await import('../../../engine/scenario/suggest.ts');
    throw new CliError('usage', `there is no list of ${kind}`, { hint: didYouMean(kind, kinds) });
  }
  const entries: readonly Listed[] =
    kind === 'scenarios' ? await listScenarios() : catalogue(kind as keyof typeof catalogueKinds);
  if (flag(invocation, 'json')) {
    const plain = entries.map(({ id, title, summary }) => ({ id, title, summary }));
    invocation.terminal.out(`${JSON.stringify(plain, null, 2)}\n`);
    return 0;
  }
  const rows = entries.map(({ id, summary }) => [id, summary]);
  invocation.terminal.out(`${table([{ title: kind }, { title: '', wraps: true }], rows).join('\n')}\n`);
  return 0;
}

/** The command. */
export const listCommand: CommandSpec = {
  name: 'list',
  summary: 'list scenarios, protocols, strategies, metrics, codes …',
  about:
    'Lists what is registered: scenarios, protocols, strategies, mechanisms, metrics, events, questions, ' +
    'codes. Without a word it tells which lists there are.',
  arguments: [
    {
      name: '[what]',
      says: 'scenarios, protocols, strategies, mechanisms, metrics, events, questions or codes',
    },
  ],
  options: [shared.json],
  examples: [
    { line: 'plenary list scenarios', says: 'what can be run' },
    { line: 'plenary list codes', says: 'every code, with its meaning; plenary docs codes tells more' },
  ],
  run: list,
};
