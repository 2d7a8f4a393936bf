import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, type Type } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import type { Identity } from '#libs/identity/identity.js';
import type { KafkaStrategy } from '#libs/messaging/kafka-strategy.js';
import { parkedRecord, parkedRecords, settleParked } from '#libs/messaging/parking.store.js';
import { replayParked } from '#libs/messaging/replay.js';
import { lateTimers } from '#libs/scheduling/timer.store.js';
import type { Scheduler } from '#libs/scheduling/scheduler.js';
import { takePulse } from './pulse.js';
import { CLOCK, SCHEDULER, STRATEGY } from './tokens.js';

const ParkedRecordView = z
  .object({
    id: z.string(),
    consumer: z.string(),
    topic: z.string(),
    partition: z.int(),
    offset: z.string(),
    key: z.string(),
    text: z.string(),
    headers: z.record(z.string(), z.string()),
    reason: z.string(),
    error: z.string(),
    attempts: z.int(),
    holdsKey: z.boolean(),
    firstAt: z.iso.datetime(),
    lastAt: z.iso.datetime(),
  })
  .meta({ id: 'ParkedRecord' });
const ParkedList = z.object({ items: z.array(ParkedRecordView) }).meta({ id: 'ParkedRecordList' });
const PulseView = z
  .object({
    service: z.string(),
    now: z.iso.datetime(),
    outboxPending: z.int(),
    outboxOldestSeconds: z.int(),
    outboxParked: z.int(),
    parked: z.int(),
    waiting: z.int(),
    idle: z.boolean(),
    nextInstant: z.iso.datetime().nullable(),
    troubles: z.array(z.string()),
    moved: z.string(),
    lateTimers: z.array(z.object({ id: z.string(), kind: z.string(), subjectId: z.string(), dueAt: z.iso.datetime() })),
  })
  .meta({ id: 'ServicePulse' });
const ReplayInput = z.object({ mended: z.string().optional() }).meta({ id: 'ReplayInput' });
const Done = z.object({ outcome: z.string() }).meta({ id: 'OperationOutcome' });

/** The operations routes of one service: its pulse, and its parked records to look at, mend, replay or discard. */
export const operationsController = (service: string, prefix = ''): Type => {
  @ApiTags('operations')
  @Controller(`${prefix}operations/${service}`)
  class OperationsController {
    constructor(
      @Inject(DataSource) private readonly db: DataSource,
      @Inject(CLOCK) private readonly clock: Clock,
      @Inject(STRATEGY) private readonly strategy: KafkaStrategy,
      @Inject(SCHEDULER) private readonly scheduler: Scheduler,
    ) {}

    @Get('pulse')
    @Requires('operations.read')
    @ApiOkResponse({ standardSchema: PulseView })
    async pulse(): Promise<z.input<typeof PulseView>> {
      const now = await this.clock.now();
      const late = await lateTimers(this.db.manager, now, 50);
      return {
        service,
        now: now.toISOString(),
        ...(await takePulse(this.db, this.strategy, this.scheduler)),
        troubles: this.strategy.troubles(),
        lateTimers: late.map((timer) => ({
          id: timer.id,
          kind: timer.kind,
          subjectId: timer.subjectId,
          dueAt: timer.dueAt.toISOString(),
        })),
      };
    }

    @Get('parked')
    @Requires('operations.read')
    @ApiOkResponse({ standardSchema: ParkedList })
    async parked(@Query('limit') limit?: string): Promise<z.input<typeof ParkedList>> {
      const rows = await parkedRecords(this.db.manager, { limit: Math.min(500, Number(limit ?? 100) || 100) });
      return {
        items: rows.map((row) => ({
          id: row.id,
          consumer: row.consumer,
          topic: row.topic,
          partition: row.partition,
          offset: row.recordOffset,
          key: row.key,
          text: row.value.toString('utf8'),
          headers: row.headers,
          reason: row.reason,
          error: row.error,
          attempts: row.attempts,
          holdsKey: row.holdsKey,
          firstAt: row.firstAt.toISOString(),
          lastAt: row.lastAt.toISOString(),
        })),
      };
    }

    @Post('parked/:id/replay')
    @HttpCode(200)
    @Requires('operations.act')
    @ApiOkResponse({ standardSchema: Done })
    async replay(
      @Param('id') id: string,
      @Body({ schema: ReplayInput }) body: z.infer<typeof ReplayInput>,
      @CurrentIdentity() identity: Identity,
    ): Promise<z.input<typeof Done>> {
      const mended = body.mended === undefined ? undefined : Buffer.from(body.mended, 'utf8');
      const outcome = await replayParked(
        { db: this.db, clock: this.clock, receivers: this.strategy.receivers },
        id,
        identity.accountId,
        mended,
      );
      await this.record('parked-record.replay', id, { outcome, mended: mended !== undefined });
      return { outcome };
    }

    @Post('parked/:id/discard')
    @HttpCode(200)
    @Requires('operations.act')
    @ApiOkResponse({ standardSchema: Done })
    async discard(@Param('id') id: string, @CurrentIdentity() identity: Identity): Promise<z.input<typeof Done>> {
      const at = await this.clock.now();
      await this.db.transaction(async (tx) => {
        const parked = await parkedRecord(tx, id);
        if (!parked) throw new Refusal('PARKED_RECORD_NOT_FOUND', 'no such parked record');
        await settleParked(tx, id, 'discarded', identity.accountId, at);
        await audit(tx, {
          at,
          action: 'parked-record.discard',
          subject: { kind: 'parked-record', id },
          old: { reason: parked.reason },
        });
      });
      return { outcome: 'discarded' };
    }

    @Post('consumers/:name/resume')
    @HttpCode(200)
    @Requires('operations.act')
    @ApiOkResponse({ standardSchema: Done })
    async resume(@Param('name') name: string): Promise<z.input<typeof Done>> {
      if (!this.strategy.resume(name)) throw new Refusal('CONSUMER_NOT_FOUND', `no consumer ${name} here`);
      await this.record('consumer.resume', name, {});
      return { outcome: 'resumed' };
    }

    private async record(action: string, id: string, values: object): Promise<void> {
      const at = await this.clock.now();
      await this.db.transaction((tx) => audit(tx, { at, action, subject: { kind: 'operation', id }, new: values }));
    }
  }
  return OperationsController;
};
