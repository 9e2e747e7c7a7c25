/** `plenary odd`: a scenario described as a model, after the ODD protocol. */
import path from 'node:path';
import type { PageSource } from '../../docs/blocks.ts';
import { argument, type CommandSpec, type Invocation, listOption, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { writePieces } from '../files.ts';
import { loadSource } from '../scenario-source.ts';
import { clean } from '../text.ts';

/** How a page is written, by the ending of its file. */
const renderers: Readonly<Record<string, () => Promise<(page: PageSource) => string>>> = {
  md: async () => (await import('../../docs/render-markdown.ts')).renderMarkdown,
  txt: async () => (await import('../../docs/render-text.ts')).renderText,
  html: async () => {
    const { renderHtml } = await import('../../docs/render-html.ts');
    return (page) => renderHtml(page, []);
  },
};

async function odd(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const out = textOption(invocation, 'out');
  const ending = out === undefined ? 'txt' : path.extname(out).slice(1).toLowerCase();
  const load = Object.hasOwn(renderers, ending) ? renderers[ending] : undefined;
  if (load === undefined) {
    const hint = `End its name in .${Object.keys(renderers).join(', .')}.`;
    throw new CliError('usage', `${clean(out ?? '')} says no format`, { hint });
  }
  const source = await loadSource(argument(invocation, 0), listOption(invocation, 'set'), terminal);
  const { oddPage } = await import('../../docs/odd.ts');
  const text = (await load())(oddPage(source.scenario));
  if (out === undefined) terminal.out(text);
  else {
    writePieces(out, [text], terminal.folder);
    terminal.err(`wrote ${clean(out)}\n`);
  }
  return 0;
}

/** The command. */
export const oddCommand: CommandSpec = {
  name: 'odd',
  summary: 'describe a scenario as a model, after the ODD protocol',
  about:
    'Describes a scenario in the order of the ODD protocol (overview, design concepts, details), ' +
    'as journals ' +
    'of agent-based modelling ask for. It is made from what the scenario names and what is ' +
    'registered under ' +
    'those names, with parameters and sources, so that it says what runs.',
  arguments: [{ name: '<scenario>', says: 'the id of a shipped scenario, or a file' }],
  options: [shared.set, { flags: '--out <file>', says: 'write to a file: .md, .html or .txt' }],
  examples: [
    { line: 'plenary odd first-mandate', says: 'read it in the terminal' },
    { line: 'plenary odd first-mandate --out odd.md', says: 'for an appendix' },
  ],
  run: odd,
};
