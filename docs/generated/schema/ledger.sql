-- Generated from the migrations of ledger; do not edit.

create table ledger.audit (
  seq bigint generated always as identity not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone default now() not null,
  actor jsonb not null,
  address text,
  correlation_id uuid not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  old jsonb,
  new jsonb,
  reason text,
  chain_no bigint,
  prev_hash text,
  hash text,
  constraint audit_pkey PRIMARY KEY (seq),
  constraint audit_chain_no_key UNIQUE (chain_no)
);
CREATE INDEX audit_subject_idx ON ledger.audit USING btree (subject_kind, subject_id, seq);
CREATE INDEX audit_unchained_idx ON ledger.audit USING btree (seq) WHERE (hash IS NULL);

create table ledger.dispatch_row (
  row_id uuid not null,
  dispatch_id uuid not null,
  issue_no integer not null,
  cutoff timestamp with time zone not null,
  record_kind text not null,
  record_id text not null,
  unit_id text not null,
  level text not null,
  times_running integer not null,
  reply_due_on date not null,
  replied_at timestamp with time zone,
  progress_id uuid,
  constraint dispatch_row_pkey PRIMARY KEY (row_id)
);
CREATE INDEX dispatch_row_record_idx ON ledger.dispatch_row USING btree (record_kind, record_id, cutoff);
CREATE INDEX dispatch_row_waiting_idx ON ledger.dispatch_row USING btree (unit_id, reply_due_on) WHERE (replied_at IS NULL);

create table ledger.evidence_file (
  id uuid not null,
  problem_id uuid,
  task_id uuid,
  of_kind text not null,
  of_id uuid not null,
  sha256 text not null,
  name text not null,
  kind text not null,
  taken_at timestamp with time zone,
  longitude numeric,
  latitude numeric,
  dated_on date,
  flags text[] not null,
  unit_id text,
  added_at timestamp with time zone not null,
  constraint evidence_file_pkey PRIMARY KEY (id),
  constraint evidence_file_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id),
  constraint evidence_file_task_fkey FOREIGN KEY (task_id) REFERENCES ledger.task(id)
);
CREATE INDEX evidence_file_hash_idx ON ledger.evidence_file USING btree (sha256);
CREATE INDEX evidence_file_problem_idx ON ledger.evidence_file USING btree (problem_id, added_at);
CREATE INDEX evidence_file_task_idx ON ledger.evidence_file USING btree (task_id, added_at);

create table ledger.inbox (
  consumer text not null,
  event_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint inbox_pkey PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at_idx ON ledger.inbox USING btree (at);

create table ledger.item_span (
  seq bigint generated always as identity not null,
  problem_id uuid not null,
  list_id text not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  recorded_at timestamp with time zone not null,
  superseded_at timestamp with time zone,
  is_past_part boolean default false not null,
  lead_unit_id text not null,
  time_category text not null,
  round integer not null,
  assigned_on date,
  left_on date,
  due_on date,
  planned_closure_on date,
  completed_on date,
  closed_on date,
  constraint item_span_pkey PRIMARY KEY (seq),
  constraint item_span_list_fkey FOREIGN KEY (list_id) REFERENCES ledger.list(id),
  constraint item_span_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id),
  constraint item_span_forward CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
CREATE INDEX item_span_list_idx ON ledger.item_span USING btree (list_id, valid_from);
CREATE INDEX item_span_recorded_idx ON ledger.item_span USING btree (recorded_at);
CREATE UNIQUE INDEX item_span_open_key ON ledger.item_span USING btree (problem_id, list_id) WHERE ((valid_to IS NULL) AND (superseded_at IS NULL));

create table ledger.lag_mark (
  id uuid not null,
  problem_id uuid not null,
  cutoff timestamp with time zone not null,
  measured text not null,
  level text not null,
  planned_pct numeric not null,
  actual_pct numeric not null,
  lag_points numeric not null,
  overdue_days integer not null,
  is_closed boolean not null,
  details jsonb not null,
  constraint lag_mark_pkey PRIMARY KEY (id),
  constraint lag_mark_cutoff_key UNIQUE (problem_id, cutoff),
  constraint lag_mark_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id)
);
CREATE INDEX lag_mark_cutoff_idx ON ledger.lag_mark USING btree (cutoff);

create table ledger.list (
  id text not null,
  version integer not null,
  kind text not null,
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
  created_at timestamp with time zone not null,
  constraint list_pkey PRIMARY KEY (id),
  constraint list_kind_known CHECK ((kind = ANY (ARRAY['campaign'::text, 'inspection'::text, 'category'::text, 'other'::text])))
);

create table ledger.milestone (
  id uuid not null,
  problem_id uuid not null,
  no integer not null,
  title text not null,
  planned_on date not null,
  weight numeric not null,
  set_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  replaced_at timestamp with time zone,
  constraint milestone_pkey PRIMARY KEY (id),
  constraint milestone_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id)
);
CREATE INDEX milestone_problem_idx ON ledger.milestone USING btree (problem_id);
CREATE UNIQUE INDEX milestone_current_key ON ledger.milestone USING btree (problem_id, no) WHERE (replaced_at IS NULL);

create table ledger.milestone_fact (
  seq bigint generated always as identity not null,
  milestone_id uuid not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  reported_pct numeric not null,
  confirmed_pct numeric not null,
  reported_met_on date,
  confirmed_met_on date,
  constraint milestone_fact_pkey PRIMARY KEY (seq),
  constraint milestone_fact_milestone_fkey FOREIGN KEY (milestone_id) REFERENCES ledger.milestone(id)
);
CREATE INDEX milestone_fact_milestone_idx ON ledger.milestone_fact USING btree (milestone_id, at, seq);

create table ledger.number_series (
  series text not null,
  year integer not null,
  last integer not null,
  constraint number_series_pkey PRIMARY KEY (series, year)
);

create table ledger.outbox (
  seq bigint generated always as identity not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=70);

create table ledger.outbox_parked (
  seq bigint not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  reason text not null,
  parked_at timestamp with time zone default now() not null,
  constraint outbox_parked_pkey PRIMARY KEY (seq)
);
CREATE INDEX outbox_parked_key_idx ON ledger.outbox_parked USING btree (topic, key);

create table ledger.parked (
  id uuid not null,
  consumer text not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  key text,
  value bytea,
  headers jsonb not null,
  reason text not null,
  error text not null,
  attempts integer not null,
  state text default 'parked'::text not null,
  holds_key boolean not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  handled_by text,
  constraint parked_pkey PRIMARY KEY (id),
  constraint parked_record_key UNIQUE (consumer, topic, partition, record_offset),
  constraint parked_reason_known CHECK ((reason = ANY (ARRAY['unreadable'::text, 'unknown-version'::text, 'fault'::text, 'waiting'::text, 'behind'::text]))),
  constraint parked_state_known CHECK ((state = ANY (ARRAY['parked'::text, 'replayed'::text, 'discarded'::text])))
);
CREATE INDEX parked_holding_idx ON ledger.parked USING btree (consumer, topic, key) WHERE ((state = 'parked'::text) AND holds_key);

create table ledger.plan (
  id uuid not null,
  problem_id uuid not null,
  no integer not null,
  round integer not null,
  decision text not null,
  opinion text,
  goals jsonb not null,
  measures jsonb not null,
  submitted_at timestamp with time zone not null,
  decided_at timestamp with time zone,
  constraint plan_pkey PRIMARY KEY (id),
  constraint plan_no_key UNIQUE (problem_id, no),
  constraint plan_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id),
  constraint plan_decision_known CHECK ((decision = ANY (ARRAY['pending'::text, 'approved'::text, 'rejected'::text])))
);

create table ledger.problem (
  id uuid not null,
  version integer not null,
  problem_no text not null,
  external_no text,
  title text not null,
  original_text text not null,
  source text not null,
  category text not null,
  time_category text not null,
  state text not null,
  state_since timestamp with time zone not null,
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
  merged_into uuid,
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
  warning_id uuid,
  basis jsonb not null,
  created_at timestamp with time zone not null,
  last_action_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint problem_pkey PRIMARY KEY (id),
  constraint problem_no_key UNIQUE (problem_no),
  constraint problem_warning_key UNIQUE (warning_id),
  constraint problem_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES ledger.problem(id),
  constraint problem_time_category_known CHECK ((time_category = ANY (ARRAY['IMMEDIATE'::text, 'DEADLINE'::text, 'LONG_TERM'::text])))
);
CREATE INDEX problem_changed_idx ON ledger.problem USING btree (changed_at, problem_no);
CREATE INDEX problem_deadline_idx ON ledger.problem USING btree (deadline, problem_no);
CREATE INDEX problem_lead_idx ON ledger.problem USING btree (lead_unit_id);
CREATE INDEX problem_state_idx ON ledger.problem USING btree (state);
CREATE INDEX problem_subject_idx ON ledger.problem USING btree (subject_kind, subject_id);
CREATE INDEX problem_units_idx ON ledger.problem USING gin (unit_ids);

create table ledger.problem_action (
  seq bigint generated always as identity not null,
  id uuid not null,
  problem_id uuid not null,
  action text not null,
  from_state text,
  to_state text not null,
  round integer not null,
  lead_unit_id text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  actor jsonb not null,
  person_id text,
  given jsonb not null,
  reason text,
  constraint problem_action_pkey PRIMARY KEY (seq),
  constraint problem_action_id_key UNIQUE (id),
  constraint problem_action_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id)
);
CREATE INDEX problem_action_problem_idx ON ledger.problem_action USING btree (problem_id, seq);
CREATE INDEX problem_action_refused_idx ON ledger.problem_action USING btree (at) WHERE (to_state = 'REFUSED'::text);

create table ledger.problem_item (
  problem_id uuid not null,
  list_id text not null,
  item_no text not null,
  due_on date,
  planned_closure_on date,
  completed_on date,
  closed_on date,
  constraint problem_item_pkey PRIMARY KEY (problem_id, list_id),
  constraint problem_item_no_key UNIQUE (list_id, item_no),
  constraint problem_item_list_fkey FOREIGN KEY (list_id) REFERENCES ledger.list(id),
  constraint problem_item_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id)
);

create table ledger.problem_span (
  seq bigint generated always as identity not null,
  problem_id uuid not null,
  valid_from timestamp with time zone not null,
  valid_to timestamp with time zone,
  recorded_at timestamp with time zone not null,
  superseded_at timestamp with time zone,
  is_past_part boolean default false not null,
  state text not null,
  state_since timestamp with time zone not null,
  round integer not null,
  lead_unit_id text not null,
  time_category text not null,
  assigned_on date,
  plan_start_on date,
  deadline date,
  completed_on date,
  closed_on date,
  is_deadline_unreachable boolean not null,
  constraint problem_span_pkey PRIMARY KEY (seq),
  constraint problem_span_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id),
  constraint problem_span_forward CHECK (((valid_to IS NULL) OR (valid_to > valid_from)))
);
CREATE INDEX problem_span_problem_idx ON ledger.problem_span USING btree (problem_id, valid_from);
CREATE INDEX problem_span_recorded_idx ON ledger.problem_span USING btree (recorded_at);
CREATE UNIQUE INDEX problem_span_open_key ON ledger.problem_span USING btree (problem_id) WHERE ((valid_to IS NULL) AND (superseded_at IS NULL));

create table ledger.progress_report (
  id uuid not null,
  problem_id uuid,
  task_id uuid,
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
  reported_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  actor jsonb not null,
  constraint progress_report_pkey PRIMARY KEY (id),
  constraint progress_report_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id),
  constraint progress_report_task_fkey FOREIGN KEY (task_id) REFERENCES ledger.task(id),
  constraint progress_report_of_one CHECK (((problem_id IS NULL) <> (task_id IS NULL)))
);
CREATE INDEX progress_report_problem_idx ON ledger.progress_report USING btree (problem_id, reported_at);
CREATE INDEX progress_report_task_idx ON ledger.progress_report USING btree (task_id, reported_at);
CREATE INDEX progress_report_unit_idx ON ledger.progress_report USING btree (unit_id, reported_at);

create table ledger.reference_group (
  id text not null,
  record_references jsonb not null,
  constraint reference_group_pkey PRIMARY KEY (id)
);

create table ledger.reference_state (
  topic text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  constraint reference_state_pkey PRIMARY KEY (topic, id)
);

create table ledger.schedule_known (
  schedule text not null,
  known_since timestamp with time zone not null,
  constraint schedule_known_pkey PRIMARY KEY (schedule)
);

create table ledger.schedule_run (
  schedule text not null,
  slot timestamp with time zone not null,
  state text default 'pending'::text not null,
  late boolean default false not null,
  done_at timestamp with time zone,
  constraint schedule_run_pkey PRIMARY KEY (schedule, slot),
  constraint schedule_run_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text])))
);
CREATE INDEX schedule_run_pending_idx ON ledger.schedule_run USING btree (schedule, slot) WHERE (state = 'pending'::text);

create table ledger.seal (
  seal text not null,
  cutoff timestamp with time zone not null,
  open_items integer not null,
  constraint seal_pkey PRIMARY KEY (seal, cutoff)
);
CREATE INDEX seal_cutoff_idx ON ledger.seal USING btree (cutoff);

create table ledger.sealed_figure (
  id uuid not null,
  definition text not null,
  subject_kind text not null,
  subject_id text not null,
  cutoff timestamp with time zone not null,
  revision integer not null,
  value numeric,
  numerator integer,
  denominator integer,
  known_at timestamp with time zone not null,
  constraint sealed_figure_pkey PRIMARY KEY (id),
  constraint sealed_figure_revision_key UNIQUE (definition, subject_kind, subject_id, cutoff, revision)
);
CREATE INDEX sealed_figure_cutoff_idx ON ledger.sealed_figure USING btree (cutoff);

create table ledger.task (
  id uuid not null,
  version integer not null,
  task_no text not null,
  kind text not null,
  title text not null,
  demands text,
  state text not null,
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
  assigned_at timestamp with time zone not null,
  signed_at timestamp with time zone,
  reported_at timestamp with time zone,
  confirmed_at timestamp with time zone,
  cancelled_at timestamp with time zone,
  warning_id uuid,
  basis jsonb not null,
  last_action_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  constraint task_pkey PRIMARY KEY (id),
  constraint task_no_key UNIQUE (task_no),
  constraint task_warning_key UNIQUE (warning_id),
  constraint task_kind_known CHECK ((kind = ANY (ARRAY['tracing'::text, 'review'::text, 'other'::text]))),
  constraint task_state_known CHECK ((state = ANY (ARRAY['assigned'::text, 'signed'::text, 'reported'::text, 'confirmed'::text, 'cancelled'::text])))
);
CREATE INDEX task_state_idx ON ledger.task USING btree (state, due_on);
CREATE INDEX task_units_idx ON ledger.task USING gin (unit_ids);

create table ledger.task_action (
  seq bigint generated always as identity not null,
  id uuid not null,
  task_id uuid not null,
  action text not null,
  from_state text,
  to_state text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  actor jsonb not null,
  given jsonb not null,
  constraint task_action_pkey PRIMARY KEY (seq),
  constraint task_action_id_key UNIQUE (id),
  constraint task_action_task_fkey FOREIGN KEY (task_id) REFERENCES ledger.task(id)
);
CREATE INDEX task_action_task_idx ON ledger.task_action USING btree (task_id, seq);

create table ledger.timer (
  id uuid not null,
  kind text not null,
  subject_id text not null,
  step integer default 0 not null,
  due_at timestamp with time zone not null,
  calendar_version text,
  state text default 'pending'::text not null,
  fired_at timestamp with time zone,
  seq bigint generated always as identity not null,
  constraint timer_pkey PRIMARY KEY (id),
  constraint timer_kind_subject_step_key UNIQUE (kind, subject_id, step),
  constraint timer_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'fired'::text, 'cancelled'::text])))
);
CREATE INDEX timer_due_idx ON ledger.timer USING btree (due_at, seq) WHERE (state = 'pending'::text);
CREATE INDEX timer_subject_idx ON ledger.timer USING btree (subject_id, due_at, seq) WHERE (state = 'pending'::text);

create table ledger.upper_wait (
  problem_id uuid not null,
  unit_id text not null,
  sent_on date not null,
  answered_on date,
  sent_at timestamp with time zone not null,
  answered_at timestamp with time zone,
  constraint upper_wait_pkey PRIMARY KEY (problem_id, sent_at),
  constraint upper_wait_problem_fkey FOREIGN KEY (problem_id) REFERENCES ledger.problem(id)
);

create table ledger.warning (
  id uuid not null,
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
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  taken_in_by uuid,
  constraint warning_pkey PRIMARY KEY (id)
);
CREATE INDEX warning_cause_idx ON ledger.warning USING btree (cause_key);
CREATE INDEX warning_subject_idx ON ledger.warning USING btree (subject_kind, subject_id, started_at);
