import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * From which day on results of a source, and days of a plant, have changed since they were published; null where they have
 * not; of plants also the last month whose load was published. What was reported before is not published by itself. A source
 * whose state was never told is told with the next seal.
 */
export class PublishSourcesAndPlants1767225600092 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table drinking_source add column changed_from date, add column told_version integer not null default 0;
      alter table sewage_plant add column changed_from date, add column load_through text;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table sewage_plant drop column load_through, drop column changed_from;
      alter table drinking_source drop column told_version, drop column changed_from;`);
  }
}
