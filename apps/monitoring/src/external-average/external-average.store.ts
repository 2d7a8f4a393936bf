import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** A figure somebody else publishes: that of the province beside which one's own is held. */
export interface ExternalAverage {
  readonly id: string;
  readonly medium: 'air' | 'water';
  readonly whose: string;
  readonly measure: string;
  readonly periodLabel: string;
  readonly fromDay: CivilDate;
  readonly toDay: CivilDate;
  readonly value: string;
  readonly areaId: string;
  readonly document: string;
  readonly version: number;
  /** This version says that the figure counts no more; value and document are those of the one before. */
  readonly withdrawn: boolean;
  /** Why it was corrected or withdrawn. */
  readonly reason: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

export type AverageKey = Pick<ExternalAverage, 'medium' | 'whose' | 'measure' | 'fromDay' | 'toDay'>;

const COLUMNS = `a.id, a.medium, a.whose, a.measure, a.period_label, a.from_day::text as from_day, a.to_day::text as to_day,
  a.value, a.area_id, a.document, a.version, a.withdrawn, a.reason, a.recorded_at, a.recorded_by`;
const IS_KEY = 'a.medium = $1 and a.whose = $2 and a.measure = $3 and a.from_day = $4 and a.to_day = $5';
const keyValues = (key: AverageKey) => [key.medium, key.whose, key.measure, key.fromDay, key.toDay];

export const findAverage = (tx: EntityManager, id: string): Promise<ExternalAverage | null> =>
  selectOne<ExternalAverage>(tx, `select ${COLUMNS} from external_average a where a.id = $1`, [id]);

/** The newest version of a figure, in force or withdrawn; nobody else writes it to the end of the transaction. */
export const lockNewestAverage = (tx: EntityManager, key: AverageKey): Promise<ExternalAverage | null> =>
  selectOne<ExternalAverage>(
    tx,
    `select ${COLUMNS} from external_average a where a.is_current and ${IS_KEY} for update`,
    keyValues(key),
  );

/** Every version of a figure, the newest first. */
export const averageVersions = (tx: EntityManager, key: AverageKey): Promise<ExternalAverage[]> =>
  select<ExternalAverage>(
    tx,
    `select ${COLUMNS} from external_average a where ${IS_KEY} order by a.version desc limit 200`,
    keyValues(key),
  );

/** Figures in force of exactly one span of days, by whose and measure. */
export const averagesOfSpan = (
  tx: EntityManager,
  of: { readonly medium: ExternalAverage['medium']; readonly from: CivilDate; readonly to: CivilDate },
): Promise<ExternalAverage[]> =>
  select<ExternalAverage>(
    tx,
    `select ${COLUMNS} from external_average a
      where a.is_current and not a.withdrawn and a.medium = $1 and a.from_day = $2 and a.to_day = $3
      order by a.whose, a.measure limit 200`,
    [of.medium, of.from, of.to],
  );

/** Adds a version; the one before is no longer the newest. */
export const insertAverage = async (
  tx: EntityManager,
  one: ExternalAverage,
  before: ExternalAverage | null,
): Promise<void> => {
  if (before) await tx.query('update external_average set is_current = false where id = $1', [before.id]);
  await tx.query(
    `insert into external_average (id, medium, whose, measure, period_label, from_day, to_day, value, area_id, document,
                                   version, withdrawn, reason, is_current, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, true, $14, $15)`,
    [
      one.id,
      one.medium,
      one.whose,
      one.measure,
      one.periodLabel,
      one.fromDay,
      one.toDay,
      one.value,
      one.areaId,
      one.document,
      one.version,
      one.withdrawn,
      one.reason,
      one.recordedAt,
      one.recordedBy,
    ],
  );
};

/** Figures in force, or those withdrawn, the newest period first, a page at a time. */
export const averagePage = (
  tx: EntityManager,
  page: { medium: string | null; withdrawn: boolean; before: { at: Date; id: string } | null; limit: number },
): Promise<(ExternalAverage & { readonly at: Date })[]> =>
  select<ExternalAverage & { readonly at: Date }>(
    tx,
    `select ${COLUMNS}, (a.to_day::timestamp at time zone 'UTC') as at from external_average a
      where a.is_current and a.withdrawn = $5 and ($1::text is null or a.medium = $1)
        and ($2::timestamptz is null or (a.to_day::timestamp at time zone 'UTC', a.id) < ($2::timestamptz, $3::uuid))
      order by a.to_day desc, a.id desc limit $4`,
    [page.medium, page.before?.at ?? null, page.before?.id ?? null, page.limit, page.withdrawn],
  );
