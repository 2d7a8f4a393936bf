import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every number this service has published, with its revisions. */
export class CreateIndicator1767225600004 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table indicator (
        id uuid constraint indicator_pkey primary key,
        definition text not null,
        subject_kind text not null,
        subject_id text not null,
        period_kind text not null,
        period_label text not null,
        period_end timestamptz not null,
        revision integer not null,
        is_current boolean not null,
        value numeric,
        valid boolean not null,
        data_state text not null,
        content jsonb not null,
        constraint indicator_revision_key unique (definition, subject_kind, subject_id, period_label, revision)
      );
      create unique index indicator_current on indicator (definition, subject_kind, subject_id, period_label) where is_current;
      create index indicator_period_idx on indicator (definition, period_end, id) where is_current;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table indicator');
  }
}
