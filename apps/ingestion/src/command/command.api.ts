import { z } from 'zod';
import { Cursor, Limit } from '#libs/identity/paging.js';
import { CommandRequest } from './command-request.js';
import { COMMAND_STATES } from './command-state.js';

const DAY_MINUTES = 24 * 60;

/** `POST /device-commands`. */
export const RequestCommand = z
  .object({
    deviceId: z.string().min(1).max(200),
    request: CommandRequest,
    reason: z.string().trim().min(2).max(500).optional(),
    /** How long it may wait for its device to be connected. */
    validMinutes: z
      .int()
      .min(1)
      .max(7 * DAY_MINUTES)
      .default(60),
  })
  .meta({ id: 'RequestDeviceCommand' });
export type RequestCommand = z.infer<typeof RequestCommand>;

export const CancelCommand = z
  .object({ reason: z.string().trim().min(2).max(500) })
  .meta({ id: 'CancelDeviceCommand' });
export const CommandQuery = z.object({ deviceId: z.string().max(200).optional(), cursor: Cursor, limit: Limit });

export const DeviceCommand = z
  .object({
    id: z.uuid(),
    deviceId: z.string(),
    mn: z.string(),
    cn: z.string(),
    request: CommandRequest,
    /** `gap`: asked by the platform itself, since hours are missing. */
    origin: z.enum(['person', 'gap']),
    reason: z.string().nullable(),
    requestedAt: z.iso.datetime(),
    requestedBy: z.string(),
    expiresAt: z.iso.datetime(),
    /**
     * `executed` with result `done` or `noData`; `failed` and `refused` with what the device said; `timed-out` with
     * `unreachable` or `silent`; `expired`: never sent; `interrupted`: the process that sent it ended, and what the device
     * did is not known.
     */
    state: z.enum(COMMAND_STATES),
    result: z.string().nullable(),
    qn: z.string().nullable(),
    sentAt: z.iso.datetime().nullable(),
    /** How often it has been sent. */
    sendings: z.int(),
    /** Data packets that came in answer. */
    parts: z.int(),
    answeredAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
    /** What the device told in answer, such as its time or interval. */
    reply: z.record(z.string(), z.string()).nullable(),
  })
  .meta({ id: 'DeviceCommand' });
export const DeviceCommandList = z
  .object({ items: z.array(DeviceCommand), nextCursor: z.string().nullable() })
  .meta({ id: 'DeviceCommandList' });
