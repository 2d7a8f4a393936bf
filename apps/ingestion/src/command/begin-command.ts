import type { EntityManager } from 'typeorm';
import { FrameNotComposable } from '#libs/domain/hj212/compose.js';
import { type Conversation, type ConversationLimits, startConversation } from '#libs/domain/hj212/conversation.js';
import { requestNumber } from '#libs/domain/hj212/data-time.js';
import { composeRequest, type DeviceAddress } from '#libs/domain/hj212/request.js';
import { Refusal } from '#libs/domain/refusal.js';
import { deviceRequest } from './command-request.js';
import { lastAskedAt, markSent, takeQueued } from './command.store.js';
import { finishCommand } from './finish-command.js';

/** How much longer than its conversation a command counts as held by its process. */
const LEASE_MS = 60_000;

/** Until when a process that speaks with a device has to be heard of. */
export const leaseOf = (conversation: Pick<Conversation, 'deadline'>): Date | null =>
  conversation.deadline && new Date(conversation.deadline.getTime() + LEASE_MS);

export interface BegunCommand {
  readonly id: string;
  readonly conversation: Conversation;
  /** The bytes to be sent, and to be sent again. */
  readonly frame: Buffer;
}

/**
 * Takes a queued command up: it counts as sent from the commit on, so that it is never sent by two. Null where somebody
 * else has it, its time is over, or the device could not be spoken to so.
 */
export const beginCommand = async (
  tx: EntityManager,
  id: string,
  now: Date,
  by: { readonly heldBy: string; readonly address: DeviceAddress; readonly limits: ConversationLimits },
): Promise<BegunCommand | null> => {
  const command = await takeQueued(tx, id);
  if (!command || command.expiresAt <= now) return null;
  const last = await lastAskedAt(tx, command.mn);
  const askedAt = last === null || last < now ? now : new Date(last.getTime() + 1);
  const request = deviceRequest(command.request, now);
  const qn = requestNumber(askedAt);
  let frame: Buffer;
  try {
    frame = composeRequest(request, by.address, askedAt);
  } catch (why) {
    if (!(why instanceof FrameNotComposable || why instanceof Refusal)) throw why;
    await finishCommand(tx, command, { state: 'failed', result: 'notComposable' }, now);
    return null;
  }
  const conversation = startConversation(command.mn, qn, request, now, by.limits);
  const leaseUntil = leaseOf(conversation) ?? now;
  await markSent(tx, id, { askedAt, qn, heldBy: by.heldBy, leaseUntil });
  return { id, conversation, frame };
};
