import type { EntityManager } from 'typeorm';
import { addMonths, type CivilMonth } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { byteaArray } from '../reading/binary-rows.js';

/** A month of raw packets whose bytes are being packed, or are. */
export interface PacketMonth {
  readonly month: CivilMonth;
  readonly lastId: string;
  readonly packets: number;
  readonly bytesBefore: number;
  readonly bytesAfter: number;
  readonly packedAt: Date | null;
}

export interface OldPacket {
  readonly id: string;
  readonly sourceNo: number;
  readonly bytes: Buffer;
}

const COLUMNS = `to_char(m.month, 'YYYY-MM') as month, m.last_id, m.packets::float8 as packets, m.bytes_before::float8 as bytes_before,
                 m.bytes_after::float8 as bytes_after, m.packed_at`;
const partitionOf = (month: CivilMonth): string => `raw_packet_${month.replace('-', '_')}`;
const packedOf = (month: CivilMonth): string => `${partitionOf(month)}_packed`;
const rangeOf = (month: CivilMonth): [from: string, to: string] => [`${month}-01`, `${addMonths(month, 1)}-01`];

export const openMonths = async (tx: EntityManager, limit: number): Promise<CivilMonth[]> =>
  (
    await select<{ month: CivilMonth }>(
      tx,
      `select to_char(m.month, 'YYYY-MM') as month from packet_month m where m.packed_at is null order by m.month limit $1`,
      [limit],
    )
  ).map(({ month }) => month);

export const packetMonths = (tx: EntityManager): Promise<PacketMonth[]> =>
  select<PacketMonth>(tx, `select ${COLUMNS} from packet_month m order by m.month desc`);

export const lockMonth = (tx: EntityManager, month: CivilMonth): Promise<PacketMonth | null> =>
  selectOne<PacketMonth>(tx, `select ${COLUMNS} from packet_month m where m.month = $1::date for update`, [
    `${month}-01`,
  ]);

/** Notes that a month is to be packed, with empty tables for what comes out; nothing where that is noted already. */
export const beginMonth = async (tx: EntityManager, month: CivilMonth, at: Date): Promise<void> => {
  const begun = await select(
    tx,
    `insert into packet_month (month, last_id, packets, bytes_before, bytes_after, begun_at) values ($1, 0, 0, 0, 0, $2)
     on conflict on constraint packet_month_pkey do nothing returning month`,
    [`${month}-01`, at],
  );
  if (begun.length === 0) return;
  const [from, to] = rangeOf(month);
  await tx.query(`create table ${packedOf(month)} (like raw_packet including defaults including constraints)`);
  await tx.query(
    `create table packet_block_${month.replace('-', '_')} partition of packet_block for values from ('${from}') to ('${to}')`,
  );
};

/** The next packets of a month that still carry their bytes. */
export const nextPackets = (tx: EntityManager, month: CivilMonth, after: string, limit: number): Promise<OldPacket[]> =>
  select<OldPacket>(
    tx,
    `select p.id, p.source_no, p.bytes from ${partitionOf(month)} p where p.id > $1 order by p.id limit $2`,
    [after, limit],
  );

/** Keeps blocks of packets and the rows of the packets in them; packets of a block in their places. */
export const keepBlocks = async (
  tx: EntityManager,
  month: CivilMonth,
  blocks: readonly { readonly bytes: Buffer; readonly packetIds: readonly string[] }[],
): Promise<void> => {
  const ids = await select<{ id: string }>(
    tx,
    `insert into packet_block (month, bytes)
     select $1::date, b.bytes from unnest($2::bytea[]) with ordinality as b (bytes, n) order by b.n returning id`,
    [`${month}-01`, byteaArray(blocks.map(({ bytes }) => bytes))],
  );
  const places = blocks.flatMap(({ packetIds }, n) =>
    packetIds.map((packetId, place) => ({ packetId, blockId: ids[n]!.id, place })),
  );
  await tx.query(
    `insert into ${packedOf(month)} (id, month, source_no, received_at, topic, partition, record_offset, sha256, bytes, layout,
                                     file_sha256, line, data_state, block_id, block_place)
     select p.id, p.month, p.source_no, p.received_at, p.topic, p.partition, p.record_offset, p.sha256, null, p.layout,
            p.file_sha256, p.line, p.data_state, w.block_id, w.place
       from unnest($1::bigint[], $2::bigint[], $3::int[]) as w (id, block_id, place)
       join ${partitionOf(month)} p on p.id = w.id`,
    [places.map((p) => p.packetId), places.map((p) => p.blockId), places.map((p) => p.place)],
  );
};

export const saveMonth = async (
  tx: EntityManager,
  month: CivilMonth,
  step: {
    readonly lastId: string;
    readonly packets: number;
    readonly bytesBefore: number;
    readonly bytesAfter: number;
  },
): Promise<void> => {
  await tx.query(
    `update packet_month set last_id = $2, packets = packets + $3, bytes_before = bytes_before + $4,
            bytes_after = bytes_after + $5
      where month = $1::date`,
    [`${month}-01`, step.lastId, step.packets, step.bytesBefore, step.bytesAfter],
  );
};

/**
 * Puts the packed rows in the place of the old ones. Indexes are made and the month is proven beforehand, so that whoever
 * writes packets waits for the exchange alone.
 */
export const exchangeMonth = async (tx: EntityManager, month: CivilMonth, at: Date): Promise<void> => {
  const [old, packed] = [partitionOf(month), packedOf(month)];
  const [from, to] = rangeOf(month);
  await tx.query(
    `alter table ${packed} add constraint ${packed}_in_month check (month >= '${from}' and month < '${to}')`,
  );
  await tx.query(`alter table ${packed} add constraint ${packed}_pkey primary key (id, month)`);
  await tx.query(`alter table ${packed} add constraint ${packed}_once unique (source_no, sha256, data_state, month)`);
  const counts = await selectOne<{ old: string; packed: string }>(
    tx,
    `select (select count(*) from ${old}) as old, (select count(*) from ${packed}) as packed`,
  );
  if (counts?.old !== counts?.packed)
    throw new Error(`${month}: ${counts?.packed ?? 0} of ${counts?.old ?? 0} packets are packed`);
  await tx.query(`alter table raw_packet detach partition ${old}`);
  await tx.query(`drop table ${old}`);
  await tx.query(`alter table ${packed} rename to ${old}`);
  await tx.query(`alter table raw_packet attach partition ${old} for values from ('${from}') to ('${to}')`);
  await tx.query(`alter table ${old} drop constraint ${packed}_in_month`);
  await tx.query('update packet_month set packed_at = $2 where month = $1::date', [`${month}-01`, at]);
};

/** Forgets the months before one: packets with their blocks, and readings. Answers the tables that went. */
export const dropMonthsBefore = async (tx: EntityManager, first: CivilMonth): Promise<string[]> => {
  const dropped: string[] = [];
  for (const table of ['raw_packet', 'packet_block', 'reading_set']) {
    const rows = await select<{ name: string }>(
      tx,
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
        where i.inhparent = to_regclass($1) and c.relname ~ '_[0-9]{4}_[0-9]{2}$'
          and replace(right(c.relname, 7), '_', '-') < $2 order by c.relname`,
      [table, first],
    );
    for (const { name } of rows) {
      await tx.query(`drop table ${name}`);
      dropped.push(name);
    }
  }
  await tx.query('delete from packet_month where month < $1::date', [`${first}-01`]);
  return dropped;
};
