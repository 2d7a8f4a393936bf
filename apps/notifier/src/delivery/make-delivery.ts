import type { DataSource } from 'typeorm';
import type { Pack } from '#libs/policy/pack.js';
import type { ChannelSender } from '../channel/channel-sender.js';
import { tellDelivery } from './address-posts.js';
import { pendingDelivery, settleDelivery } from './delivery.store.js';

/**
 * Makes one delivery, if it is still to be made. The row stays locked while the far side is asked, so two jobs never send
 * at once; a crash after sending and before commit sends again with the same key. After the pack's number of attempts
 * the delivery has failed, and an operator sees it.
 */
export const makeDelivery = (
  db: DataSource,
  sender: ChannelSender,
  pack: Pack,
  id: string,
  now: Date,
): Promise<'sent' | 'later' | 'failed' | 'nothing'> =>
  db.transaction(async (tx) => {
    const delivery = await pendingDelivery(tx, id, now);
    if (!delivery) return 'nothing';
    const policy = pack.channels.find((channel) => channel.id === delivery.channel);
    try {
      await sender.send(delivery);
      await settleDelivery(tx, id, { state: 'sent', at: now, error: null, nextTryAt: null });
      await tellDelivery(tx, { ...delivery, state: 'sent' }, now);
      return 'sent';
    } catch (why) {
      const error = why instanceof Error ? why.message : String(why);
      const last = delivery.attempts + 1 >= (policy?.attempts ?? 1);
      const nextTryAt = new Date(now.getTime() + (policy?.retryAfterSeconds ?? 60) * 1_000 * 2 ** delivery.attempts);
      await settleDelivery(tx, id, { state: last ? 'failed' : 'pending', at: now, error, nextTryAt });
      if (last) await tellDelivery(tx, { ...delivery, state: 'failed', error }, now);
      return last ? 'failed' : 'later';
    }
  });
