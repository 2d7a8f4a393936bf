import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why a figure of others was corrected, and that it was withdrawn: the withdrawal is a version of its own. */
export class WithdrawAverages1767225600125 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table external_average
        add column withdrawn boolean not null default false,
        -- Null for a figure recorded for the first time.
        add column reason text;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table external_average drop column withdrawn, drop column reason;');
  }
}
