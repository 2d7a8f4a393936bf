import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A day of a station keeps which revisions of its hours it was worked out from: a figure told then leads to what was there then. */
export class PinHoursOfDays1767225600200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- 24 of them, null where the hour was missing; the column is null of days written before.
      alter table station_day add column hour_revisions smallint[];`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table station_day drop column hour_revisions');
  }
}
