/** The scenarios on offer, and the check of a scenario that somebody writes. */
import type { FastifyInstance } from 'fastify';
import { loadScenario, refuse, type Scenario, viewScenario } from '../../../engine/index.ts';
import { articleOrder } from '../../../engine/scenario/articles.ts';
import type { ServerLimits } from '../../live/limits.ts';
import { scenarioIds } from '../../places.ts';
import { findListed, findScenario } from '../../scenarios.ts';
import type { ScenarioSummary } from '../../wire/messages.ts';
import { sendProblems, sendRefusal } from '../errors.ts';

/** What the routes of scenarios need. */
export interface ScenarioRoutes {
  readonly scenariosDir: string;
  readonly limits: ServerLimits;
  /** Refuse what an open run would show: what parties keep to themselves. */
  readonly tablesOnly: boolean;
}

/** A line of the gallery. */
export function summarise(scenario: Scenario): ScenarioSummary {
  const { file } = scenario;
  return {
    id: file.id,
    title: file.title,
    summary: file.summary,
    parties: file.parties.map(({ id, code, name, kind, weight }) => ({ id, code, name, kind, weight })),
    issues: articleOrder(file.issues).map((issue) => issue.title),
    phases: scenario.phases.map((phase) => phase.title),
    ticks: file.ticks,
    digest: scenario.digest,
  };
}

/**
 * GET /api/scenarios; GET /api/scenarios/:id, with `?all=1` including what parties keep to themselves: the
 * form that changes a scenario shows what it changes. An open run would show it too, so a server that refuses
 * those refuses this.
 */
export async function scenarioRoutes(app: FastifyInstance, options: ScenarioRoutes): Promise<void> {
  const folder = options.scenariosDir;

  app.get('/api/scenarios', async () => {
    const summaries: ScenarioSummary[] = [];
    for (const id of scenarioIds(folder)) {
      const found = await findScenario(id, { folder });
      if (found.ok) summaries.push(summarise(found.value));
      else app.log.warn({ scenario: id, problems: found.problems.length }, 'scenario is not offered');
    }
    return summaries;
  });

  app.get<{ Params: { id: string }; Querystring: { all?: string } }>(
    '/api/scenarios/:id',
    async (request, reply) => {
      const wantsAll = request.query.all === '1';
      if (wantsAll && options.tablesOnly) return sendRefusal(reply, refuse('tables-only'));
      const found = await findListed(request.params.id, { folder });
      if (!found.ok) return sendProblems(reply, found.problems);
      return viewScenario(found.value.file, { role: wantsAll ? 'god' : 'public' }, false);
    },
  );
}

/** POST /api/scenarios/check: the body is the text of a scenario, whatever its type says. */
export async function checkRoute(
  app: FastifyInstance,
  options: Pick<ScenarioRoutes, 'limits'>,
): Promise<void> {
  const { limits } = options;
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.post(
    '/api/scenarios/check',
    {
      bodyLimit: limits.checkBytes,
      config: { rateLimit: { max: limits.heavyRequestsPerMinute, timeWindow: 60_000 } },
    },
    async (request, reply) => {
      const loaded = await loadScenario(typeof request.body === 'string' ? request.body : '');
      return loaded.ok ? summarise(loaded.value) : sendProblems(reply, loaded.problems);
    },
  );
}
