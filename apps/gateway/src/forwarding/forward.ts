import replyFrom from '@fastify/reply-from';
import type { FastifyInstance } from 'fastify';
import { problem } from '../sign-in/session-hook.js';
import { RouteTable } from './route-table.js';

/**
 * Forwards what the table names to its owner, with the signed identity the session hook has put on the request. The owner
 * checks the permission again and the unit scope. Bodies pass as streams, so files of any size cost no memory here.
 */
export const forwardRoutes = async (
  fastify: FastifyInstance,
  table: RouteTable,
  serviceUrls: Readonly<Record<string, string>>,
): Promise<void> => {
  await fastify.register(async (scope) => {
    await scope.register(replyFrom, {
      undici: { connections: 32, pipelining: 1, bodyTimeout: 120_000, headersTimeout: 120_000 },
    });
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.route({
      method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
      url: '/api/*',
      handler: async (request, reply) => {
        const [path, query] = request.url.split('?', 2) as [string, string | undefined];
        const route = table.find(request.method, decodeURI(path));
        const session = request.session;
        if (!session) return problem(reply, 401, 'NOT_SIGNED_IN', 'Unauthorized');
        if (!route) return problem(reply, 404, 'NOT_FOUND', 'Not Found');
        if (!session.identity.grants.some((grant) => grant.permission === route.permission)) {
          return problem(reply, 403, 'FORBIDDEN', 'Forbidden', `needs the permission ${route.permission}`);
        }
        const base = serviceUrls[route.service];
        if (!base)
          return problem(
            reply,
            503,
            'TRY_LATER',
            'Service Unavailable',
            `${route.service} is not part of this installation`,
          );
        return reply.from(`${base}${path.slice('/api'.length)}${query === undefined ? '' : `?${query}`}`, {
          rewriteRequestHeaders: (_original, headers) => {
            const { cookie: _cookie, authorization: _authorization, ...rest } = headers;
            return rest;
          },
          onError: (response, { error }) => {
            request.log.warn({ err: error, service: route.service }, 'could not forward');
            problem(
              response.header('retry-after', '3') as never,
              503,
              'TRY_LATER',
              'Service Unavailable',
              `${route.service} does not answer`,
            );
          },
        });
      },
    });
  });
};
