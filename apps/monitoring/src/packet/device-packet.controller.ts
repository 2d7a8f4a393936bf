import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import type { Clock } from '#libs/clock/clock.js';
import { commandOf } from '#libs/domain/hj212/command.js';
import { decodeFrame } from '#libs/domain/hj212/decode.js';
import { type DeviceEdition, editionUsed } from '#libs/domain/hj212/edition.js';
import type { FrameProfileOf } from '#libs/domain/hj212/frame-profile.js';
import { hidePassword } from '#libs/domain/hj212/hidden-password.js';
import { framesTogether } from '#libs/domain/hj212/frames-together.js';
import { recordsOf } from '#libs/domain/hj212/packet.js';
import { Refusal } from '#libs/domain/refusal.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { Cursor, pagedBy } from '#libs/identity/paging.js';
import { CLOCK, CONFIG } from '#libs/service/tokens.js';
import type { MonitoringConfig } from '../config.js';
import { findDevice } from '../register/register.store.js';
import { frameProfiles } from './frame-profiles.js';
import { type DevicePacketRow, newestPackets } from './raw-packet.store.js';

const DAY_MS = 86_400_000;
const PacketQuery = z.object({
  deviceId: z.string().min(1).max(200),
  cursor: Cursor,
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
const BY_PACKET = pagedBy(z.iso.datetime(), z.string().regex(/^\d{1,18}$/));
const PacketList = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        receivedAt: z.iso.datetime(),
        /** Null where the bytes cannot be read. */
        cn: z.string().nullable(),
        /** What the command is called. */
        name: z.string().nullable(),
        /** The edition the packet itself speaks of, by its version bits or its codes; its device is read by its setting. */
        edition: z.enum(['2005', '2017', '2025']).nullable(),
        qn: z.string().nullable(),
        /** DataTime of each record, and how many factors all of them have. */
        dataTimes: z.array(z.string()),
        factors: z.int(),
        /** What the device did otherwise than the standard, and was accepted. */
        marks: z.array(z.string()),
        /** The bytes as text, the password hidden. */
        text: z.string(),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DevicePacketList' });

const placeOf = (cursor: string | undefined): { readonly at: Date; readonly id: string } | null => {
  const key = BY_PACKET.after(cursor);
  return key && { at: new Date(key[0]), id: key[1] };
};

const shown = (
  { id, receivedAt, bytes }: DevicePacketRow,
  profileOf: FrameProfileOf | undefined,
  setting: DeviceEdition,
): z.input<typeof PacketList>['items'][number] => {
  const isWhole = bytes.subarray(-2).toString('latin1') === '\r\n';
  const packet = isWhole ? framesTogether(bytes, profileOf) : decodeFrame(bytes, profileOf);
  const text = hidePassword(bytes).bytes.toString('utf8');
  const common = { id, receivedAt: receivedAt.toISOString(), text };
  if (packet.kind === 'fault')
    return {
      ...common,
      cn: null,
      name: null,
      edition: null,
      qn: null,
      dataTimes: [],
      factors: 0,
      marks: [packet.reason],
    };
  const records = recordsOf(packet);
  return {
    ...common,
    cn: packet.cn,
    name: commandOf(packet.cn, editionUsed(packet, setting).edition)?.name ?? null,
    edition: editionUsed(packet).edition,
    qn: packet.qn,
    dataTimes: records.flatMap(({ dataTime }) => dataTime ?? []),
    factors: records.reduce((sum, { factors }) => sum + factors.length, 0),
    marks: [...packet.marks],
  };
};

/** What a device sent in the last day, the newest first. */
@ApiTags('device-packets')
@Controller('device-packets')
export class DevicePacketController {
  constructor(
    @Inject(DataSource) private readonly db: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: MonitoringConfig,
  ) {}

  @Get()
  @Requires('monitoring.read')
  @ApiOkResponse({ standardSchema: PacketList })
  async list(
    @Query({ schema: PacketQuery }) { deviceId, cursor, limit }: z.infer<typeof PacketQuery>,
  ): Promise<z.input<typeof PacketList>> {
    const device = await findDevice(this.db.manager, deviceId);
    if (!device) throw new Refusal('DEVICE_NOT_FOUND', `no device ${deviceId}`);
    const since = new Date((await this.clock.now()).getTime() - DAY_MS);
    const rows = await newestPackets(this.db.manager, { mn: device.mn, since, before: placeOf(cursor), limit });
    const profileOf = frameProfiles(new Map([[device.mn, device]]), this.config.INTERNAL_KEY);
    return {
      items: rows.map((row) => shown(row, profileOf, device.protocol.replace('HJ212-', '') as DeviceEdition)),
      nextCursor: BY_PACKET.next(rows, limit, ({ receivedAt, id }) => [receivedAt.toISOString(), id]),
    };
  }
}
