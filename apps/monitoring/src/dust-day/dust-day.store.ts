import type { EntityManager } from 'typeorm';
import { type CivilDate, datesOf } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne, selectWhole } from '#libs/persistence/select.js';
import { areaPaths } from '../area/area-tree.js';
import { subjectsById } from '../register/register.store.js';

/** That days were dust days, as a paper of the network says: of an area with all that lies within it, or of stations alone. */
export interface DustRecognition {
  readonly id: string;
  readonly areaId: string | null;
  readonly stationIds: readonly string[] | null;
  readonly fromDay: CivilDate;
  readonly toDay: CivilDate;
  readonly document: string;
  readonly documentNumber: string | null;
  readonly documentDay: CivilDate;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  /** Null while it is in force, with who withdrew it and why. */
  readonly withdrawnAt: Date | null;
  readonly withdrawnBy: string | null;
  readonly withdrawnReason: string | null;
}

const COLUMNS = `r.id, r.area_id, r.station_ids, r.from_day::text as from_day, r.to_day::text as to_day, r.document,
  r.document_number, r.document_day::text as document_day, r.recorded_at, r.recorded_by,
  r.withdrawn_at, r.withdrawn_by, r.withdrawn_reason`;

/** One recognition is recorded at a time: whether the same stands already is asked before. */
export const lockRecognitions = async (tx: EntityManager): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('monitoring.dust-recognition'))`);
};

export const insertRecognition = async (tx: EntityManager, one: DustRecognition): Promise<void> => {
  await tx.query(
    `insert into dust_recognition (id, area_id, station_ids, from_day, to_day, document, document_number, document_day,
                                   recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      one.id,
      one.areaId,
      one.stationIds,
      one.fromDay,
      one.toDay,
      one.document,
      one.documentNumber,
      one.documentDay,
      one.recordedAt,
      one.recordedBy,
    ],
  );
};

/** A recognition; nobody else writes it to the end of the transaction. */
export const lockRecognition = (tx: EntityManager, id: string): Promise<DustRecognition | null> =>
  selectOne<DustRecognition>(tx, `select ${COLUMNS} from dust_recognition r where r.id = $1 for update`, [id]);

export const saveWithdrawal = async (tx: EntityManager, one: DustRecognition): Promise<void> => {
  await tx.query(
    'update dust_recognition set withdrawn_at = $2, withdrawn_by = $3, withdrawn_reason = $4 where id = $1',
    [one.id, one.withdrawnAt, one.withdrawnBy, one.withdrawnReason],
  );
};

/** One in force that says the same of the same days by the same paper. */
export const sameRecognition = (
  tx: EntityManager,
  one: Pick<DustRecognition, 'areaId' | 'stationIds' | 'fromDay' | 'toDay' | 'document' | 'documentNumber'>,
): Promise<{ id: string } | null> =>
  selectOne<{ id: string }>(
    tx,
    `select r.id from dust_recognition r
      where r.withdrawn_at is null and r.area_id is not distinct from $1 and r.station_ids is not distinct from $2::text[]
        and r.from_day = $3 and r.to_day = $4 and r.document = $5 and r.document_number is not distinct from $6 limit 1`,
    [one.areaId, one.stationIds, one.fromDay, one.toDay, one.document, one.documentNumber],
  );

/** Recognitions in force, or those withdrawn, the one recorded last first, a page at a time. */
export const recognitionPage = (
  tx: EntityManager,
  page: { withdrawn: boolean; before: { at: Date; id: string } | null; limit: number },
): Promise<DustRecognition[]> =>
  select<DustRecognition>(
    tx,
    `select ${COLUMNS} from dust_recognition r
      where (r.withdrawn_at is not null) = $1
        and ($2::timestamptz is null or (r.recorded_at, r.id) < ($2::timestamptz, $3::uuid))
      order by r.recorded_at desc, r.id desc limit $4`,
    [page.withdrawn, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );

/** A recognition by its id, in force or withdrawn. */
export const findRecognition = (tx: EntityManager, id: string): Promise<DustRecognition | null> =>
  selectOne<DustRecognition>(tx, `select ${COLUMNS} from dust_recognition r where r.id = $1`, [id]);

/** Dates recognised as dust days, each with the ids of the recognitions in force that say so, in order. */
export type DustDates = ReadonlyMap<CivilDate, readonly string[]>;
const NO_DATES: DustDates = new Map();

/**
 * Dates recognised as dust days in a span, both ends included, by subject. One of an area holds for what lies within it; one
 * of stations says nothing of their area.
 */
export const dustDates = async (
  tx: EntityManager,
  kind: 'area' | 'station',
  ids: readonly string[],
  span: { readonly from: CivilDate; readonly to: CivilDate },
): Promise<(id: string) => DustDates> => {
  const found = await selectWhole<Pick<DustRecognition, 'id' | 'areaId' | 'stationIds' | 'fromDay' | 'toDay'>>(
    tx,
    10_000,
    `select r.id, r.area_id, r.station_ids, greatest(r.from_day, $1::date)::text as from_day, least(r.to_day, $2::date)::text as to_day
       from dust_recognition r where r.withdrawn_at is null and r.to_day >= $1 and r.from_day <= $2 order by r.id`,
    [span.from, span.to],
  );
  if (found.length === 0) return () => NO_DATES;
  const paths = await areaPaths(tx);
  const stations = kind === 'station' ? await subjectsById(tx, ids) : null;
  const datesFor = new Map(
    ids.map((id) => {
      const areaId = stations ? stations.get(id)?.areaId : id;
      const above = areaId === undefined ? [] : (paths.get(areaId) ?? [areaId]);
      const isMeant = (one: (typeof found)[number]): boolean =>
        one.areaId === null ? stations !== null && one.stationIds!.includes(id) : above.includes(one.areaId);
      const dates = new Map<CivilDate, string[]>();
      for (const { id: by, fromDay: from, toDay: to } of found.filter(isMeant))
        for (const date of datesOf({ from, to })) dates.set(date, [...(dates.get(date) ?? []), by]);
      return [id, dates];
    }),
  );
  return (id) => datesFor.get(id) ?? NO_DATES;
};
