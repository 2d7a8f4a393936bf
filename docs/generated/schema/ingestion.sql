-- Generated from the migrations of ingestion; do not edit.

create table ingestion.audit (
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
CREATE INDEX audit_subject_idx ON ingestion.audit USING btree (subject_kind, subject_id, seq);
CREATE INDEX audit_unchained_idx ON ingestion.audit USING btree (seq) WHERE (hash IS NULL);

create table ingestion.column_mapping (
  id uuid not null,
  version integer not null,
  is_current boolean not null,
  name text not null,
  content jsonb not null,
  retired boolean not null,
  unit_path text[] not null,
  saved_at timestamp with time zone not null,
  saved_by text not null,
  constraint column_mapping_pkey PRIMARY KEY (id, version)
);
CREATE UNIQUE INDEX column_mapping_current ON ingestion.column_mapping USING btree (id) WHERE is_current;

create table ingestion.device_command (
  id uuid not null,
  device_id text not null,
  mn text not null,
  cn text not null,
  request jsonb not null,
  origin text not null,
  asking_id uuid,
  reason text,
  requested_at timestamp with time zone not null,
  requested_by text not null,
  expires_at timestamp with time zone not null,
  state text not null,
  asked_at timestamp with time zone,
  qn text,
  held_by uuid,
  lease_until timestamp with time zone,
  sendings integer default 0 not null,
  parts integer default 0 not null,
  answered_at timestamp with time zone,
  ended_at timestamp with time zone,
  result text,
  reply jsonb,
  constraint device_command_pkey PRIMARY KEY (id),
  constraint device_command_asking_key UNIQUE (asking_id),
  constraint device_command_origin_known CHECK ((origin = ANY (ARRAY['person'::text, 'gap'::text]))),
  constraint device_command_state_known CHECK ((state = ANY (ARRAY['queued'::text, 'sent'::text, 'answered'::text, 'executed'::text, 'failed'::text, 'refused'::text, 'timed-out'::text, 'cancelled'::text, 'expired'::text, 'interrupted'::text])))
);
CREATE INDEX device_command_asked_idx ON ingestion.device_command USING btree (mn, asked_at);
CREATE INDEX device_command_device_idx ON ingestion.device_command USING btree (device_id, requested_at, id);
CREATE INDEX device_command_queued_idx ON ingestion.device_command USING btree (requested_at) WHERE (state = 'queued'::text);
CREATE INDEX device_command_requested_idx ON ingestion.device_command USING btree (requested_at, id);
CREATE INDEX device_command_under_way_idx ON ingestion.device_command USING btree (lease_until) WHERE (state = ANY (ARRAY['sent'::text, 'answered'::text]));

create table ingestion.device_door (
  process_id uuid not null,
  told_at timestamp with time zone not null,
  connected jsonb not null,
  blocked jsonb not null,
  constraint device_door_pkey PRIMARY KEY (process_id)
);

create table ingestion.device_door_unblock (
  address text not null,
  unblocked_at timestamp with time zone not null,
  constraint device_door_unblock_pkey PRIMARY KEY (address)
);

create table ingestion.import (
  id uuid not null,
  file_sha256 text not null,
  file_name text not null,
  layout text not null,
  data_state text not null,
  province text,
  dry_run boolean not null,
  take_rest boolean not null,
  requested_at timestamp with time zone not null,
  requested_by text not null,
  state text not null,
  failure text,
  rows_read integer default 0 not null,
  rows_refused integer default 0 not null,
  slices integer default 0 not null,
  slices_sent integer default 0 not null,
  sent_as uuid,
  finished_at timestamp with time zone,
  undone_at timestamp with time zone,
  undone_by text,
  undo_reason text,
  undo_changed integer,
  attempt integer default 0 not null,
  reach text[] default '{}'::text[] not null,
  unit_path text[] default '{}'::text[] not null,
  sending_at timestamp with time zone,
  rows_kept integer default 0 not null,
  mapping_id uuid,
  mapping_version integer,
  mapping jsonb,
  columns_unread text[] default '{}'::text[] not null,
  columns_absent text[] default '{}'::text[] not null,
  constraint import_pkey PRIMARY KEY (id),
  constraint import_state_known CHECK ((state = ANY (ARRAY['waiting'::text, 'checking'::text, 'checked'::text, 'refused'::text, 'failed'::text, 'sending'::text, 'sent'::text, 'assessing'::text, 'taken'::text, 'undoing'::text, 'undone'::text])))
);
CREATE INDEX import_file_idx ON ingestion.import USING btree (file_sha256);
CREATE INDEX import_open_idx ON ingestion.import USING btree (requested_at) WHERE (state = ANY (ARRAY['waiting'::text, 'checking'::text, 'sending'::text]));
CREATE INDEX import_requested_idx ON ingestion.import USING btree (requested_at, id);
CREATE INDEX import_sent_as_idx ON ingestion.import USING btree (sent_as);

create table ingestion.import_refusal (
  import_id uuid not null,
  reason text not null,
  place text not null,
  rows integer not null,
  constraint import_refusal_pkey PRIMARY KEY (import_id, reason, place)
);

create table ingestion.import_refused (
  import_id uuid not null,
  line integer not null,
  place text not null,
  reason text not null,
  text text not null,
  constraint import_refused_pkey PRIMARY KEY (import_id, line)
);

create table ingestion.import_slice (
  import_id uuid not null,
  slice_no integer not null,
  rows integer not null,
  changed integer not null,
  refused integer not null,
  constraint import_slice_pkey PRIMARY KEY (import_id, slice_no)
);

create table ingestion.inbox (
  consumer text not null,
  event_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint inbox_pkey PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at_idx ON ingestion.inbox USING btree (at);

create table ingestion.outbox (
  seq bigint generated always as identity not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=70);

create table ingestion.outbox_parked (
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
CREATE INDEX outbox_parked_key_idx ON ingestion.outbox_parked USING btree (topic, key);

create table ingestion.parked (
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
CREATE INDEX parked_holding_idx ON ingestion.parked USING btree (consumer, topic, key) WHERE ((state = 'parked'::text) AND holds_key);

create table ingestion.reference_state (
  topic text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  constraint reference_state_pkey PRIMARY KEY (topic, id)
);

create table ingestion.schedule_known (
  schedule text not null,
  known_since timestamp with time zone not null,
  constraint schedule_known_pkey PRIMARY KEY (schedule)
);

create table ingestion.schedule_run (
  schedule text not null,
  slot timestamp with time zone not null,
  state text default 'pending'::text not null,
  late boolean default false not null,
  done_at timestamp with time zone,
  constraint schedule_run_pkey PRIMARY KEY (schedule, slot),
  constraint schedule_run_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text])))
);
CREATE INDEX schedule_run_pending_idx ON ingestion.schedule_run USING btree (schedule, slot) WHERE (state = 'pending'::text);

create table ingestion.timer (
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
CREATE INDEX timer_due_idx ON ingestion.timer USING btree (due_at, seq) WHERE (state = 'pending'::text);
CREATE INDEX timer_subject_idx ON ingestion.timer USING btree (subject_id, due_at, seq) WHERE (state = 'pending'::text);
