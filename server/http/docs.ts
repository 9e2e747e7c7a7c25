/** The reference pages, generated from the registries, under /docs. */
import type { FastifyInstance } from 'fastify';
import { refuse } from '../../engine/index.ts';
import { sendRefusal } from './errors.ts';

/** A page of the reference. */
interface DocPage {
  /** Its place below /docs; empty for the first page. */
  readonly path: string;
  readonly title: string;
  readonly html: string;
}

/** The pages, generated at the first request; none when they are not part of this build. */
async function loadPages(): Promise<readonly DocPage[]> {
  const file = import.meta.url.endsWith('.ts') ? '../docs/index.ts' : '../docs/index.js';
  try {
    const { docPages } = (await import(new URL(file, import.meta.url).href)) as { docPages(): DocPage[] };
    return docPages();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return [];
    throw error;
  }
}

/** GET /docs and the pages below it. */
export async function docRoutes(app: FastifyInstance): Promise<void> {
  let pages: Promise<readonly DocPage[]> | undefined;
  app.get<{ Params: { '*'?: string } }>('/docs/*', async (request, reply) => {
    pages ??= loadPages();
    const asked = (request.params['*'] ?? '').replace(/^\/|\/$|\.html$/g, '');
    const page = (await pages).find((candidate) => candidate.path.replace(/^\/|\.html$/g, '') === asked);
    if (page === undefined) return sendRefusal(reply, refuse('unknown-address'));
    return reply.type('text/html; charset=utf-8').send(page.html);
  });
  app.get('/docs', async (_request, reply) => reply.redirect('/docs/', 308));
}
