import type { EntityManager } from 'typeorm';
import type { Reading, ReadingKind } from '#libs/domain/telemetry/packet-readings.js';
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

/** Readings of one packet or row at one time. */
export interface NewReadings {
  readonly sourceNo: number;
  readonly packetId: number;
  readonly at: Date;
  readonly kind: ReadingKind;
  readonly readings: readonly Reading[];
}

const COLUMNS = 'source_no, at, kind, factor_no, value, minimum, maximum, total, mark, packet_id, revision';
const COLUMN_COUNT = 11;
const UNIQUE_VIOLATION = '23505';
const number = (text: string | null): number | null => (text === null ? null : Number(text));

const factorNo = (factors: ReadonlyMap<string, number>, code: string): number => {
  const no = factors.get(code);
  if (no === undefined) throw new Error(`factor ${code} has no number`);
  return no;
};

const binaryOf = (groups: readonly NewReadings[], factors: ReadonlyMap<string, number>): Buffer => {
  const rows = new BinaryRows();
  for (const { sourceNo, at, kind, packetId, readings } of groups) {
    const kindNumber = KIND_NUMBER[kind];
    for (const reading of readings) {
      rows.row(COLUMN_COUNT);
      rows.int32(sourceNo);
      rows.instant(at);
      rows.int16(kindNumber);
      rows.int16(factorNo(factors, reading.factor));
      rows.double(number(reading.value));
      rows.double(number(reading.minimum));
      rows.double(number(reading.maximum));
      rows.double(number(reading.total));
      rows.mark(reading.mark);
      rows.int64(packetId);
      rows.int16(1);
    }
  }
  return rows.end();
};

/** One reading a key: the last one given counts, since a statement cannot change a row twice. */
const distinct = (
  groups: readonly NewReadings[],
): (Omit<NewReadings, 'readings'> & { readonly reading: Reading })[] => {
  const byKey = new Map<string, Omit<NewReadings, 'readings'> & { readonly reading: Reading }>();
  for (const { readings, ...group } of groups)
    for (const reading of readings)
      byKey.set(`${group.sourceNo} ${group.at.getTime()} ${group.kind} ${reading.factor}`, { ...group, reading });
  return [...byKey.values()];
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
 * COPY is taken back and the same readings are merged (telemetry paper, "optimistic COPY").
 */
export const writeReadings = async (
  tx: EntityManager,
  groups: readonly NewReadings[],
  factors: ReadonlyMap<string, number>,
): Promise<void> => {
  if (groups.every(({ readings }) => readings.length === 0)) return;
  await tx.query('savepoint readings');
  try {
    await copyIn(tx, `copy reading (${COLUMNS}) from stdin binary`, binaryOf(groups, factors));
    await tx.query('release savepoint readings');
  } catch (why) {
    if ((why as { code?: string }).code !== UNIQUE_VIOLATION) throw why;
    await tx.query('rollback to savepoint readings');
    const list = distinct(groups);
    await tx.query(MERGE_SQL, [
      list.map((r) => r.sourceNo),
      list.map((r) => r.at),
      list.map((r) => KIND_NUMBER[r.kind]),
      list.map((r) => factorNo(factors, r.reading.factor)),
      list.map((r) => number(r.reading.value)),
      list.map((r) => number(r.reading.minimum)),
      list.map((r) => number(r.reading.maximum)),
      list.map((r) => number(r.reading.total)),
      list.map((r) => r.reading.mark),
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
