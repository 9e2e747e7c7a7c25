/** The server: HTTP, sockets and the runs behind them, started and stopped as one thing. */
import type { AddressInfo } from 'node:net';
import { buildApp } from './app.ts';

/** Where the server listens and what it serves. */
export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder whose `<id>/scenario.yaml` are offered. */
  readonly scenariosDir: string;
  /** Folder of the built viewer. */
  readonly viewerDir: string;
  /** Folder whose batches are shown, with their reports and runs; none unless given. */
  readonly resultsDir?: string;
  /** Keep a run going that shows what this is. */
  readonly demo?: boolean;
  /** Refuse open runs, which show every brief, and keep no run of its own. */
  readonly tablesOnly?: boolean;
  /** Log every request to stderr; errors are always logged. */
  readonly log?: boolean;
  /** Host names besides that of the machine under which a server on a loopback address is reached. */
  readonly allowedHosts?: readonly string[];
}

/** A server that listens. */
export interface RunningServer {
  /** Where a browser on this machine finds it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the server.
 *
 * @example
 * ```ts
 * const server = await startServer({ host: '127.0.0.1', port: 0, scenariosDir, viewerDir });
 * console.log(server.url);
 * await server.close();
 * ```
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  // The system takes an empty address for all of them.
  if (options.host.trim() === '') throw new RangeError('a server needs an address to listen on');
  const { app } = await buildApp(options);
  try {
    await app.listen({ host: options.host, port: options.port });
  } catch (error) {
    await app.close();
    throw error;
  }
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://${nameOf(options.host)}:${port}`, close: () => app.close() };
}

/** The name by which a browser on this machine finds a host. */
function nameOf(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost';
  return host.includes(':') ? `[${host}]` : host;
}
