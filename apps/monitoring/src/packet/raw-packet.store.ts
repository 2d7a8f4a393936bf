import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import { sourceKey } from '../reading/numbers.store.js';
import { byteaArray } from '../reading/binary-rows.js';
import type { Arrival } from './arrival.js';

export interface KeptArrival extends Arrival {
  readonly packetId: number;
  readonly sourceNo: number;
}

/** What makes bytes the same packet: their source, and for feeds the state they are delivered in. */
const identityOf = (sourceNo: number, sha256: Buffer, dataState: string): string =>
  `${sourceNo} ${dataState} ${sha256.toString('hex')}`;

interface PacketIdentity {
  readonly id: string;
  readonly sourceNo: number;
  readonly sha256: Buffer;
  readonly dataState: string;
}

/** Reasons that the register may have taken away since: then the same bytes are worth another look. */
const MENDED_BY_REGISTER = ['UNKNOWN_DEVICE', 'UNKNOWN_SUBJECT', 'SUBJECT_KIND'];

/** Packets that are there already, but were kept without any effect because nobody knew whose they were. */
const untakenPackets = (
  tx: EntityManager,
  list: readonly (Arrival & { readonly sourceNo: number })[],
): Promise<PacketIdentity[]> =>
  select<PacketIdentity>(
    tx,
    `select distinct p.id, p.source_no, p.sha256, p.data_state
       from unnest($1::int[], $2::bytea[], $3::text[]) as n (source_no, sha256, data_state)
       join raw_packet p on p.source_no = n.source_no and p.sha256 = n.sha256 and p.data_state = n.data_state
       join fault f on f.packet_id = p.id and f.reason = any($4)`,
    [
      list.map((a) => a.sourceNo),
      byteaArray(list.map((a) => a.sha256)),
      list.map((a) => a.dataState),
      MENDED_BY_REGISTER,
    ],
  );

/**
 * Keeps packets byte for byte and answers those to be taken in, in their order: those that were not there yet, and those
 * that were there but nobody knew whose they were. The same bytes of a source are one packet, however often a device or
 * Kafka delivers them; a feed's row that comes again as reviewed is another one.
 */
export const keepRawPackets = async (
  tx: EntityManager,
  arrivals: readonly Arrival[],
  numbers: ReadonlyMap<string, number>,
): Promise<KeptArrival[]> => {
  const fresh = new Map<string, Arrival & { readonly sourceNo: number }>();
  for (const arrival of arrivals) {
    const sourceNo = numbers.get(sourceKey(arrival.door, arrival.source));
    if (sourceNo === undefined) throw new Error(`source ${arrival.source} has no number`);
    const identity = identityOf(sourceNo, arrival.sha256, arrival.dataState);
    if (!fresh.has(identity)) fresh.set(identity, { ...arrival, sourceNo });
  }
  const list = [...fresh.values()];
  if (list.length === 0) return [];
  const rows = await select<PacketIdentity>(
    tx,
    `insert into raw_packet (month, source_no, received_at, topic, partition, record_offset, sha256, bytes, layout, file_sha256,
                             line, data_state)
     select date_trunc('month', n.received_at at time zone 'UTC')::date, n.source_no, n.received_at, $1, n.partition,
            n.record_offset, n.sha256, n.bytes, n.layout, n.file_sha256, n.line, n.data_state
       from unnest($2::int[], $3::timestamptz[], $4::int[], $5::bigint[], $6::bytea[], $7::bytea[], $8::text[], $9::text[],
                   $10::int[], $11::text[])
            as n (source_no, received_at, partition, record_offset, sha256, bytes, layout, file_sha256, line, data_state)
     on conflict do nothing
     returning id, source_no, sha256, data_state`,
    [
      list[0]!.record.topic,
      list.map((a) => a.sourceNo),
      list.map((a) => a.receivedAt),
      list.map((a) => a.record.partition),
      list.map((a) => a.record.offset),
      byteaArray(list.map((a) => a.sha256)),
      byteaArray(list.map((a) => a.record.value)),
      list.map((a) => a.layout),
      list.map((a) => a.fileSha256),
      list.map((a) => a.line),
      list.map((a) => a.dataState),
    ],
  );
  const found = rows.length < list.length ? [...rows, ...(await untakenPackets(tx, list))] : rows;
  const ids = new Map(found.map((row) => [identityOf(row.sourceNo, row.sha256, row.dataState), Number(row.id)]));
  return list.flatMap((arrival) => {
    const packetId = ids.get(identityOf(arrival.sourceNo, arrival.sha256, arrival.dataState));
    return packetId === undefined ? [] : [{ ...arrival, packetId }];
  });
};

export interface RawPacketRow {
  readonly id: string;
  readonly door: string;
  readonly source: string;
  readonly receivedAt: Date;
  readonly topic: string;
  readonly partition: number;
  readonly recordOffset: string;
  readonly sha256: Buffer;
  readonly bytes: Buffer;
  readonly layout: string | null;
  readonly fileSha256: string | null;
  readonly line: number | null;
  readonly dataState: string;
}

export const findRawPacket = (tx: EntityManager, id: string): Promise<RawPacketRow | null> =>
  selectOne<RawPacketRow>(
    tx,
    `select p.id, s.door, s.code as source, p.received_at, p.topic, p.partition, p.record_offset, p.sha256, p.bytes, p.layout,
            p.file_sha256, p.line, p.data_state
       from raw_packet p join source s on s.no = p.source_no
      where p.id = $1`,
    [id],
  );
