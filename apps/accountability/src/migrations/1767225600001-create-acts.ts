import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Ladders with their steps and limits, instructions, formal acts with their signatures, receipts, replies, figures and numbers. */
export class CreateActs1767225600001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table ladder (
        ladder_id uuid constraint ladder_pkey primary key,
        version integer not null,
        warning_id uuid not null,
        round integer not null,
        policy_id text not null,
        policy_version integer not null,
        pack_id text not null,
        pack_version integer not null,
        policy jsonb not null,
        rule_class text not null,
        title text not null,
        subject_kind text not null,
        subject_id text not null,
        area_id text,
        unit_id text,
        unit_path text[] not null,
        status text not null constraint ladder_status_known check (status in ('climbing', 'ending', 'ended')),
        judged jsonb,
        facts jsonb not null,
        current_rung text,
        pending_rung text,
        due_on date,
        next_rung text,
        next_on date,
        next_condition jsonb,
        started_at timestamptz not null,
        changed_at timestamptz not null,
        ended_on date,
        constraint ladder_warning_round_key unique (warning_id, round)
      );
      create index ladder_changed_idx on ladder (changed_at desc, ladder_id);
      create index ladder_unit_idx on ladder using gin (unit_path);
      create index ladder_subject_idx on ladder (subject_kind, subject_id);

      create table ladder_step (
        ladder_id uuid not null,
        step_no integer not null,
        rung text not null,
        state text not null,
        because jsonb not null,
        entered_on date not null,
        proposed_on date,
        approved_on date,
        issued_on date,
        received_on date,
        meeting_on date,
        held_on date,
        absorbed_by integer,
        over_on date,
        constraint ladder_step_pkey primary key (ladder_id, step_no),
        constraint ladder_step_of foreign key (ladder_id) references ladder (ladder_id)
      );
      create unique index ladder_step_live on ladder_step (ladder_id, rung)
        where state not in ('lifted', 'absorbed', 'declined', 'cancelled');

      create table ladder_duty (
        ladder_id uuid not null,
        step_no integer not null,
        duty text not null,
        due_on date not null,
        is_provisional boolean not null,
        done_on date,
        missed_on date,
        constraint ladder_duty_pkey primary key (ladder_id, step_no, duty),
        constraint ladder_duty_of foreign key (ladder_id, step_no) references ladder_step (ladder_id, step_no)
      );

      create table ladder_change (
        ladder_id uuid not null,
        seq integer not null,
        on_date date not null,
        occurred_at timestamptz not null,
        outcome text not null,
        step_no integer not null,
        rung text not null,
        duty text,
        due_on date,
        act_id uuid,
        constraint ladder_change_pkey primary key (ladder_id, seq),
        constraint ladder_change_of foreign key (ladder_id) references ladder (ladder_id)
      );

      create table instruction (
        instruction_id uuid constraint instruction_pkey primary key,
        given_on date not null,
        given_at timestamptz not null,
        recorded_at timestamptz not null,
        recorded_by jsonb not null,
        leader_post_id text not null,
        leader_person_id text,
        text text not null,
        warning_id uuid,
        ladder_id uuid,
        subject_kind text,
        subject_id text,
        matter text not null,
        owner_unit_id text,
        feedback_by date,
        rung text,
        unit_path text[] not null
      );
      create index instruction_ladder_idx on instruction (ladder_id, given_at);
      create index instruction_given_idx on instruction (given_at desc, instruction_id);

      create table act (
        act_id uuid constraint act_pkey primary key,
        version integer not null,
        natural_key text not null constraint act_natural_key unique,
        kind text not null,
        cause text not null,
        policy jsonb not null,
        template jsonb not null,
        colour text,
        state text not null,
        state_since timestamptz not null,
        title text not null,
        warning_id uuid,
        ladder_id uuid,
        step_no integer,
        lifts_act_id uuid,
        revokes_act_id uuid,
        corrects_act_id uuid,
        minutes_of_act_id uuid,
        absorbed_by_act_id uuid,
        revoked_by_number text,
        subject_kind text,
        subject_id text,
        addressee_unit_id text,
        addressee_post_ids text[] not null,
        addresses_principal boolean not null,
        copy_to_unit_ids text[] not null,
        copy_to_post_ids text[] not null,
        countersign_unit_id text,
        office_unit_id text,
        office_path text[] not null,
        unit_path text[] not null,
        drafter_person_id text,
        parameters jsonb not null,
        late_parameters jsonb not null,
        arrangement jsonb,
        late_arrangement jsonb,
        issuing jsonb,
        basis jsonb not null,
        limits jsonb not null,
        signed_sha256 text,
        occurred_at timestamptz not null,
        submitted_at timestamptz,
        signed_at timestamptz,
        series text,
        agency_code text,
        year integer,
        serial integer,
        number text,
        issued_at timestamptz,
        issued_on date,
        received_on date,
        reply_due_on date,
        is_reply_due_provisional boolean not null,
        overdue_since date,
        replied_on date,
        meeting_at timestamptz,
        reschedule_not_before date,
        held_on date,
        lifted_on date,
        over_at timestamptz,
        paper_version integer not null,
        document_of integer,
        document_sha256 text,
        document_fault text,
        bundle_sha256 text,
        bundle_pinned_at timestamptz,
        bundle_entries integer,
        bundle_missing jsonb
      );
      create unique index act_number_key on act (series, agency_code, year, serial) where serial is not null;
      create index act_occurred_idx on act (occurred_at desc, act_id);
      create index act_ladder_idx on act (ladder_id, step_no);
      create index act_cause_idx on act (cause, kind);
      create index act_warning_idx on act (warning_id);
      create index act_unit_idx on act using gin (unit_path);
      create index act_matter_idx on act (subject_kind, subject_id, addressee_unit_id);
      create index act_unrendered_idx on act (occurred_at) where document_of is distinct from paper_version;
      create index act_unpinned_idx on act (issued_at) where issued_at is not null and bundle_sha256 is null;

      create table act_step (
        act_id uuid not null,
        version integer not null,
        action text not null,
        from_state text not null,
        to_state text not null,
        at timestamptz not null,
        recorded_at timestamptz not null default now(),
        actor jsonb not null,
        opinion text,
        reason text,
        given jsonb not null,
        constraint act_step_pkey primary key (act_id, version),
        constraint act_step_of foreign key (act_id) references act (act_id)
      );

      create table act_signer (
        act_id uuid not null,
        post_kind text not null,
        position integer not null,
        post_id text,
        signed_at timestamptz,
        signed_by_post_id text,
        signed_by_person_id text,
        signed_sha256 text,
        opinion text,
        constraint act_signer_pkey primary key (act_id, post_kind),
        constraint act_signer_of foreign key (act_id) references act (act_id)
      );

      create table act_receipt (
        act_id uuid not null,
        post_id text not null,
        outcome text not null constraint act_receipt_outcome_known check (outcome in ('received', 'by-deputy', 'refused')),
        signer_post_id text,
        signer_person_id text,
        witness_post_id text,
        received_at timestamptz not null,
        received_on date not null,
        note text,
        constraint act_receipt_pkey primary key (act_id, post_id),
        constraint act_receipt_of foreign key (act_id) references act (act_id)
      );

      create table act_reply (
        reply_id uuid constraint act_reply_pkey primary key,
        act_id uuid not null,
        kind text not null constraint act_reply_kind_known check (kind in ('reply', 'plan', 'minutes', 'meeting', 'verification')),
        on_date date not null,
        at timestamptz not null,
        text text not null,
        content jsonb not null,
        files jsonb not null,
        person_id text,
        post_id text,
        constraint act_reply_of foreign key (act_id) references act (act_id)
      );
      create index act_reply_act_idx on act_reply (act_id, at);

      create table act_figure (
        act_id uuid not null,
        figure_id text not null,
        position integer not null,
        label text not null,
        definition text not null,
        parameters jsonb not null,
        cutoff text not null,
        value text not null,
        unit text not null,
        state text not null,
        source jsonb not null,
        revision integer not null,
        frozen_at timestamptz,
        evidence_id uuid not null constraint act_figure_evidence_key unique,
        constraint act_figure_pkey primary key (act_id, figure_id),
        constraint act_figure_of foreign key (act_id) references act (act_id)
      );

      create table number_series (
        series text not null,
        agency_code text not null,
        year integer not null,
        last_serial integer not null,
        constraint number_series_pkey primary key (series, agency_code, year)
      );

      create table act_number (
        series text not null,
        agency_code text not null,
        year integer not null,
        serial integer not null,
        number text not null,
        act_id uuid not null,
        state text not null constraint act_number_state_known check (state in ('used', 'voided')),
        given_at timestamptz not null,
        constraint act_number_pkey primary key (series, agency_code, year, serial),
        constraint act_number_of foreign key (act_id) references act (act_id)
      );
      create index act_number_act_idx on act_number (act_id);

      create table closure_fact (
        record_id text not null,
        action text not null,
        on_date date not null,
        occurred_at timestamptz not null,
        content jsonb not null,
        constraint closure_fact_pkey primary key (record_id, action, occurred_at)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `drop table closure_fact, act_number, number_series, act_figure, act_reply, act_receipt, act_signer, act_step, act,
        instruction, ladder_change, ladder_duty, ladder_step, ladder`,
    );
  }
}
