import type { EntityManager } from 'typeorm';
import { type CivilDate, naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** Notes the days hours of imports lie in, to be worked out when the import is complete. */
export const noteImportDays = async (
  tx: EntityManager,
  hours: readonly {
    readonly sourceNo: number;
    readonly stationId: string;
    readonly label: Date;
    readonly receivedAt: Date;
  }[],
): Promise<void> => {
  const days = new Map(
    hours.map(({ sourceNo, stationId, label, receivedAt }) => {
      const day = naturalDayOf(label);
      return [`${sourceNo} ${stationId} ${day}`, { sourceNo, stationId, day, receivedAt }];
    }),
  );
  if (days.size === 0) return;
  const list = [...days.values()];
  await tx.query(
    `insert into import_day (source_no, station_id, day, received_at)
     select n.source_no, n.station_id, n.day, n.received_at
       from unnest($1::int[], $2::text[], $3::date[], $4::timestamptz[]) as n (source_no, station_id, day, received_at)
     on conflict on constraint import_day_pkey do nothing`,
    [list.map((d) => d.sourceNo), list.map((d) => d.stationId), list.map((d) => d.day), list.map((d) => d.receivedAt)],
  );
};

/** Days an import touched that are not worked out yet, day by day. */
export const nextImportDays = (
  tx: EntityManager,
  sourceNo: number,
  limit: number,
): Promise<{ stationId: string; day: CivilDate }[]> =>
  select(
    tx,
    `select d.station_id, d.day::text as day from import_day d where d.source_no = $1 order by d.day, d.station_id limit $2`,
    [sourceNo, limit],
  );

export const countImportDays = async (tx: EntityManager, sourceNo: number): Promise<number> =>
  (await selectOne<{ n: number }>(tx, 'select count(*)::int as n from import_day d where d.source_no = $1', [sourceNo]))
    ?.n ?? 0;

export const dropImportDays = async (
  tx: EntityManager,
  sourceNo: number,
  days: readonly { readonly stationId: string; readonly day: CivilDate }[],
): Promise<void> => {
  await tx.query(
    `delete from import_day d using unnest($2::text[], $3::date[]) as k (station_id, day)
      where d.source_no = $1 and d.station_id = k.station_id and d.day = k.day`,
    [sourceNo, days.map((d) => d.stationId), days.map((d) => d.day)],
  );
};

/**
 * Those of an import's days that have no evaluation yet and that another import has brought hours of and is still sending: it
 * works them out when it is complete. One that is being taken back is left out.
 */
export const daysStillComing = (
  tx: EntityManager,
  sourceNo: number,
  days: readonly { readonly stationId: string; readonly day: CivilDate }[],
): Promise<{ stationId: string; day: CivilDate }[]> =>
  select(
    tx,
    `select distinct d.station_id, d.day::text as day
       from import_assessment a
       join source s on s.door = 'import' and s.code = a.source_id::text and s.no <> $1
      cross join unnest($2::text[], $3::date[]) as k (station_id, day)
       join import_day d on d.source_no = s.no and d.day = k.day and d.station_id = k.station_id
      where a.done_at is null and a.completed_at is null
        and not exists (select 1 from import_undo u where u.import_id = a.source_id)
        and not exists (select 1 from station_day e
                         where e.is_current and e.station_id = k.station_id and e.day = k.day)`,
    [sourceNo, days.map((d) => d.stationId), days.map((d) => d.day)],
  );

/** All days an import touched that have not been worked out yet. */
export const importDays = (tx: EntityManager, sourceNo: number): Promise<{ stationId: string; day: CivilDate }[]> =>
  select(
    tx,
    'select d.station_id, d.day::text as day from import_day d where d.source_no = $1 order by d.day, d.station_id',
    [sourceNo],
  );

/** Days of an import taken back: the undo has worked them out. */
export const dropAllImportDays = async (tx: EntityManager, sourceNo: number): Promise<void> => {
  await tx.query('delete from import_day d where d.source_no = $1', [sourceNo]);
};

/** An import whose slices are on their way or all in. */
export interface ImportAssessment {
  readonly importId: string;
  readonly sourceId: string;
  readonly requestedAt: Date;
  /** All slices are in. */
  readonly completedAt: Date | null;
  readonly doneAt: Date | null;
}
type ImportSeen = Pick<ImportAssessment, 'importId' | 'sourceId' | 'requestedAt'>;

/** Notes an import that is under way; its end may have been told already. */
export const expectAssessment = async (tx: EntityManager, wish: ImportSeen): Promise<void> => {
  await tx.query(
    'insert into import_assessment (import_id, source_id, requested_at) values ($1, $2, $3) on conflict do nothing',
    [wish.importId, wish.sourceId, wish.requestedAt],
  );
};

export const wishAssessment = async (tx: EntityManager, wish: ImportSeen): Promise<void> => {
  await tx.query(
    `insert into import_assessment (import_id, source_id, requested_at, completed_at) values ($1, $2, $3, $3)
     on conflict on constraint import_assessment_pkey do update set completed_at = excluded.completed_at`,
    [wish.importId, wish.sourceId, wish.requestedAt],
  );
};

/** Imports of a source need no assessment any more: it is taken back. */
export const endAssessments = async (tx: EntityManager, sourceId: string, at: Date): Promise<void> => {
  await tx.query('update import_assessment set done_at = $2 where source_id = $1 and done_at is null', [sourceId, at]);
};

/** An import known up to an instant on which figures still wait, and how many there are; null where there is none. */
export const unsettledImport = (tx: EntityManager, upTo: Date): Promise<{ importId: string; n: number } | null> =>
  selectOne(
    tx,
    `select min(w.import_id) as import_id, count(*)::int as n from (
       select a.import_id::text from import_assessment a where a.done_at is null and a.requested_at <= $1
       union select u.import_id::text from import_undo u where u.done_at is null and u.requested_at <= $1
       union select s.code from import_day d join source s on s.no = d.source_no where d.received_at <= $1) w
     having count(*) > 0`,
    [upTo],
  );

export const findAssessment = (tx: EntityManager, importId: string): Promise<ImportAssessment | null> =>
  selectOne<ImportAssessment>(tx, 'select a.* from import_assessment a where a.import_id = $1', [importId]);

/** Whether it was still open. */
export const finishAssessment = async (tx: EntityManager, importId: string, at: Date): Promise<boolean> =>
  (
    await select<{ id: string }>(
      tx,
      `with done as (
         update import_assessment set done_at = $2 where import_id = $1 and done_at is null returning import_id)
       select import_id as id from done`,
      [importId, at],
    )
  ).length > 0;

export const openAssessments = async (tx: EntityManager, limit: number): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      `select a.import_id as id from import_assessment a
        where a.done_at is null and a.completed_at is not null order by a.requested_at limit $1`,
      [limit],
    )
  ).map(({ id }) => id);

/** An import somebody wants taken back. */
export interface ImportUndo {
  readonly importId: string;
  readonly requestedAt: Date;
  readonly reason: string;
  /** Values put back so far. */
  readonly changed: number | null;
  readonly doneAt: Date | null;
}

const UNDO = 'u.import_id, u.requested_at, u.reason, u.changed, u.done_at';

/** Notes the wish once, however often it is told. */
export const wishUndo = async (tx: EntityManager, undo: Omit<ImportUndo, 'changed' | 'doneAt'>): Promise<void> => {
  await tx.query(
    'insert into import_undo (import_id, requested_at, reason) values ($1, $2, $3) on conflict do nothing',
    [undo.importId, undo.requestedAt, undo.reason],
  );
};

export const findUndo = (tx: EntityManager, importId: string): Promise<ImportUndo | null> =>
  selectOne<ImportUndo>(tx, `select ${UNDO} from import_undo u where u.import_id = $1`, [importId]);

export const lockUndo = (tx: EntityManager, importId: string): Promise<ImportUndo | null> =>
  selectOne<ImportUndo>(tx, `select ${UNDO} from import_undo u where u.import_id = $1 for update`, [importId]);

/** Counts values put back, with them: after a crash the count goes on where the work does. */
export const countPutBack = async (tx: EntityManager, importId: string, changed: number): Promise<void> => {
  await tx.query('update import_undo set changed = coalesce(changed, 0) + $2 where import_id = $1', [
    importId,
    changed,
  ]);
};

export const finishUndo = async (tx: EntityManager, importId: string, at: Date): Promise<void> => {
  await tx.query('update import_undo set changed = coalesce(changed, 0), done_at = $2 where import_id = $1', [
    importId,
    at,
  ]);
};

/** Which of these imports are taken back, or being taken back. */
export const undoneImports = async (tx: EntityManager, ids: readonly string[]): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await select<{ id: string }>(
        tx,
        'select u.import_id::text as id from import_undo u where u.import_id = any($1::uuid[])',
        [ids],
      )
    ).map(({ id }) => id),
  );

export const openUndos = async (tx: EntityManager, limit: number): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      'select u.import_id as id from import_undo u where u.done_at is null order by u.requested_at limit $1',
      [limit],
    )
  ).map(({ id }) => id);

/** Numbers of the sources that stand for imports taken back, or being taken back. */
export const undoneSources = async (tx: EntityManager): Promise<ReadonlySet<number>> =>
  new Set(
    (
      await select<{ no: number }>(
        tx,
        `select s.no from import_undo u join source s on s.door = 'import' and s.code = u.import_id::text`,
      )
    ).map(({ no }) => no),
  );

/** Packets of a source, in the order they came. */
export const packetsOfSource = async (tx: EntityManager, sourceNo: number): Promise<string[]> =>
  (
    await select<{ id: string }>(tx, 'select p.id from raw_packet p where p.source_no = $1 order by p.id', [sourceNo])
  ).map(({ id }) => id);
