import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Places in lists made elsewhere: a city in the province, a township in the city. */
export class CreateExternalRanking1767225600032 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table external_ranking (
        id uuid constraint external_ranking_pkey primary key,
        area_id text not null,
        -- Name of the list and what it is ordered by, as its publisher writes them.
        list text not null,
        measure text not null,
        period_label text not null,
        from_day date not null,
        to_day date not null,
        place integer not null,
        counted_from text not null constraint external_ranking_counted check (counted_from in ('top', 'bottom')),
        size integer not null,
        -- The figure beside the place, where the list gives one.
        value text,
        document text not null,
        version integer not null,
        is_current boolean not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint external_ranking_place check (place between 1 and size),
        constraint external_ranking_period check (to_day >= from_day)
      );
      create unique index external_ranking_current on external_ranking (area_id, list, measure, from_day, to_day)
        where is_current;
      create index external_ranking_page_idx on external_ranking (to_day, id) where is_current;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table external_ranking');
  }
}
