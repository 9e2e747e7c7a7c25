/** `plenary serve`: the server with the viewer. */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { shippedScenarios } from '../../places.ts';
import type { CommandSpec, Invocation } from '../command.ts';
import { textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { systemReason } from '../files.ts';
import { wholeNumber } from '../numbers.ts';
import { clean } from '../text.ts';

function startError(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new CliError('port-in-use', `port ${port} of ${host} is in use`);
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new CliError('port-refused', `${host}:${port} cannot be listened on: ${systemReason(error)}`);
  }
  return error;
}

/** The folder of batches that is to be shown. */
function resultsFolder(name: string, { terminal, options }: Invocation): string {
  if (options['tablesOnly'] === true) {
    const hint = 'A run of a batch shows every brief; leave one of the two out.';
    throw new CliError('usage', '--results and --tables-only exclude each other', { hint });
  }
  if (name.trim() === '') throw new CliError('usage', '--results needs a folder');
  const place = path.resolve(terminal.folder, name);
  if (existsSync(place) && statSync(place).isDirectory()) return place;
  throw new CliError('file-missing', `there is no folder ${name}`, {
    hint: 'Name the folder with the folders of batches: results, after plenary batch --out results/NAME.',
  });
}

/** Says at the start when there is nothing to show. */
async function tellOfNone(place: string, { terminal }: Invocation): Promise<void> {
  const { batchesIn } = await import('../../http/api/batches.ts');
  if (batchesIn(place).length > 0) return;
  const told = `${clean(path.relative(terminal.folder, place) || '.')} holds no batch to show yet`;
  const line = 'plenary batch NAME --out FOLDER';
  terminal.err(`note: ${told}: neither is it the folder of ${line}, nor has it such folders\n`);
}

async function serve(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const host = textOption(invocation, 'host') ?? '127.0.0.1';
  if (host.trim() === '') throw new CliError('usage', '--host needs an address, for example 127.0.0.1');
  const port = wholeNumber(textOption(invocation, 'port') ?? '8080', 'port', { most: 65_535 });
  const { startServer } = await import('../../http/index.ts');
  const scenariosDir = shippedScenarios();
  const viewerDir = path.join(path.dirname(scenariosDir), 'dist', 'viewer');
  if (!existsSync(viewerDir))
    terminal.err('the viewer is not built (npm run build): only the interface is served\n');
  const stopped = new Promise<string>((resolve) => terminal.onStop(resolve));
  let server: { readonly url: string; close(): Promise<void> };
  try {
    const demo = invocation.options['demo'] !== false;
    const tablesOnly = invocation.options['tablesOnly'] === true;
    const results = textOption(invocation, 'results');
    const resultsDir = results === undefined ? {} : { resultsDir: resultsFolder(results, invocation) };
    if (resultsDir.resultsDir !== undefined) await tellOfNone(resultsDir.resultsDir, invocation);
    server = await startServer({ host, port, scenariosDir, viewerDir, demo, tablesOnly, ...resultsDir });
  } catch (error) {
    throw startError(error, host, port);
  }
  terminal.out(`Plenary is at ${server.url} (Ctrl-C ends it)\n`);
  await stopped;
  await server.close();
  terminal.err('closed\n');
  return 0;
}

/** The command. */
export const serveCommand: CommandSpec = {
  name: 'serve',
  summary: 'serve the viewer: watch runs, take a seat',
  about:
    'Starts the server with the viewer and prints its address. It listens on this machine only unless ' +
    '--host says otherwise. Ctrl-C ends it cleanly.',
  arguments: [],
  options: [
    { flags: '--port <port>', says: 'port to listen on; 0 takes any that is free', fallback: '8080' },
    {
      flags: '--host <address>',
      says: 'address to listen on; 0.0.0.0 for all of this machine',
      fallback: '127.0.0.1',
    },
    { flags: '--no-demo', says: 'do not start a run for the first visitor' },
    {
      flags: '--results <folder>',
      says: 'show a batch, or all batches in a folder: reports, and every run of them',
    },
    { flags: '--tables-only', says: 'refuse open runs, which show every brief; no demo either' },
  ],
  examples: [
    { line: 'plenary serve', says: 'then open the address it prints' },
    { line: 'plenary serve --host 0.0.0.0 --tables-only', says: 'for a class that must not see every brief' },
    { line: 'plenary serve --results results', says: 'batches at /batches/; a bar of a report opens a run' },
    { line: 'plenary serve --port 0 --no-demo', says: 'any free port, and no run of its own' },
  ],
  run: serve,
};
