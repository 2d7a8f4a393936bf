import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Figures others publish (the average of the province), and places in lists of water beside those of air. */
export class CreateExternalAverage1767225600101 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table external_average (
        id uuid constraint external_average_pkey primary key,
        medium text not null constraint external_average_medium check (medium in ('air', 'water')),
        -- Whose figure it is, as its publisher writes it: 全省.
        whose text not null,
        measure text not null,
        period_label text not null,
        from_day date not null,
        to_day date not null,
        -- Decimal text in the unit of the measure.
        value text not null,
        -- The area it was recorded for: its unit answers for what is written.
        area_id text not null,
        document text not null,
        version integer not null,
        is_current boolean not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint external_average_period check (to_day >= from_day)
      );
      create unique index external_average_current on external_average (medium, whose, measure, from_day, to_day)
        where is_current;
      create unique index external_average_version on external_average (medium, whose, measure, from_day, to_day, version);
      create index external_average_page_idx on external_average (to_day, id) where is_current;
      alter table external_ranking add column medium text not null default 'air'
        constraint external_ranking_medium check (medium in ('air', 'water'));`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table external_average;
      alter table external_ranking drop column medium;`);
  }
}
