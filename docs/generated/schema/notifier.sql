-- Generated from the migrations of notifier; do not edit.

create table notifier.audit (
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
CREATE INDEX audit_subject_idx ON notifier.audit USING btree (subject_kind, subject_id, seq);
CREATE INDEX audit_unchained_idx ON notifier.audit USING btree (seq) WHERE (hash IS NULL);

create table notifier.delivery (
  id uuid not null,
  about_kind text not null,
  about_id text not null,
  occasion text not null,
  title text not null,
  is_urgent boolean not null,
  recipient_post_id text not null,
  recipient_person_id text,
  unit_id text not null,
  channel text not null,
  address text,
  state text not null,
  attempts integer default 0 not null,
  error text,
  occurred_at timestamp with time zone not null,
  next_try_at timestamp with time zone,
  sent_at timestamp with time zone,
  read_at timestamp with time zone,
  constraint delivery_pkey PRIMARY KEY (id),
  constraint delivery_once_key UNIQUE (about_kind, about_id, occasion, recipient_post_id, channel),
  constraint delivery_about_known CHECK ((about_kind = ANY (ARRAY['act'::text, 'warning'::text, 'task'::text, 'dispatch'::text]))),
  constraint delivery_channel_known CHECK ((channel = ANY (ARRAY['console'::text, 'email'::text, 'webhook'::text]))),
  constraint delivery_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'sent'::text, 'failed'::text, 'read'::text])))
);
CREATE INDEX delivery_inbox_idx ON notifier.delivery USING btree (recipient_post_id, occurred_at DESC) WHERE (channel = 'console'::text);
CREATE INDEX delivery_pending_idx ON notifier.delivery USING btree (next_try_at) WHERE (state = 'pending'::text);

create table notifier.inbox (
  consumer text not null,
  event_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint inbox_pkey PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at_idx ON notifier.inbox USING btree (at);

create table notifier.outbox (
  seq bigint generated always as identity not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=70);

create table notifier.outbox_parked (
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
CREATE INDEX outbox_parked_key_idx ON notifier.outbox_parked USING btree (topic, key);

create table notifier.parked (
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
CREATE INDEX parked_holding_idx ON notifier.parked USING btree (consumer, topic, key) WHERE ((state = 'parked'::text) AND holds_key);

create table notifier.reference_state (
  topic text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  constraint reference_state_pkey PRIMARY KEY (topic, id)
);

create table notifier.schedule_known (
  schedule text not null,
  known_since timestamp with time zone not null,
  constraint schedule_known_pkey PRIMARY KEY (schedule)
);

create table notifier.schedule_run (
  schedule text not null,
  slot timestamp with time zone not null,
  state text default 'pending'::text not null,
  late boolean default false not null,
  done_at timestamp with time zone,
  constraint schedule_run_pkey PRIMARY KEY (schedule, slot),
  constraint schedule_run_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text])))
);
CREATE INDEX schedule_run_pending_idx ON notifier.schedule_run USING btree (schedule, slot) WHERE (state = 'pending'::text);

create table notifier.timer (
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
CREATE INDEX timer_due_idx ON notifier.timer USING btree (due_at, seq) WHERE (state = 'pending'::text);
CREATE INDEX timer_subject_idx ON notifier.timer USING btree (subject_id, due_at, seq) WHERE (state = 'pending'::text);
