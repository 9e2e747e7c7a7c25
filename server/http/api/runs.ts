/** Runs: start one, list them, read one. Watching and moving go through sockets. */
import type { FastifyInstance } from 'fastify';
import { type Override, type Problem, parseOverride, refuse } from '../../../engine/index.ts';
import type { Demo } from '../../live/demo.ts';
import type { ServerLimits } from '../../live/limits.ts';
import type { Runs } from '../../live/runs.ts';
import { findListed } from '../../scenarios.ts';
import { type StartedRun, startRunRequest } from '../../wire/messages.ts';
import { formError, publicProblems, sendProblems, sendRefusal } from '../errors.ts';

/** What the routes of runs need. */
export interface RunRoutes {
  readonly runs: Runs;
  readonly scenariosDir: string;
  readonly limits: ServerLimits;
  readonly demo: Demo | undefined;
  /** Refuse open runs. */
  readonly tablesOnly: boolean;
}

/** GET /api/runs, GET /api/runs/:id, POST /api/runs */
export async function runRoutes(app: FastifyInstance, options: RunRoutes): Promise<void> {
  const { runs, limits } = options;

  app.get('/api/runs', async () => {
    await options.demo?.keepGoing();
    return runs.list().map((run) => run.info());
  });

  app.get<{ Params: { id: string } }>('/api/runs/:id', async (request, reply) => {
    const run = runs.get(request.params.id);
    return run === undefined ? sendRefusal(reply, refuse('unknown-run')) : run.info();
  });

  app.post(
    '/api/runs',
    { config: { rateLimit: { max: limits.heavyRequestsPerMinute, timeWindow: 60_000 } } },
    async (request, reply) => {
      const parsed = startRunRequest.safeParse(request.body);
      if (!parsed.success) return reply.code(400).send({ error: formError(parsed.error) });
      const { scenario: id, mode, seed, speed, overrides: texts, deadlineSeconds } = parsed.data;
      if (mode === 'open' && options.tablesOnly) return sendRefusal(reply, refuse('tables-only'));
      if (mode === 'table' && seed !== undefined) return sendRefusal(reply, refuse('table-draws-seed'));
      const overrides = readOverrides(texts);
      if (!Array.isArray(overrides)) return sendProblems(reply, overrides.problems);
      const found = await findListed(id, { folder: options.scenariosDir, overrides });
      if (!found.ok) {
        // The sum of weights in a message would tell the weights that others keep to themselves.
        return sendProblems(reply, mode === 'open' ? found.problems : publicProblems(found.problems));
      }
      const started = runs.start({
        scenario: found.value,
        mode,
        speed,
        overrides: texts,
        ...(seed === undefined ? {} : { seed }),
        ...(deadlineSeconds === undefined ? {} : { deadlineSeconds }),
      });
      if (!started.ok) return sendRefusal(reply, started.refusal);
      const { hostToken } = started.value;
      reply.code(201).header('location', `/api/runs/${started.value.id}`);
      const answer: StartedRun = {
        ...started.value.info(),
        ...(hostToken === undefined ? {} : { hostToken }),
      };
      return answer;
    },
  );
}

/** The overrides of a request, or what is wrong with them. */
export function readOverrides(
  texts: readonly string[],
): Override[] | { readonly problems: readonly Problem[] } {
  const read = texts.map((text) => parseOverride(text));
  const problems = read.flatMap((result) => (result.ok ? [] : result.problems));
  return problems.length > 0 ? { problems } : read.flatMap((result) => (result.ok ? [result.value] : []));
}
