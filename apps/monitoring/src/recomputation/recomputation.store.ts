import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** Stations that are worked out together, in the area they lay in. */
export interface StationsOfArea {
  readonly areaId: string;
  readonly stationIds: readonly string[];
}

export interface Recomputation {
  readonly id: string;
  readonly kind: 'air' | 'water' | 'dust';
  readonly fromDay: CivilDate;
  readonly toDay: CivilDate;
  /** Null: all stations; of water: none. Of dust those of the moment it was asked for, with the ones that have left since. */
  readonly stationIds: readonly string[] | null;
  /** Null: all sections; of air and dust: none. */
  readonly sectionIds: readonly string[] | null;
  /** The area named instead of subjects. */
  readonly areaId: string | null;
  /** Dust: the recognition that was recorded or withdrawn. */
  readonly dustId: string | null;
  readonly reason: string;
  readonly requestedAt: Date;
  readonly requestedBy: string;
  /** Air: first day not done yet, and the first area of it. */
  readonly nextDay: CivilDate;
  readonly nextArea: string;
  /** Air: its stations as they lay at the first step, in the order areas are gone through; null before it. Read for a step only. */
  readonly places?: readonly StationsOfArea[] | null;
  /** Water: first section not done yet, null behind the last. */
  readonly nextSection: string | null;
  /** Dust: first area or station not done yet, as `area <id>` and `station <id>`; null behind the last. */
  readonly nextSubject: string | null;
  /** Water and dust: steps done and of how many. */
  readonly stepsDone: number;
  readonly stepsOf: number;
  readonly changedHours: number;
  readonly changedDays: number;
  readonly changedWeeks: number;
  readonly changedMonths: number;
  readonly finishedAt: Date | null;
}

const COLUMNS = `r.id, r.kind, r.from_day::text as from_day, r.to_day::text as to_day, r.station_ids, r.section_ids, r.area_id, r.dust_id, r.reason, r.requested_at, r.requested_by,
                 r.next_day::text as next_day, r.next_area, r.next_section, r.next_subject, r.steps_done, r.steps_of,
                 r.changed_hours, r.changed_days, r.changed_weeks, r.changed_months, r.finished_at`;

export const insertRecomputation = async (
  tx: EntityManager,
  wish: Pick<
    Recomputation,
    | 'id'
    | 'kind'
    | 'fromDay'
    | 'toDay'
    | 'stationIds'
    | 'sectionIds'
    | 'areaId'
    | 'dustId'
    | 'reason'
    | 'requestedAt'
    | 'requestedBy'
  >,
): Promise<void> => {
  await tx.query(
    `insert into recomputation (id, kind, from_day, to_day, station_ids, section_ids, area_id, dust_id, reason, requested_at,
                                requested_by, next_day, changed_hours, changed_days)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $3, 0, 0)`,
    [
      wish.id,
      wish.kind,
      wish.fromDay,
      wish.toDay,
      wish.stationIds,
      wish.sectionIds,
      wish.areaId,
      wish.dustId,
      wish.reason,
      wish.requestedAt,
      wish.requestedBy,
    ],
  );
};

export const findRecomputation = (tx: EntityManager, id: string): Promise<Recomputation | null> =>
  selectOne<Recomputation>(tx, `select ${COLUMNS} from recomputation r where r.id = $1`, [id]);

export const lockRecomputation = (tx: EntityManager, id: string): Promise<Recomputation | null> =>
  selectOne<Recomputation>(tx, `select ${COLUMNS}, r.places from recomputation r where r.id = $1 for update`, [id]);

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

/** What was asked for last of each of these recognitions of dust days, by their id. */
export const recomputationsOfDust = async (
  tx: EntityManager,
  dustIds: readonly string[],
): Promise<ReadonlyMap<string, Recomputation>> =>
  new Map(
    (
      await select<Recomputation & { readonly dustId: string }>(
        tx,
        `select distinct on (r.dust_id) ${COLUMNS} from recomputation r
          where r.dust_id = any($1::uuid[]) order by r.dust_id, r.requested_at desc, r.id desc`,
        [dustIds],
      )
    ).map((row) => [row.dustId, row]),
  );

/** Where a recomputation goes on, and what the step has changed. */
export type RecomputationStep = Pick<Recomputation, 'finishedAt'> &
  (
    | Pick<Recomputation, 'nextDay' | 'nextArea' | 'places' | 'changedHours' | 'changedDays'>
    | Pick<Recomputation, 'nextSection' | 'stepsDone' | 'stepsOf' | 'changedWeeks' | 'changedMonths'>
    | Pick<Recomputation, 'nextSubject' | 'stepsDone' | 'stepsOf'>
  );

/** Notes a step; what it has changed is added to what was changed before. */
export const saveStep = async (tx: EntityManager, work: Recomputation, step: RecomputationStep): Promise<void> => {
  const { finishedAt, ...rest } = { places: null, ...NOTHING_CHANGED, ...goingOn(work), ...step };
  await tx.query(
    `update recomputation set next_day = $2, next_area = $3, next_section = $4, steps_done = $5, steps_of = $6,
            changed_hours = changed_hours + $7, changed_days = changed_days + $8, changed_weeks = changed_weeks + $9,
            changed_months = changed_months + $10, finished_at = $11,
            places = coalesce(places, $12::jsonb), next_subject = $13
      where id = $1`,
    [
      work.id,
      rest.nextDay,
      rest.nextArea,
      rest.nextSection,
      rest.stepsDone,
      rest.stepsOf,
      rest.changedHours,
      rest.changedDays,
      rest.changedWeeks,
      rest.changedMonths,
      finishedAt,
      // Written once.
      work.places || !rest.places ? null : JSON.stringify(rest.places),
      rest.nextSubject,
    ],
  );
};

const NOTHING_CHANGED = { changedHours: 0, changedDays: 0, changedWeeks: 0, changedMonths: 0 } as const;
const goingOn = ({ nextDay, nextArea, nextSection, nextSubject, stepsDone, stepsOf }: Recomputation) => ({
  nextDay,
  nextArea,
  nextSection,
  nextSubject,
  stepsDone,
  stepsOf,
});
