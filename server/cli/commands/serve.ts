/** `plenary serve`: the server with the viewer. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { shippedScenarios } from '../../places.ts';
import type { CommandSpec, Invocation } from '../command.ts';
import { textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { systemReason } from '../files.ts';
import { wholeNumber } from '../records.ts';

function startError(error: unknown, host: string, port: number): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new CliError('port-in-use', `port ${port} of ${host} is in use`);
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return new CliError('port-refused', `${host}:${port} cannot be listened on: ${systemReason(error)}`);
  }
  return error;
}

async function serve(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const host = textOption(invocation, 'host') ?? '127.0.0.1';
  if (host.trim() === '') throw new CliError('usage', '--host needs an address, for example 127.0.0.1');
  const port = wholeNumber(textOption(invocation, 'port') ?? '8080', 'port');
  if (port > 65_535) throw new CliError('usage', `--port ${port} is beyond 65535`);
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
    server = await startServer({ host, port, scenariosDir, viewerDir, demo, tablesOnly });
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
    { flags: '--tables-only', says: 'refuse open runs, which show every brief; no demo either' },
  ],
  examples: [
    { line: 'plenary serve', says: 'then open the address it prints' },
    { line: 'plenary serve --host 0.0.0.0 --tables-only', says: 'for a class that must not see every brief' },
    { line: 'plenary serve --port 0 --no-demo', says: 'any free port, and no run of its own' },
  ],
  run: serve,
};
