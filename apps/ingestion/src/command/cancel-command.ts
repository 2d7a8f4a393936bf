import type { EntityManager } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { lockCommand } from './command.store.js';
import { finishCommand } from './finish-command.js';

/** Takes a command back that has not been sent. Refuses with DEVICE_COMMAND_NOT_FOUND and DEVICE_COMMAND_SENT. */
export const cancelCommand = async (tx: EntityManager, id: string, reason: string, at: Date): Promise<void> => {
  const command = await lockCommand(tx, id);
  if (!command) throw new Refusal('DEVICE_COMMAND_NOT_FOUND', `no command ${id}`);
  if (command.state === 'cancelled') return;
  if (command.state !== 'queued') throw new Refusal('DEVICE_COMMAND_SENT', `the command is ${command.state}`);
  await finishCommand(tx, command, { state: 'cancelled', result: null }, at);
  await audit(tx, {
    at,
    action: 'device-command.cancel',
    subject: { kind: 'device', id: command.deviceId },
    old: { commandId: id, state: command.state },
    new: { commandId: id, state: 'cancelled' },
    reason,
  });
};
