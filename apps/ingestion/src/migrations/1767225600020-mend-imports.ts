import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Attempts at a check, the reach of whoever imports, when sending began, and refused rows by reason with a bound on those kept. */
export class MendImports1767225600020 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table import
        -- Which reading of the file the counts are of: an attempt overtaken by another counts no more.
        add column attempt integer not null default 0,
        -- Units whose subjects it may bring values for, and their paths joined.
        add column reach text[] not null default '{}',
        add column unit_path text[] not null default '{}',
        add column sending_at timestamptz,
        add column rows_kept integer not null default 0;
      update import set sending_at = requested_at where sent_as is not null;
      update import set rows_kept = rows_refused;
      create index import_sent_as_idx on import (sent_as);

      create table import_refusal (
        import_id uuid not null,
        reason text not null,
        place text not null,
        rows integer not null,
        constraint import_refusal_pkey primary key (import_id, reason, place)
      );
      insert into import_refusal (import_id, reason, place, rows)
      select r.import_id, r.reason, r.place, count(*) from import_refused r group by 1, 2, 3;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table import_refusal;
      drop index import_sent_as_idx;
      alter table import drop column attempt, drop column reach, drop column unit_path, drop column sending_at, drop column rows_kept;`);
  }
}
