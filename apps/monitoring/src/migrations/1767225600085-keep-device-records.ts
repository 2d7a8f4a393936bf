import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What devices say beside values: states and running times of facilities, alarms, restarts, retained samples, logs. */
export class KeepDeviceRecords1767225600085 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table device_record (
        -- Of what was said, by whom and of when: said again it is the same row.
        id uuid constraint device_record_pkey primary key,
        device_id text not null,
        kind text not null,
        -- The time it speaks of; that of its receipt where it says none.
        at timestamptz not null,
        content jsonb not null,
        packet_id bigint not null,
        received_at timestamptz not null
      );
      create index device_record_device_idx on device_record (device_id, at, id);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table device_record');
  }
}
