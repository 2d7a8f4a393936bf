import { readFile } from 'node:fs/promises';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance } from 'fastify';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { ServiceDefinition, ServiceParts } from '#libs/service/service-definition.js';
import { GatewayModule } from './app.module.js';
import type { GatewayConfig } from './config.js';
import { serveConsole } from './console-files.js';
import { gatewayDataSource } from './data-source.js';
import { type DescribedPaths, RouteTable } from './forwarding/route-table.js';
import { forwardRoutes } from './forwarding/forward.js';
import { liveEventSchedule } from './live/live.jobs.js';
import { openQueueBoard } from './operations/queue-board.js';
import { SessionClient } from './sign-in/session-client.js';
import { problem, sessionHook } from './sign-in/session-hook.js';

const prepareHttp = async (app: NestFastifyApplication, parts: ServiceParts<GatewayConfig>): Promise<void> => {
  const { config, log } = parts;
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const document = JSON.parse(await readFile(config.OPENAPI_FILE, 'utf8')) as DescribedPaths;
  const table = new RouteTable(document);
  await fastify.register(helmet, {
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        // Null on plain HTTP: browsers would ask for every file over TLS.
        upgradeInsecureRequests: config.SECURE_COOKIES === 'true' ? [] : null,
      },
    },
  });
  await fastify.register(cookie);
  await fastify.register(multipart, { limits: { fileSize: config.UPLOAD_MEGABYTES * 1024 * 1024, files: 1 } });
  await fastify.register(rateLimit, {
    global: false,
    errorResponseBuilder: (_request, context) =>
      Object.assign(new Error(`too many tries: again in ${context.after}`), { statusCode: 429 }),
  });
  fastify.addHook('onRequest', sessionHook(app.get(SessionClient), config.INTERNAL_KEY));
  const limitSignIns = fastify.createRateLimit({ max: config.SIGN_INS_PER_MINUTE, timeWindow: '1 minute' });
  fastify.addHook('onRequest', async (request, reply) => {
    if (request.method !== 'POST' || request.url !== '/api/sign-in') return undefined;
    const limit = await limitSignIns(request);
    if (limit.isAllowed || !limit.isExceeded) return undefined;
    return problem(
      reply.header('retry-after', String(limit.ttlInSeconds)),
      429,
      'TOO_MANY_TRIES',
      'Too Many Requests',
      'wait a little before the next try',
    );
  });
  fastify.get('/api/openapi.json', (_request, reply) => reply.send(document));
  await forwardRoutes(fastify, table, config.SERVICE_URLS);
  await openQueueBoard(fastify, {
    services: Object.keys(config.SERVICE_URLS).sort(),
    namespace: config.NAMESPACE,
    redisUrl: config.REDIS_URL,
    onError: (why) => log.debug({ err: why }, 'queue board: Redis is away'),
  }).then((board) => fastify.addHook('onClose', () => board.close()));
  await serveConsole(fastify, config.CONSOLE_DIR);
  log.info({ routes: table.size }, 'routes forwarded');
};

export const gateway: ServiceDefinition<GatewayConfig> = {
  name: 'gateway',
  dataSource: gatewayDataSource,
  module: GatewayModule,
  routePrefix: 'api/',
  schedules: () => [liveEventSchedule],
  prepareHttp,
};
