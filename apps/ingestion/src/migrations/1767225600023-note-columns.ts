import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Columns of an imported file that are not read, and those of its layout it does without. */
export class NoteColumns1767225600023 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table import
        add column columns_unread text[] not null default '{}',
        add column columns_absent text[] not null default '{}';`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table import drop column columns_unread, drop column columns_absent;');
  }
}
