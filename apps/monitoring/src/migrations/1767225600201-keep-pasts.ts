import type { MigrationInterface, QueryRunner } from 'typeorm';

const PASTS = [
  ['outlet_hour', 'outlet_id, factor, label, revision'],
  ['exceedance', 'id, version'],
  ['source_result', 'source_id, kind, sampled_on, version'],
  ['plant_day', 'outlet_id, day, version'],
  ['black_water_sample', 'water_id, point, sampled_on, version'],
] as const;

/** What a record said before it changed is kept: whoever cited that version is led to it. */
export class KeepPasts1767225600201 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    for (const [table, key] of PASTS)
      await db.query(`create table ${table}_past (like ${table}, constraint ${table}_past_pkey primary key (${key}))`);
  }

  async down(db: QueryRunner): Promise<void> {
    for (const [table] of PASTS) await db.query(`drop table ${table}_past`);
  }
}
