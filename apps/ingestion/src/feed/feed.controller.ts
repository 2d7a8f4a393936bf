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
import { audit } from '#libs/identity/audit.js';
import { PUBLICATIONS } from '#libs/domain/telemetry/file-layout.js';
import { CLOCK } from '#libs/service/tokens.js';
import { PacketSender } from '../packet/packet-sender.js';
import { deliveryRoots, reachedRegister, type ReachedRegister } from '../reach.js';
import { FEED_LAYOUTS, readFeed } from './feed-layout.js';
import { readPublication } from './publication-feed.js';

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

/** A subject the register knows and the deliverer does not reach is none of theirs; whom nobody knows is told of later. */
const withinReach = (
  { rows, faults }: ReturnType<typeof readFeed>,
  { subjects, isReached }: ReachedRegister,
): ReturnType<typeof readFeed> => {
  const beyond = new Set(subjects.filter((subject) => !isReached(subject)).map(({ id }) => id));
  if (beyond.size === 0) return { rows, faults };
  return {
    rows: rows.filter(({ code }) => !beyond.has(code)),
    faults: [
      ...faults,
      ...rows
        .filter(({ code }) => beyond.has(code))
        .map(({ line, code, row }) => ({
          line,
          reason: 'OUT_OF_REACH',
          where: `code: ${code}`,
          text: JSON.stringify(row),
        })),
    ],
  };
};

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
    @Param('layout') layoutId: string,
    @Query({ schema: FeedQuery }) query: z.infer<typeof FeedQuery>,
    @CurrentIdentity() identity: Identity,
    @Req() request: FastifyRequest,
  ): Promise<z.input<typeof FeedReceipt>> {
    const plain = FEED_LAYOUTS.find(({ id }) => id === layoutId);
    const published = PUBLICATIONS.find(({ id }) => id === layoutId);
    if (!plain && !published)
      throw new Refusal(
        'FEED_LAYOUT_NOT_FOUND',
        `no layout ${layoutId}; known: ${[...FEED_LAYOUTS, ...PUBLICATIONS].map(({ id }) => id).join(', ')}`,
      );
    if (typeof request.body !== 'string')
      throw new Refusal('FEED_INVALID', 'the body has to be CSV text (content-type text/csv)');
    const fileSha256 = createHash('sha256').update(request.body).digest('hex');
    const now = await this.clock.now();
    const receivedAt = now.toISOString();
    const register = await reachedRegister(this.db.manager, await deliveryRoots(this.db.manager, identity, query));
    const headersOf = (line: number, source: string): PacketHeaders => ({
      door: 'feed',
      receivedAt,
      source,
      layout: layoutId,
      fileSha256,
      line: String(line),
      dataState: query.dataState,
    });
    const of = { province: query.province ?? null, receivedAt: now };
    const { rows, faults } = plain
      ? withinReach(readFeed(plain, request.body), register)
      : readPublication(published!, request.body, register, of);
    // Written first: a file told of and not sent is sent again, one sent and not told of would stay unknown.
    await this.db.transaction((tx) =>
      audit(tx, {
        at: now,
        action: 'feed.deliver',
        subject: { kind: 'file', id: fileSha256 },
        new: {
          layout: layoutId,
          dataState: query.dataState,
          ...(query.province === undefined ? {} : { province: query.province }),
          accepted: rows.length,
          refused: faults.length,
        },
        reason: query.reason ?? null,
      }),
    );
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
      layout: layoutId,
      fileSha256,
      accepted: rows.length,
      refused: faults.map(({ line, reason, where }) => ({ line, reason, where })),
    };
  }
}
