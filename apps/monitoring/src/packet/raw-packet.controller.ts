import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Refusal } from '#libs/domain/refusal.js';
import { Requires } from '#libs/identity/permission.guard.js';
import { isIntact } from './packet-integrity.js';
import { findRawPacket, type RawPacketRow } from './raw-packet.store.js';

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
    hex: z.string(),
    text: z.string(),
    layout: z.string().nullable(),
    fileSha256: z.string().nullable(),
    line: z.int().nullable(),
    dataState: z.string(),
  })
  .meta({ id: 'RawPacket' });

/** A packet's number is digits only; anything else is nobody's. */
const packetOf = async (db: DataSource, id: string): Promise<RawPacketRow> => {
  const packet = /^\d{1,18}$/.test(id) ? await findRawPacket(db.manager, id) : null;
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
    return {
      ...rest,
      receivedAt: receivedAt.toISOString(),
      kafka: { topic, partition, offset: recordOffset },
      sha256: sha256.toString('hex'),
      isIntact: isIntact(packet),
      length: bytes.length,
      hex: bytes.toString('hex'),
      text: bytes.toString('utf8'),
    };
  }
}
