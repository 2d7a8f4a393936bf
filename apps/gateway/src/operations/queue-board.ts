import { createBullBoard } from '@bull-board/api';
import { BullMQAdapter } from '@bull-board/api/bullMQAdapter';
import { FastifyAdapter } from '@bull-board/fastify';
import { Queue } from 'bullmq';
import type { FastifyInstance } from 'fastify';
import { problem } from '../sign-in/session-hook.js';

export const QUEUE_BOARD_PATH = '/ops/queues';

/**
 * The queue dashboard for operators: whoever reads operations sees it, whoever acts on them may pause and retry. The board
 * has no permissions of its own, so a hook stands before every one of its routes.
 */
export const openQueueBoard = async (
  fastify: FastifyInstance,
  options: { services: readonly string[]; namespace: string; redisUrl: string; onError: (why: Error) => void },
): Promise<{ close(): Promise<void> }> => {
  const url = new URL(options.redisUrl);
  const connection = {
    host: url.hostname,
    port: Number(url.port || 6379),
    ...(url.password ? { password: decodeURIComponent(url.password) } : {}),
    ...(url.pathname.length > 1 ? { db: Number(url.pathname.slice(1)) } : {}),
    maxRetriesPerRequest: 2,
  };
  const names = options.services.flatMap((service) =>
    ['obligations', 'work'].map((kind) => [options.namespace, service, kind].filter(Boolean).join('-')),
  );
  const queues = names.map((name) => {
    const queue = new Queue(name, { connection, prefix: 'duban' });
    queue.on('error', options.onError);
    return queue;
  });
  const adapter = new FastifyAdapter();
  adapter.setBasePath(QUEUE_BOARD_PATH);
  createBullBoard({ queues: queues.map((queue) => new BullMQAdapter(queue)), serverAdapter: adapter });
  await fastify.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      const grants = request.session?.identity.grants;
      if (!grants) return problem(reply, 401, 'NOT_SIGNED_IN', 'Unauthorized');
      const needed = request.method === 'GET' ? 'operations.read' : 'operations.act';
      if (!grants.some((grant) => grant.permission === needed))
        return problem(reply, 403, 'FORBIDDEN', 'Forbidden', `needs the permission ${needed}`);
      return undefined;
    });
    await scope.register(adapter.registerPlugin(), { prefix: QUEUE_BOARD_PATH });
  });
  return {
    close: async () => {
      await Promise.all(queues.map((queue) => queue.close()));
    },
  };
};
