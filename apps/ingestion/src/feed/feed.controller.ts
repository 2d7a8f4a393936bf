import { createHash } from 'node:crypto';
import { Controller, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { PacketHeaders } from '#libs/contracts/ingestion.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { PacketSender } from '../packet/packet-sender.js';
import { FEED_LAYOUTS, readFeed } from './feed-layout.js';

const FeedQuery = z.object({ dataState: z.enum(['realtime', 'preliminary', 'reviewed']).default('realtime') });
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
    @Param('layout') layoutId: string,
    @Query({ schema: FeedQuery }) query: z.infer<typeof FeedQuery>,
    @Req() request: FastifyRequest,
  ): Promise<z.input<typeof FeedReceipt>> {
    const layout = FEED_LAYOUTS.find(({ id }) => id === layoutId);
    if (!layout)
      throw new Refusal(
        'FEED_LAYOUT_NOT_FOUND',
        `no layout ${layoutId}; known: ${FEED_LAYOUTS.map(({ id }) => id).join(', ')}`,
      );
    if (typeof request.body !== 'string')
      throw new Refusal('FEED_INVALID', 'the body has to be CSV text (content-type text/csv)');
    const fileSha256 = createHash('sha256').update(request.body).digest('hex');
    const receivedAt = (await this.clock.now()).toISOString();
    const headersOf = (line: number, source: string): PacketHeaders => ({
      door: 'feed',
      receivedAt,
      source,
      layout: layout.id,
      fileSha256,
      line: String(line),
      dataState: query.dataState,
    });
    const { rows, faults } = readFeed(layout, request.body);
    await Promise.all([
      ...rows.map(({ line, code, row }) =>
        this.sender.sendPacket(code, Buffer.from(JSON.stringify(row)), headersOf(line, code)),
      ),
      ...faults.map(({ line, reason, where, text }) =>
        this.sender.sendFault('feed', Buffer.from(text), {
          ...headersOf(line, 'feed'),
          reason,
          where: `line ${line}, ${where}`,
        }),
      ),
    ]);
    return {
      layout: layout.id,
      fileSha256,
      accepted: rows.length,
      refused: faults.map(({ line, reason, where }) => ({ line, reason, where })),
    };
  }
}
