import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import { sourceKey } from '../reading/numbers.store.js';
import { bigintArray, byteaArray, instantArray, integerArray } from '../reading/binary-rows.js';
import { packetsInBlock } from '../packet-month/packet-block.js';
import type { Arrival } from './arrival.js';

export interface KeptArrival extends Arrival {
  readonly packetId: number;
  readonly sourceNo: number;
}

/** Member by member: spreading an object costs more than hashing a packet. */
const keptArrival = (of: Arrival, packetId: number, sourceNo: number): KeptArrival => ({
  record: of.record,
  door: of.door,
  source: of.source,
  receivedAt: of.receivedAt,
  sha256: of.sha256,
  layout: of.layout,
  fileSha256: of.fileSha256,
  line: of.line,
  dataState: of.dataState,
  split: of.split,
  slice: of.slice,
  packetId,
  sourceNo,
});

/** Reasons that the register may have taken away since: then the same bytes are worth another look. */
const MENDED_BY_REGISTER = ['UNKNOWN_DEVICE', 'UNKNOWN_SUBJECT', 'SUBJECT_KIND'];

/**
 * Numbers of packets that are there already, but were kept without any effect because nobody knew whose they were, by their
 * place in the list; of several with the same bytes only the first.
 */
const untakenPackets = async (
  tx: EntityManager,
  list: readonly Arrival[],
  numberOf: (arrival: Arrival) => number,
): Promise<ReadonlyMap<number, number>> => {
  const rows = await select<{ n: number; id: string }>(
    tx,
    `select distinct on (p.id) n.n::int as n, p.id
       from unnest($1::int[], $2::bytea[], $3::text[]) with ordinality as n (source_no, sha256, data_state, n)
       join raw_packet p on p.source_no = n.source_no and p.sha256 = n.sha256 and p.data_state = n.data_state
       join fault f on f.packet_id = p.id and f.reason = any($4)
      order by p.id, n.n`,
    [
      integerArray(list.map(numberOf)),
      byteaArray(list.map((a) => a.sha256)),
      list.map((a) => a.dataState),
      MENDED_BY_REGISTER,
    ],
  );
  return new Map(rows.map(({ n, id }) => [n - 1, Number(id)]));
};

/**
 * Keeps packets byte for byte and answers those to be taken in, in their order: those that were not there yet, and those
 * that were there but nobody knew whose they were. The same bytes of a source are one packet, however often a device or
 * Kafka delivers them; a feed's row that comes again as reviewed is another one. All arrivals are of one partition of Kafka.
 */
export const keepRawPackets = async (
  tx: EntityManager,
  arrivals: readonly Arrival[],
  numbers: ReadonlyMap<string, number>,
): Promise<KeptArrival[]> => {
  const first = arrivals[0];
  if (!first) return [];
  const numberOf = ({ door, source }: Arrival): number => {
    const no = numbers.get(sourceKey(door, source));
    if (no === undefined) throw new Error(`source ${source} has no number`);
    return no;
  };
  const rows = await select<{ id: string; recordOffset: string }>(
    tx,
    `insert into raw_packet (month, source_no, received_at, topic, partition, record_offset, sha256, bytes, layout, file_sha256,
                             line, data_state)
     select date_trunc('month', n.received_at at time zone 'UTC')::date, n.source_no, n.received_at, $1, $2,
            n.record_offset, n.sha256, n.bytes, n.layout, n.file_sha256, n.line, n.data_state
       from unnest($3::int[], $4::timestamptz[], $5::bigint[], $6::bytea[], $7::bytea[], $8::text[], $9::text[], $10::int[],
                   $11::text[])
            as n (source_no, received_at, record_offset, sha256, bytes, layout, file_sha256, line, data_state)
     on conflict do nothing
     returning id, record_offset`,
    [
      first.record.topic,
      first.record.partition,
      integerArray(arrivals.map(numberOf)),
      instantArray(arrivals.map((a) => a.receivedAt)),
      bigintArray(arrivals.map((a) => Number(a.record.offset))),
      byteaArray(arrivals.map((a) => a.sha256)),
      byteaArray(arrivals.map((a) => a.record.value)),
      arrivals.map((a) => a.layout),
      arrivals.map((a) => a.fileSha256),
      arrivals.map((a) => a.line),
      arrivals.map((a) => a.dataState),
    ],
  );
  const ids = new Map(rows.map((row) => [row.recordOffset, Number(row.id)]));
  const known = arrivals.filter(({ record }) => !ids.has(record.offset));
  if (known.length > 0)
    for (const [n, id] of await untakenPackets(tx, known, numberOf)) ids.set(known[n]!.record.offset, id);
  return arrivals.flatMap((arrival) => {
    const packetId = ids.get(arrival.record.offset);
    return packetId === undefined ? [] : [keptArrival(arrival, packetId, numberOf(arrival))];
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

type StoredPacket = Omit<RawPacketRow, 'bytes'> & {
  readonly month: string;
  readonly bytes: Buffer | null;
  readonly blockId: string | null;
  readonly blockPlace: number | null;
};

/** Packets with their bytes, in the order of their numbers; those of packed months out of their blocks, each opened once. */
export const findRawPackets = async (tx: EntityManager, ids: readonly string[]): Promise<RawPacketRow[]> => {
  const rows = await select<StoredPacket>(
    tx,
    `select p.id, s.door, s.code as source, p.received_at, p.topic, p.partition, p.record_offset, p.sha256, p.bytes, p.layout,
            p.file_sha256, p.line, p.data_state, p.block_id, p.block_place, p.month::text as month
       from raw_packet p join source s on s.no = p.source_no
      where p.id = any($1::bigint[]) order by p.id limit 1000`,
    [ids],
  );
  const months = new Map(rows.flatMap(({ blockId, month }) => (blockId === null ? [] : [[blockId, month] as const])));
  const blocks = new Map<string, readonly Buffer[]>();
  for (const [id, month] of months) {
    const block = await selectOne<{ bytes: Buffer }>(
      tx,
      'select b.bytes from packet_block b where b.id = $1 and b.month = $2',
      [id, month],
    );
    if (block) blocks.set(id, await packetsInBlock(block.bytes));
  }
  return rows.map(({ bytes, blockId, blockPlace, month: _month, ...rest }) => {
    const found = bytes ?? (blockId === null || blockPlace === null ? undefined : blocks.get(blockId)?.[blockPlace]);
    if (!found) throw new Error(`packet ${rest.id} has lost its block`);
    return { ...rest, bytes: found };
  });
};

/** A packet with its bytes, out of its block where its month has been packed. */
export const findRawPacket = async (tx: EntityManager, id: string): Promise<RawPacketRow | null> =>
  (await findRawPackets(tx, [id]))[0] ?? null;

export type DevicePacketRow = Pick<RawPacketRow, 'id' | 'receivedAt' | 'bytes'>;

/** Packets of a device since an instant, the newest first, a page at a time. */
export const newestPackets = (
  tx: EntityManager,
  of: {
    readonly mn: string;
    readonly since: Date;
    readonly before: { readonly at: Date; readonly id: string } | null;
    readonly limit: number;
  },
): Promise<DevicePacketRow[]> =>
  select<DevicePacketRow>(
    tx,
    `select p.id::text as id, p.received_at, p.bytes from raw_packet p
      where p.source_no = (select s.no from source s where s.door = 'hj212' and s.code = $1)
        and p.month >= date_trunc('month', $2::timestamptz at time zone 'UTC')::date and p.received_at >= $2 and p.bytes is not null
        and ($4::timestamptz is null or (p.received_at, p.id) < ($4::timestamptz, $5::bigint))
      order by p.received_at desc, p.id desc limit $3`,
    [of.mn, of.since, of.limit, of.before?.at ?? null, of.before?.id ?? null],
  );
