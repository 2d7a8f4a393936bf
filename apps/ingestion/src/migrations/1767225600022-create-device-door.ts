import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What every process says of its door for devices, and addresses somebody let in again. Both are of the last seconds: lost
 * with a crash of the database they are told anew, so neither is logged. Times are the database's, which all processes share.
 */
export class CreateDeviceDoor1767225600022 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create unlogged table device_door (
        process_id uuid not null,
        told_at timestamptz not null,
        connected jsonb not null,
        blocked jsonb not null,
        constraint device_door_pkey primary key (process_id)
      );
      create unlogged table device_door_unblock (
        address text not null,
        unblocked_at timestamptz not null,
        constraint device_door_unblock_pkey primary key (address)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table device_door_unblock; drop table device_door;');
  }
}
