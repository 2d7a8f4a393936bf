import { Controller, Get, Inject, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Kafka } from 'kafkajs';
import { z } from 'zod';
import { CORRELATION_HEADER, IDENTITY_HEADER } from '#libs/identity/identity.js';
import { Requires } from '#libs/identity/permission.guard.js';
import type { KafkaStrategy } from '#libs/messaging/kafka-strategy.js';
import type { Scheduler } from '#libs/scheduling/scheduler.js';
import { takePulse } from '#libs/service/pulse.js';
import { CONFIG, KAFKA, SCHEDULER, STRATEGY } from '#libs/service/tokens.js';
import { DataSource } from 'typeorm';
import type { GatewayConfig } from '../config.js';
import { consumerLags } from './consumer-lag.js';
import { redisAnswers } from './redis-answers.js';

const ServiceHealth = z
  .object({
    service: z.string(),
    answers: z.boolean(),
    pulse: z.record(z.string(), z.unknown()).nullable(),
    trouble: z.string().nullable(),
  })
  .meta({ id: 'ServiceHealth' });
const OperationsOverview = z
  .object({
    services: z.array(ServiceHealth),
    lags: z.array(z.object({ group: z.string(), topic: z.string(), lag: z.int() })),
    kafkaTrouble: z.string().nullable(),
    redisTrouble: z.string().nullable(),
  })
  .meta({ id: 'OperationsOverview' });

/** One look at the whole installation: every service's pulse and every consumer's lag. A part that is away is part of the answer. */
@ApiTags('operations')
@Controller('api/operations-overview')
export class OperationsOverviewController {
  constructor(
    @Inject(CONFIG) private readonly config: GatewayConfig,
    @Inject(KAFKA) private readonly kafka: Kafka,
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(STRATEGY) private readonly strategy: KafkaStrategy,
    @Inject(SCHEDULER) private readonly scheduler: Scheduler,
  ) {}

  @Get()
  @Requires('operations.read')
  @ApiOkResponse({ standardSchema: OperationsOverview })
  async overview(@Req() request: FastifyRequest): Promise<z.input<typeof OperationsOverview>> {
    const headers = {
      [IDENTITY_HEADER]: String(request.headers[IDENTITY_HEADER]),
      [CORRELATION_HEADER]: String(request.headers[CORRELATION_HEADER]),
    };
    const services = await Promise.all(
      Object.entries(this.config.SERVICE_URLS).map(async ([service, url]) => {
        if (service === 'gateway') return this.own();
        const path = `${url}/operations/${service}/pulse`;
        try {
          const answer = await fetch(path, { headers, signal: AbortSignal.timeout(4_000) });
          if (!answer.ok) return { service, answers: true, pulse: null, trouble: `返回 ${answer.status}` };
          return { service, answers: true, pulse: (await answer.json()) as Record<string, unknown>, trouble: null };
        } catch {
          return { service, answers: false, pulse: null, trouble: '无应答' };
        }
      }),
    );
    const redisTrouble = (await redisAnswers(this.config.REDIS_URL)) ? null : 'Redis 无应答';
    try {
      const lags = await consumerLags(this.kafka, this.config.NAMESPACE);
      return { services, lags, kafkaTrouble: null, redisTrouble };
    } catch {
      return { services, lags: [], kafkaTrouble: 'Kafka 无应答', redisTrouble };
    }
  }

  private async own(): Promise<z.input<typeof ServiceHealth>> {
    try {
      return {
        service: 'gateway',
        answers: true,
        pulse: { ...(await takePulse(this.db, this.strategy, this.scheduler)) },
        trouble: null,
      };
    } catch {
      return { service: 'gateway', answers: true, pulse: null, trouble: '数据库无应答' };
    }
  }
}
