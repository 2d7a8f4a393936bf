import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Targets of a period with every version and the paper that set it. */
export class CreateTarget1767225600031 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table target (
        id uuid constraint target_pkey primary key,
        definition text not null,
        subject_kind text not null,
        subject_id text not null,
        period_label text not null,
        from_day date not null,
        to_day date not null,
        -- Edition all days are stated under; each under its own where null.
        edition text,
        -- Whether the figure is held against the target as printed.
        is_rounded boolean not null,
        version integer not null,
        is_withdrawn boolean not null,
        constraint target_period check (to_day >= from_day)
      );
      create unique index target_in_force on target (definition, subject_kind, subject_id, period_label)
        where not is_withdrawn;
      create index target_subject_idx on target (subject_kind, subject_id) where not is_withdrawn;

      create table target_version (
        target_id uuid not null constraint target_version_target_fkey references target (id),
        version integer not null,
        -- First day on which this version is the target.
        from_day date not null,
        value text not null,
        document text not null,
        reason text,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint target_version_pkey primary key (target_id, version)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table target_version, target');
  }
}
