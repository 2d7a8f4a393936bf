import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne } from '#libs/persistence/select.js';

export interface Recomputation {
  readonly id: string;
  readonly fromDay: CivilDate;
  readonly toDay: CivilDate;
  /** Null: all stations. */
  readonly stationIds: readonly string[] | null;
  readonly reason: string;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  readonly nextDay: CivilDate;
  /** First area of that day not done yet. */
  readonly nextArea: string;
  readonly changedHours: number;
  readonly changedDays: number;
  readonly finishedAt: Date | null;
}

const COLUMNS = `r.id, r.from_day::text as from_day, r.to_day::text as to_day, r.station_ids, r.reason, r.requested_at, r.requested_by,
                 r.next_day::text as next_day, r.next_area, r.changed_hours, r.changed_days, r.finished_at`;

export const insertRecomputation = async (
  tx: EntityManager,
  wish: Omit<Recomputation, 'nextDay' | 'nextArea' | 'changedHours' | 'changedDays' | 'finishedAt'>,
): Promise<void> => {
  await tx.query(
    `insert into recomputation (id, from_day, to_day, station_ids, reason, requested_at, requested_by, next_day, changed_hours, changed_days)
     values ($1, $2, $3, $4, $5, $6, $7, $2, 0, 0)`,
    [wish.id, wish.fromDay, wish.toDay, wish.stationIds, wish.reason, wish.requestedAt, wish.requestedBy],
  );
};

export const findRecomputation = (tx: EntityManager, id: string): Promise<Recomputation | null> =>
  selectOne<Recomputation>(tx, `select ${COLUMNS} from recomputation r where r.id = $1`, [id]);

export const lockRecomputation = (tx: EntityManager, id: string): Promise<Recomputation | null> =>
  selectOne<Recomputation>(tx, `select ${COLUMNS} from recomputation r where r.id = $1 for update`, [id]);

/** The newest first, before an instant and id. */
export const recomputationPage = (
  tx: EntityManager,
  page: { readonly before: { readonly at: Date; readonly id: string } | null; readonly limit: number },
): Promise<Recomputation[]> =>
  select<Recomputation>(
    tx,
    `select ${COLUMNS} from recomputation r
      where $1::timestamptz is null or (r.requested_at, r.id) < ($1::timestamptz, $2::uuid)
      order by r.requested_at desc, r.id desc limit $3`,
    [page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );

export const openRecomputations = async (tx: EntityManager, limit: number): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      'select r.id from recomputation r where r.finished_at is null order by r.requested_at limit $1',
      [limit],
    )
  ).map(({ id }) => id);

export const saveStep = async (
  tx: EntityManager,
  id: string,
  step: {
    readonly nextDay: CivilDate;
    readonly nextArea: string;
    readonly changedHours: number;
    readonly changedDays: number;
    readonly finishedAt: Date | null;
  },
): Promise<void> => {
  await tx.query(
    `update recomputation set next_day = $2, next_area = $6, changed_hours = changed_hours + $3,
            changed_days = changed_days + $4, finished_at = $5
      where id = $1`,
    [id, step.nextDay, step.changedHours, step.changedDays, step.finishedAt, step.nextArea],
  );
};
