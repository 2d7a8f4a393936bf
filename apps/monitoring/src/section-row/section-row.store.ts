import type { EntityManager } from 'typeorm';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { FILE_LAYOUTS, type FileLayout } from '#libs/domain/telemetry/file-layout.js';
import { selectVersion } from '#libs/evidence/kept-version.js';
import { select, selectOne, selectWhole } from '#libs/persistence/select.js';
import type { SectionRowSent } from '../packet/measured.js';

/** Layout of the packets that carry samples people took. */
export const MANUAL_LAYOUT = FILE_LAYOUTS.find((one: FileLayout) => one.isManual)!.id;

export interface SectionRowKept {
  readonly sectionId: string;
  readonly at: Date;
  /** Text by item. */
  readonly itemValues: Readonly<Record<string, string>>;
  readonly revision: number;
  readonly dataState: DataState;
  readonly packetId: string;
}

/** A row as it was or is, with whence it came. */
export interface SectionRowRevision extends SectionRowKept {
  readonly sourceNo: number;
  readonly isTakeBack: boolean;
  /** No revision: values that came again while an import's were in force. */
  readonly isEcho: boolean;
}

/** Keeps what `changed` rows were `before`. */
const KEEP_PAST = `
  insert into section_row_past (section_id, at, revision, item_values, data_state, is_take_back, source_no, packet_id, received_at)
  select b.section_id, b.at, b.revision, b.item_values, b.data_state, b.is_take_back, b.source_no, b.packet_id, b.received_at
    from before b join changed c on c.section_id = b.section_id and c.at = b.at`;

const ROW = 'r.section_id, r.at, r.item_values, r.revision, r.data_state, r.packet_id';

/**
 * Rows that changed. A row of a later data state replaces one whole, of the same state adds to and corrects it, of an
 * earlier state changes nothing. What a row was before it changed is kept.
 */
export const upsertSectionRows = (tx: EntityManager, rows: readonly SectionRowSent[]): Promise<SectionRowKept[]> =>
  select<SectionRowKept>(
    tx,
    `with sent as materialized (
       select n.* from unnest($1::text[], $2::timestamptz[], $3::jsonb[], $4::text[], $5::int[], $6::bigint[], $7::timestamptz[])
            as n (section_id, at, item_values, data_state, source_no, packet_id, received_at)),
     before as materialized (
       select b.* from sent k join section_row b on b.section_id = k.section_id and b.at = k.at),
     echo as (
     insert into section_row_echo (section_id, at, packet_id, source_no, item_values, data_state, received_at)
     select n.section_id, n.at, n.packet_id, n.source_no, n.item_values, n.data_state, n.received_at
       from sent n join before b on b.section_id = n.section_id and b.at = n.at and b.source_no <> n.source_no
       join source s on s.no = b.source_no and s.door = 'import'
     on conflict on constraint section_row_echo_pkey do nothing),
     changed as (
     insert into section_row as r (section_id, at, item_values, revision, data_state, source_no, packet_id, received_at)
     select n.section_id, n.at, n.item_values, 1, n.data_state, n.source_no, n.packet_id, n.received_at from sent n
     on conflict on constraint section_row_pkey do update
       set item_values = case when excluded.data_state = r.data_state then r.item_values || excluded.item_values
                              else excluded.item_values end,
           data_state = excluded.data_state, revision = r.revision + 1, source_no = excluded.source_no,
           packet_id = excluded.packet_id, received_at = excluded.received_at, is_take_back = false
       where (excluded.data_state = r.data_state and not r.item_values @> excluded.item_values)
          or array_position(array['realtime', 'preliminary', 'reviewed'], excluded.data_state)
             > array_position(array['realtime', 'preliminary', 'reviewed'], r.data_state)
     returning r.*),
     past as (${KEEP_PAST})
     select ${ROW} from changed r`,
    [
      rows.map((r) => r.sectionId),
      rows.map((r) => r.at),
      rows.map((r) => JSON.stringify(r.values)),
      rows.map((r) => r.dataState),
      rows.map((r) => r.sourceNo),
      rows.map((r) => r.packetId),
      rows.map((r) => r.receivedAt),
    ],
  );

/** A section and month, as a span of instants, a file of samples speaks of. */
export interface SampledMonth {
  readonly sectionId: string;
  readonly after: Date;
  readonly until: Date;
  readonly sourceNo: number;
  readonly packetId: number;
  readonly receivedAt: Date;
}

/** Takes the values of samples earlier files brought for these months out of force; their rows stay, with their past. */
export const emptyEarlierSamples = (tx: EntityManager, months: readonly SampledMonth[]): Promise<SectionRowKept[]> =>
  select<SectionRowKept>(
    tx,
    `with spoken as (
       select n.* from unnest($1::text[], $2::timestamptz[], $3::timestamptz[], $4::int[], $5::bigint[], $6::timestamptz[])
            as n (section_id, after, until, source_no, packet_id, received_at)),
     before as materialized (
       select b.*, n.source_no as new_source, n.packet_id as new_packet, n.received_at as new_received
         from spoken n
         join section_row b on b.section_id = n.section_id and b.at > n.after and b.at <= n.until
          and b.source_no <> n.source_no and b.item_values <> '{}'
         join raw_packet p on p.id = b.packet_id and p.layout = '${MANUAL_LAYOUT}'),
     changed as (
       update section_row r
          set item_values = '{}', revision = r.revision + 1, source_no = b.new_source, packet_id = b.new_packet,
              received_at = b.new_received, is_take_back = false
         from before b
        where r.section_id = b.section_id and r.at = b.at
       returning r.*),
     past as (${KEEP_PAST})
     select ${ROW} from changed r`,
    [
      months.map((m) => m.sectionId),
      months.map((m) => m.after),
      months.map((m) => m.until),
      months.map((m) => m.sourceNo),
      months.map((m) => m.packetId),
      months.map((m) => m.receivedAt),
    ],
  );

/** Puts rows back to what they were before an import, as a further revision. */
export const takeBackSectionRows = async (
  tx: EntityManager,
  rows: readonly (SectionRowRevision & { readonly receivedAt: Date })[],
): Promise<void> => {
  if (rows.length === 0) return;
  await tx.query(
    `with before as materialized (
       select b.* from unnest($1::text[], $2::timestamptz[]) as k (section_id, at) join section_row b on b.section_id = k.section_id and b.at = k.at),
     changed as (
       update section_row r
          set item_values = n.item_values, data_state = n.data_state, revision = r.revision + 1, source_no = n.source_no,
              packet_id = n.packet_id, received_at = n.received_at, is_take_back = true
         from unnest($1::text[], $2::timestamptz[], $3::jsonb[], $4::text[], $5::int[], $6::bigint[], $7::timestamptz[])
              as n (section_id, at, item_values, data_state, source_no, packet_id, received_at)
        where r.section_id = n.section_id and r.at = n.at
       returning r.section_id, r.at)
     ${KEEP_PAST}`,
    [
      rows.map((r) => r.sectionId),
      rows.map((r) => r.at),
      rows.map((r) => JSON.stringify(r.itemValues)),
      rows.map((r) => r.dataState),
      rows.map((r) => r.sourceNo),
      rows.map((r) => r.packetId),
      rows.map((r) => r.receivedAt),
    ],
  );
};

/** All revisions and echoes of the rows some packets of a source brought, row by row, revisions in their order first. */
export const rowRevisionsBrought = (
  tx: EntityManager,
  of: { sourceNo: number; firstPacket: string; lastPacket: string },
): Promise<SectionRowRevision[]> => {
  const columns = (table: string): string =>
    `select ${ROW}, r.source_no, r.is_take_back, false as is_echo
       from ${table} r join brought k on k.section_id = r.section_id and k.at = r.at`;
  const from = (table: string): string =>
    `select b.section_id, b.at from ${table} b where b.packet_id between $2 and $3 and b.source_no = $1`;
  return select<SectionRowRevision>(
    tx,
    `with brought as (
       ${from('section_row')} union ${from('section_row_past')} union ${from('section_row_echo')})
     ${columns('section_row_past')} union all ${columns('section_row')} union all
     select e.section_id, e.at, e.item_values, 0, e.data_state, e.packet_id, e.source_no, false, true
       from section_row_echo e join brought k on k.section_id = e.section_id and k.at = e.at
     order by section_id, at, is_echo, revision, packet_id`,
    [of.sourceNo, of.firstPacket, of.lastPacket],
  );
};

/** Rows of a section after an instant up to another, included: a week is from Monday 00:00 to the next. */
export const sectionRows = (
  tx: EntityManager,
  of: { sectionId: string; after: Date; until: Date },
): Promise<SectionRowKept[]> =>
  selectWhole<SectionRowKept>(
    tx,
    20_000,
    `select ${ROW} from section_row r where r.section_id = $1 and r.at > $2 and r.at <= $3 order by r.at`,
    [of.sectionId, of.after, of.until],
  );

/** Rows of a section before an instant, the newest first. */
export const sectionRowPage = (
  tx: EntityManager,
  page: { sectionId: string; before: Date | null; limit: number },
): Promise<SectionRowKept[]> =>
  select<SectionRowKept>(
    tx,
    `select ${ROW} from section_row r
      where r.section_id = $1 and ($2::timestamptz is null or r.at < $2) order by r.at desc limit $3`,
    [page.sectionId, page.before, page.limit],
  );

/** A row in one revision, or (null) in force. */
export const sectionRowRevision = (
  tx: EntityManager,
  of: { readonly sectionId: string; readonly at: Date },
  revision: number | null,
): Promise<SectionRowKept | null> =>
  selectVersion<SectionRowKept>(
    tx,
    { table: 'section_row', columns: ROW, key: 'r.section_id = $1 and r.at = $2', version: 'revision' },
    [of.sectionId, of.at],
    revision,
  );

/** Sections that have sent anything up to an instant. */
export const sectionsHeard = async (tx: EntityManager, until: Date): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      `select s.id from subject s
        where s.kind = 'section' and not s.retired
          and exists (select 1 from section_row r where r.section_id = s.id and r.at <= $1)
        order by s.id`,
      [until],
    )
  ).map(({ id }) => id);

export const firstRowAt = async (tx: EntityManager, sectionId: string): Promise<Date | null> =>
  (
    await selectOne<{ at: Date | null }>(tx, 'select min(r.at) as at from section_row r where r.section_id = $1', [
      sectionId,
    ])
  )?.at ?? null;
