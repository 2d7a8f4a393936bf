import type { Provider, Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Kafka, Producer } from 'kafkajs';
import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { ServiceConfig } from '#libs/config/config.js';
import type { FileStore } from '#libs/files/file-store.js';
import type { Log } from '#libs/observability/log.js';
import type { Pack } from '#libs/policy/pack.js';
import type { JobKind, Schedule, Scheduler, TimerHandler } from '#libs/scheduling/scheduler.js';

/** What a service's parts may ask for. */
export interface ServiceParts<C extends ServiceConfig = ServiceConfig> {
  readonly name: string;
  readonly config: C;
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly kafka: Kafka;
  readonly producer: Producer;
  readonly pack: Pack;
  readonly files: FileStore;
}

/** A service: what distinguishes it from the others. Everything else is the same for all (libs/service/run-service.ts). */
export interface ServiceDefinition<C extends ServiceConfig = ServiceConfig> {
  readonly name: string;
  /** Makes the data source for a database URL; also used by the migrate command and by tests. */
  readonly dataSource: (url: string) => DataSource;
  readonly module: Type;
  readonly providers?: readonly Provider[];
  /** Path before the operations routes; the gateway's own routes stand behind `api/`. */
  readonly routePrefix?: string;
  /** Consumer group of a topic where it is not the service's own. */
  readonly groupOf?: (topic: string) => string;
  readonly timers?: (parts: ServiceParts<C>) => Readonly<Record<string, TimerHandler>>;
  readonly schedules?: (parts: ServiceParts<C>) => readonly Schedule[];
  readonly jobs?: (parts: ServiceParts<C>) => Readonly<Record<string, JobKind>>;
  /** Prepares the HTTP application before it listens: multipart, static files … */
  readonly prepareHttp?: (app: NestFastifyApplication, parts: ServiceParts<C>) => Promise<void>;
  /** Starts doors that are not HTTP; returns how to close them. */
  readonly openDoors?: (
    parts: ServiceParts<C> & { readonly scheduler: Scheduler; readonly app: NestFastifyApplication },
  ) => Promise<{
    close(): Promise<void>;
    ready?(): string | null;
  }>;
}
