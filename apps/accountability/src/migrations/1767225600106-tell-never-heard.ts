import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was registered and never heard of is silent for another cause than what fell silent. */
export class TellNeverHeard1767225600106 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('alter table silence add column never_heard boolean not null default false');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table silence drop column never_heard');
  }
}
