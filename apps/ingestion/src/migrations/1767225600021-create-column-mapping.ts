import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Saved mappings of columns, version by version, and imports read by one. */
export class CreateColumnMapping1767225600021 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table column_mapping (
        id uuid not null,
        version integer not null,
        is_current boolean not null,
        name text not null,
        content jsonb not null,
        retired boolean not null,
        unit_path text[] not null,
        saved_at timestamptz not null,
        saved_by text not null,
        constraint column_mapping_pkey primary key (id, version)
      );
      create unique index column_mapping_current on column_mapping (id) where is_current;
      alter table import
        add column mapping_id uuid,
        add column mapping_version integer,
        -- The mapping as it was when the import was asked for.
        add column mapping jsonb;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table import drop column mapping_id, drop column mapping_version, drop column mapping;
      drop table column_mapping;`);
  }
}
