import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether somebody wants to be warned of a target that lags or is lost; of none set before. */
export class WatchTargets1767225600090 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table target add column is_watched boolean not null default false;
      alter table target alter column is_watched drop default;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table target drop column is_watched');
  }
}
