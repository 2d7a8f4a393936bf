import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { PersonState, PostState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { publish } from '#libs/messaging/outbox.js';
import { allReferences, findReference, needReference } from '#libs/messaging/reference.js';
import { DeliveryChanged } from '#libs/contracts/notifier.events.js';
import { addDeliveries, type Delivery } from './delivery.store.js';

export interface Message {
  readonly about: { readonly kind: Delivery['aboutKind']; readonly id: string };
  readonly occasion: string;
  readonly title: string;
  readonly isUrgent: boolean;
  readonly occurredAt: Date;
}

/** Which channels are open here, and when the pack uses them. */
export interface OpenChannels {
  readonly email: boolean;
  readonly webhook: 'never' | 'urgent' | 'always';
}

type Post = DataOf<typeof PostState>;

/** Who holds a post on a day; an acting holder only where nobody else does. */
export const holderOn = (post: Post, date: string): string | null => {
  const holding = post.holders.filter((holder) => holder.from <= date && (holder.to === null || holder.to > date));
  return (holding.find((holder) => !holder.acting) ?? holding[0])?.personId ?? null;
};

/** Posts of a unit that are told about its matters: its liaison, or its principal where there is none. */
export const postsOfUnit = async (tx: EntityManager, unitId: string): Promise<string[]> => {
  const posts = (await allReferences(tx, PostState)).filter((post) => post.unitId === unitId);
  const liaison = posts.filter((post) => post.kind === 'liaison');
  return (liaison.length > 0 ? liaison : posts.filter((post) => post.kind === 'principal')).map((post) => post.id);
};

/**
 * One delivery per post and open channel. The console's is made by being written; others wait for their job. A record
 * names the post and the person who held it that day.
 */
export const addressPosts = async (
  tx: EntityManager,
  postIds: readonly string[],
  message: Message,
  channels: OpenChannels,
): Promise<Delivery[]> => {
  const date = shanghaiDate(message.occurredAt);
  const wanted: Parameters<typeof addDeliveries>[1][number][] = [];
  for (const postId of [...new Set(postIds)]) {
    const post = await needReference(tx, PostState, postId);
    const personId = holderOn(post, date);
    const person = personId ? await findReference(tx, PersonState, personId) : null;
    const base = {
      aboutKind: message.about.kind,
      aboutId: message.about.id,
      occasion: message.occasion,
      title: message.title,
      isUrgent: message.isUrgent,
      recipientPostId: postId,
      recipientPersonId: personId,
      unitId: post.unitId,
      occurredAt: message.occurredAt,
    };
    wanted.push({ ...base, id: uuidv7(), channel: 'console', address: null, state: 'sent' });
    if (channels.email && person?.email)
      wanted.push({ ...base, id: uuidv7(), channel: 'email', address: person.email, state: 'pending' });
    if (channels.webhook === 'always' || (channels.webhook === 'urgent' && message.isUrgent)) {
      wanted.push({ ...base, id: uuidv7(), channel: 'webhook', address: null, state: 'pending' });
    }
  }
  const added = await addDeliveries(tx, wanted);
  for (const delivery of added) await tellDelivery(tx, delivery, message.occurredAt);
  return added;
};

export const tellDelivery = (tx: EntityManager, delivery: Delivery, at: Date): Promise<void> =>
  publish(tx, DeliveryChanged, {
    key: delivery.id,
    occurredAt: at,
    data: {
      deliveryId: delivery.id,
      about: { kind: delivery.aboutKind, id: delivery.aboutId },
      recipientPostId: delivery.recipientPostId,
      recipientPersonId: delivery.recipientPersonId,
      channel: delivery.channel,
      state: delivery.state,
      at: at.toISOString(),
      error: delivery.error,
    },
  });
