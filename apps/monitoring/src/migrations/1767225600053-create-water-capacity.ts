import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What waters may take and what they take, by area, body and year, with versions. */
export class CreateWaterCapacity1767225600053 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table water_capacity (
        area_id text not null,
        -- A river, lake or reach by its name; empty for all waters of the area.
        body text not null,
        year integer not null,
        version integer not null,
        -- Item, allowed and current load in t a year, as decimal text.
        loads jsonb not null,
        basis text not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint water_capacity_pkey primary key (area_id, body, year, version)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table water_capacity');
  }
}
