import type { EntityManager } from 'typeorm';
import type { ReadingKind } from '#libs/domain/telemetry/packet-readings.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { BinaryRows } from './binary-rows.js';
import { copyIn } from './copy-in.js';

/** Wire form of a kind in the table. */
export const KIND_NUMBER: Readonly<Record<ReadingKind, number>> = {
  realtime: 0,
  minute: 1,
  hour: 2,
  day: 3,
  observation: 4,
};
export const KIND_NAMES = Object.keys(KIND_NUMBER) as readonly ReadingKind[];

export interface NewReading {
  readonly sourceNo: number;
  readonly at: Date;
  readonly kind: ReadingKind;
  readonly factorNo: number;
  readonly value: string | null;
  readonly minimum: string | null;
  readonly maximum: string | null;
  readonly total: string | null;
  readonly mark: string | null;
  readonly packetId: number;
}

const COLUMNS = 'source_no, at, kind, factor_no, value, minimum, maximum, total, mark, packet_id, revision';
const UNIQUE_VIOLATION = '23505';
const number = (text: string | null): number | null => (text === null ? null : Number(text));

const binaryOf = (readings: readonly NewReading[]): Buffer => {
  const rows = new BinaryRows();
  for (const reading of readings) {
    rows.row(11);
    rows.int32(reading.sourceNo);
    rows.instant(reading.at);
    rows.int16(KIND_NUMBER[reading.kind]);
    rows.int16(reading.factorNo);
    rows.double(number(reading.value));
    rows.double(number(reading.minimum));
    rows.double(number(reading.maximum));
    rows.double(number(reading.total));
    rows.mark(reading.mark);
    rows.int64(reading.packetId);
    rows.int16(1);
  }
  return rows.end();
};

/**
 * A reading that is there already stays as it is when it says the same, and is corrected with a higher revision when it
 * does not; a value that is absent now takes nothing away.
 */
const MERGE_SQL = `
  insert into reading as r (${COLUMNS})
  select n.source_no, n.at, n.kind, n.factor_no, n.value, n.minimum, n.maximum, n.total, n.mark, n.packet_id, 1
    from unnest($1::int[], $2::timestamptz[], $3::smallint[], $4::smallint[], $5::float8[], $6::float8[], $7::float8[],
                $8::float8[], $9::text[], $10::bigint[])
         as n (source_no, at, kind, factor_no, value, minimum, maximum, total, mark, packet_id)
  on conflict on constraint reading_pkey do update
    set value = coalesce(excluded.value, r.value), minimum = coalesce(excluded.minimum, r.minimum),
        maximum = coalesce(excluded.maximum, r.maximum), total = coalesce(excluded.total, r.total),
        mark = excluded.mark, packet_id = excluded.packet_id, revision = r.revision + 1
    where (coalesce(excluded.value, r.value), coalesce(excluded.minimum, r.minimum), coalesce(excluded.maximum, r.maximum),
           coalesce(excluded.total, r.total)) is distinct from (r.value, r.minimum, r.maximum, r.total)`;

/**
 * Writes readings: first by COPY, which costs half of anything else, in the hope that all are new; where one is not, the
 * COPY is taken back and the same readings are merged (telemetry paper, "optimistic COPY"). Within one call the last
 * reading of a key counts.
 */
export const writeReadings = async (tx: EntityManager, readings: readonly NewReading[]): Promise<void> => {
  const byKey = new Map(readings.map((r) => [`${r.sourceNo} ${r.at.getTime()} ${r.kind} ${r.factorNo}`, r]));
  const list = [...byKey.values()];
  if (list.length === 0) return;
  await tx.query('savepoint readings');
  try {
    await copyIn(tx, `copy reading (${COLUMNS}) from stdin binary`, binaryOf(list));
    await tx.query('release savepoint readings');
  } catch (why) {
    if ((why as { code?: string }).code !== UNIQUE_VIOLATION) throw why;
    await tx.query('rollback to savepoint readings');
    await tx.query(MERGE_SQL, [
      list.map((r) => r.sourceNo),
      list.map((r) => r.at),
      list.map((r) => KIND_NUMBER[r.kind]),
      list.map((r) => r.factorNo),
      list.map((r) => number(r.value)),
      list.map((r) => number(r.minimum)),
      list.map((r) => number(r.maximum)),
      list.map((r) => number(r.total)),
      list.map((r) => r.mark),
      list.map((r) => r.packetId),
    ]);
  }
};

export interface ReadingRow {
  readonly door: string;
  readonly code: string;
  readonly at: Date;
  readonly kind: number;
  readonly factor: string;
  readonly value: number | null;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly total: number | null;
  readonly mark: string | null;
  readonly packetId: string;
  readonly revision: number;
}

const READING_ROW = `
  select s.door, s.code, r.at, r.kind, f.code as factor, r.value, r.minimum, r.maximum, r.total, r.mark, r.packet_id, r.revision
    from reading r join source s on s.no = r.source_no join factor f on f.no = r.factor_no`;

/** Readings of sources in a span of time (half-open), oldest first, up to a limit. */
export const readingsOf = (
  tx: EntityManager,
  filter: { sources: readonly number[]; from: Date; to: Date; kind: ReadingKind; factor: string | null; limit: number },
): Promise<ReadingRow[]> =>
  select<ReadingRow>(
    tx,
    `${READING_ROW}
      where r.source_no = any($1) and r.at >= $2 and r.at < $3 and r.kind = $4 and ($5::text is null or f.code = $5)
      order by r.at, r.source_no, f.code limit $6`,
    [filter.sources, filter.from, filter.to, KIND_NUMBER[filter.kind], filter.factor, filter.limit],
  );

export const readingAt = (
  tx: EntityManager,
  key: { door: string; code: string; at: Date; kind: ReadingKind; factor: string },
): Promise<ReadingRow | null> =>
  selectOne<ReadingRow>(
    tx,
    `${READING_ROW} where s.door = $1 and s.code = $2 and r.at = $3 and r.kind = $4 and f.code = $5`,
    [key.door, key.code, key.at, KIND_NUMBER[key.kind], key.factor],
  );
