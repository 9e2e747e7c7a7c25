/** `plenary docs`: the reference pages in the terminal, or as HTML files. */
import type { CommandSpec, Invocation } from '../command.ts';
import { textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { makeFolder, writeError } from '../files.ts';
import { clean, table } from '../text.ts';

async function writePages(folder: string, invocation: Invocation): Promise<number> {
  const [{ writeFileSync }, path, { docPages }] = await Promise.all([
    import('node:fs'),
    import('node:path'),
    import('../../docs/index.ts'),
  ]);
  const place = path.resolve(invocation.terminal.folder, folder);
  const pages = docPages();
  try {
    makeFolder(folder, invocation.terminal.folder);
    for (const page of pages) {
      const name = page.path === '' ? 'index' : page.path;
      // The address of a folder shows its first page on a server only.
      writeFileSync(path.join(place, `${name}.html`), page.html.replaceAll('href="./"', 'href="index.html"'));
    }
  } catch (error) {
    throw writeError(error, folder);
  }
  invocation.terminal.err(`${pages.length} pages written to ${clean(folder)}\n`);
  return 0;
}

async function docs(invocation: Invocation): Promise<number> {
  const folder = textOption(invocation, 'html');
  if (folder !== undefined) return writePages(folder, invocation);
  const { docPages } = await import('../../docs/index.ts');
  const pages = docPages();
  const asked = invocation.arguments[0];
  if (asked === undefined) {
    const rows = pages
      .filter((page) => page.path !== '')
      .map((page) => [`plenary docs ${page.path}`, page.summary]);
    invocation.terminal.out(
      `${table([{ title: 'page' }, { title: 'what it tells', wraps: true }], rows).join('\n')}\n`,
    );
    return 0;
  }
  const page = pages.find((candidate) => candidate.path === asked && asked !== '');
  if (page === undefined) {
    const { didYouMean } = await import('../../../engine/scenario/suggest.ts');
    const names = pages.map((candidate) => candidate.path).filter((name) => name !== '');
    throw new CliError('page-unknown', `there is no page ${asked}`, { hint: didYouMean(asked, names) });
  }
  invocation.terminal.out(page.text);
  return 0;
}

/** The command. */
export const docsCommand: CommandSpec = {
  name: 'docs',
  summary: 'read the reference in the terminal, or write it as HTML',
  about:
    'The reference: the scenario format, protocols, strategies, mechanisms, metrics, events, questions, ' +
    'codes, statecharts, this command line, words, and determinism. It is made from what is registered, ' +
    'so it says what this version does. The server has the same pages at /docs.',
  arguments: [{ name: '[page]', says: 'a page; without it the pages are listed' }],
  options: [{ flags: '--html <folder>', says: 'write all pages as HTML into a folder' }],
  examples: [
    { line: 'plenary docs', says: 'the pages there are' },
    { line: 'plenary docs scenario | less', says: 'every key of a scenario file' },
  ],
  run: docs,
};
