import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Indicator history, seals, warnings, dispatches, assessments and bulletins. */
export class CreateAccountability1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table indicator (
        id uuid constraint indicator_pkey primary key,
        service text not null,
        definition text not null,
        subject_kind text not null,
        subject_id text not null,
        period_kind text not null,
        period_label text not null,
        period_start timestamptz not null,
        period_end timestamptz not null,
        revision integer not null,
        value numeric,
        unit text not null,
        valid boolean not null,
        invalid_reason text,
        numerator numeric,
        denominator numeric,
        coverage_valid integer,
        coverage_expected integer,
        data_state text not null constraint indicator_data_state_known check (data_state in ('realtime', 'preliminary', 'reviewed')),
        edition text not null,
        details jsonb not null,
        basis jsonb not null,
        occurred_at timestamptz not null,
        recorded_at timestamptz not null,
        constraint indicator_revision_key unique (definition, subject_kind, subject_id, period_end, period_label, revision)
      );
      create index indicator_period_idx on indicator (definition, period_end, subject_kind, subject_id, revision desc);
      create index indicator_recorded_idx on indicator (recorded_at, id);

      create table seal (
        service text not null,
        seal text not null,
        cutoff timestamptz not null,
        recorded_at timestamptz not null,
        constraint seal_pkey primary key (service, seal, cutoff)
      );
      create index seal_cutoff_idx on seal (seal, cutoff);

      create table process_state (
        process_id text constraint process_state_pkey primary key,
        facts jsonb not null
      );

      create table silence (
        network text not null,
        subject_kind text not null,
        subject_id text not null,
        silent_since timestamptz not null,
        last_seen_at timestamptz not null,
        ended_at timestamptz,
        subjects_in_network integer not null,
        constraint silence_pkey primary key (subject_kind, subject_id, silent_since)
      );
      create index silence_network_idx on silence (network, silent_since);

      create table warning (
        warning_id uuid constraint warning_pkey primary key,
        version integer not null,
        rule_id text not null,
        rule_version integer not null,
        rule_class text not null,
        cause_key text not null,
        episode text not null,
        severity text not null constraint warning_severity_known check (severity in ('notice', 'yellow', 'orange', 'red')),
        subject_kind text not null,
        subject_id text not null,
        area_id text,
        unit_ids text[] not null,
        unit_path text[] not null,
        title text not null,
        period_kind text not null,
        period_label text not null,
        period_start timestamptz not null,
        period_end timestamptz not null,
        revision integer not null,
        count integer not null,
        data_state text not null,
        ladder text,
        opens text not null,
        started_at timestamptz not null,
        ended_at timestamptz,
        end_reason text constraint warning_end_reason_known check (end_reason in ('quiet', 'closed', 'withdrawn', 'taken-in')),
        taken_in_by uuid,
        details jsonb not null,
        basis jsonb not null,
        constraint warning_end_has_reason check ((ended_at is null) = (end_reason is null))
      );
      create unique index warning_one_per_cause on warning (rule_id, cause_key) where ended_at is null;
      create index warning_subject_idx on warning (rule_id, subject_kind, subject_id, started_at desc);
      create index warning_started_idx on warning (started_at desc, warning_id);
      create index warning_unit_idx on warning using gin (unit_path);

      create table warning_version (
        warning_id uuid not null,
        version integer not null,
        change text not null constraint warning_version_change_known check (change in ('raised', 'updated', 'ended')),
        occurred_at timestamptz not null,
        recorded_at timestamptz not null default now(),
        state jsonb not null,
        constraint warning_version_pkey primary key (warning_id, version),
        constraint warning_version_of foreign key (warning_id) references warning (warning_id)
      );

      create table item_state (
        record_kind text not null,
        record_id text not null,
        version integer not null,
        problem_no text not null,
        title text not null,
        state text not null,
        lead_unit_id text not null,
        closed_on date,
        content jsonb not null,
        constraint item_state_pkey primary key (record_kind, record_id)
      );

      create table progress_report (
        progress_id uuid constraint progress_report_pkey primary key,
        record_kind text not null,
        record_id text not null,
        unit_id text not null,
        dispatch_id uuid,
        reported_at timestamptz not null,
        text text not null,
        obstacle text,
        coordinate_with_unit_id text,
        promise text,
        reported_pct numeric not null,
        no_progress boolean not null,
        evidence text[] not null
      );
      create index progress_report_record_idx on progress_report (record_kind, record_id, reported_at desc);

      create table dispatch (
        dispatch_id uuid constraint dispatch_pkey primary key,
        version integer not null default 1,
        policy_id text not null,
        policy_version integer not null,
        cutoff timestamptz not null,
        issue_no integer constraint dispatch_issue_no_key unique,
        state text not null constraint dispatch_state_known check (state in ('waiting', 'drawn', 'issued')),
        late boolean not null,
        wait_until timestamptz not null,
        meeting_at timestamptz not null,
        reply_due_on date not null,
        missing_sources text[] not null default '{}',
        on_sheet integer not null default 0,
        added integer not null default 0,
        removed integer not null default 0,
        three_times integer not null default 0,
        drawn_at timestamptz,
        issued_at timestamptz,
        issued_by jsonb,
        opinion text,
        sheet_sha256 text,
        sheet_of integer,
        is_published boolean not null default false,
        constraint dispatch_cutoff_key unique (policy_id, cutoff)
      );
      create index dispatch_unrendered_idx on dispatch (cutoff) where state <> 'waiting' and sheet_of is distinct from version;
      create index dispatch_waiting_idx on dispatch (policy_id, cutoff) where state = 'waiting';

      create table dispatch_row (
        row_id uuid constraint dispatch_row_pkey primary key,
        dispatch_id uuid not null,
        record_kind text not null,
        record_id text not null,
        change text not null constraint dispatch_row_change_known check (change in ('enter', 'stay', 'leave', 'none')),
        position integer,
        unit_id text not null,
        unit_path text[] not null,
        level text not null,
        measured text not null,
        times_running integer not null,
        quiet_running integer not null,
        is_completed boolean not null,
        is_closed boolean not null,
        indicator_id uuid,
        revision integer not null,
        content jsonb not null,
        progress_id uuid,
        replied_at timestamptz,
        unanswered_since timestamptz,
        constraint dispatch_row_record_key unique (dispatch_id, record_kind, record_id),
        constraint dispatch_row_of foreign key (dispatch_id) references dispatch (dispatch_id)
      );
      create index dispatch_row_record_idx on dispatch_row (record_kind, record_id);
      create index dispatch_row_unit_idx on dispatch_row using gin (unit_path);

      create table assessment (
        assessment_id uuid not null,
        revision integer not null,
        scheme text not null,
        scheme_version integer not null,
        period_kind text not null,
        period_label text not null,
        period_start timestamptz not null,
        period_end timestamptz not null,
        data_state text not null,
        is_ranked boolean not null,
        is_current boolean not null,
        missing_sources text[] not null,
        occurred_at timestamptz not null,
        recorded_at timestamptz not null,
        basis jsonb not null,
        constraint assessment_pkey primary key (assessment_id, revision)
      );
      create unique index assessment_current on assessment (scheme, period_label) where is_current;

      create table assessment_row (
        assessment_id uuid not null,
        revision integer not null,
        subject_kind text not null,
        subject_id text not null,
        position integer not null,
        unit_id text,
        indicator_id uuid,
        indicator_revision integer,
        value numeric,
        rank integer,
        from_bottom integer,
        provisional boolean not null,
        reason text,
        data_state text not null,
        constraint assessment_row_pkey primary key (assessment_id, revision, subject_kind, subject_id),
        constraint assessment_row_of foreign key (assessment_id, revision) references assessment (assessment_id, revision)
      );
      create index assessment_row_subject_idx on assessment_row (subject_kind, subject_id);

      create table bulletin (
        bulletin_id uuid constraint bulletin_pkey primary key,
        policy_id text not null,
        policy_version integer not null,
        period_label text not null,
        cutoff timestamptz not null,
        slot timestamptz not null,
        late boolean not null,
        state text not null constraint bulletin_state_known check (state in ('waiting', 'drafted')),
        wait_until timestamptz not null,
        drafted_at timestamptz,
        missing_sources text[] not null default '{}',
        act_id uuid,
        assessment_id uuid,
        assessment_revision integer,
        figures jsonb not null default '[]',
        constraint bulletin_period_key unique (policy_id, period_label)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `drop table bulletin, assessment_row, assessment, dispatch_row, dispatch, progress_report, item_state,
        warning_version, warning, silence, process_state, seal, indicator`,
    );
  }
}
