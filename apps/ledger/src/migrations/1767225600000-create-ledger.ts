import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Lists, problems and what happens to them. `problem` and `problem_item` hold the current state; `problem_span` and
 * `item_span` hold it with two time axes, so that a figure can be asked for a cut-off as known then.
 */
export class CreateLedger1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table list (
        id text constraint list_pkey primary key,
        version integer not null,
        kind text not null constraint list_kind_known check (kind in ('campaign', 'inspection', 'category', 'other')),
        source text not null,
        name text not null,
        short_name text not null,
        assign_doc_no text,
        assigned_by_unit_id text,
        closing_body text,
        public_notice boolean not null,
        upper_confirmation boolean not null,
        self_found boolean not null,
        year integer,
        batch text,
        created_at timestamptz not null
      );

      create table problem (
        id uuid constraint problem_pkey primary key,
        version integer not null,
        problem_no text not null constraint problem_no_key unique,
        external_no text,
        title text not null,
        original_text text not null,
        source text not null,
        category text not null,
        time_category text not null
          constraint problem_time_category_known check (time_category in ('IMMEDIATE', 'DEADLINE', 'LONG_TERM')),
        state text not null,
        state_since timestamptz not null,
        round integer not null,
        subject_kind text,
        subject_id text,
        area_id text,
        longitude numeric,
        latitude numeric,
        lead_unit_id text not null,
        supporting_unit_ids text[] not null,
        territorial_unit_id text,
        supervising_unit_id text,
        acceptance_unit_id text,
        upper_unit_id text,
        assigned_by_unit_id text,
        unit_ids text[] not null,
        leader_post_id text,
        responsible_post_id text,
        contact_post_id text,
        assign_doc_no text,
        assigned_on date,
        plan_start_on date,
        deadline date,
        original_deadline date,
        work_reported_on date,
        completed_on date,
        closed_on date,
        left_on date,
        merged_into uuid constraint problem_merged_into_fkey references problem (id),
        notice_start date,
        notice_end date,
        is_notice_over boolean not null,
        step_due_on date,
        public_notice_required boolean not null,
        upper_required boolean not null,
        is_inspection boolean not null,
        closure_rules_version integer not null,
        look_backs_planned integer not null,
        look_backs_done integer not null,
        look_back_due_on date,
        refusals integer not null,
        is_deadline_unreachable boolean not null,
        reported_pct numeric not null,
        confirmed_pct numeric not null,
        helper_unit_ids text[] not null,
        doer_person_ids text[] not null,
        warning_id uuid constraint problem_warning_key unique,
        basis jsonb not null,
        created_at timestamptz not null,
        last_action_at timestamptz not null,
        changed_at timestamptz not null
      );
      create index problem_state_idx on problem (state);
      create index problem_deadline_idx on problem (deadline, problem_no);
      create index problem_changed_idx on problem (changed_at, problem_no);
      create index problem_lead_idx on problem (lead_unit_id);
      create index problem_units_idx on problem using gin (unit_ids);
      create index problem_subject_idx on problem (subject_kind, subject_id);

      create table problem_item (
        problem_id uuid not null constraint problem_item_problem_fkey references problem (id),
        list_id text not null constraint problem_item_list_fkey references list (id),
        item_no text not null,
        due_on date,
        planned_closure_on date,
        completed_on date,
        closed_on date,
        constraint problem_item_pkey primary key (problem_id, list_id),
        constraint problem_item_no_key unique (list_id, item_no)
      );

      create table problem_action (
        seq bigint generated always as identity constraint problem_action_pkey primary key,
        id uuid not null constraint problem_action_id_key unique,
        problem_id uuid not null constraint problem_action_problem_fkey references problem (id),
        action text not null,
        from_state text,
        to_state text not null,
        round integer not null,
        lead_unit_id text not null,
        at timestamptz not null,
        recorded_at timestamptz not null,
        actor jsonb not null,
        person_id text,
        given jsonb not null,
        reason text
      );
      create index problem_action_problem_idx on problem_action (problem_id, seq);
      create index problem_action_refused_idx on problem_action (at) where to_state = 'REFUSED';

      create table problem_span (
        seq bigint generated always as identity constraint problem_span_pkey primary key,
        problem_id uuid not null constraint problem_span_problem_fkey references problem (id),
        valid_from timestamptz not null,
        valid_to timestamptz,
        recorded_at timestamptz not null,
        superseded_at timestamptz,
        is_past_part boolean not null default false,
        state text not null,
        state_since timestamptz not null,
        round integer not null,
        lead_unit_id text not null,
        time_category text not null,
        assigned_on date,
        plan_start_on date,
        deadline date,
        completed_on date,
        closed_on date,
        is_deadline_unreachable boolean not null,
        constraint problem_span_forward check (valid_to is null or valid_to > valid_from)
      );
      create unique index problem_span_open_key on problem_span (problem_id) where valid_to is null and superseded_at is null;
      create index problem_span_problem_idx on problem_span (problem_id, valid_from);
      create index problem_span_recorded_idx on problem_span (recorded_at);

      create table item_span (
        seq bigint generated always as identity constraint item_span_pkey primary key,
        problem_id uuid not null constraint item_span_problem_fkey references problem (id),
        list_id text not null constraint item_span_list_fkey references list (id),
        valid_from timestamptz not null,
        valid_to timestamptz,
        recorded_at timestamptz not null,
        superseded_at timestamptz,
        is_past_part boolean not null default false,
        lead_unit_id text not null,
        time_category text not null,
        round integer not null,
        assigned_on date,
        left_on date,
        due_on date,
        planned_closure_on date,
        completed_on date,
        closed_on date,
        constraint item_span_forward check (valid_to is null or valid_to > valid_from)
      );
      create unique index item_span_open_key on item_span (problem_id, list_id) where valid_to is null and superseded_at is null;
      create index item_span_list_idx on item_span (list_id, valid_from);
      create index item_span_recorded_idx on item_span (recorded_at);

      create table plan (
        id uuid constraint plan_pkey primary key,
        problem_id uuid not null constraint plan_problem_fkey references problem (id),
        no integer not null,
        round integer not null,
        decision text not null constraint plan_decision_known check (decision in ('pending', 'approved', 'rejected')),
        opinion text,
        goals jsonb not null,
        measures jsonb not null,
        submitted_at timestamptz not null,
        decided_at timestamptz,
        constraint plan_no_key unique (problem_id, no)
      );

      create table milestone (
        id uuid constraint milestone_pkey primary key,
        problem_id uuid not null constraint milestone_problem_fkey references problem (id),
        no integer not null,
        title text not null,
        planned_on date not null,
        weight numeric not null,
        set_at timestamptz not null,
        recorded_at timestamptz not null,
        replaced_at timestamptz
      );
      create unique index milestone_current_key on milestone (problem_id, no) where replaced_at is null;
      create index milestone_problem_idx on milestone (problem_id);

      create table milestone_fact (
        seq bigint generated always as identity constraint milestone_fact_pkey primary key,
        milestone_id uuid not null constraint milestone_fact_milestone_fkey references milestone (id),
        at timestamptz not null,
        recorded_at timestamptz not null,
        reported_pct numeric not null,
        confirmed_pct numeric not null,
        reported_met_on date,
        confirmed_met_on date
      );
      create index milestone_fact_milestone_idx on milestone_fact (milestone_id, at, seq);

      create table upper_wait (
        problem_id uuid not null constraint upper_wait_problem_fkey references problem (id),
        unit_id text not null,
        sent_on date not null,
        answered_on date,
        sent_at timestamptz not null,
        answered_at timestamptz,
        constraint upper_wait_pkey primary key (problem_id, sent_at)
      );

      create table number_series (
        series text not null,
        year integer not null,
        last integer not null,
        constraint number_series_pkey primary key (series, year)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `drop table number_series, upper_wait, milestone_fact, milestone, plan, item_span, problem_span, problem_action,
                  problem_item, problem, list`,
    );
  }
}
