-- Generated from the migrations of directory; do not edit.

create table directory.account (
  id text not null,
  user_name text not null,
  person_id text,
  display_name text not null,
  password_hash text not null,
  state text not null,
  must_change boolean not null,
  failed_sign_ins integer default 0 not null,
  rests_until timestamp with time zone,
  created_at timestamp with time zone not null,
  version integer not null,
  constraint account_pkey PRIMARY KEY (id),
  constraint account_user_name_key UNIQUE (user_name),
  constraint account_state_known CHECK ((state = ANY (ARRAY['active'::text, 'disabled'::text])))
);

create table directory.audit (
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
CREATE INDEX audit_subject_idx ON directory.audit USING btree (subject_kind, subject_id, seq);
CREATE INDEX audit_unchained_idx ON directory.audit USING btree (seq) WHERE (hash IS NULL);

create table directory.inbox (
  consumer text not null,
  event_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint inbox_pkey PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at_idx ON directory.inbox USING btree (at);

create table directory.outbox (
  seq bigint generated always as identity not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=70);

create table directory.outbox_parked (
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
CREATE INDEX outbox_parked_key_idx ON directory.outbox_parked USING btree (topic, key);

create table directory.parked (
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
CREATE INDEX parked_holding_idx ON directory.parked USING btree (consumer, topic, key) WHERE ((state = 'parked'::text) AND holds_key);

create table directory.reference_state (
  topic text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  constraint reference_state_pkey PRIMARY KEY (topic, id)
);

create table directory.register (
  noun text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint register_pkey PRIMARY KEY (noun, id, version),
  constraint register_version_positive CHECK ((version > 0))
);

create table directory.role_assignment (
  account_id text not null,
  role_id text not null,
  unit_id text not null,
  valid_from date not null,
  valid_to date,
  constraint role_assignment_pkey PRIMARY KEY (account_id, role_id, unit_id, valid_from),
  constraint role_assignment_account_fkey FOREIGN KEY (account_id) REFERENCES directory.account(id)
);

create table directory.schedule_known (
  schedule text not null,
  known_since timestamp with time zone not null,
  constraint schedule_known_pkey PRIMARY KEY (schedule)
);

create table directory.schedule_run (
  schedule text not null,
  slot timestamp with time zone not null,
  state text default 'pending'::text not null,
  late boolean default false not null,
  done_at timestamp with time zone,
  constraint schedule_run_pkey PRIMARY KEY (schedule, slot),
  constraint schedule_run_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text])))
);
CREATE INDEX schedule_run_pending_idx ON directory.schedule_run USING btree (schedule, slot) WHERE (state = 'pending'::text);

create table directory.session (
  token_hash text not null,
  account_id text not null,
  kind text not null,
  name text,
  created_at timestamp with time zone not null,
  last_seen_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  address text,
  constraint session_pkey PRIMARY KEY (token_hash),
  constraint session_account_fkey FOREIGN KEY (account_id) REFERENCES directory.account(id),
  constraint session_kind_known CHECK ((kind = ANY (ARRAY['browser'::text, 'token'::text])))
);
CREATE INDEX session_account_idx ON directory.session USING btree (account_id);
CREATE INDEX session_expires_idx ON directory.session USING btree (expires_at);

create table directory.timer (
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
CREATE INDEX timer_due_idx ON directory.timer USING btree (due_at, seq) WHERE (state = 'pending'::text);
CREATE INDEX timer_subject_idx ON directory.timer USING btree (subject_id, due_at, seq) WHERE (state = 'pending'::text);
