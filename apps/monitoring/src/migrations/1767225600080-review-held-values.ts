import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was asked and done about values held, step by step, and what waits for a second person. */
export class ReviewHeldValues1767225600080 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table held_value
        add column version integer not null default 1,
        add column asked text constraint held_value_asked_known check (asked in ('exclude', 'release')),
        add column asked_by text,
        add column steps jsonb not null default '[]',
        add constraint held_value_asked_by_someone check ((asked is null) = (asked_by is null));
    `);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'alter table held_value drop column version, drop column asked, drop column asked_by, drop column steps',
    );
  }
}
