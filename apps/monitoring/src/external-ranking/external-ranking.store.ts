import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { ListPlace } from '#libs/domain/assessment/list-place.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** A place of an area in a list somebody else publishes. */
export interface ExternalRanking extends ListPlace {
  readonly id: string;
  /** What is ranked. */
  readonly medium: 'air' | 'water';
  readonly areaId: string;
  readonly list: string;
  readonly measure: string;
  readonly periodLabel: string;
  readonly fromDay: CivilDate;
  readonly toDay: CivilDate;
  readonly value: string | null;
  readonly document: string;
  readonly version: number;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

export type RankingKey = Pick<ExternalRanking, 'areaId' | 'list' | 'measure' | 'fromDay' | 'toDay'>;

const COLUMNS = `r.id, r.medium, r.area_id, r.list, r.measure, r.period_label, r.from_day::text as from_day, r.to_day::text as to_day, r.place,
  r.counted_from, r.size, r.value, r.document, r.version, r.recorded_at, r.recorded_by`;

export const findRankingInForce = (tx: EntityManager, key: RankingKey): Promise<ExternalRanking | null> =>
  selectOne<ExternalRanking>(
    tx,
    `select ${COLUMNS} from external_ranking r
      where r.is_current and r.area_id = $1 and r.list = $2 and r.measure = $3 and r.from_day = $4 and r.to_day = $5
        for update`,
    [key.areaId, key.list, key.measure, key.fromDay, key.toDay],
  );

/** Adds a version; the one before is no longer in force. */
export const insertRanking = async (
  tx: EntityManager,
  one: ExternalRanking,
  before: ExternalRanking | null,
): Promise<void> => {
  if (before) await tx.query('update external_ranking set is_current = false where id = $1', [before.id]);
  await tx.query(
    `insert into external_ranking (id, area_id, list, measure, period_label, from_day, to_day, place, counted_from, size, value,
                                   document, version, is_current, recorded_at, recorded_by, medium)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, true, $14, $15, $16)`,
    [
      one.id,
      one.areaId,
      one.list,
      one.measure,
      one.periodLabel,
      one.fromDay,
      one.toDay,
      one.place,
      one.countedFrom,
      one.size,
      one.value,
      one.document,
      one.version,
      one.recordedAt,
      one.recordedBy,
      one.medium,
    ],
  );
};

/** Places in force, the newest period first, a page at a time. */
export const rankingPage = (
  tx: EntityManager,
  page: {
    areaId: string | null;
    list: string | null;
    medium: string | null;
    before: { at: Date; id: string } | null;
    limit: number;
  },
): Promise<(ExternalRanking & { readonly at: Date })[]> =>
  select<ExternalRanking & { readonly at: Date }>(
    tx,
    `select ${COLUMNS}, (r.to_day::timestamp at time zone 'UTC') as at from external_ranking r
      where r.is_current and ($1::text is null or r.area_id = $1) and ($2::text is null or r.list = $2)
        and ($3::timestamptz is null or (r.to_day::timestamp at time zone 'UTC', r.id) < ($3::timestamptz, $4::uuid))
        and ($6::text is null or r.medium = $6)
      order by r.to_day desc, r.id desc limit $5`,
    [page.areaId, page.list, page.before?.at ?? null, page.before?.id ?? null, page.limit, page.medium],
  );

/** Places of the same lists in other periods, by what `keyText` makes of them. */
export const rankingsOf = async (
  tx: EntityManager,
  keys: readonly RankingKey[],
): Promise<ReadonlyMap<string, ExternalRanking>> =>
  keys.length === 0
    ? new Map()
    : new Map(
        (
          await select<ExternalRanking>(
            tx,
            `select ${COLUMNS} from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::date[])
                      as k (area_id, list, measure, from_day, to_day)
               join external_ranking r on r.is_current and r.area_id = k.area_id and r.list = k.list
                and r.measure = k.measure and r.from_day = k.from_day and r.to_day = k.to_day`,
            [
              keys.map((k) => k.areaId),
              keys.map((k) => k.list),
              keys.map((k) => k.measure),
              keys.map((k) => k.fromDay),
              keys.map((k) => k.toDay),
            ],
          )
        ).map((row) => [keyText(row), row]),
      );

export const keyText = (key: RankingKey): string =>
  JSON.stringify([key.areaId, key.list, key.measure, key.fromDay, key.toDay]);
