import type { EntityManager } from 'typeorm';
import { DeviceCommandEnded } from '#libs/contracts/ingestion.events.js';
import { audit } from '#libs/identity/audit.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import type { EndState } from './command-state.js';
import { type CommandRow, endCommand, overdueCommands } from './command.store.js';

/** Tells how a command ended; what a person asked for is audited with its end. */
export const tellEnd = async (
  tx: EntityManager,
  command: CommandRow,
  end: { readonly state: EndState; readonly result: string | null },
  at: Date,
): Promise<void> => {
  await publish(tx, DeviceCommandEnded, {
    id: deterministicId(DeviceCommandEnded.type, command.id),
    key: command.deviceId,
    data: {
      commandId: command.id,
      deviceId: command.deviceId,
      cn: command.cn,
      origin: command.origin,
      askingId: command.askingId,
      ...end,
      parts: command.parts,
    },
    occurredAt: at,
  });
  if (command.origin === 'person')
    await audit(tx, {
      at,
      action: 'device-command.end',
      subject: { kind: 'device', id: command.deviceId },
      new: { commandId: command.id, cn: command.cn, ...end },
    });
};

/** Ends a command that is locked and has no conversation. */
export const finishCommand = async (
  tx: EntityManager,
  command: CommandRow,
  end: { readonly state: EndState; readonly result: string | null },
  at: Date,
): Promise<void> => {
  await endCommand(tx, command.id, { ...end, at });
  await tellEnd(tx, command, end, at);
};

const MOST_AT_ONCE = 200;

/** Ends what waited too long for its device, and what a process that is gone had sent: whether it was done is not known. */
export const finishOverdue = async (tx: EntityManager, now: Date, heldBy: string): Promise<number> => {
  const overdue = await overdueCommands(tx, now, heldBy, MOST_AT_ONCE);
  for (const command of overdue) {
    const state = command.state === 'queued' ? 'expired' : 'interrupted';
    await finishCommand(tx, command, { state, result: null }, now);
  }
  return overdue.length;
};
