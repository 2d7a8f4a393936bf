import type { EntityManager } from 'typeorm';
import { deterministicId } from '#libs/messaging/outbox.js';
import { select } from '#libs/persistence/select.js';
import { byteaArray } from '../reading/binary-rows.js';

export interface NewFault {
  readonly at: Date;
  readonly door: string | null;
  readonly source: string | null;
  /** Code of the reason, e.g. UNKNOWN_DEVICE, CRC_MISMATCH, NEGATIVE. */
  readonly reason: string;
  /** Where in the bytes or words it is. */
  readonly place: string;
  /** The packet it is in, where that was kept; otherwise its bytes stand here. */
  readonly packetId: number | null;
  readonly raw: Buffer | null;
  readonly sha256: string;
  /** What it is the same fault by, where not by its record: of a device and an hour it may be said once. */
  readonly sameBy?: string | undefined;
  readonly record: { readonly topic: string; readonly partition: number; readonly offset: string };
}

const MOST_RAW_BYTES = 64 * 1024;
const LONGEST_SOURCE = 100;
const LONGEST_PLACE = 500;

/** Keeps faults for somebody to look at; the same fault of the same record, or by the same words, is kept once. */
export const keepFaults = async (tx: EntityManager, faults: readonly NewFault[]): Promise<void> => {
  if (faults.length === 0) return;
  const idOf = ({ record, reason, place, sameBy }: NewFault): string =>
    sameBy === undefined
      ? deterministicId('monitoring.fault', record.topic, record.partition, record.offset, reason, place)
      : deterministicId('monitoring.fault', reason, sameBy);
  const list = [...new Map(faults.map((fault) => [idOf(fault), fault]))];
  const of = <T>(pick: (fault: NewFault) => T): T[] => list.map(([, fault]) => pick(fault));
  await tx.query(
    `insert into fault (id, at, door, source, reason, place, packet_id, raw, sha256, topic, partition, record_offset)
     select n.id, n.at, n.door, n.source, n.reason, n.place, n.packet_id, n.raw, n.sha256, n.topic, n.partition, n.record_offset
       from unnest($1::uuid[], $2::timestamptz[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bytea[],
                   $9::text[], $10::text[], $11::int[], $12::bigint[])
            as n (id, at, door, source, reason, place, packet_id, raw, sha256, topic, partition, record_offset)
     on conflict on constraint fault_pkey do nothing`,
    [
      list.map(([id]) => id),
      of((f) => f.at),
      of((f) => f.door),
      of((f) => f.source?.slice(0, LONGEST_SOURCE) ?? null),
      of((f) => f.reason),
      of((f) => f.place.slice(0, LONGEST_PLACE)),
      of((f) => f.packetId),
      byteaArray(of((f) => f.raw?.subarray(0, MOST_RAW_BYTES) ?? null)),
      of((f) => f.sha256),
      of((f) => f.record.topic),
      of((f) => f.record.partition),
      of((f) => f.record.offset),
    ],
  );
};

export interface FaultRow {
  readonly id: string;
  readonly at: Date;
  readonly door: string | null;
  readonly source: string | null;
  readonly reason: string;
  readonly place: string;
  readonly packetId: string | null;
  readonly raw: Buffer | null;
  readonly sha256: string | null;
  readonly topic: string;
  readonly partition: number;
  readonly recordOffset: string;
}

/** Faults, the newest first, a page at a time; of one source, or of those a text is part of. */
export const faultPage = (
  tx: EntityManager,
  page: {
    before: { at: Date; id: string } | null;
    source: string | null;
    sourcePart: string | null;
    reason: string | null;
    limit: number;
  },
): Promise<FaultRow[]> =>
  select<FaultRow>(
    tx,
    `select f.id, f.at, f.door, f.source, f.reason, f.place, f.packet_id, f.raw, f.sha256, f.topic, f.partition, f.record_offset
       from fault f
      where ($1::timestamptz is null or (f.at, f.id) < ($1::timestamptz, $2::uuid))
        and ($3::text is null or f.source = $3) and ($4::text is null or f.reason = $4)
        and ($6::text is null or position(lower($6) in lower(f.source)) > 0)
      order by f.at desc, f.id desc limit $5`,
    [page.before?.at ?? null, page.before?.id ?? null, page.source, page.reason, page.limit, page.sourcePart],
  );

/** Forgets faults from before an instant, at most so many at once; returns how many. */
export const forgetFaults = async (tx: EntityManager, before: Date, most: number): Promise<number> =>
  (
    await select(
      tx,
      `delete from fault f where f.id in (select o.id from fault o where o.at < $1 order by o.at, o.id limit $2) returning f.id`,
      [before, most],
    )
  ).length;
