import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Missing hours of devices that were asked for again: how often, when last, and whether the device said it has none. */
export class CreateGapAsking1767225600060 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table gap_asking (
        device_id text not null,
        -- Start of the hour.
        period_start timestamptz not null,
        askings integer not null,
        last_asked_at timestamptz not null,
        asking_id uuid not null,
        is_absent boolean not null default false,
        constraint gap_asking_pkey primary key (device_id, period_start)
      );
      create index gap_asking_asking_idx on gap_asking (asking_id);
      create index gap_asking_start_idx on gap_asking (period_start);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table gap_asking');
  }
}
