import { createHash } from 'node:crypto';
import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { RAW_TOPICS } from '#libs/contracts/ingestion.events.js';
import { OnRaw, type RawRecord } from '#libs/messaging/on.js';
import { CLOCK } from '#libs/service/tokens.js';
import { keepFaults, type NewFault } from './fault.store.js';

/** What the doors could not read: kept with its bytes, for operators to look at. */
@Controller()
export class FaultConsumer {
  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  @OnRaw(RAW_TOPICS.faults.topic, 100)
  async keep(records: RawRecord[], tx: EntityManager): Promise<void> {
    const now = await this.clock.now();
    await keepFaults(
      tx,
      records.map((record): NewFault => {
        const { door, source, receivedAt, reason, where } = record.headers;
        const at = new Date(receivedAt ?? '');
        return {
          at: Number.isNaN(at.getTime()) ? now : at,
          door: door ?? null,
          source: source ?? null,
          reason: reason ?? 'REASON_MISSING',
          place: where ?? '',
          packetId: null,
          raw: record.value,
          sha256: createHash('sha256').update(record.value).digest('hex'),
          record,
        };
      }),
    );
  }
}
