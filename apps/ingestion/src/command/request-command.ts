import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { commandOf } from '#libs/domain/hj212/command.js';
import { requestParameters } from '#libs/domain/hj212/request.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { findReference } from '#libs/messaging/reference.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireUnits, requireWhole } from '#libs/service/require-reach.js';
import type { Device } from '../device/device.js';
import { editionOfDevice } from '../device/device-manner.js';
import { type CommandRequest, deviceRequest } from './command-request.js';
import { insertCommand, lockQueueOf } from './command.store.js';

/** Commands that may wait for one device at a time. */
const MOST_QUEUED = 50;

/**
 * Refuses what reaches beyond the units that answer for what the device watches; where nobody answers, beyond the unit of its
 * area, and where that is not known either (yet), whoever does not reach the whole installation.
 */
export const requireDevice = async (
  tx: EntityManager,
  identity: Identity,
  permission: string,
  device: Device,
): Promise<void> => {
  const subject = await findReference(tx, MonitoredSubjectState, device.subject.id);
  if (subject) await requireUnits(tx, identity, permission, subject);
  else await requireWhole(tx, identity, permission);
};

/** Refuses what the protocol does not allow: values out of range, a command the edition of the device has not. */
const requireSense = (request: CommandRequest, device: Device, at: Date): void => {
  requestParameters(deviceRequest(request, at));
  const edition = editionOfDevice(device);
  if (commandOf(request.cn, edition)?.editions.includes(edition) !== true)
    throw new Refusal('DEVICE_COMMAND_UNKNOWN', `edition ${edition} has no command ${request.cn}`);
};

export interface PersonsWish {
  readonly device: Device;
  readonly request: CommandRequest;
  readonly reason: string | null;
  readonly expiresAt: Date;
}

/**
 * Writes down that somebody wants a command sent; it goes out when its device is connected and free. Refuses with
 * DEVICE_REQUEST_OUT_OF_RANGE, DEVICE_COMMAND_UNKNOWN, DEVICE_COMMANDS_TOO_MANY and what the units refuse.
 */
export const requestCommand = async (
  tx: EntityManager,
  wish: PersonsWish,
  identity: Identity,
  at: Date,
): Promise<string> => {
  const { device, request, reason, expiresAt } = wish;
  await requireDevice(tx, identity, 'device.command', device);
  requireSense(request, device, at);
  if ((await lockQueueOf(tx, device.id)) >= MOST_QUEUED)
    throw new Refusal('DEVICE_COMMANDS_TOO_MANY', `${MOST_QUEUED} commands wait for device ${device.id} already`);
  const id = uuidv7();
  await insertCommand(tx, {
    ...{ id, deviceId: device.id, mn: device.mn, request, origin: 'person', askingId: null, reason },
    ...{ requestedAt: at, requestedBy: currentCause().actor.name, expiresAt },
  });
  await audit(tx, {
    at,
    action: 'device-command.request',
    subject: { kind: 'device', id: device.id },
    new: { commandId: id, request },
    reason,
  });
  return id;
};

/** Writes down that hours a device has are missing here; told twice, it is one command. */
export const requestMissing = async (
  tx: EntityManager,
  wish: {
    readonly device: Device;
    readonly request: CommandRequest;
    readonly askingId: string;
    readonly expiresAt: Date;
  },
  at: Date,
): Promise<void> => {
  const { device, request, askingId, expiresAt } = wish;
  requireSense(request, device, at);
  await insertCommand(tx, {
    ...{ id: uuidv7(), deviceId: device.id, mn: device.mn, request, origin: 'gap', askingId, reason: null },
    ...{ requestedAt: at, requestedBy: currentCause().actor.name, expiresAt },
  });
};
