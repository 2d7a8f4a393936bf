import { createHash } from 'node:crypto';
import { Controller, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { PacketHeaders } from '#libs/contracts/ingestion.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { PacketSender } from '../packet/packet-sender.js';
import { deliverFeed } from './deliver-feed.js';
import type { FeedContent } from './plain-feed.js';

const FeedQuery = z.object({
  dataState: z.enum(['realtime', 'preliminary', 'reviewed']).default('realtime'),
  /** Publications that name sections: the province whose names the register holds. */
  province: z.string().min(1).max(60).optional(),
  /** Why; needed where preliminary or reviewed values take the place of those in force. */
  reason: z.string().trim().min(2).max(500).optional(),
});
const FeedReceipt = z
  .object({
    layout: z.string(),
    fileSha256: z.string(),
    accepted: z.int(),
    refused: z.array(z.object({ line: z.int(), reason: z.string(), where: z.string() })),
  })
  .meta({ id: 'FeedReceipt' });

/** The door for feed files (CSV): every good row goes on as one record; bad rows are kept and named, and stop nobody. */
@ApiTags('feeds')
@Controller('feeds')
export class FeedController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(PacketSender) private readonly sender: PacketSender,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post(':layout')
  @HttpCode(200)
  @Requires('feed.deliver')
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string' } })
  @ApiOkResponse({ standardSchema: FeedReceipt })
  async deliver(
    @Param('layout') layout: string,
    @Query({ schema: FeedQuery }) query: z.infer<typeof FeedQuery>,
    @CurrentIdentity() identity: Identity,
    @Req() request: FastifyRequest,
  ): Promise<z.input<typeof FeedReceipt>> {
    if (typeof request.body !== 'string')
      throw new Refusal('FEED_INVALID', 'the body has to be CSV text (content-type text/csv)');
    const text = request.body;
    const fileSha256 = createHash('sha256').update(text).digest('hex');
    const now = await this.clock.now();
    const file = { ...query, layout, text, sha256: fileSha256 };
    const content = await this.db.transaction((tx) => deliverFeed(tx, file, now, identity));
    const { dataState } = query;
    await this.send(content, { door: 'feed', receivedAt: now.toISOString(), layout, fileSha256, dataState });
    return {
      layout,
      fileSha256,
      accepted: content.rows.length,
      refused: content.faults.map(({ line, reason, where }) => ({ line, reason, where })),
    };
  }

  private async send({ rows, faults }: FeedContent, headers: Omit<PacketHeaders, 'source' | 'line'>): Promise<void> {
    await Promise.all([
      ...rows.map(({ line, code, row }) =>
        this.sender.sendPacket(code, Buffer.from(JSON.stringify(row)), {
          ...headers,
          source: code,
          line: String(line),
        }),
      ),
      ...faults.map(({ line, reason, where, text }) =>
        this.sender.sendFault('feed', Buffer.from(text), {
          ...headers,
          source: 'feed',
          line: String(line),
          reason,
          where: `line ${line}, ${where}`,
        }),
      ),
    ]);
  }
}
