import type { EntityManager } from 'typeorm';
import type { Reading, ReadingKind } from '#libs/domain/telemetry/packet-readings.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { BinaryRows } from './binary-rows.js';
import { copyIn } from './copy-in.js';
import { factorListKey } from './numbers.store.js';

/** Wire form of a kind in the table. */
export const KIND_NUMBER: Readonly<Record<ReadingKind, number>> = {
  realtime: 0,
  minute: 1,
  hour: 2,
  day: 3,
  observation: 4,
};
export const KIND_NAMES = Object.keys(KIND_NUMBER) as readonly ReadingKind[];

/** Readings of one packet or row at one time, one at least; no two groups of one packet, kind and time. */
export interface NewReadings {
  readonly sourceNo: number;
  readonly packetId: number;
  readonly at: Date;
  readonly kind: ReadingKind;
  readonly readings: readonly Reading[];
}

const COLUMNS =
  'source_no, at, kind, packet_id, factor_list_no, value_list, minimum_list, maximum_list, total_list, mark_list';
const COLUMN_COUNT = 10;
const number = (text: string | null): number | null => (text === null ? null : Number(text));
/** A comma in a mark would shift all behind it. */
const markText = ({ mark }: Reading): string => (mark === null ? '' : mark.replaceAll(',', ' '));

const writeList = (
  rows: BinaryRows,
  readings: readonly Reading[],
  member: 'value' | 'minimum' | 'maximum' | 'total',
): void => {
  if (member !== 'value' && readings.every((reading) => reading[member] === null)) rows.nothing();
  else rows.doubles(readings.map((reading) => number(reading[member])));
};

/**
 * Writes readings by COPY: what a packet says is a row of its own, and a packet is taken in once, so there is nothing to
 * collide with. Which packet's word counts is told by the view `reading`.
 */
export const writeReadings = async (
  tx: EntityManager,
  groups: readonly NewReadings[],
  factorLists: ReadonlyMap<string, number>,
): Promise<void> => {
  if (groups.length === 0) return;
  const rows = new BinaryRows();
  for (const { sourceNo, at, kind, packetId, readings } of groups) {
    const list = factorLists.get(factorListKey(readings));
    if (list === undefined) throw new Error(`factors ${factorListKey(readings)} have no number`);
    rows.row(COLUMN_COUNT);
    rows.int32(sourceNo);
    rows.instant(at);
    rows.int16(KIND_NUMBER[kind]);
    rows.int64(packetId);
    rows.int32(list);
    writeList(rows, readings, 'value');
    writeList(rows, readings, 'minimum');
    writeList(rows, readings, 'maximum');
    writeList(rows, readings, 'total');
    if (readings.every(({ mark }) => mark === null)) rows.nothing();
    else rows.text(readings.map(markText).join(','));
  }
  await copyIn(tx, `copy reading_set (${COLUMNS}) from stdin binary`, rows.end());
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
  select s.door, s.code, r.at, r.kind, r.factor, r.value, r.minimum, r.maximum, r.total, r.mark, r.packet_id, r.revision
    from reading r join source s on s.no = r.source_no`;

/** Readings of sources in a span of time (half-open) that count, oldest first, up to a limit. */
export const readingsOf = (
  tx: EntityManager,
  filter: { sources: readonly number[]; from: Date; to: Date; kind: ReadingKind; factor: string | null; limit: number },
): Promise<ReadingRow[]> =>
  select<ReadingRow>(
    tx,
    `${READING_ROW}
      where r.source_no = any($1) and r.at >= $2 and r.at < $3 and r.kind = $4 and ($5::text is null or r.factor = $5)
        and r.is_current
      order by r.at, r.source_no, r.factor limit $6`,
    [filter.sources, filter.from, filter.to, KIND_NUMBER[filter.kind], filter.factor, filter.limit],
  );

/** The reading that counts at a time, or one of its earlier revisions. */
export const readingAt = (
  tx: EntityManager,
  key: { door: string; code: string; at: Date; kind: ReadingKind; factor: string },
  revision: number | null,
): Promise<ReadingRow | null> =>
  selectOne<ReadingRow>(
    tx,
    `${READING_ROW}
      where r.source_no = (select o.no from source o where o.door = $1 and o.code = $2)
        and r.at = $3 and r.kind = $4 and r.factor = $5
        and case when $6::int is null then r.is_current else r.revision = $6 end`,
    [key.door, key.code, key.at, KIND_NUMBER[key.kind], key.factor, revision],
  );
