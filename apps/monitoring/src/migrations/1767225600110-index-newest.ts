import type { MigrationInterface, QueryRunner } from 'typeorm';

/** First and newest hour of an outlet, and the faults of one source, are asked for by lists: an index entry each instead of all rows. */
export class IndexNewest1767225600110 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create index outlet_hour_label_idx on outlet_hour (outlet_id, label);
      create index fault_source_idx on fault (source, at, id);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop index outlet_hour_label_idx, fault_source_idx');
  }
}
