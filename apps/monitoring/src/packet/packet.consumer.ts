import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { OnRaw, type RawRecord } from '#libs/messaging/on.js';
import { CLOCK, CONFIG } from '#libs/service/tokens.js';
import type { MonitoringConfig } from '../config.js';
import { type Policy, POLICY } from '../policy.js';
import { receivePackets } from './receive-packets.js';

/** The packet door: what came through ingestion's doors, in batches, in a consumer group of its own. */
@Controller()
export class PacketConsumer {
  private readonly parts;

  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(POLICY) policy: Policy,
    @Inject(CONFIG) { INTERNAL_KEY: internalKey }: MonitoringConfig,
  ) {
    this.parts = {
      policy,
      internalKey,
      sources: new Map<string, number>(),
      factorLists: new Map<string, number>(),
    };
  }

  @OnRaw(RAW_TOPICS.packets.topic, 3_000)
  async receive(records: RawRecord[], tx: EntityManager): Promise<void> {
    await receivePackets(tx, records, this.parts, await this.clock.now());
  }
}
