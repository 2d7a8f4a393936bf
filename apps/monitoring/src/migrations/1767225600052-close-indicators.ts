import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which revision of a number was in force when its period was closed: a later one changed it after closing. */
export class CloseIndicators1767225600052 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table indicator add column closed_at timestamptz;
      create index indicator_open_idx on indicator (period_end) where is_current and closed_at is null`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table indicator drop column closed_at');
  }
}
