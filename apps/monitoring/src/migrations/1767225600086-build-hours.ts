import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hours of stations that were built from minute values, because their device sends none, and what they rest on. */
export class BuildHours1767225600086 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table minute_hour (
        station_id text not null,
        label timestamptz not null,
        -- Revision of the hour.
        revision integer not null,
        -- Packets of the minutes, ascending.
        packet_ids bigint[] not null,
        constraint minute_hour_pkey primary key (station_id, label, revision)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table minute_hour');
  }
}
