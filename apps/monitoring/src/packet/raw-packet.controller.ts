import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiExtension, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { hidePassword } from '#libs/domain/hj212/hidden-password.js';
import { Refusal } from '#libs/domain/refusal.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { isIntact } from './packet-integrity.js';
import { findRawPacket, findRawPackets, type RawPacketRow } from './raw-packet.store.js';

const RawPacket = z
  .object({
    id: z.string(),
    door: z.string(),
    source: z.string(),
    receivedAt: z.iso.datetime(),
    kafka: z.object({ topic: z.string(), partition: z.int(), offset: z.string() }),
    sha256: z.string(),
    /** Whether the bytes kept still have the hash noted when they came. */
    isIntact: z.boolean(),
    length: z.int(),
    /** Whether stars stand in `hex` and `text` for a password; the hash is that of the bytes as they came. */
    isPasswordHidden: z.boolean(),
    hex: z.string(),
    text: z.string(),
    layout: z.string().nullable(),
    fileSha256: z.string().nullable(),
    line: z.int().nullable(),
    dataState: z.string(),
  })
  .meta({ id: 'RawPacket' });
const NUMBER = /^\d{1,18}$/;
const OriginalsQuestion = z
  .object({ ids: z.array(z.string().regex(NUMBER)).min(1).max(200) })
  .meta({ id: 'OriginalPacketsQuestion' });
const Originals = z
  .object({
    packets: z.array(
      z.object({
        id: z.string(),
        sha256: z.string(),
        isIntact: z.boolean(),
        hex: z.string(),
        receivedAt: z.iso.datetime(),
      }),
    ),
  })
  .meta({ id: 'OriginalPackets' });

/** A packet's number is digits only; anything else is nobody's. */
const packetOf = async (db: DataSource, id: string): Promise<RawPacketRow> => {
  const packet = NUMBER.test(id) ? await findRawPacket(db.manager, id) : null;
  if (!packet) throw new Refusal('RAW_PACKET_NOT_FOUND', `no packet ${id}`);
  return packet;
};

@ApiTags('raw-packets')
@Controller('raw-packets')
export class RawPacketController {
  constructor(@Inject(DataSource) private readonly db: DataSource) {}

  @Get(':id')
  @Requires('evidence.read')
  @ApiOkResponse({ standardSchema: RawPacket })
  async find(@Param('id') id: string): Promise<z.input<typeof RawPacket>> {
    const packet = await packetOf(this.db, id);
    const { topic, partition, recordOffset, receivedAt, sha256, bytes, ...rest } = packet;
    const shown = hidePassword(bytes);
    return {
      ...rest,
      receivedAt: receivedAt.toISOString(),
      kafka: { topic, partition, offset: recordOffset },
      sha256: sha256.toString('hex'),
      isIntact: isIntact(packet),
      length: bytes.length,
      isPasswordHidden: shown.isHidden,
      hex: shown.bytes.toString('hex'),
      text: shown.bytes.toString('utf8'),
    };
  }

  /** The bytes of packets as they came, for a service that pins them: the gateway hands them to nobody. */
  @Post('originals')
  @HttpCode(200)
  @Requires('evidence.read')
  @ApiExtension('x-internal', true)
  @ApiOkResponse({ standardSchema: Originals })
  async originals(
    @Body({ schema: OriginalsQuestion }) { ids }: z.infer<typeof OriginalsQuestion>,
  ): Promise<z.input<typeof Originals>> {
    const packets = await findRawPackets(this.db.manager, ids);
    return {
      packets: packets.map((packet) => ({
        id: packet.id,
        sha256: packet.sha256.toString('hex'),
        isIntact: isIntact(packet),
        hex: packet.bytes.toString('hex'),
        receivedAt: packet.receivedAt.toISOString(),
      })),
    };
  }
}
