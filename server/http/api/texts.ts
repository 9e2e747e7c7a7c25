/** The text of a run as a page, and the record behind the address that a treaty carries. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import * as z from 'zod';
import {
  documentMarkdown,
  documentText,
  formatRecord,
  lastRevision,
  makeRecord,
  namesOf,
  refuse,
  SeedError,
  seedText,
  textDocument,
  viewOfRevision,
} from '../../../engine/index.ts';
import { createDriver } from '../../live/driver.ts';
import type { ServerLimits } from '../../live/limits.ts';
import type { RunHost } from '../../live/run-host.ts';
import type { Runs } from '../../live/runs.ts';
import { findListed } from '../../scenarios.ts';
import { shellWord } from '../../shell-word.ts';
import { type Again, treatyPage } from '../../text/treaty-page.ts';
import { formatReplayLink } from '../../wire/replay-link.ts';
import { formError, sendProblems, sendRefusal } from '../errors.ts';
import { readOverrides } from './runs.ts';

/** What the routes of texts need. */
export interface TextRoutes {
  readonly runs: Runs;
  readonly scenariosDir: string;
  readonly limits: ServerLimits;
  /** Refuse to tell records of whole scenarios. */
  readonly tablesOnly: boolean;
}

const textQuery = z.strictObject({
  revision: z.coerce.number().int().min(0).max(1_000_000).optional(),
  format: z.enum(['html', 'text', 'markdown']).default('html'),
});

const overridesQuery = z
  .union([z.string().max(500), z.array(z.string().max(500)).max(50)])
  .default([])
  .transform((sets) => (Array.isArray(sets) ? sets : [sets]));

const replayQuery = z.strictObject({
  scenario: z.string().max(80),
  seed: z.string().min(1).max(256),
  set: overridesQuery,
});

const types = { html: 'text/html', text: 'text/plain', markdown: 'text/markdown' } as const;

/** How a run is made again, as far as it may be told; undefined for a table that is not over. */
function againOf(run: RunHost, request: FastifyRequest): Again | undefined {
  const { seed, digest, scenario, overrides } = run.info();
  if (seed === undefined) return undefined;
  const record = run.hasEnded() ? run.record(false) : undefined;
  if (record?.ok === true && record.value.inputs.length > 0) {
    const command = `plenary replay ${run.id}.plenary.json`;
    return { command, seed, ...(digest === undefined ? {} : { digest }) };
  }
  const sets = overrides.map((set) => ` --set ${shellWord(set)}`).join('');
  const command = `plenary run ${scenario} --seed ${shellWord(seed)}${sets}`;
  if (digest === undefined) return { command, seed };
  const base = `${request.protocol}://${request.host}/`;
  const address = new URL(`#${formatReplayLink({ scenario, seed, overrides, digest })}`, base).href;
  return { command, seed, digest, address };
}

/** GET /api/runs/:id/text, GET /api/replay */
export async function textRoutes(app: FastifyInstance, options: TextRoutes): Promise<void> {
  const { runs, limits } = options;
  const config = { rateLimit: { max: limits.heavyRequestsPerMinute, timeWindow: 60_000 } };

  app.get<{ Params: { id: string } }>('/api/runs/:id/text', async (request, reply) => {
    const run = runs.get(request.params.id);
    if (run === undefined) return sendRefusal(reply, refuse('unknown-run'));
    const parsed = textQuery.safeParse(request.query);
    if (!parsed.success) return reply.code(400).send({ error: formError(parsed.error) });
    const { revision, format } = parsed.data;
    const shown = run.viewFor(undefined);
    const events = shown.slice(0, shown.count());
    const last = lastRevision(events);
    if (revision !== undefined && revision > last) {
      return sendRefusal(reply, refuse('unknown-revision', `It has ${last}.`));
    }
    const scenario = run.scenarioFor(shown);
    const document = textDocument(viewOfRevision(scenario, events, revision ?? last));
    reply.type(`${types[format]}; charset=utf-8`);
    if (format === 'text') return documentText(document, namesOf(scenario));
    if (format === 'markdown') return documentMarkdown(document, namesOf(scenario));
    const again = againOf(run, request);
    return treatyPage({ document, scenario, ...(again === undefined ? {} : { again }) });
  });

  app.get('/api/replay', { config }, async (request, reply) => {
    // A record holds the whole scenario, with every brief.
    if (options.tablesOnly) return sendRefusal(reply, refuse('tables-only'));
    const parsed = replayQuery.safeParse(request.query);
    if (!parsed.success) return reply.code(400).send({ error: formError(parsed.error) });
    const { scenario: id, seed, set } = parsed.data;
    const overrides = readOverrides(set);
    if (!Array.isArray(overrides)) return sendProblems(reply, overrides.problems);
    const found = await findListed(id, { folder: options.scenariosDir, overrides });
    if (!found.ok) return sendProblems(reply, found.problems);
    try {
      const driver = createDriver(found.value, { seed: seedText(seed), recordsMax: limits.recordsPerRun });
      while (driver.state() === 'ready') driver.playRound();
      const record = makeRecord(driver.play, { seed, overrides: set });
      return reply.type('application/json; charset=utf-8').send(formatRecord(record));
    } catch (error) {
      if (!(error instanceof SeedError)) throw error;
      return sendRefusal(reply, refuse(error.code));
    }
  });
}
