/** The record of a run as a file, once it may be known. */
import type { FastifyInstance } from 'fastify';
import { formatRecord, refuse } from '../../../engine/index.ts';
import type { Runs } from '../../live/runs.ts';
import { sendRefusal } from '../errors.ts';

/** GET /api/runs/:id/record, with `?full=1` including the events. */
export async function recordRoutes(app: FastifyInstance, options: { readonly runs: Runs }): Promise<void> {
  app.get<{ Params: { id: string }; Querystring: { full?: string } }>(
    '/api/runs/:id/record',
    async (request, reply) => {
      const run = options.runs.get(request.params.id);
      if (run === undefined) return sendRefusal(reply, refuse('unknown-run'));
      const record = run.record(request.query.full === '1');
      if (!record.ok) return sendRefusal(reply, record.refusal);
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${run.id}.plenary.json"`)
        .send(formatRecord(record.value));
    },
  );
}
