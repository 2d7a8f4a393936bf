import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Packets as they came lie sealed beside a bundle, which has their passwords hidden. */
export class SealOriginals1767225600107 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table act add column originals_sha256 text');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table act drop column originals_sha256');
  }
}
