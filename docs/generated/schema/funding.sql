-- Generated from the migrations of funding; do not edit.

CREATE OR REPLACE FUNCTION funding.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
      begin
        raise exception 'entries are never changed, only reversed' using errcode = 'restrict_violation';
      end $function$
;

create table funding.audit (
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
CREATE INDEX audit_subject_idx ON funding.audit USING btree (subject_kind, subject_id, seq);
CREATE INDEX audit_unchained_idx ON funding.audit USING btree (seq) WHERE (hash IS NULL);

create table funding.budget_notice (
  id text not null,
  project_id text not null,
  noticed_on date not null,
  category text not null,
  constraint budget_notice_pkey PRIMARY KEY (id),
  constraint budget_notice_project_fkey FOREIGN KEY (project_id) REFERENCES funding.project(id)
);

create table funding.entry (
  id uuid not null,
  project_id text not null,
  notice_id text not null,
  kind text not null,
  amount numeric(18,4) not null,
  booked_on date not null,
  reverses uuid,
  voucher text not null,
  payee text,
  purpose text,
  reason text,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint entry_pkey PRIMARY KEY (id),
  constraint entry_reverses_key UNIQUE (reverses),
  constraint entry_voucher_key UNIQUE (project_id, kind, voucher),
  constraint entry_notice_fkey FOREIGN KEY (notice_id) REFERENCES funding.budget_notice(id),
  constraint entry_project_fkey FOREIGN KEY (project_id) REFERENCES funding.project(id),
  constraint entry_reverses_fkey FOREIGN KEY (reverses) REFERENCES funding.entry(id),
  constraint entry_kind_known CHECK ((kind = ANY (ARRAY['allocation'::text, 'payment'::text]))),
  constraint entry_sign CHECK ((((reverses IS NULL) AND (amount > (0)::numeric)) OR ((reverses IS NOT NULL) AND (amount < (0)::numeric))))
);
CREATE INDEX entry_project_idx ON funding.entry USING btree (project_id, booked_on);
CREATE TRIGGER entry_is_final BEFORE DELETE OR UPDATE ON funding.entry FOR EACH ROW EXECUTE FUNCTION funding.refuse_change();

create table funding.inbox (
  consumer text not null,
  event_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint inbox_pkey PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at_idx ON funding.inbox USING btree (at);

create table funding.outbox (
  seq bigint generated always as identity not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=70);

create table funding.outbox_parked (
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
CREATE INDEX outbox_parked_key_idx ON funding.outbox_parked USING btree (topic, key);

create table funding.parked (
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
CREATE INDEX parked_holding_idx ON funding.parked USING btree (consumer, topic, key) WHERE ((state = 'parked'::text) AND holds_key);

create table funding.project (
  id text not null,
  name text not null,
  owner_unit_id text not null,
  lead_unit_id text not null,
  supervising_unit_id text,
  area_id text,
  funding_source text not null,
  category text not null,
  total_investment numeric(18,4) not null,
  contract_no text,
  contract_price numeric(18,4),
  planned_start date not null,
  actual_start date,
  planned_finish date not null,
  physical_pct numeric(5,2) not null,
  physical_on date,
  state text not null,
  version integer not null,
  constraint project_pkey PRIMARY KEY (id),
  constraint project_investment_positive CHECK ((total_investment > (0)::numeric)),
  constraint project_physical_range CHECK (((physical_pct >= (0)::numeric) AND (physical_pct <= (100)::numeric))),
  constraint project_state_known CHECK ((state = ANY (ARRAY['planned'::text, 'started'::text, 'stalled'::text, 'finished'::text, 'accepted'::text])))
);

create table funding.reference_state (
  topic text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  constraint reference_state_pkey PRIMARY KEY (topic, id)
);

create table funding.schedule_known (
  schedule text not null,
  known_since timestamp with time zone not null,
  constraint schedule_known_pkey PRIMARY KEY (schedule)
);

create table funding.schedule_run (
  schedule text not null,
  slot timestamp with time zone not null,
  state text default 'pending'::text not null,
  late boolean default false not null,
  done_at timestamp with time zone,
  constraint schedule_run_pkey PRIMARY KEY (schedule, slot),
  constraint schedule_run_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text])))
);
CREATE INDEX schedule_run_pending_idx ON funding.schedule_run USING btree (schedule, slot) WHERE (state = 'pending'::text);

create table funding.timer (
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
CREATE INDEX timer_due_idx ON funding.timer USING btree (due_at, seq) WHERE (state = 'pending'::text);
CREATE INDEX timer_subject_idx ON funding.timer USING btree (subject_id, due_at, seq) WHERE (state = 'pending'::text);
