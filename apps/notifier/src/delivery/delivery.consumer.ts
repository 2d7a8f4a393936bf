import { Controller, Inject } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { ActChanged, DispatchIssued, WarningRaised } from '#libs/contracts/accountability.events.js';
import { PersonState, PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { EventOf } from '#libs/contracts/event.js';
import { TaskChanged } from '#libs/contracts/ledger.events.js';
import { On, OnBatch } from '#libs/messaging/on.js';
import { keepReference } from '#libs/messaging/reference.js';
import { inOrder } from '#libs/persistence/in-order.js';
import { OPEN_CHANNELS } from '../channel/open-channels.js';
import { addressPosts, type OpenChannels, postsOfUnit } from './address-posts.js';

@Controller()
export class DeliveryConsumer {
  constructor(@Inject(OPEN_CHANNELS) private readonly channels: OpenChannels) {}

  @OnBatch(UnitState, 200)
  async units(events: EventOf<typeof UnitState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      UnitState,
      events.map((event) => event.data),
    );
  }

  @OnBatch(PostState, 200)
  async posts(events: EventOf<typeof PostState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      PostState,
      events.map((event) => event.data),
    );
  }

  @OnBatch(PersonState, 200)
  async people(events: EventOf<typeof PersonState>[], tx: EntityManager): Promise<void> {
    await keepReference(
      tx,
      PersonState,
      events.map((event) => event.data),
    );
  }

  /** An issued act goes to the posts it is addressed to and to the liaisons of the units copied; a draft to whoever must approve it. */
  @On(ActChanged)
  async act(event: EventOf<typeof ActChanged>, tx: EntityManager): Promise<void> {
    const { data } = event;
    const message = {
      about: { kind: 'act', id: data.actId } as const,
      title: data.title,
      isUrgent: data.urgentOverChannels,
      occurredAt: event.occurredAt,
    };
    if (data.action === 'issue') {
      const copies = await inOrder(data.copyToUnitIds, (unitId) => postsOfUnit(tx, unitId));
      await addressPosts(
        tx,
        [...data.addresseePostIds, ...copies.flat()],
        { ...message, occasion: 'issued' },
        this.channels,
      );
    } else if (data.state === 'sign' && data.approverPostId) {
      await addressPosts(tx, [data.approverPostId], { ...message, occasion: 'to-sign' }, this.channels);
    }
  }

  @On(WarningRaised)
  async warning(event: EventOf<typeof WarningRaised>, tx: EntityManager): Promise<void> {
    const { data } = event;
    const posts = (await inOrder(data.unitIds, (unitId) => postsOfUnit(tx, unitId))).flat();
    await addressPosts(
      tx,
      posts,
      {
        about: { kind: 'warning', id: data.warningId },
        occasion: 'raised',
        title: data.title,
        isUrgent: data.severity === 'red',
        occurredAt: event.occurredAt,
      },
      this.channels,
    );
  }

  @On(TaskChanged)
  async task(event: EventOf<typeof TaskChanged>, tx: EntityManager): Promise<void> {
    const { data } = event;
    if (data.state !== 'assigned') return;
    await addressPosts(
      tx,
      await postsOfUnit(tx, data.leadUnitId),
      {
        about: { kind: 'task', id: data.taskId },
        occasion: 'assigned',
        title: data.title,
        isUrgent: false,
        occurredAt: event.occurredAt,
      },
      this.channels,
    );
  }

  @On(DispatchIssued)
  async dispatch(event: EventOf<typeof DispatchIssued>, tx: EntityManager): Promise<void> {
    const { data } = event;
    for (const unitId of new Set(data.rows.map((row) => row.unitId))) {
      await addressPosts(
        tx,
        await postsOfUnit(tx, unitId),
        {
          about: { kind: 'dispatch', id: data.dispatchId },
          occasion: 'issued',
          title: `第${data.issueNo}期周调度表：有${data.rows.filter((row) => row.unitId === unitId).length}项待反馈`,
          isUrgent: false,
          occurredAt: event.occurredAt,
        },
        this.channels,
      );
    }
  }
}
