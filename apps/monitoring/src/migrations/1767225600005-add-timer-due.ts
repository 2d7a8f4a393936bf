import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the timer of a subject looks next: it is moved while the subject is heard, instead of firing every day. */
export class AddTimerDue1767225600005 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table heard add column timer_due timestamptz;
      update heard set timer_due = heard_at + allowed_hours * interval '1 hour';
      alter table heard alter column timer_due set not null;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table heard drop column timer_due');
  }
}
