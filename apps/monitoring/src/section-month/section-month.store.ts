import type { EntityManager } from 'typeorm';
import { addMonths, type CivilMonth, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import type { BasicItem } from '#libs/domain/water/edition.js';
import type { TrophicItem } from '#libs/domain/water/trophic.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { type HeldEpisode } from '../held-value/held-value.store.js';
import { MANUAL_LAYOUT } from '../section-row/section-row.store.js';

/** What the rows of a month come to, before anything is held against a target. */
export interface MonthContent {
  /** Means by item, rounded as they are assessed. */
  readonly values: Readonly<Partial<Record<BasicItem, string>>>;
  readonly counts: Readonly<Partial<Record<BasicItem, number>>>;
  readonly sources: Readonly<Partial<Record<BasicItem, 'automatic' | 'manual'>>>;
  readonly trophic: Readonly<Partial<Record<TrophicItem, string>>>;
  readonly rowCount: number;
  /** Days with a row. */
  readonly days: number;
  readonly dataState: DataState;
  readonly heldItems: readonly string[];
}

export interface SectionMonth {
  readonly sectionId: string;
  readonly month: CivilMonth;
  /** Null where rows have changed since it was worked out. */
  readonly content: MonthContent | null;
}

export type MonthKey = Pick<SectionMonth, 'sectionId' | 'month'>;

const keysOf = (keys: readonly MonthKey[]): unknown[] => [
  keys.map((k) => k.sectionId),
  keys.map((k) => k.month),
  keys.map((k) => shanghaiInstant(`${k.month}-01`)),
  keys.map((k) => shanghaiInstant(`${addMonths(k.month, 1)}-01`)),
];

/** Months that have rows, of sections, up to a month, oldest first. */
export const sectionMonths = (
  tx: EntityManager,
  of: { sectionIds: readonly string[]; upTo: CivilMonth },
): Promise<SectionMonth[]> =>
  select<SectionMonth>(
    tx,
    `select m.section_id, m.month, case when m.is_stale then null else m.content end as content from section_month m
      where m.section_id = any($1) and m.month <= $2 order by m.section_id, m.month`,
    [of.sectionIds, of.upTo],
  );

/** Notes that rows of these months have changed, of those that have any; a month noted before costs nothing. */
export const markMonthsStale = async (tx: EntityManager, keys: readonly MonthKey[]): Promise<void> => {
  if (keys.length === 0) return;
  await tx.query(
    `insert into section_month as m (section_id, month, is_stale)
     select n.section_id, n.month, true from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as n (section_id, month, after, until)
      where exists (select 1 from section_row r where r.section_id = n.section_id and r.at > n.after and r.at <= n.until)
      order by n.section_id, n.month
     on conflict on constraint section_month_pkey do update set is_stale = true where not m.is_stale`,
    keysOf(keys),
  );
};

/** Months that are over and not worked out since their rows changed. */
export const staleMonths = (
  tx: EntityManager,
  of: { sectionIds: readonly string[]; upTo: CivilMonth },
): Promise<MonthKey[]> =>
  select<MonthKey>(
    tx,
    `select m.section_id, m.month from section_month m
      where m.is_stale and m.month <= $2 and m.section_id = any($1) order by m.month, m.section_id limit 5000`,
    [of.sectionIds, of.upTo],
  );

export const saveMonths = async (
  tx: EntityManager,
  months: readonly (MonthKey & { readonly content: MonthContent })[],
): Promise<void> => {
  if (months.length === 0) return;
  await tx.query(
    `update section_month m set is_stale = false, content = n.content
       from unnest($1::text[], $2::text[], $3::jsonb[]) as n (section_id, month, content)
      where m.section_id = n.section_id and m.month = n.month`,
    [months.map((m) => m.sectionId), months.map((m) => m.month), months.map((m) => JSON.stringify(m.content))],
  );
};

export interface MonthRow extends MonthKey {
  readonly at: Date;
  readonly itemValues: Readonly<Record<string, string>>;
  readonly dataState: DataState;
  /** A sample people took: brought by a file of samples. */
  readonly isSample: boolean;
}

/** Rows of many months at once. 00:00 is the end of the day before, so a month has its rows after its first instant. */
export const rowsOfMonths = (tx: EntityManager, keys: readonly MonthKey[]): Promise<MonthRow[]> =>
  select(
    tx,
    `select k.section_id, k.month, r.at, r.item_values, r.data_state,
            case when s.door = 'import'
                 then exists (select 1 from raw_packet p where p.id = r.packet_id and p.layout = $5) else false end as is_sample
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as k (section_id, month, after, until)
       join section_row r on r.section_id = k.section_id and r.at > k.after and r.at <= k.until
       left join source s on s.no = r.source_no
      order by k.section_id, k.month, r.at`,
    [...keysOf(keys), MANUAL_LAYOUT],
  );

/** Values kept out of the means of many months. */
export const heldInMonths = (tx: EntityManager, keys: readonly MonthKey[]): Promise<(HeldEpisode & MonthKey)[]> =>
  select(
    tx,
    `select h.*, k.month
       from unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[]) as k (section_id, month, after, until)
       join held_value h on h.section_id = k.section_id and h.first_at <= k.until and h.last_at > k.after
      where h.state in ('held', 'excluded')`,
    keysOf(keys),
  );

/** When the first row of a month of any of these sections was taken; null without one. */
export const firstRowOfMonth = async (
  tx: EntityManager,
  sectionIds: readonly string[],
  month: CivilMonth,
): Promise<Date | null> =>
  (
    await selectOne<{ at: Date | null }>(
      tx,
      `select min(r.at) as at from section_row r where r.section_id = any($1) and r.at > $2 and r.at <= $3`,
      [sectionIds, shanghaiInstant(`${month}-01`), shanghaiInstant(`${addMonths(month, 1)}-01`)],
    )
  )?.at ?? null;
