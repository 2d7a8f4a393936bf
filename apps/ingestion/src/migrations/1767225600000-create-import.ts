import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files people import: the wish, how far it has come, the rows not taken, and what became of each slice. */
export class CreateImport1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table import (
        id uuid constraint import_pkey primary key,
        file_sha256 text not null,
        file_name text not null,
        layout text not null,
        data_state text not null,
        province text,
        dry_run boolean not null,
        take_rest boolean not null,
        requested_at timestamptz not null,
        requested_by text not null,
        state text not null constraint import_state_known check (state in
          ('waiting', 'checking', 'checked', 'refused', 'failed', 'sending', 'sent', 'assessing', 'taken', 'undoing', 'undone')),
        failure text,
        rows_read integer not null default 0,
        rows_refused integer not null default 0,
        slices integer not null default 0,
        slices_sent integer not null default 0,
        -- The import whose packets these are: itself, or an earlier one of the same file that stands.
        sent_as uuid,
        finished_at timestamptz,
        undone_at timestamptz,
        undone_by text,
        undo_reason text,
        undo_changed integer
      );
      create index import_requested_idx on import (requested_at, id);
      create index import_file_idx on import (file_sha256);
      create index import_open_idx on import (requested_at) where state in ('waiting', 'checking', 'sending');

      create table import_refused (
        import_id uuid not null,
        line integer not null,
        place text not null,
        reason text not null,
        text text not null,
        constraint import_refused_pkey primary key (import_id, line)
      );
      create table import_slice (
        import_id uuid not null,
        slice_no integer not null,
        rows integer not null,
        changed integer not null,
        refused integer not null,
        constraint import_slice_pkey primary key (import_id, slice_no)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table import_slice, import_refused, import');
  }
}
