import type { EntityManager } from 'typeorm';
import { DeviceState } from '#libs/contracts/monitoring.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { findReference } from '#libs/messaging/reference.js';
import { lockCommand } from './command.store.js';
import { finishCommand } from './finish-command.js';
import { requireDevice } from './request-command.js';

/**
 * Takes a command back that has not been sent; its device may be retired by now. Refuses with DEVICE_COMMAND_NOT_FOUND,
 * DEVICE_COMMAND_SENT and FORBIDDEN_UNIT.
 */
export const cancelCommand = async (
  tx: EntityManager,
  id: string,
  reason: string,
  at: Date,
  identity: Identity,
): Promise<void> => {
  const command = await lockCommand(tx, id);
  if (!command) throw new Refusal('DEVICE_COMMAND_NOT_FOUND', `no command ${id}`);
  const device = await findReference(tx, DeviceState, command.deviceId);
  if (!device) throw new Refusal('DEVICE_NOT_FOUND', `no device ${command.deviceId} is known here`);
  await requireDevice(tx, identity, 'device.command', device);
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
