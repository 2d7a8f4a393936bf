import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Months of sections, their targets by year, and the times they had no water or could not be monitored. */
export class KeepSectionMonths1767225600040 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- One row a month in which a section has rows. A stale one is worked out when it is read, and kept by the next seal.
      create table section_month (
        section_id text not null,
        month text not null,
        is_stale boolean not null,
        content jsonb,
        constraint section_month_pkey primary key (section_id, month),
        constraint section_month_form check (month ~ '^[0-9]{4}-[0-9]{2}$'),
        constraint section_month_known check (is_stale or content is not null)
      );
      create index section_month_stale_idx on section_month (month) where is_stale;
      -- 00:00 is the end of the day before.
      insert into section_month (section_id, month, is_stale)
      select distinct r.section_id,
             to_char((r.at - interval '1 millisecond') at time zone 'Asia/Shanghai', 'YYYY-MM'), true
        from section_row r;

      -- Statements are added, never changed: the last one of a year is in force.
      create table section_target (
        section_id text not null,
        no integer not null,
        year integer not null,
        target smallint not null constraint section_target_class check (target between 1 and 5),
        basis text not null,
        recorded_on date not null,
        recorded_by text not null,
        constraint section_target_pkey primary key (section_id, no)
      );

      create table section_absence (
        id uuid constraint section_absence_pkey primary key,
        section_id text not null,
        state text not null constraint section_absence_state_known check (state in ('dry', 'notMonitored')),
        from_day date not null,
        to_day date,
        reason text not null,
        proof text[] not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        withdrawn_at timestamptz,
        version integer not null
      );
      create index section_absence_section_idx on section_absence (section_id, from_day);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table section_absence, section_target, section_month');
  }
}
