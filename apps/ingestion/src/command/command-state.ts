/** The states of a command to a device, and how the end of a conversation is told. */
import type { Conversation, ConversationOutcome } from '#libs/domain/hj212/conversation.js';

/**
 * `queued`: waits for the device to be connected and free. `sent`: not answered yet. `answered`: the device said it will
 * execute, or sends data. `executed`: done, or done and nothing there (`noData`). `failed`: the device said so. `refused`:
 * the device will not. `timed-out`: nothing came after the last sending, or nothing after it said it would. `cancelled`:
 * taken back before it was sent. `expired`: never sent, since the device was not there in time. `interrupted`: the process
 * that had sent it ended; what the device did is not known.
 */
export const COMMAND_STATES = [
  'queued',
  'sent',
  'answered',
  'executed',
  'failed',
  'refused',
  'timed-out',
  'cancelled',
  'expired',
  'interrupted',
] as const;
export type CommandState = (typeof COMMAND_STATES)[number];
export type EndState = Exclude<CommandState, 'queued' | 'sent' | 'answered'>;

const endOf = (outcome: ConversationOutcome): { readonly state: EndState; readonly result: string } => {
  switch (outcome.kind) {
    case 'done':
    case 'noData':
      return { state: 'executed', result: outcome.kind };
    case 'rejected':
      return { state: 'refused', result: outcome.result };
    case 'failed':
      return { state: 'failed', result: outcome.result };
    case 'unreachable':
    case 'silent':
      return { state: 'timed-out', result: outcome.kind };
  }
};

/** Where a command stands by its conversation. */
export const standingOf = ({
  phase,
  outcome,
}: Pick<Conversation, 'phase' | 'outcome'>):
  | { readonly state: 'sent' | 'answered'; readonly result: null }
  | { readonly state: EndState; readonly result: string } =>
  outcome !== null ? endOf(outcome) : { state: phase === 'asked' ? 'sent' : 'answered', result: null };
