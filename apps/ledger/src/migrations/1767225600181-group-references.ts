import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Groups of records that problems and tasks rest on where a basis may not name them all; each holds what its id is the hash of, and never changes. */
export class GroupReferences1767225600181 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table reference_group (
        id text constraint reference_group_pkey primary key,
        record_references jsonb not null
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table reference_group;');
  }
}
