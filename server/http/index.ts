/** The server: HTTP, sockets and the runs behind them, started and stopped as one thing. */

/** Where the server listens and what it serves. */
export interface ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Folder whose `<id>/scenario.yaml` are offered. */
  readonly scenariosDir: string;
  /** Folder of the built viewer. */
  readonly viewerDir: string;
  /** Keep a run going that shows what this is. */
  readonly demo?: boolean;
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

/** Starts the server. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  throw new Error(`not yet: ${options.host}`);
}
