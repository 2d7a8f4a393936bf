import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select, selectWhole } from '#libs/persistence/select.js';

export interface SectionWeek {
  readonly sectionId: string;
  readonly monday: CivilDate;
  readonly outcome: 'pass' | 'fail' | 'skipped';
  readonly waterClass: number | null;
  readonly content: unknown;
}

/** Weeks of a section in order, up to a Monday, included. */
export const sectionWeeks = (tx: EntityManager, sectionId: string, upTo: CivilDate): Promise<SectionWeek[]> =>
  selectWhole<SectionWeek>(
    tx,
    2_000,
    `select w.section_id, w.monday::text as monday, w.outcome, w.water_class, w.content from section_week w
      where w.section_id = $1 and w.monday <= $2::date order by w.monday`,
    [sectionId, upTo],
  );

/** Mondays from one on for which a section has an evaluated week. */
export const weeksFrom = async (tx: EntityManager, sectionId: string, monday: CivilDate): Promise<CivilDate[]> =>
  (
    await selectWhole<{ monday: CivilDate }>(
      tx,
      2_000,
      `select w.monday::text as monday from section_week w
        where w.section_id = $1 and w.monday >= $2::date order by w.monday`,
      [sectionId, monday],
    )
  ).map((row) => row.monday);

/** Weeks of all sections of a network that begin on a Monday. */
export const networkWeeks = (tx: EntityManager, network: string, monday: CivilDate): Promise<SectionWeek[]> =>
  select<SectionWeek>(
    tx,
    `select w.section_id, w.monday::text as monday, w.outcome, w.water_class, w.content
       from section_week w join subject s on s.id = w.section_id
      where s.network = $1 and not s.retired and w.monday = $2::date order by w.section_id`,
    [network, monday],
  );

/** Keeps a week; answers whether it says something else than before. */
export const upsertWeek = async (tx: EntityManager, week: SectionWeek): Promise<boolean> => {
  const changed = await select(
    tx,
    `insert into section_week as w (section_id, monday, outcome, water_class, content) values ($1, $2, $3, $4, $5)
     on conflict on constraint section_week_pkey do update
       set outcome = excluded.outcome, water_class = excluded.water_class, content = excluded.content
       where (w.outcome, w.water_class, w.content) is distinct from (excluded.outcome, excluded.water_class, excluded.content)
     returning w.section_id`,
    [week.sectionId, week.monday, week.outcome, week.waterClass, JSON.stringify(week.content)],
  );
  return changed.length > 0;
};
