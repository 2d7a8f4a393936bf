-- Generated from the migrations of gateway; do not edit.

create table gateway.audit (
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
CREATE INDEX audit_subject_idx ON gateway.audit USING btree (subject_kind, subject_id, seq);
CREATE INDEX audit_unchained_idx ON gateway.audit USING btree (seq) WHERE (hash IS NULL);

create table gateway.board_item (
  kind text not null,
  id text not null,
  version integer not null,
  code text not null,
  title text not null,
  state text not null,
  is_open boolean not null,
  lead_unit_id text,
  area_id text,
  subject_kind text,
  subject_id text,
  due_at date,
  list_ids text[] not null,
  level text,
  details jsonb not null,
  changed_at timestamp with time zone not null,
  constraint board_item_pkey PRIMARY KEY (kind, id),
  constraint board_item_kind_known CHECK ((kind = ANY (ARRAY['problem'::text, 'task'::text, 'project'::text, 'warning'::text, 'act'::text, 'subject'::text])))
);
CREATE INDEX board_item_open_idx ON gateway.board_item USING btree (kind, is_open, due_at);
CREATE INDEX board_item_unit_idx ON gateway.board_item USING btree (lead_unit_id);

create table gateway.inbox (
  consumer text not null,
  event_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint inbox_pkey PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at_idx ON gateway.inbox USING btree (at);

create table gateway.live_event (
  seq bigint generated always as identity not null,
  event_id uuid not null,
  kind text not null,
  id text not null,
  action text not null,
  title text not null,
  unit_ids text[] not null,
  permission text not null,
  at timestamp with time zone not null,
  constraint live_event_pkey PRIMARY KEY (seq),
  constraint live_event_event_id_key UNIQUE (event_id)
);

create table gateway.outbox (
  seq bigint generated always as identity not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=70);

create table gateway.outbox_parked (
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
CREATE INDEX outbox_parked_key_idx ON gateway.outbox_parked USING btree (topic, key);

create table gateway.parked (
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
CREATE INDEX parked_holding_idx ON gateway.parked USING btree (consumer, topic, key) WHERE ((state = 'parked'::text) AND holds_key);

create table gateway.reference_state (
  topic text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  constraint reference_state_pkey PRIMARY KEY (topic, id)
);

create table gateway.schedule_known (
  schedule text not null,
  known_since timestamp with time zone not null,
  constraint schedule_known_pkey PRIMARY KEY (schedule)
);

create table gateway.schedule_run (
  schedule text not null,
  slot timestamp with time zone not null,
  state text default 'pending'::text not null,
  late boolean default false not null,
  done_at timestamp with time zone,
  constraint schedule_run_pkey PRIMARY KEY (schedule, slot),
  constraint schedule_run_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text])))
);
CREATE INDEX schedule_run_pending_idx ON gateway.schedule_run USING btree (schedule, slot) WHERE (state = 'pending'::text);

create table gateway.timer (
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
CREATE INDEX timer_due_idx ON gateway.timer USING btree (due_at, seq) WHERE (state = 'pending'::text);
CREATE INDEX timer_subject_idx ON gateway.timer USING btree (subject_id, due_at, seq) WHERE (state = 'pending'::text);

create table gateway.uploaded_file (
  sha256 text not null,
  owner_unit_id text not null,
  name text not null,
  media_type text not null,
  size bigint not null,
  uploaded_by text not null,
  uploaded_at timestamp with time zone not null,
  constraint uploaded_file_pkey PRIMARY KEY (sha256, owner_unit_id)
);
