import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Work asked for by people: days worked out again from the hours in force, with how far it has come. */
export class CreateRecomputation1767225600006 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table recomputation (
        id uuid constraint recomputation_pkey primary key,
        from_day date not null,
        to_day date not null,
        -- Stations it is for; all where null.
        station_ids text[],
        reason text not null,
        requested_at timestamptz not null,
        requested_by text not null,
        -- First day that is not done yet.
        next_day date not null,
        changed_hours integer not null,
        changed_days integer not null,
        finished_at timestamptz
      );
      create index recomputation_open_idx on recomputation (requested_at) where finished_at is null;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table recomputation');
  }
}
