import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Files of samples of black waters: what each brought and what stood before, so that it can be taken back. A sample taken back
 * stays as a row that counts no more, since the figures it changed are told by when it was last written.
 */
export class ImportBlackWaterSamples1767225600126 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table black_water_sample add column withdrawn boolean not null default false;
      create table black_water_import (
        id uuid constraint black_water_import_pkey primary key,
        file_sha256 text not null,
        file_name text not null,
        imported_at timestamptz not null,
        imported_by text not null,
        reason text,
        rows_read integer not null,
        rows_refused integer not null,
        rows_changed integer not null,
        undone_at timestamptz,
        undone_by text,
        undo_reason text,
        -- Samples put back; those corrected since the import stand.
        rows_put_back integer
      );
      create index black_water_import_page_idx on black_water_import (imported_at, id);
      create table black_water_import_sample (
        import_id uuid not null constraint black_water_import_sample_import_fkey references black_water_import (id),
        water_id text not null,
        point text not null,
        sampled_on date not null,
        -- Version of the sample the import wrote.
        version integer not null,
        -- Values in force before it; null where there was no sample.
        item_values_before jsonb,
        constraint black_water_import_sample_pkey primary key (import_id, water_id, point, sampled_on)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table black_water_import_sample, black_water_import;
      alter table black_water_sample drop column withdrawn;`);
  }
}
