import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tasks, progress, evidence, what came from warnings and dispatches, and what was said at each cut-off. */
export class CreateLedgerWork1767225600001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table warning (
        id uuid constraint warning_pkey primary key,
        version integer not null,
        rule_id text not null,
        rule_class text not null,
        cause_key text not null,
        severity text not null,
        subject_kind text not null,
        subject_id text not null,
        area_id text,
        title text not null,
        period_label text not null,
        opens text not null,
        started_at timestamptz not null,
        ended_at timestamptz,
        taken_in_by uuid
      );
      create index warning_cause_idx on warning (cause_key);
      create index warning_subject_idx on warning (subject_kind, subject_id, started_at);

      create table task (
        id uuid constraint task_pkey primary key,
        version integer not null,
        task_no text not null constraint task_no_key unique,
        kind text not null constraint task_kind_known check (kind in ('tracing', 'review', 'other')),
        title text not null,
        demands text,
        state text not null
          constraint task_state_known check (state in ('assigned', 'signed', 'reported', 'confirmed', 'cancelled')),
        subject_kind text,
        subject_id text,
        area_id text,
        lead_unit_id text not null,
        supporting_unit_ids text[] not null,
        territorial_unit_id text,
        supervising_unit_id text,
        unit_ids text[] not null,
        responsible_post_id text,
        due_on date,
        finding text,
        doer_person_ids text[] not null,
        assigned_at timestamptz not null,
        signed_at timestamptz,
        reported_at timestamptz,
        confirmed_at timestamptz,
        cancelled_at timestamptz,
        warning_id uuid constraint task_warning_key unique,
        basis jsonb not null,
        last_action_at timestamptz not null,
        changed_at timestamptz not null
      );
      create index task_state_idx on task (state, due_on);
      create index task_units_idx on task using gin (unit_ids);

      create table task_action (
        seq bigint generated always as identity constraint task_action_pkey primary key,
        id uuid not null constraint task_action_id_key unique,
        task_id uuid not null constraint task_action_task_fkey references task (id),
        action text not null,
        from_state text,
        to_state text not null,
        at timestamptz not null,
        recorded_at timestamptz not null,
        actor jsonb not null,
        given jsonb not null
      );
      create index task_action_task_idx on task_action (task_id, seq);

      create table dispatch_row (
        row_id uuid constraint dispatch_row_pkey primary key,
        dispatch_id uuid not null,
        issue_no integer not null,
        cutoff timestamptz not null,
        record_kind text not null,
        record_id text not null,
        unit_id text not null,
        level text not null,
        times_running integer not null,
        reply_due_on date not null,
        replied_at timestamptz,
        progress_id uuid
      );
      create index dispatch_row_record_idx on dispatch_row (record_kind, record_id, cutoff);
      create index dispatch_row_waiting_idx on dispatch_row (unit_id, reply_due_on) where replied_at is null;

      create table progress_report (
        id uuid constraint progress_report_pkey primary key,
        problem_id uuid constraint progress_report_problem_fkey references problem (id),
        task_id uuid constraint progress_report_task_fkey references task (id),
        unit_id text not null,
        dispatch_id uuid,
        milestone_no integer,
        share numeric,
        reported_pct numeric not null,
        text text not null,
        obstacle text,
        coordinate_with_unit_id text,
        promise text,
        is_without_progress boolean not null,
        files jsonb not null,
        reported_at timestamptz not null,
        recorded_at timestamptz not null,
        actor jsonb not null,
        constraint progress_report_of_one check ((problem_id is null) <> (task_id is null))
      );
      create index progress_report_problem_idx on progress_report (problem_id, reported_at);
      create index progress_report_task_idx on progress_report (task_id, reported_at);
      create index progress_report_unit_idx on progress_report (unit_id, reported_at);

      create table evidence_file (
        id uuid constraint evidence_file_pkey primary key,
        problem_id uuid constraint evidence_file_problem_fkey references problem (id),
        task_id uuid constraint evidence_file_task_fkey references task (id),
        of_kind text not null,
        of_id uuid not null,
        sha256 text not null,
        name text not null,
        kind text not null,
        taken_at timestamptz,
        longitude numeric,
        latitude numeric,
        dated_on date,
        flags text[] not null,
        unit_id text,
        added_at timestamptz not null
      );
      create index evidence_file_problem_idx on evidence_file (problem_id, added_at);
      create index evidence_file_task_idx on evidence_file (task_id, added_at);
      create index evidence_file_hash_idx on evidence_file (sha256);

      create table lag_mark (
        id uuid constraint lag_mark_pkey primary key,
        problem_id uuid not null constraint lag_mark_problem_fkey references problem (id),
        cutoff timestamptz not null,
        measured text not null,
        level text not null,
        planned_pct numeric not null,
        actual_pct numeric not null,
        lag_points numeric not null,
        overdue_days integer not null,
        is_closed boolean not null,
        details jsonb not null,
        constraint lag_mark_cutoff_key unique (problem_id, cutoff)
      );
      create index lag_mark_cutoff_idx on lag_mark (cutoff);

      create table sealed_figure (
        id uuid constraint sealed_figure_pkey primary key,
        definition text not null,
        subject_kind text not null,
        subject_id text not null,
        cutoff timestamptz not null,
        revision integer not null,
        value numeric,
        numerator integer,
        denominator integer,
        known_at timestamptz not null,
        constraint sealed_figure_revision_key unique (definition, subject_kind, subject_id, cutoff, revision)
      );
      create index sealed_figure_cutoff_idx on sealed_figure (cutoff);

      create table seal (
        seal text not null,
        cutoff timestamptz not null,
        open_items integer not null,
        constraint seal_pkey primary key (seal, cutoff)
      );
      create index seal_cutoff_idx on seal (cutoff);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `drop table seal, sealed_figure, lag_mark, evidence_file, progress_report, dispatch_row, task_action, task, warning`,
    );
  }
}
