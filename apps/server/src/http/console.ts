import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { toBody } from './errors.ts';
import { RequestError } from './request-error.ts';

/** Files whose name changes with their content. */
const HASHED = /[\\/]assets[\\/]/;

/** The console from a folder: files that never change are kept by browsers, its page never; paths of pages all give that page. */
export async function addConsole(app: FastifyInstance, folder: string | undefined): Promise<void> {
  const hasConsole = folder !== undefined && existsSync(join(folder, 'index.html'));
  if (hasConsole) {
    await app.register(fastifyStatic, {
      root: folder,
      cacheControl: false,
      setHeaders: (reply, path) => {
        reply.header('cache-control', HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const isPage =
      request.method === 'GET' && !/^\/api(?:\/|$|\?)/.test(request.url) && (request.headers.accept ?? '').includes('text/html');
    if (isPage && hasConsole) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    const hint = isPage ? 'The console is not part of this installation.' : 'The contract is at /api/v1/openapi.json.';
    return reply.status(404).send(toBody(new RequestError('not-found', `There is nothing at ${request.url.slice(0, 200)}.`, hint)));
  });
}
