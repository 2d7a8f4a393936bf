-- Generated from the migrations of accountability; do not edit.

create table accountability.act (
  act_id uuid not null,
  version integer not null,
  natural_key text not null,
  kind text not null,
  cause text not null,
  policy jsonb not null,
  template jsonb not null,
  colour text,
  state text not null,
  state_since timestamp with time zone not null,
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
  occurred_at timestamp with time zone not null,
  submitted_at timestamp with time zone,
  signed_at timestamp with time zone,
  series text,
  agency_code text,
  year integer,
  serial integer,
  number text,
  issued_at timestamp with time zone,
  issued_on date,
  received_on date,
  reply_due_on date,
  is_reply_due_provisional boolean not null,
  overdue_since date,
  replied_on date,
  meeting_at timestamp with time zone,
  reschedule_not_before date,
  held_on date,
  lifted_on date,
  over_at timestamp with time zone,
  paper_version integer not null,
  document_of integer,
  document_sha256 text,
  document_fault text,
  bundle_sha256 text,
  bundle_pinned_at timestamp with time zone,
  bundle_entries integer,
  bundle_missing jsonb,
  originals_sha256 text,
  constraint act_pkey PRIMARY KEY (act_id),
  constraint act_natural_key UNIQUE (natural_key)
);
CREATE INDEX act_cause_idx ON accountability.act USING btree (cause, kind);
CREATE INDEX act_ladder_idx ON accountability.act USING btree (ladder_id, step_no);
CREATE INDEX act_matter_idx ON accountability.act USING btree (subject_kind, subject_id, addressee_unit_id);
CREATE INDEX act_occurred_idx ON accountability.act USING btree (occurred_at DESC, act_id);
CREATE INDEX act_unit_idx ON accountability.act USING gin (unit_path);
CREATE INDEX act_unpinned_idx ON accountability.act USING btree (issued_at) WHERE ((issued_at IS NOT NULL) AND (bundle_sha256 IS NULL));
CREATE INDEX act_unrendered_idx ON accountability.act USING btree (occurred_at) WHERE (document_of IS DISTINCT FROM paper_version);
CREATE INDEX act_warning_idx ON accountability.act USING btree (warning_id);
CREATE UNIQUE INDEX act_number_key ON accountability.act USING btree (series, agency_code, year, serial) WHERE (serial IS NOT NULL);

create table accountability.act_figure (
  act_id uuid not null,
  figure_id text not null,
  "position" integer not null,
  label text not null,
  definition text not null,
  parameters jsonb not null,
  cutoff text not null,
  value text not null,
  unit text not null,
  state text not null,
  source jsonb not null,
  revision integer not null,
  frozen_at timestamp with time zone,
  evidence_id uuid not null,
  constraint act_figure_pkey PRIMARY KEY (act_id, figure_id),
  constraint act_figure_evidence_key UNIQUE (evidence_id),
  constraint act_figure_of FOREIGN KEY (act_id) REFERENCES accountability.act(act_id)
);

create table accountability.act_number (
  series text not null,
  agency_code text not null,
  year integer not null,
  serial integer not null,
  number text not null,
  act_id uuid not null,
  state text not null,
  given_at timestamp with time zone not null,
  constraint act_number_pkey PRIMARY KEY (series, agency_code, year, serial),
  constraint act_number_of FOREIGN KEY (act_id) REFERENCES accountability.act(act_id),
  constraint act_number_state_known CHECK ((state = ANY (ARRAY['used'::text, 'voided'::text])))
);
CREATE INDEX act_number_act_idx ON accountability.act_number USING btree (act_id);

create table accountability.act_receipt (
  act_id uuid not null,
  post_id text not null,
  outcome text not null,
  signer_post_id text,
  signer_person_id text,
  witness_post_id text,
  received_at timestamp with time zone not null,
  received_on date not null,
  note text,
  constraint act_receipt_pkey PRIMARY KEY (act_id, post_id),
  constraint act_receipt_of FOREIGN KEY (act_id) REFERENCES accountability.act(act_id),
  constraint act_receipt_outcome_known CHECK ((outcome = ANY (ARRAY['received'::text, 'by-deputy'::text, 'refused'::text])))
);

create table accountability.act_reply (
  reply_id uuid not null,
  act_id uuid not null,
  kind text not null,
  on_date date not null,
  at timestamp with time zone not null,
  text text not null,
  content jsonb not null,
  files jsonb not null,
  person_id text,
  post_id text,
  constraint act_reply_pkey PRIMARY KEY (reply_id),
  constraint act_reply_of FOREIGN KEY (act_id) REFERENCES accountability.act(act_id),
  constraint act_reply_kind_known CHECK ((kind = ANY (ARRAY['reply'::text, 'plan'::text, 'minutes'::text, 'meeting'::text, 'verification'::text])))
);
CREATE INDEX act_reply_act_idx ON accountability.act_reply USING btree (act_id, at);

create table accountability.act_signer (
  act_id uuid not null,
  post_kind text not null,
  "position" integer not null,
  post_id text,
  signed_at timestamp with time zone,
  signed_by_post_id text,
  signed_by_person_id text,
  signed_sha256 text,
  opinion text,
  constraint act_signer_pkey PRIMARY KEY (act_id, post_kind),
  constraint act_signer_of FOREIGN KEY (act_id) REFERENCES accountability.act(act_id)
);

create table accountability.act_step (
  act_id uuid not null,
  version integer not null,
  action text not null,
  from_state text not null,
  to_state text not null,
  at timestamp with time zone not null,
  recorded_at timestamp with time zone default now() not null,
  actor jsonb not null,
  opinion text,
  reason text,
  given jsonb not null,
  constraint act_step_pkey PRIMARY KEY (act_id, version),
  constraint act_step_of FOREIGN KEY (act_id) REFERENCES accountability.act(act_id)
);

create table accountability.assessment (
  assessment_id uuid not null,
  revision integer not null,
  scheme text not null,
  scheme_version integer not null,
  period_kind text not null,
  period_label text not null,
  period_start timestamp with time zone not null,
  period_end timestamp with time zone not null,
  data_state text not null,
  is_ranked boolean not null,
  is_current boolean not null,
  missing_sources text[] not null,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  basis jsonb not null,
  constraint assessment_pkey PRIMARY KEY (assessment_id, revision)
);
CREATE UNIQUE INDEX assessment_current ON accountability.assessment USING btree (scheme, period_label) WHERE is_current;

create table accountability.assessment_row (
  assessment_id uuid not null,
  revision integer not null,
  subject_kind text not null,
  subject_id text not null,
  "position" integer not null,
  unit_id text,
  indicator_id uuid,
  indicator_revision integer,
  value numeric,
  rank integer,
  from_bottom integer,
  provisional boolean not null,
  reason text,
  data_state text not null,
  constraint assessment_row_pkey PRIMARY KEY (assessment_id, revision, subject_kind, subject_id),
  constraint assessment_row_of FOREIGN KEY (assessment_id, revision) REFERENCES accountability.assessment(assessment_id, revision)
);
CREATE INDEX assessment_row_subject_idx ON accountability.assessment_row USING btree (subject_kind, subject_id);

create table accountability.audit (
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
CREATE INDEX audit_subject_idx ON accountability.audit USING btree (subject_kind, subject_id, seq);
CREATE INDEX audit_unchained_idx ON accountability.audit USING btree (seq) WHERE (hash IS NULL);

create table accountability.bulletin (
  bulletin_id uuid not null,
  policy_id text not null,
  policy_version integer not null,
  period_label text not null,
  cutoff timestamp with time zone not null,
  slot timestamp with time zone not null,
  late boolean not null,
  state text not null,
  wait_until timestamp with time zone not null,
  drafted_at timestamp with time zone,
  missing_sources text[] default '{}'::text[] not null,
  act_id uuid,
  assessment_id uuid,
  assessment_revision integer,
  figures jsonb default '[]'::jsonb not null,
  constraint bulletin_pkey PRIMARY KEY (bulletin_id),
  constraint bulletin_period_key UNIQUE (policy_id, period_label),
  constraint bulletin_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'drafted'::text])))
);

create table accountability.closure_fact (
  record_id text not null,
  action text not null,
  on_date date not null,
  occurred_at timestamp with time zone not null,
  content jsonb not null,
  constraint closure_fact_pkey PRIMARY KEY (record_id, action, occurred_at)
);

create table accountability.dispatch (
  dispatch_id uuid not null,
  version integer default 1 not null,
  policy_id text not null,
  policy_version integer not null,
  cutoff timestamp with time zone not null,
  issue_no integer,
  state text not null,
  late boolean not null,
  wait_until timestamp with time zone not null,
  meeting_at timestamp with time zone not null,
  reply_due_on date not null,
  missing_sources text[] default '{}'::text[] not null,
  on_sheet integer default 0 not null,
  added integer default 0 not null,
  removed integer default 0 not null,
  three_times integer default 0 not null,
  drawn_at timestamp with time zone,
  issued_at timestamp with time zone,
  issued_by jsonb,
  opinion text,
  sheet_sha256 text,
  sheet_of integer,
  is_published boolean default false not null,
  constraint dispatch_pkey PRIMARY KEY (dispatch_id),
  constraint dispatch_cutoff_key UNIQUE (policy_id, cutoff),
  constraint dispatch_issue_no_key UNIQUE (issue_no),
  constraint dispatch_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'drawn'::text, 'issued'::text])))
);
CREATE INDEX dispatch_unrendered_idx ON accountability.dispatch USING btree (cutoff) WHERE ((state <> 'waiting'::text) AND (sheet_of IS DISTINCT FROM version));
CREATE INDEX dispatch_waiting_idx ON accountability.dispatch USING btree (policy_id, cutoff) WHERE (state = 'waiting'::text);

create table accountability.dispatch_row (
  row_id uuid not null,
  dispatch_id uuid not null,
  record_kind text not null,
  record_id text not null,
  change text not null,
  "position" integer,
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
  replied_at timestamp with time zone,
  unanswered_since timestamp with time zone,
  constraint dispatch_row_pkey PRIMARY KEY (row_id),
  constraint dispatch_row_record_key UNIQUE (dispatch_id, record_kind, record_id),
  constraint dispatch_row_of FOREIGN KEY (dispatch_id) REFERENCES accountability.dispatch(dispatch_id),
  constraint dispatch_row_change_known CHECK ((change = ANY (ARRAY['enter'::text, 'stay'::text, 'leave'::text, 'none'::text])))
);
CREATE INDEX dispatch_row_record_idx ON accountability.dispatch_row USING btree (record_kind, record_id);
CREATE INDEX dispatch_row_unit_idx ON accountability.dispatch_row USING gin (unit_path);

create table accountability.inbox (
  consumer text not null,
  event_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint inbox_pkey PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at_idx ON accountability.inbox USING btree (at);

create table accountability.indicator (
  id uuid not null,
  service text not null,
  definition text not null,
  subject_kind text not null,
  subject_id text not null,
  period_kind text not null,
  period_label text not null,
  period_start timestamp with time zone not null,
  period_end timestamp with time zone not null,
  revision integer not null,
  value numeric,
  unit text not null,
  valid boolean not null,
  invalid_reason text,
  numerator numeric,
  denominator numeric,
  coverage_valid integer,
  coverage_expected integer,
  data_state text not null,
  edition text not null,
  details jsonb not null,
  basis jsonb not null,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  constraint indicator_pkey PRIMARY KEY (id),
  constraint indicator_revision_key UNIQUE (definition, subject_kind, subject_id, period_end, period_label, revision),
  constraint indicator_data_state_known CHECK ((data_state = ANY (ARRAY['realtime'::text, 'preliminary'::text, 'reviewed'::text])))
);
CREATE INDEX indicator_period_idx ON accountability.indicator USING btree (definition, period_end, subject_kind, subject_id, revision DESC);
CREATE INDEX indicator_recorded_idx ON accountability.indicator USING btree (recorded_at, id);

create table accountability.instruction (
  instruction_id uuid not null,
  given_on date not null,
  given_at timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
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
  unit_path text[] not null,
  constraint instruction_pkey PRIMARY KEY (instruction_id)
);
CREATE INDEX instruction_given_idx ON accountability.instruction USING btree (given_at DESC, instruction_id);
CREATE INDEX instruction_ladder_idx ON accountability.instruction USING btree (ladder_id, given_at);

create table accountability.item_state (
  record_kind text not null,
  record_id text not null,
  version integer not null,
  problem_no text not null,
  title text not null,
  state text not null,
  lead_unit_id text not null,
  closed_on date,
  content jsonb not null,
  constraint item_state_pkey PRIMARY KEY (record_kind, record_id)
);

create table accountability.ladder (
  ladder_id uuid not null,
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
  status text not null,
  judged jsonb,
  facts jsonb not null,
  current_rung text,
  pending_rung text,
  due_on date,
  next_rung text,
  next_on date,
  next_condition jsonb,
  started_at timestamp with time zone not null,
  changed_at timestamp with time zone not null,
  ended_on date,
  constraint ladder_pkey PRIMARY KEY (ladder_id),
  constraint ladder_warning_round_key UNIQUE (warning_id, round),
  constraint ladder_status_known CHECK ((status = ANY (ARRAY['climbing'::text, 'ending'::text, 'ended'::text])))
);
CREATE INDEX ladder_changed_idx ON accountability.ladder USING btree (changed_at DESC, ladder_id);
CREATE INDEX ladder_subject_idx ON accountability.ladder USING btree (subject_kind, subject_id);
CREATE INDEX ladder_unit_idx ON accountability.ladder USING gin (unit_path);

create table accountability.ladder_change (
  ladder_id uuid not null,
  seq integer not null,
  on_date date not null,
  occurred_at timestamp with time zone not null,
  outcome text not null,
  step_no integer not null,
  rung text not null,
  duty text,
  due_on date,
  act_id uuid,
  constraint ladder_change_pkey PRIMARY KEY (ladder_id, seq),
  constraint ladder_change_of FOREIGN KEY (ladder_id) REFERENCES accountability.ladder(ladder_id)
);

create table accountability.ladder_duty (
  ladder_id uuid not null,
  step_no integer not null,
  duty text not null,
  due_on date not null,
  is_provisional boolean not null,
  done_on date,
  missed_on date,
  constraint ladder_duty_pkey PRIMARY KEY (ladder_id, step_no, duty),
  constraint ladder_duty_of FOREIGN KEY (ladder_id, step_no) REFERENCES accountability.ladder_step(ladder_id, step_no)
);

create table accountability.ladder_step (
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
  constraint ladder_step_pkey PRIMARY KEY (ladder_id, step_no),
  constraint ladder_step_of FOREIGN KEY (ladder_id) REFERENCES accountability.ladder(ladder_id)
);
CREATE UNIQUE INDEX ladder_step_live ON accountability.ladder_step USING btree (ladder_id, rung) WHERE (state <> ALL (ARRAY['lifted'::text, 'absorbed'::text, 'declined'::text, 'cancelled'::text]));

create table accountability.ladder_version (
  ladder_id uuid not null,
  version integer not null,
  status text not null,
  last_seq integer not null,
  warning_version integer not null,
  constraint ladder_version_pkey PRIMARY KEY (ladder_id, version),
  constraint ladder_version_of FOREIGN KEY (ladder_id) REFERENCES accountability.ladder(ladder_id),
  constraint ladder_version_status_known CHECK ((status = ANY (ARRAY['climbing'::text, 'ending'::text, 'ended'::text])))
);

create table accountability.number_series (
  series text not null,
  agency_code text not null,
  year integer not null,
  last_serial integer not null,
  constraint number_series_pkey PRIMARY KEY (series, agency_code, year)
);

create table accountability.outbox (
  seq bigint generated always as identity not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=70);

create table accountability.outbox_parked (
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
CREATE INDEX outbox_parked_key_idx ON accountability.outbox_parked USING btree (topic, key);

create table accountability.parked (
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
CREATE INDEX parked_holding_idx ON accountability.parked USING btree (consumer, topic, key) WHERE ((state = 'parked'::text) AND holds_key);

create table accountability.process_state (
  process_id text not null,
  facts jsonb not null,
  constraint process_state_pkey PRIMARY KEY (process_id)
);

create table accountability.progress_report (
  progress_id uuid not null,
  record_kind text not null,
  record_id text not null,
  unit_id text not null,
  dispatch_id uuid,
  reported_at timestamp with time zone not null,
  text text not null,
  obstacle text,
  coordinate_with_unit_id text,
  promise text,
  reported_pct numeric not null,
  no_progress boolean not null,
  evidence text[] not null,
  constraint progress_report_pkey PRIMARY KEY (progress_id)
);
CREATE INDEX progress_report_record_idx ON accountability.progress_report USING btree (record_kind, record_id, reported_at DESC);

create table accountability.reference_group (
  id text not null,
  record_references jsonb not null,
  constraint reference_group_pkey PRIMARY KEY (id)
);

create table accountability.reference_state (
  topic text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  constraint reference_state_pkey PRIMARY KEY (topic, id)
);

create table accountability.schedule_known (
  schedule text not null,
  known_since timestamp with time zone not null,
  constraint schedule_known_pkey PRIMARY KEY (schedule)
);

create table accountability.schedule_run (
  schedule text not null,
  slot timestamp with time zone not null,
  state text default 'pending'::text not null,
  late boolean default false not null,
  done_at timestamp with time zone,
  constraint schedule_run_pkey PRIMARY KEY (schedule, slot),
  constraint schedule_run_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text])))
);
CREATE INDEX schedule_run_pending_idx ON accountability.schedule_run USING btree (schedule, slot) WHERE (state = 'pending'::text);

create table accountability.seal (
  service text not null,
  seal text not null,
  cutoff timestamp with time zone not null,
  recorded_at timestamp with time zone not null,
  constraint seal_pkey PRIMARY KEY (service, seal, cutoff)
);
CREATE INDEX seal_cutoff_idx ON accountability.seal USING btree (seal, cutoff);

create table accountability.silence (
  network text not null,
  subject_kind text not null,
  subject_id text not null,
  silent_since timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  subjects_in_network integer not null,
  never_heard boolean default false not null,
  constraint silence_pkey PRIMARY KEY (subject_kind, subject_id, silent_since)
);
CREATE INDEX silence_network_idx ON accountability.silence USING btree (network, silent_since);

create table accountability.timer (
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
CREATE INDEX timer_due_idx ON accountability.timer USING btree (due_at, seq) WHERE (state = 'pending'::text);
CREATE INDEX timer_subject_idx ON accountability.timer USING btree (subject_id, due_at, seq) WHERE (state = 'pending'::text);

create table accountability.warning (
  warning_id uuid not null,
  version integer not null,
  rule_id text not null,
  rule_version integer not null,
  rule_class text not null,
  cause_key text not null,
  episode text not null,
  severity text not null,
  subject_kind text not null,
  subject_id text not null,
  area_id text,
  unit_ids text[] not null,
  unit_path text[] not null,
  title text not null,
  period_kind text not null,
  period_label text not null,
  period_start timestamp with time zone not null,
  period_end timestamp with time zone not null,
  revision integer not null,
  count integer not null,
  data_state text not null,
  ladder text,
  opens text not null,
  started_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  end_reason text,
  taken_in_by uuid,
  details jsonb not null,
  basis jsonb not null,
  constraint warning_pkey PRIMARY KEY (warning_id),
  constraint warning_end_has_reason CHECK (((ended_at IS NULL) = (end_reason IS NULL))),
  constraint warning_end_reason_known CHECK ((end_reason = ANY (ARRAY['quiet'::text, 'closed'::text, 'withdrawn'::text, 'taken-in'::text]))),
  constraint warning_severity_known CHECK ((severity = ANY (ARRAY['notice'::text, 'yellow'::text, 'orange'::text, 'red'::text])))
);
CREATE INDEX warning_started_idx ON accountability.warning USING btree (started_at DESC, warning_id);
CREATE INDEX warning_subject_idx ON accountability.warning USING btree (rule_id, subject_kind, subject_id, started_at DESC);
CREATE INDEX warning_unit_idx ON accountability.warning USING gin (unit_path);
CREATE UNIQUE INDEX warning_one_per_cause ON accountability.warning USING btree (rule_id, cause_key) WHERE (ended_at IS NULL);

create table accountability.warning_version (
  warning_id uuid not null,
  version integer not null,
  change text not null,
  occurred_at timestamp with time zone not null,
  recorded_at timestamp with time zone default now() not null,
  state jsonb not null,
  constraint warning_version_pkey PRIMARY KEY (warning_id, version),
  constraint warning_version_of FOREIGN KEY (warning_id) REFERENCES accountability.warning(warning_id),
  constraint warning_version_change_known CHECK ((change = ANY (ARRAY['raised'::text, 'updated'::text, 'ended'::text])))
);
