import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { httpEdgeProviders } from '#libs/identity/http-edge.js';
import type { Scheduler } from '#libs/scheduling/scheduler.js';
import type { KafkaStrategy } from '#libs/messaging/kafka-strategy.js';
import { operationsController } from './operations.controller.js';
import type { ServiceParts } from './service-definition.js';
import { CLOCK, CONFIG, FILES, KAFKA, LOG, PACK, PRODUCER, SCHEDULER, SERVICE_NAME, STRATEGY } from './tokens.js';

/** Gives every part of a service what it may ask for, and the operations routes each service has. */
@Global()
@Module({})
export class ServiceModule {
  static of(parts: ServiceParts, strategy: KafkaStrategy, scheduler: Scheduler, routePrefix = ''): DynamicModule {
    const values: [symbol | typeof DataSource, unknown][] = [
      [DataSource, parts.db],
      [CLOCK, parts.clock],
      [CONFIG, parts.config],
      [LOG, parts.log],
      [KAFKA, parts.kafka],
      [PRODUCER, parts.producer],
      [PACK, parts.pack],
      [FILES, parts.files],
      [SERVICE_NAME, parts.name],
      [STRATEGY, strategy],
      [SCHEDULER, scheduler],
    ];
    const providers = values.map(([provide, useValue]) => ({ provide, useValue }));
    return {
      module: ServiceModule,
      controllers: [operationsController(parts.name, routePrefix)],
      providers: [...providers, ...httpEdgeProviders({ internalKey: parts.config.INTERNAL_KEY, log: parts.log })],
      exports: providers.map(({ provide }) => provide),
    };
  }
}
