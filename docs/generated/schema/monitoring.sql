-- Generated from the migrations of monitoring; do not edit.

create sequence monitoring.raw_packet_id as bigint;

create view monitoring.reading as
 SELECT source_no,
    at,
    kind,
    factor,
    value,
    minimum,
    maximum,
    total,
    mark,
    packet_id,
    (row_number() OVER (PARTITION BY source_no, at, kind, factor ORDER BY packet_id))::integer AS revision,
    (lead(packet_id) OVER (PARTITION BY source_no, at, kind, factor ORDER BY packet_id) IS NULL) AS is_current
   FROM ( SELECT n.source_no,
            n.at,
            n.kind,
            n.packet_id,
            n.factor,
            n.value,
            n.minimum,
            n.maximum,
            n.total,
            n.mark,
            n.words,
            lag(n.words) OVER (PARTITION BY n.source_no, n.at, n.kind, n.factor ORDER BY n.packet_id) AS before
           FROM ( SELECT s.source_no,
                    s.at,
                    s.kind,
                    s.packet_id,
                    f.code AS factor,
                    s.value_list[f.n] AS value,
                    s.minimum_list[f.n] AS minimum,
                    s.maximum_list[f.n] AS maximum,
                    s.total_list[f.n] AS total,
                    NULLIF(split_part(s.mark_list, ','::text, (f.n)::integer), ''::text) AS mark,
                    ARRAY[s.value_list[f.n], s.minimum_list[f.n], s.maximum_list[f.n], s.total_list[f.n]] AS words
                   FROM ((monitoring.reading_set s
                     JOIN monitoring.factor_list l ON ((l.no = s.factor_list_no)))
                     CROSS JOIN LATERAL unnest(l.codes) WITH ORDINALITY f(code, n))) n) said
  WHERE ((before IS NULL) OR ((words IS DISTINCT FROM before) AND (words <> ARRAY[NULL::double precision, NULL::double precision, NULL::double precision, NULL::double precision])));

create table monitoring.area_day (
  area_id text not null,
  day date not null,
  revision integer not null,
  is_current boolean not null,
  data_state text not null,
  edition text not null,
  aqi integer,
  content jsonb not null,
  constraint area_day_pkey PRIMARY KEY (area_id, day, revision)
);
CREATE UNIQUE INDEX area_day_current ON monitoring.area_day USING btree (area_id, day) WHERE is_current;

create table monitoring.audit (
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
CREATE INDEX audit_subject_idx ON monitoring.audit USING btree (subject_kind, subject_id, seq);
CREATE INDEX audit_unchained_idx ON monitoring.audit USING btree (seq) WHERE (hash IS NULL);

create table monitoring.black_water (
  id text not null,
  retired boolean not null,
  version integer not null,
  state jsonb not null,
  constraint black_water_pkey PRIMARY KEY (id)
);

create table monitoring.black_water_import (
  id uuid not null,
  file_sha256 text not null,
  file_name text not null,
  imported_at timestamp with time zone not null,
  imported_by text not null,
  reason text,
  rows_read integer not null,
  rows_refused integer not null,
  rows_changed integer not null,
  undone_at timestamp with time zone,
  undone_by text,
  undo_reason text,
  rows_put_back integer,
  constraint black_water_import_pkey PRIMARY KEY (id)
);
CREATE INDEX black_water_import_page_idx ON monitoring.black_water_import USING btree (imported_at, id);

create table monitoring.black_water_import_sample (
  import_id uuid not null,
  water_id text not null,
  point text not null,
  sampled_on date not null,
  version integer not null,
  item_values_before jsonb,
  version_before integer,
  constraint black_water_import_sample_pkey PRIMARY KEY (import_id, water_id, point, sampled_on),
  constraint black_water_import_sample_import_fkey FOREIGN KEY (import_id) REFERENCES monitoring.black_water_import(id),
  constraint black_water_import_sample_before CHECK (((version_before IS NULL) = (item_values_before IS NULL)))
);
CREATE INDEX black_water_import_sample_key_idx ON monitoring.black_water_import_sample USING btree (water_id, point, sampled_on);

create table monitoring.black_water_sample (
  water_id text not null,
  point text not null,
  sampled_on date not null,
  item_values jsonb not null,
  version integer not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  withdrawn boolean default false not null,
  restores integer,
  constraint black_water_sample_pkey PRIMARY KEY (water_id, point, sampled_on),
  constraint black_water_sample_water_fkey FOREIGN KEY (water_id) REFERENCES monitoring.black_water(id)
);
CREATE INDEX black_water_sample_day_idx ON monitoring.black_water_sample USING btree (water_id, sampled_on);

create table monitoring.black_water_sample_past (
  water_id text not null,
  point text not null,
  sampled_on date not null,
  item_values jsonb not null,
  version integer not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  withdrawn boolean not null,
  restores integer,
  constraint black_water_sample_past_pkey PRIMARY KEY (water_id, point, sampled_on, version)
);

create table monitoring.device (
  id text not null,
  mn text not null,
  subject_id text not null,
  retired boolean not null,
  version integer not null,
  state jsonb not null,
  constraint device_pkey PRIMARY KEY (id),
  constraint device_subject_fkey FOREIGN KEY (subject_id) REFERENCES monitoring.subject(id)
);
CREATE INDEX device_subject_idx ON monitoring.device USING btree (subject_id);
CREATE UNIQUE INDEX device_mn_key ON monitoring.device USING btree (mn) WHERE (NOT retired);

create table monitoring.device_record (
  id uuid not null,
  device_id text not null,
  kind text not null,
  at timestamp with time zone not null,
  content jsonb not null,
  packet_id bigint not null,
  received_at timestamp with time zone not null,
  constraint device_record_pkey PRIMARY KEY (id)
);
CREATE INDEX device_record_device_idx ON monitoring.device_record USING btree (device_id, at, id);

create table monitoring.drinking_source (
  id text not null,
  retired boolean not null,
  version integer not null,
  state jsonb not null,
  changed_from date,
  told_version integer default 0 not null,
  constraint drinking_source_pkey PRIMARY KEY (id)
);

create table monitoring.dust_recognition (
  id uuid not null,
  area_id text,
  station_ids text[],
  from_day date not null,
  to_day date not null,
  document text not null,
  document_number text,
  document_day date not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  withdrawn_at timestamp with time zone,
  withdrawn_by text,
  withdrawn_reason text,
  constraint dust_recognition_pkey PRIMARY KEY (id),
  constraint dust_recognition_period CHECK ((to_day >= from_day)),
  constraint dust_recognition_whose CHECK (((area_id IS NULL) <> (station_ids IS NULL))),
  constraint dust_recognition_withdrawn CHECK ((((withdrawn_at IS NULL) = (withdrawn_by IS NULL)) AND ((withdrawn_at IS NULL) = (withdrawn_reason IS NULL))))
);
CREATE INDEX dust_recognition_days_idx ON monitoring.dust_recognition USING btree (to_day) WHERE (withdrawn_at IS NULL);
CREATE INDEX dust_recognition_page_idx ON monitoring.dust_recognition USING btree (recorded_at, id);

create table monitoring.exceedance (
  id uuid not null,
  outlet_id text not null,
  factor text not null,
  limit_value text not null,
  unit text not null,
  limit_basis text not null,
  started_at timestamp with time zone not null,
  last_label timestamp with time zone not null,
  hours jsonb not null,
  peak text not null,
  ended_at timestamp with time zone,
  withdrawn text,
  version integer not null,
  constraint exceedance_pkey PRIMARY KEY (id),
  constraint exceedance_withdrawn_known CHECK ((withdrawn = ANY (ARRAY['merged'::text, 'corrected'::text])))
);
CREATE INDEX exceedance_outlet_idx ON monitoring.exceedance USING btree (outlet_id, factor, started_at);
CREATE INDEX exceedance_started_idx ON monitoring.exceedance USING btree (started_at, id);

create table monitoring.exceedance_past (
  id uuid not null,
  outlet_id text not null,
  factor text not null,
  limit_value text not null,
  unit text not null,
  limit_basis text not null,
  started_at timestamp with time zone not null,
  last_label timestamp with time zone not null,
  hours jsonb not null,
  peak text not null,
  ended_at timestamp with time zone,
  withdrawn text,
  version integer not null,
  constraint exceedance_past_pkey PRIMARY KEY (id, version)
);

create table monitoring.external_average (
  id uuid not null,
  medium text not null,
  whose text not null,
  measure text not null,
  period_label text not null,
  from_day date not null,
  to_day date not null,
  value text not null,
  area_id text not null,
  document text not null,
  version integer not null,
  is_current boolean not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  withdrawn boolean default false not null,
  reason text,
  constraint external_average_pkey PRIMARY KEY (id),
  constraint external_average_medium CHECK ((medium = ANY (ARRAY['air'::text, 'water'::text]))),
  constraint external_average_period CHECK ((to_day >= from_day))
);
CREATE INDEX external_average_page_idx ON monitoring.external_average USING btree (to_day, id) WHERE is_current;
CREATE UNIQUE INDEX external_average_current ON monitoring.external_average USING btree (medium, whose, measure, from_day, to_day) WHERE is_current;
CREATE UNIQUE INDEX external_average_version ON monitoring.external_average USING btree (medium, whose, measure, from_day, to_day, version);

create table monitoring.external_ranking (
  id uuid not null,
  area_id text not null,
  list text not null,
  measure text not null,
  period_label text not null,
  from_day date not null,
  to_day date not null,
  place integer not null,
  counted_from text not null,
  size integer not null,
  value text,
  document text not null,
  version integer not null,
  is_current boolean not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  medium text default 'air'::text not null,
  constraint external_ranking_pkey PRIMARY KEY (id),
  constraint external_ranking_counted CHECK ((counted_from = ANY (ARRAY['top'::text, 'bottom'::text]))),
  constraint external_ranking_medium CHECK ((medium = ANY (ARRAY['air'::text, 'water'::text]))),
  constraint external_ranking_period CHECK ((to_day >= from_day)),
  constraint external_ranking_place CHECK (((place >= 1) AND (place <= size)))
);
CREATE INDEX external_ranking_page_idx ON monitoring.external_ranking USING btree (to_day, id) WHERE is_current;
CREATE UNIQUE INDEX external_ranking_current ON monitoring.external_ranking USING btree (area_id, list, measure, from_day, to_day) WHERE is_current;

create table monitoring.factor_list (
  no integer generated always as identity not null,
  codes text[] not null,
  constraint factor_list_pkey PRIMARY KEY (no),
  constraint factor_list_codes_key UNIQUE (codes)
);

create table monitoring.fault (
  id uuid not null,
  at timestamp with time zone not null,
  door text,
  source text,
  reason text not null,
  place text not null,
  packet_id bigint,
  raw bytea,
  sha256 text,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  constraint fault_pkey PRIMARY KEY (id)
);
CREATE INDEX fault_at_idx ON monitoring.fault USING btree (at, id);
CREATE INDEX fault_packet_idx ON monitoring.fault USING btree (packet_id) WHERE (packet_id IS NOT NULL);
CREATE INDEX fault_source_idx ON monitoring.fault USING btree (source, at, id);

create table monitoring.gap_asking (
  device_id text not null,
  period_start timestamp with time zone not null,
  askings integer not null,
  last_asked_at timestamp with time zone not null,
  asking_id uuid not null,
  is_absent boolean default false not null,
  constraint gap_asking_pkey PRIMARY KEY (device_id, period_start)
);
CREATE INDEX gap_asking_asking_idx ON monitoring.gap_asking USING btree (asking_id);
CREATE INDEX gap_asking_start_idx ON monitoring.gap_asking USING btree (period_start);

create table monitoring.heard (
  subject_id text not null,
  subject_kind text not null,
  network text not null,
  last_label timestamp with time zone,
  heard_at timestamp with time zone not null,
  allowed_hours integer not null,
  timer_step integer not null,
  silent_since timestamp with time zone,
  timer_due timestamp with time zone not null,
  constraint heard_pkey PRIMARY KEY (subject_id)
);
CREATE INDEX heard_silent_idx ON monitoring.heard USING btree (network) WHERE (silent_since IS NOT NULL);

create table monitoring.held_value (
  id uuid not null,
  section_id text not null,
  item text not null,
  value text not null,
  first_at timestamp with time zone not null,
  last_at timestamp with time zone not null,
  at timestamp with time zone[] not null,
  median text not null,
  state text not null,
  reason text,
  decided_by text,
  decided_at timestamp with time zone,
  version integer default 1 not null,
  asked text,
  asked_by text,
  steps jsonb default '[]'::jsonb not null,
  cause text not null,
  constraint held_value_pkey PRIMARY KEY (id),
  constraint held_value_episode_key UNIQUE (section_id, item, value, first_at, cause),
  constraint held_value_asked_by_someone CHECK (((asked IS NULL) = (asked_by IS NULL))),
  constraint held_value_asked_known CHECK ((asked = ANY (ARRAY['exclude'::text, 'release'::text]))),
  constraint held_value_cause_known CHECK ((cause = ANY (ARRAY['repeats'::text, 'contradicts-neighbours'::text]))),
  constraint held_value_state_known CHECK ((state = ANY (ARRAY['held'::text, 'excluded'::text, 'released'::text, 'withdrawn'::text])))
);

create table monitoring.hour_note (
  id uuid not null,
  station_id text not null,
  from_label timestamp with time zone not null,
  until_label timestamp with time zone not null,
  note text not null,
  noted_by text not null,
  noted_at timestamp with time zone not null,
  constraint hour_note_pkey PRIMARY KEY (id),
  constraint hour_note_station_fkey FOREIGN KEY (station_id) REFERENCES monitoring.subject(id),
  constraint hour_note_span CHECK ((until_label >= from_label))
);
CREATE INDEX hour_note_station_idx ON monitoring.hour_note USING btree (station_id, until_label);

create table monitoring.hour_void (
  id uuid not null,
  station_id text not null,
  from_label timestamp with time zone not null,
  until_label timestamp with time zone not null,
  pollutants text[] not null,
  state text not null,
  version integer not null,
  asked_by text not null,
  proposed_at timestamp with time zone not null,
  steps jsonb not null,
  constraint hour_void_pkey PRIMARY KEY (id),
  constraint hour_void_station_fkey FOREIGN KEY (station_id) REFERENCES monitoring.subject(id),
  constraint hour_void_span CHECK ((until_label >= from_label)),
  constraint hour_void_state_known CHECK ((state = ANY (ARRAY['proposed'::text, 'voided'::text, 'refused'::text, 'withdrawn'::text, 'lift-proposed'::text, 'lifted'::text])))
);
CREATE INDEX hour_void_page_idx ON monitoring.hour_void USING btree (proposed_at, id);
CREATE INDEX hour_void_station_idx ON monitoring.hour_void USING btree (station_id, until_label);

create table monitoring.import_assessment (
  import_id uuid not null,
  source_id uuid not null,
  requested_at timestamp with time zone not null,
  done_at timestamp with time zone,
  completed_at timestamp with time zone,
  constraint import_assessment_pkey PRIMARY KEY (import_id)
);
CREATE INDEX import_assessment_open_idx ON monitoring.import_assessment USING btree (requested_at) WHERE (done_at IS NULL);

create table monitoring.import_day (
  source_no integer not null,
  station_id text not null,
  day date not null,
  received_at timestamp with time zone not null,
  constraint import_day_pkey PRIMARY KEY (source_no, day, station_id)
);

create table monitoring.import_undo (
  import_id uuid not null,
  requested_at timestamp with time zone not null,
  reason text not null,
  changed integer,
  done_at timestamp with time zone,
  constraint import_undo_pkey PRIMARY KEY (import_id)
);

create table monitoring.inbox (
  consumer text not null,
  event_id uuid not null,
  at timestamp with time zone default now() not null,
  constraint inbox_pkey PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_at_idx ON monitoring.inbox USING btree (at);

create table monitoring.indicator (
  id uuid not null,
  definition text not null,
  subject_kind text not null,
  subject_id text not null,
  period_kind text not null,
  period_label text not null,
  period_end timestamp with time zone not null,
  revision integer not null,
  is_current boolean not null,
  value numeric,
  valid boolean not null,
  data_state text not null,
  content jsonb not null,
  closed_at timestamp with time zone,
  constraint indicator_pkey PRIMARY KEY (id),
  constraint indicator_revision_key UNIQUE (definition, subject_kind, subject_id, period_label, revision)
);
CREATE INDEX indicator_open_idx ON monitoring.indicator USING btree (period_end) WHERE (is_current AND (closed_at IS NULL));
CREATE INDEX indicator_period_idx ON monitoring.indicator USING btree (definition, period_end, id) WHERE is_current;
CREATE UNIQUE INDEX indicator_current ON monitoring.indicator USING btree (definition, subject_kind, subject_id, period_label) WHERE is_current;

create table monitoring.minute_hour (
  station_id text not null,
  label timestamp with time zone not null,
  revision integer not null,
  packet_ids bigint[] not null,
  constraint minute_hour_pkey PRIMARY KEY (station_id, label, revision)
);

create table monitoring.open_area_day (
  area_id text not null,
  day date not null,
  constraint open_area_day_pkey PRIMARY KEY (day, area_id)
);

create table monitoring.open_day (
  station_id text not null,
  day date not null,
  constraint open_day_pkey PRIMARY KEY (day, station_id)
);

create table monitoring.outbox (
  seq bigint generated always as identity not null,
  id uuid not null,
  topic text not null,
  partition integer,
  key text not null,
  envelope text not null,
  created_at timestamp with time zone default now() not null,
  constraint outbox_pkey PRIMARY KEY (seq)
) with (autovacuum_vacuum_scale_factor=0, autovacuum_vacuum_threshold=5000, fillfactor=70);

create table monitoring.outbox_parked (
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
CREATE INDEX outbox_parked_key_idx ON monitoring.outbox_parked USING btree (topic, key);

create table monitoring.outlet_hour (
  outlet_id text not null,
  factor text not null,
  label timestamp with time zone not null,
  value numeric,
  mark text,
  is_usable boolean not null,
  revision integer not null,
  source_no integer not null,
  packet_id bigint not null,
  received_at timestamp with time zone not null,
  constraint outlet_hour_pkey PRIMARY KEY (outlet_id, factor, label)
);
CREATE INDEX outlet_hour_label_idx ON monitoring.outlet_hour USING btree (outlet_id, label);

create table monitoring.outlet_hour_past (
  outlet_id text not null,
  factor text not null,
  label timestamp with time zone not null,
  value numeric,
  mark text,
  is_usable boolean not null,
  revision integer not null,
  source_no integer not null,
  packet_id bigint not null,
  received_at timestamp with time zone not null,
  constraint outlet_hour_past_pkey PRIMARY KEY (outlet_id, factor, label, revision)
);

create table monitoring.packet_block (
  id bigint generated always as identity not null,
  month date not null,
  bytes bytea not null,
  constraint packet_block_pkey PRIMARY KEY (id, month)
) partition by RANGE (month);

create table monitoring.packet_month (
  month date not null,
  last_id bigint not null,
  packets bigint not null,
  bytes_before bigint not null,
  bytes_after bigint not null,
  begun_at timestamp with time zone not null,
  packed_at timestamp with time zone,
  constraint packet_month_pkey PRIMARY KEY (month)
);

create table monitoring.parked (
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
CREATE INDEX parked_holding_idx ON monitoring.parked USING btree (consumer, topic, key) WHERE ((state = 'parked'::text) AND holds_key);

create table monitoring.plant_day (
  outlet_id text not null,
  day date not null,
  content jsonb not null,
  version integer not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint plant_day_pkey PRIMARY KEY (outlet_id, day),
  constraint plant_day_plant_fkey FOREIGN KEY (outlet_id) REFERENCES monitoring.sewage_plant(outlet_id)
);

create table monitoring.plant_day_past (
  outlet_id text not null,
  day date not null,
  content jsonb not null,
  version integer not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint plant_day_past_pkey PRIMARY KEY (outlet_id, day, version)
);

create table monitoring.raw_packet (
  id bigint default nextval('monitoring.raw_packet_id'::regclass) not null,
  month date not null,
  source_no integer not null,
  received_at timestamp with time zone not null,
  topic text not null,
  partition integer not null,
  record_offset bigint not null,
  sha256 bytea not null,
  bytes bytea,
  layout text,
  file_sha256 text,
  line integer,
  data_state text not null,
  block_id bigint,
  block_place integer,
  constraint raw_packet_pkey PRIMARY KEY (id, month),
  constraint raw_packet_once UNIQUE (source_no, sha256, data_state, month),
  constraint raw_packet_has_bytes CHECK ((((bytes IS NULL) = (block_id IS NOT NULL)) AND ((block_id IS NULL) = (block_place IS NULL))))
) partition by RANGE (month);

create table monitoring.reading_set (
  source_no integer not null,
  at timestamp with time zone not null,
  kind smallint not null,
  packet_id bigint not null,
  factor_list_no integer not null,
  value_list double precision[] not null,
  minimum_list double precision[],
  maximum_list double precision[],
  total_list double precision[],
  mark_list text,
  constraint reading_set_pkey PRIMARY KEY (source_no, at, kind, packet_id)
) partition by RANGE (at);

create table monitoring.recomputation (
  id uuid not null,
  from_day date not null,
  to_day date not null,
  station_ids text[],
  reason text not null,
  requested_at timestamp with time zone not null,
  requested_by text not null,
  next_day date not null,
  changed_hours integer not null,
  changed_days integer not null,
  finished_at timestamp with time zone,
  next_area text default ''::text not null,
  kind text default 'air'::text not null,
  section_ids text[],
  area_id text,
  next_section text default ''::text,
  steps_done integer default 0 not null,
  steps_of integer default 0 not null,
  changed_weeks integer default 0 not null,
  changed_months integer default 0 not null,
  places jsonb,
  dust_id uuid,
  next_subject text default ''::text,
  constraint recomputation_pkey PRIMARY KEY (id),
  constraint recomputation_dust_fkey FOREIGN KEY (dust_id) REFERENCES monitoring.dust_recognition(id),
  constraint recomputation_dust CHECK (((kind = 'dust'::text) = (dust_id IS NOT NULL))),
  constraint recomputation_kind CHECK ((kind = ANY (ARRAY['air'::text, 'water'::text, 'dust'::text])))
);
CREATE INDEX recomputation_dust_idx ON monitoring.recomputation USING btree (dust_id, requested_at) WHERE (dust_id IS NOT NULL);
CREATE INDEX recomputation_open_idx ON monitoring.recomputation USING btree (requested_at) WHERE (finished_at IS NULL);

create table monitoring.reference_group (
  id text not null,
  record_references jsonb not null,
  constraint reference_group_pkey PRIMARY KEY (id)
);

create table monitoring.reference_state (
  topic text not null,
  id text not null,
  version integer not null,
  retired boolean not null,
  state jsonb not null,
  constraint reference_state_pkey PRIMARY KEY (topic, id)
);

create table monitoring.register_version (
  noun text not null,
  id text not null,
  version integer not null,
  state jsonb not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint register_version_pkey PRIMARY KEY (noun, id, version),
  constraint register_version_noun_known CHECK ((noun = ANY (ARRAY['subject'::text, 'device'::text, 'drinking-source'::text, 'sewage-plant'::text, 'black-water'::text])))
);

create table monitoring.schedule_known (
  schedule text not null,
  known_since timestamp with time zone not null,
  constraint schedule_known_pkey PRIMARY KEY (schedule)
);

create table monitoring.schedule_run (
  schedule text not null,
  slot timestamp with time zone not null,
  state text default 'pending'::text not null,
  late boolean default false not null,
  done_at timestamp with time zone,
  constraint schedule_run_pkey PRIMARY KEY (schedule, slot),
  constraint schedule_run_state_known CHECK ((state = ANY (ARRAY['pending'::text, 'done'::text, 'skipped'::text])))
);
CREATE INDEX schedule_run_pending_idx ON monitoring.schedule_run USING btree (schedule, slot) WHERE (state = 'pending'::text);

create table monitoring.seal (
  id text not null,
  cutoff timestamp with time zone not null,
  last_day date not null,
  constraint seal_pkey PRIMARY KEY (id, cutoff)
);

create table monitoring.section_absence (
  id uuid not null,
  section_id text not null,
  state text not null,
  from_day date not null,
  to_day date,
  reason text not null,
  proof text[] not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  withdrawn_at timestamp with time zone,
  version integer not null,
  constraint section_absence_pkey PRIMARY KEY (id),
  constraint section_absence_state_known CHECK ((state = ANY (ARRAY['dry'::text, 'notMonitored'::text])))
);
CREATE INDEX section_absence_section_idx ON monitoring.section_absence USING btree (section_id, from_day);

create table monitoring.section_month (
  section_id text not null,
  month text not null,
  is_stale boolean not null,
  content jsonb,
  constraint section_month_pkey PRIMARY KEY (section_id, month),
  constraint section_month_form CHECK ((month ~ '^[0-9]{4}-[0-9]{2}$'::text)),
  constraint section_month_known CHECK ((is_stale OR (content IS NOT NULL)))
);
CREATE INDEX section_month_stale_idx ON monitoring.section_month USING btree (month) WHERE is_stale;

create table monitoring.section_plan (
  section_id text not null,
  version integer not null,
  from_day date not null,
  to_day date,
  content jsonb not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint section_plan_pkey PRIMARY KEY (section_id, version)
);

create table monitoring.section_row (
  section_id text not null,
  at timestamp with time zone not null,
  item_values jsonb not null,
  revision integer not null,
  data_state text not null,
  source_no integer not null,
  packet_id bigint not null,
  received_at timestamp with time zone not null,
  is_take_back boolean default false not null,
  constraint section_row_pkey PRIMARY KEY (section_id, at)
);
CREATE INDEX section_row_packet_idx ON monitoring.section_row USING btree (packet_id);

create table monitoring.section_row_echo (
  section_id text not null,
  at timestamp with time zone not null,
  packet_id bigint not null,
  source_no integer not null,
  item_values jsonb not null,
  data_state text not null,
  received_at timestamp with time zone not null,
  constraint section_row_echo_pkey PRIMARY KEY (section_id, at, packet_id)
);
CREATE INDEX section_row_echo_packet_idx ON monitoring.section_row_echo USING btree (packet_id);

create table monitoring.section_row_past (
  section_id text not null,
  at timestamp with time zone not null,
  revision integer not null,
  item_values jsonb not null,
  data_state text not null,
  is_take_back boolean not null,
  source_no integer not null,
  packet_id bigint not null,
  received_at timestamp with time zone not null,
  constraint section_row_past_pkey PRIMARY KEY (section_id, at, revision)
);
CREATE INDEX section_row_past_packet_idx ON monitoring.section_row_past USING btree (packet_id);

create table monitoring.section_target (
  section_id text not null,
  no integer not null,
  year integer not null,
  target smallint not null,
  basis text not null,
  recorded_on date not null,
  recorded_by text not null,
  constraint section_target_pkey PRIMARY KEY (section_id, no),
  constraint section_target_class CHECK (((target >= 1) AND (target <= 5)))
);

create table monitoring.section_week (
  section_id text not null,
  monday date not null,
  outcome text not null,
  water_class smallint,
  content jsonb not null,
  constraint section_week_pkey PRIMARY KEY (section_id, monday),
  constraint section_week_outcome_known CHECK ((outcome = ANY (ARRAY['pass'::text, 'fail'::text, 'skipped'::text])))
);

create table monitoring.sewage_plant (
  outlet_id text not null,
  version integer not null,
  state jsonb not null,
  changed_from date,
  load_through text,
  constraint sewage_plant_pkey PRIMARY KEY (outlet_id),
  constraint sewage_plant_outlet_fkey FOREIGN KEY (outlet_id) REFERENCES monitoring.subject(id)
);

create table monitoring.source (
  no integer generated always as identity not null,
  door text not null,
  code text not null,
  constraint source_pkey PRIMARY KEY (no),
  constraint source_door_code_key UNIQUE (door, code),
  constraint source_door_known CHECK ((door = ANY (ARRAY['hj212'::text, 'feed'::text, 'import'::text])))
);

create table monitoring.source_result (
  source_id text not null,
  kind text not null,
  sampled_on date not null,
  item_values jsonb not null,
  volume text,
  version integer not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint source_result_pkey PRIMARY KEY (source_id, kind, sampled_on),
  constraint source_result_source_fkey FOREIGN KEY (source_id) REFERENCES monitoring.drinking_source(id),
  constraint source_result_kind_known CHECK ((kind = ANY (ARRAY['source'::text, 'outlet'::text])))
);

create table monitoring.source_result_past (
  source_id text not null,
  kind text not null,
  sampled_on date not null,
  item_values jsonb not null,
  volume text,
  version integer not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint source_result_past_pkey PRIMARY KEY (source_id, kind, sampled_on, version)
);

create table monitoring.station_day (
  station_id text not null,
  day date not null,
  revision integer not null,
  is_current boolean not null,
  data_state text not null,
  edition text not null,
  aqi integer,
  content jsonb not null,
  hour_revisions smallint[],
  constraint station_day_pkey PRIMARY KEY (station_id, day, revision)
);
CREATE INDEX station_day_day_idx ON monitoring.station_day USING btree (day) WHERE is_current;
CREATE UNIQUE INDEX station_day_current ON monitoring.station_day USING btree (station_id, day) WHERE is_current;

create table monitoring.station_hour (
  station_id text not null,
  label timestamp with time zone not null,
  revision integer not null,
  is_current boolean not null,
  so2 numeric,
  no2 numeric,
  co numeric,
  o3 numeric,
  pm10 numeric,
  pm25 numeric,
  data_state text not null,
  edition text not null,
  aqi integer,
  level smallint,
  primary_pollutants text[] not null,
  source_no integer not null,
  packet_id bigint not null,
  received_at timestamp with time zone not null,
  is_take_back boolean default false not null,
  exempt text[] default '{}'::text[] not null,
  voided text[] default '{}'::text[] not null,
  constraint station_hour_pkey PRIMARY KEY (station_id, label, revision)
);
CREATE INDEX station_hour_label_idx ON monitoring.station_hour USING btree (label) WHERE is_current;
CREATE INDEX station_hour_packet_idx ON monitoring.station_hour USING brin (packet_id);
CREATE UNIQUE INDEX station_hour_current ON monitoring.station_hour USING btree (station_id, label) WHERE is_current;

create table monitoring.station_hour_echo (
  station_id text not null,
  label timestamp with time zone not null,
  packet_id bigint not null,
  source_no integer not null,
  so2 numeric,
  no2 numeric,
  co numeric,
  o3 numeric,
  pm10 numeric,
  pm25 numeric,
  data_state text not null,
  exempt text[] not null,
  received_at timestamp with time zone not null,
  constraint station_hour_echo_pkey PRIMARY KEY (station_id, label, packet_id)
);
CREATE INDEX station_hour_echo_packet_idx ON monitoring.station_hour_echo USING btree (packet_id);

create table monitoring.subject (
  id text not null,
  kind text not null,
  name text not null,
  area_id text not null,
  network text not null,
  retired boolean not null,
  version integer not null,
  state jsonb not null,
  constraint subject_pkey PRIMARY KEY (id),
  constraint subject_kind_known CHECK ((kind = ANY (ARRAY['station'::text, 'section'::text, 'outlet'::text])))
);
CREATE INDEX subject_kind_idx ON monitoring.subject USING btree (kind, id);
CREATE INDEX subject_network_idx ON monitoring.subject USING btree (network) WHERE (NOT retired);

create table monitoring.target (
  id uuid not null,
  definition text not null,
  subject_kind text not null,
  subject_id text not null,
  period_label text not null,
  from_day date not null,
  to_day date not null,
  edition text,
  is_rounded boolean not null,
  version integer not null,
  is_withdrawn boolean not null,
  is_watched boolean not null,
  withdrawn_at timestamp with time zone,
  withdrawn_reason text,
  constraint target_pkey PRIMARY KEY (id),
  constraint target_period CHECK ((to_day >= from_day)),
  constraint target_withdrawn CHECK (((is_withdrawn = (withdrawn_at IS NOT NULL)) AND (is_withdrawn = (withdrawn_reason IS NOT NULL))))
);
CREATE INDEX target_subject_idx ON monitoring.target USING btree (subject_kind, subject_id) WHERE (NOT is_withdrawn);
CREATE UNIQUE INDEX target_in_force ON monitoring.target USING btree (definition, subject_kind, subject_id, period_label) WHERE (NOT is_withdrawn);

create table monitoring.target_version (
  target_id uuid not null,
  version integer not null,
  from_day date not null,
  value text not null,
  document text not null,
  reason text,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint target_version_pkey PRIMARY KEY (target_id, version),
  constraint target_version_target_fkey FOREIGN KEY (target_id) REFERENCES monitoring.target(id)
);

create table monitoring.timer (
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
CREATE INDEX timer_due_idx ON monitoring.timer USING btree (due_at, seq) WHERE (state = 'pending'::text);
CREATE INDEX timer_subject_idx ON monitoring.timer USING btree (subject_id, due_at, seq) WHERE (state = 'pending'::text);

create table monitoring.water_capacity (
  area_id text not null,
  body text not null,
  year integer not null,
  version integer not null,
  loads jsonb not null,
  basis text not null,
  recorded_at timestamp with time zone not null,
  recorded_by text not null,
  constraint water_capacity_pkey PRIMARY KEY (area_id, body, year, version)
);
