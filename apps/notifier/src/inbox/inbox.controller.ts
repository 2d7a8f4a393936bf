import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import type { Identity } from '#libs/identity/identity.js';
import { CurrentIdentity, Requires } from '#libs/identity/permission.guard.js';
import { CLOCK } from '#libs/service/tokens.js';
import { tellDelivery } from '../delivery/address-posts.js';
import { deliveriesAbout, type Delivery, inboxPage, markRead, unreadCount } from '../delivery/delivery.store.js';

const DeliveryView = z
  .object({
    id: z.string(),
    aboutKind: z.enum(['act', 'warning', 'task', 'dispatch']),
    aboutId: z.string(),
    occasion: z.string(),
    title: z.string(),
    isUrgent: z.boolean(),
    recipientPostId: z.string(),
    recipientPersonId: z.string().nullable(),
    channel: z.enum(['console', 'email', 'webhook']),
    state: z.enum(['pending', 'sent', 'failed', 'read']),
    attempts: z.int(),
    error: z.string().nullable(),
    occurredAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    readAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Delivery' });
const Inbox = z
  .object({ unread: z.int(), items: z.array(DeliveryView), nextCursor: z.string().nullable() })
  .meta({ id: 'Inbox' });
const Deliveries = z.object({ items: z.array(DeliveryView) }).meta({ id: 'DeliveryList' });
const InboxQuery = z.object({
  unread: z.enum(['true', 'false']).default('false'),
  cursor: z.iso.datetime().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
const MarkRead = z.object({ ids: z.array(z.uuid()).min(1).max(200) }).meta({ id: 'MarkRead' });
const Marked = z.object({ marked: z.int() }).meta({ id: 'MarkedRead' });

/** The console's inbox: what was delivered to the posts the person holds today. */
@ApiTags('inbox')
@Controller()
export class InboxController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('inbox')
  @Requires('inbox.read')
  @ApiOkResponse({ standardSchema: Inbox })
  async inbox(
    @Query({ schema: InboxQuery }) query: z.infer<typeof InboxQuery>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Inbox>> {
    const rows = await inboxPage(this.db.manager, {
      postIds: identity.postIds,
      unreadOnly: query.unread === 'true',
      before: query.cursor ? new Date(query.cursor) : null,
      limit: query.limit,
    });
    return {
      unread: await unreadCount(this.db.manager, identity.postIds),
      items: rows.map(viewOf),
      nextCursor: rows.length === query.limit ? (rows.at(-1)?.occurredAt.toISOString() ?? null) : null,
    };
  }

  @Post('inbox/read')
  @HttpCode(200)
  @Requires('inbox.read')
  @ApiOkResponse({ standardSchema: Marked })
  async read(
    @Body({ schema: MarkRead }) body: z.infer<typeof MarkRead>,
    @CurrentIdentity() identity: Identity,
  ): Promise<z.input<typeof Marked>> {
    const now = await this.clock.now();
    const rows = await this.db.transaction(async (tx) => {
      const marked = await markRead(tx, body.ids, identity.postIds, now);
      for (const delivery of marked) await tellDelivery(tx, delivery, now);
      return marked;
    });
    return { marked: rows.length };
  }

  @Get('deliveries/:kind/:id')
  @Requires('act.read')
  @ApiOkResponse({ standardSchema: Deliveries })
  async about(@Param('kind') kind: string, @Param('id') id: string): Promise<z.input<typeof Deliveries>> {
    return { items: (await deliveriesAbout(this.db.manager, kind, id)).map(viewOf) };
  }
}

const viewOf = (delivery: Delivery): z.input<typeof DeliveryView> => ({
  id: delivery.id,
  aboutKind: delivery.aboutKind,
  aboutId: delivery.aboutId,
  occasion: delivery.occasion,
  title: delivery.title,
  isUrgent: delivery.isUrgent,
  recipientPostId: delivery.recipientPostId,
  recipientPersonId: delivery.recipientPersonId,
  channel: delivery.channel,
  state: delivery.state,
  attempts: delivery.attempts,
  error: delivery.error,
  occurredAt: delivery.occurredAt.toISOString(),
  sentAt: delivery.sentAt?.toISOString() ?? null,
  readAt: delivery.readAt?.toISOString() ?? null,
});
