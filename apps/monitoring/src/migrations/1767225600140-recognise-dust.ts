import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days a paper of the network recognises as dust days, of an area with all within it or of named stations. */
export class RecogniseDust1767225600140 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table dust_recognition (
        id uuid constraint dust_recognition_pkey primary key,
        area_id text,
        station_ids text[],
        from_day date not null,
        to_day date not null,
        -- The paper that says so: its title, its number where it has one, and its date.
        document text not null,
        document_number text,
        document_day date not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        withdrawn_at timestamptz,
        withdrawn_by text,
        withdrawn_reason text,
        constraint dust_recognition_whose check ((area_id is null) <> (station_ids is null)),
        constraint dust_recognition_period check (to_day >= from_day),
        constraint dust_recognition_withdrawn
          check ((withdrawn_at is null) = (withdrawn_by is null) and (withdrawn_at is null) = (withdrawn_reason is null))
      );
      create index dust_recognition_days_idx on dust_recognition (to_day) where withdrawn_at is null;
      create index dust_recognition_page_idx on dust_recognition (recorded_at, id);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table dust_recognition;');
  }
}
