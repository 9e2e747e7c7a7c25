/** The reference pages under /docs; they are generated when somebody first asks for one. */
import type { FastifyInstance } from 'fastify';
import { refuse } from '../../engine/index.ts';
import { sendRefusal } from './errors.ts';

/** GET /docs and the pages below it. */
export async function docRoutes(app: FastifyInstance): Promise<void> {
  let generated: Promise<ReadonlyMap<string, string>> | undefined;
  app.get<{ Params: { '*'?: string } }>('/docs/*', async (request, reply) => {
    generated ??= generate();
    const asked = (request.params['*'] ?? '').replace(/\/$|\.html$/, '');
    const html = (await generated).get(asked);
    if (html === undefined) return sendRefusal(reply, refuse('unknown-address'));
    return reply.type('text/html; charset=utf-8').send(html);
  });
  app.get('/docs', async (_request, reply) => reply.redirect('/docs/', 308));
}

/** The pages by their place below /docs. */
async function generate(): Promise<ReadonlyMap<string, string>> {
  const { docPages } = await import('../docs/index.ts');
  return new Map(docPages().map((page) => [page.path, page.html]));
}
