import 'reflect-metadata';
import { Pool } from 'pg';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { z } from 'zod';
import { sharedClock, systemClock, type Clock } from '#libs/clock/clock.js';
import { loadConfig, type ServiceConfig } from '#libs/config/config.js';
import { folderFileStore } from '#libs/files/file-store.js';
import { assertEveryRouteGuarded } from '#libs/identity/permission.guard.js';
import { createKafka, createProducer } from '#libs/messaging/kafka.js';
import { KafkaStrategy } from '#libs/messaging/kafka-strategy.js';
import { afterEventsCommitted } from '#libs/messaging/outbox.js';
import { createRelay } from '#libs/messaging/relay.js';
import { retryWaiting } from '#libs/messaging/replay.js';
import { createLog } from '#libs/observability/log.js';
import { collectProcessMetrics, httpWrites, movements } from '#libs/observability/metrics.js';
import { startOpsServer } from '#libs/observability/ops-server.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import { loadPack } from '#libs/policy/read-pack.js';
import { createScheduler, type Scheduler } from '#libs/scheduling/scheduler.js';
import { nestLog } from './nest-log.js';
import { openApiOf } from './openapi.js';
import { pulseOfProcess, takePulse } from './pulse.js';
import type { ServiceDefinition, ServiceParts } from './service-definition.js';
import { ServiceModule } from './service.module.js';
import { startUpkeep } from './upkeep.js';

export interface RunningService {
  readonly app: NestFastifyApplication;
  readonly parts: ServiceParts;
  readonly scheduler: Scheduler;
  readonly strategy: KafkaStrategy;
  stop(): Promise<void>;
}

const STOP_DEADLINE_MS = 20_000;
const READS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Makes the parts of a service without connecting anything. */
const assemble = async <C extends ServiceConfig>(definition: ServiceDefinition<C>, config: C) => {
  const log = createLog(definition.name, config.LOG_LEVEL);
  const db = definition.dataSource(config.DATABASE_URL);
  const clockPool = config.CLOCK === 'shared' ? new Pool({ connectionString: config.DATABASE_URL, max: 2 }) : null;
  clockPool?.on('error', (why) => log.warn({ err: why }, 'clock connection lost'));
  const clock: Clock = clockPool ? sharedClock(clockPool) : systemClock;
  const kafka = createKafka(config.KAFKA_BROKERS, definition.name, log);
  const parts: ServiceParts<C> = {
    name: definition.name,
    config,
    db,
    clock,
    log,
    kafka,
    producer: createProducer(kafka),
    pack: await loadPack(config.PACK_DIR),
    files: folderFileStore(config.FILES_DIR),
  };
  const strategy = new KafkaStrategy({
    kafka,
    service: definition.name,
    namespace: config.NAMESPACE,
    db,
    clock,
    log,
    ...(definition.groupOf ? { groupOf: definition.groupOf } : {}),
    sessionTimeoutMs: config.KAFKA_SESSION_TIMEOUT_MS,
  });
  const scheduler = createScheduler({
    service: definition.name,
    db,
    redisUrl: config.REDIS_URL,
    namespace: config.NAMESPACE,
    clock,
    log,
    sweepIntervalMs: config.SWEEP_INTERVAL_MS,
    timers: definition.timers?.(parts) ?? {},
    schedules: definition.schedules?.(parts) ?? [],
    jobs: definition.jobs?.(parts) ?? {},
  });
  @Module({
    imports: [ServiceModule.of(parts, strategy, scheduler, definition.routePrefix), definition.module],
    providers: [...(definition.providers ?? [])],
  })
  class RootModule {}
  const app = await NestFactory.create<NestFastifyApplication>(
    RootModule,
    new FastifyAdapter({ bodyLimit: 1024 * 1024, forceCloseConnections: true, routerOptions: { maxParamLength: 300 } }),
    { logger: nestLog(log), abortOnError: false },
  );
  return { parts, app, strategy, scheduler, clockPool };
};

/**
 * The life of a service process: settings, connections, schedules, consumers, ready; and back down in
 * the opposite order under a deadline. Migrations are a separate command and are only checked for here.
 */
export const startService = async <C extends ServiceConfig>(
  definition: ServiceDefinition<C>,
  config: C,
): Promise<RunningService> => {
  const { parts, app, strategy, scheduler, clockPool } = await assemble(definition, config);
  const { log, db, producer, clock } = parts;
  collectProcessMetrics(definition.name);
  let ready = false;
  let doors: Awaited<ReturnType<NonNullable<typeof definition.openDoors>>> | null = null;
  const relay = createRelay({
    databaseUrl: config.DATABASE_URL,
    schema: definition.name,
    producer,
    namespace: config.NAMESPACE,
    intervalMs: config.RELAY_INTERVAL_MS,
    log,
  });
  const ops = await startOpsServer({
    host: config.HTTP_HOST,
    port: config.OPS_PORT,
    live: () => true,
    ready: async () => ({
      process: ready ? 'ok' : 'starting or stopping',
      database: await db.query('select 1').then(
        () => 'ok',
        () => 'does not answer',
      ),
      outbox: relay.keepsUp() ? 'ok' : 'falls behind',
      consumers: strategy.troubles().join('; ') || 'ok',
      ...(doors?.ready ? { doors: doors.ready() ?? 'ok' } : {}),
    }),
    // Who asks waits for rest: what is under way is seen to at once instead of at the end of a pause.
    pulse: async () => {
      const pulse = await takePulse(db, strategy, scheduler);
      if (pulse.outboxPending > 0) relay.nudge();
      if (!pulse.idle) scheduler.nudge();
      return pulseOfProcess(pulse);
    },
    moved: movements,
  });
  await db.initialize();
  if (await db.showMigrations())
    throw new Error(`schema ${definition.name} lacks migrations: run the migrate command first`);
  afterEventsCommitted(db, relay.nudge);
  await producer.connect();
  app.connectMicroservice({ strategy }, { inheritAppConfig: true });
  assertEveryRouteGuarded(app);
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, _reply, done) => {
      if (!READS.has(request.method)) httpWrites.inc();
      done();
    });
  if (definition.prepareHttp) await definition.prepareHttp(app, parts);
  relay.start();
  await app.startAllMicroservices();
  await scheduler.start();
  await app.listen({ port: config.HTTP_PORT, host: config.HTTP_HOST });
  if (definition.openDoors) doors = await definition.openDoors({ ...parts, scheduler, app });
  let retry: Promise<unknown> | null = null;
  const retrying = setInterval(() => {
    retry ??= runWithCause(systemCause('retry-waiting'), () =>
      retryWaiting({ db, clock, receivers: strategy.receivers }),
    )
      .catch((why: unknown) => log.warn({ err: why }, 'could not retry waiting records'))
      .finally(() => (retry = null));
  }, 2_000);
  const upkeep = startUpkeep(db, log);
  ready = true;
  log.info({ http: config.HTTP_PORT, ops: config.OPS_PORT }, 'ready');

  const stop = async (): Promise<void> => {
    ready = false;
    clearInterval(retrying);
    await retry;
    await upkeep.stop();
    await doors?.close();
    await strategy.close();
    await scheduler.stop();
    await app.close();
    await relay.stop();
    await producer.disconnect();
    await ops.close();
    await db.destroy();
    await clockPool?.end();
  };
  return { app, parts, scheduler, strategy, stop };
};

/** Entry of every `main.ts`: reads the settings, starts, and stops on SIGTERM or SIGINT within a deadline. */
export const runService = async <S extends z.ZodType<ServiceConfig>>(
  schema: S,
  definition: ServiceDefinition<z.infer<S>>,
): Promise<void> => {
  const config = loadConfig(schema) as z.infer<S>;
  process.on('unhandledRejection', (why) => {
    console.error(
      JSON.stringify({ level: 60, service: definition.name, msg: 'unhandled rejection', err: String(why) }),
    );
    process.exit(1);
  });
  const service = await startService(definition, config);
  let stopping = false;
  const stop = (signal: string): void => {
    if (stopping) return;
    stopping = true;
    service.parts.log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_DEADLINE_MS).unref();
    service.stop().then(
      () => process.exit(0),
      (why: unknown) => {
        service.parts.log.error({ err: why }, 'could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', () => stop('SIGTERM'));
  process.on('SIGINT', () => stop('SIGINT'));
};

/** Settings that satisfy the schema of a service which only describes itself and connects to nothing. */
const DESCRIPTION_SETTINGS = {
  DATABASE_URL: 'postgresql://nobody@localhost/none',
  REDIS_URL: 'redis://localhost',
  KAFKA_BROKERS: 'localhost:9092',
  HTTP_PORT: '0',
  OPS_PORT: '0',
  INTERNAL_KEY: '0'.repeat(64),
};

/** The OpenAPI description of a service, without connecting to anything. `settings` adds what its own schema demands. */
export const describeService = async <S extends z.ZodType<ServiceConfig>>(
  schema: S,
  definition: ServiceDefinition<z.infer<S>>,
  settings: Readonly<Record<string, string>> = {},
): Promise<OpenAPIObject> => {
  const config = loadConfig(schema, { ...DESCRIPTION_SETTINGS, ...settings }) as z.infer<S>;
  const { app, clockPool } = await assemble(definition, config);
  const document = openApiOf(app, definition.name);
  await clockPool?.end();
  return document;
};
