import type { EntityManager } from 'typeorm';
import type { Conversation } from '#libs/domain/hj212/conversation.js';
import { leaseOf } from './begin-command.js';
import { standingOf } from './command-state.js';
import { noteProgress } from './command.store.js';
import { tellEnd } from './finish-command.js';

/** Notes how far the conversation about a command has come; false where the command is not this process's any more. */
export const noteConversation = async (
  tx: EntityManager,
  of: {
    readonly id: string;
    readonly heldBy: string;
    readonly conversation: Conversation;
    readonly reply: Readonly<Record<string, string>> | null;
  },
  now: Date,
): Promise<boolean> => {
  const { id, heldBy, conversation, reply } = of;
  const standing = standingOf(conversation);
  const isOver = conversation.outcome !== null;
  const command = await noteProgress(tx, {
    ...{ id, heldBy, reply, ...standing },
    sendings: conversation.sendings,
    parts: conversation.parts,
    answeredAt: conversation.phase === 'asked' ? null : now,
    endedAt: isOver ? now : null,
    leaseUntil: isOver ? null : leaseOf(conversation),
  });
  if (command && standing.result !== null) await tellEnd(tx, command, standing, now);
  return command !== null;
};
