import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is registered is watched before anything was heard of it. */
export class WatchRegistered1767225600105 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // Null: nothing was ever heard; heard_at is then when it was registered.
    await db.query('alter table heard alter column last_label drop not null');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from timer t using heard h
       where t.kind = 'silence.check' and t.subject_id = h.subject_id and t.state = 'pending' and h.last_label is null;
      delete from heard where last_label is null;
      alter table heard alter column last_label set not null;`);
  }
}
