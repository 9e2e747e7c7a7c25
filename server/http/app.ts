/** The fastify application: plugins in their order, and what protects all of them. */
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import fastify, { type FastifyInstance } from 'fastify';
import { refuse } from '../../engine/index.ts';
import { CliError } from '../cli/exit.ts';
import { createDemo } from '../live/demo.ts';
import { type ServerLimits, serverLimits } from '../live/limits.ts';
import { createRuns, type Runs } from '../live/runs.ts';
import { installSockets } from '../live/socket.ts';
import { batchRoutes, noBatchRoutes } from './api/batches.ts';
import { recordRoutes } from './api/records.ts';
import { runRoutes } from './api/runs.ts';
import { checkRoute, scenarioRoutes } from './api/scenarios.ts';
import { textRoutes } from './api/texts.ts';
import { docRoutes } from './docs.ts';
import { answerClientError, installErrors, sendRefusal } from './errors.ts';
import type { ServerOptions } from './index.ts';
import { installJsonBodies } from './json-body.ts';
import { createOriginCheck } from './origin.ts';
import { installViewer } from './viewer.ts';

/** An application that does not listen yet, and the runs behind it. */
export interface App {
  readonly app: FastifyInstance;
  readonly runs: Runs;
}

/** What an application is built from. */
export type AppOptions = Omit<ServerOptions, 'port'> & { readonly limits?: Partial<ServerLimits> };

/**
 * What the viewer may load: itself. Charts set styles from scripts; a page needs no script of its own.
 * Nothing is upgraded to HTTPS, for a class reaches the server by the plain address of a laptop.
 */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    baseUri: ["'none'"],
    connectSrc: ["'self'"],
    fontSrc: ["'self'", 'data:'],
    formAction: ["'self'"],
    frameAncestors: ["'none'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    objectSrc: ["'none'"],
    scriptSrc: ["'self'"],
    scriptSrcAttr: ["'none'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    workerSrc: ["'self'", 'blob:'],
  },
};

/**
 * Builds the application.
 *
 * Errors: `usage` for batches on a server of tables only, since a run of a batch shows every brief.
 */
export async function buildApp(options: AppOptions): Promise<App> {
  if (options.tablesOnly === true && options.resultsDir !== undefined) {
    const hint = 'A run of a batch shows every brief; leave one of the two out.';
    throw new CliError('usage', 'resultsDir and tablesOnly exclude each other', { hint });
  }
  const limits: ServerLimits = { ...serverLimits, ...options.limits };
  const app = fastify({
    logger: { level: options.log === true ? 'info' : 'error', stream: process.stderr },
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestMs,
    forceCloseConnections: true,
    clientErrorHandler: answerClientError,
    frameworkErrors: (_error, _request, reply) => sendRefusal(reply, refuse('bad-request')),
  });
  const runs = createRuns(limits);
  runs.onFault((run) => app.log.error({ run: run.id, err: run.fault }, 'run faulted'));
  app.addHook('onClose', async () => runs.close());
  installErrors(app);
  installJsonBodies(app);

  const isAllowed = createOriginCheck(() => listensOn(app) ?? options.host, options.allowedHosts);
  app.addHook('onRequest', async (request, reply) => {
    if (!isAllowed(request.raw)) return sendRefusal(reply, refuse('origin-refused'));
    return undefined;
  });
  await app.register(helmet, { contentSecurityPolicy, hsts: false, crossOriginOpenerPolicy: false });
  await app.register(rateLimit, {
    max: limits.requestsPerMinute,
    timeWindow: 60_000,
    allowList: (request) => !request.url.startsWith('/api/'),
  });

  const tablesOnly = options.tablesOnly === true;
  const hasDemo = options.demo === true && !tablesOnly;
  const demo = hasDemo ? createDemo({ runs, scenariosDir: options.scenariosDir }) : undefined;
  app.get('/api/health', async () => ({ ok: true }));
  await app.register(scenarioRoutes, { scenariosDir: options.scenariosDir, limits, tablesOnly });
  await app.register(checkRoute, { limits });
  await app.register(runRoutes, { runs, scenariosDir: options.scenariosDir, limits, demo, tablesOnly });
  await app.register(recordRoutes, { runs });
  await app.register(textRoutes, { runs, scenariosDir: options.scenariosDir, limits, tablesOnly });
  await app.register(docRoutes);
  const { resultsDir } = options;
  if (resultsDir === undefined) await app.register(noBatchRoutes, { tablesOnly });
  else await app.register(batchRoutes, { resultsDir });
  await installViewer(app, options.viewerDir);
  installSockets(app, { runs, limits, isAllowed });
  await demo?.keepGoing();
  return { app, runs };
}

/** The address that an application listens on; undefined before it does. */
function listensOn(app: FastifyInstance): string | undefined {
  const address = app.server.address();
  return address === null || typeof address === 'string' ? undefined : address.address;
}
