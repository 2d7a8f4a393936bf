import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { problem } from './sign-in/session-hook.js';

/** Serves the built console; every path that is no file is a page of the console and gets its first page. */
export const serveConsole = async (fastify: FastifyInstance, folder: string): Promise<void> => {
  const root = resolve(folder);
  if (!existsSync(root)) return;
  await fastify.register(fastifyStatic, {
    root,
    wildcard: false,
    index: false,
    // Names of built files carry a hash of their content; the first page does not.
    setHeaders: (reply, path) =>
      reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'),
  });
  fastify.get('/*', (request, reply) => {
    // A page from before an update may ask for files that are gone: it has to learn that, not get another page as a script.
    if (/^\/(ops|assets)\//.test(request.url)) return problem(reply, 404, 'NOT_FOUND', 'Not Found');
    return reply.header('cache-control', 'no-cache').sendFile('index.html');
  });
};
