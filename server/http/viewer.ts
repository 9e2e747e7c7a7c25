/** The built viewer: files as they are, and its first page for every address that is a place inside it. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { refuse } from '../../engine/index.ts';
import { isForPerson, sendRefusal } from './errors.ts';

const missing = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Plenary</title>
<h1>Plenary</h1>
<p>The server runs, but the viewer is not built. Run <code>npm run build</code> and reload.</p>
<p><a href="/api/scenarios">Scenarios</a> · <a href="/api/runs">Runs</a></p></html>`;

/** Serves the viewer from a folder, and answers for every address that nothing else serves. */
export async function installViewer(app: FastifyInstance, viewerDir: string): Promise<void> {
  const isBuilt = existsSync(path.join(viewerDir, 'index.html'));
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: path.resolve(viewerDir),
      index: 'index.html',
      cacheControl: false,
      setHeaders: (reply, file) => {
        // Vite puts a digest into the names of what stands in assets/.
        const isNamedByContent = file.split(path.sep).includes('assets');
        reply.header('cache-control', isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler((request, reply) => {
    if (!isPlaceOfViewer(request)) return sendRefusal(reply, refuse('unknown-address'));
    return isBuilt ? reply.sendFile('index.html') : sendMissing(reply);
  });
}

/** A page that a person opens, and neither the API nor a file that is not there. */
function isPlaceOfViewer(request: FastifyRequest): boolean {
  const [place = ''] = request.url.split('?');
  if (/^\/(docs|batches)(\/|$)/.test(place) || /\.[a-z0-9]+$/i.test(place)) return false;
  return isForPerson(request);
}

function sendMissing(reply: FastifyReply): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(missing);
}
