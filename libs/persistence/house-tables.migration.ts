import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The tables every service has beside its own nouns: outbox and inbox with their parking places, obligations (timers and
 * schedule runs), the audit trail, and copies of other services' reference data. First migration of every service.
 */
export class HouseTables1700000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table outbox (
        seq bigint generated always as identity constraint outbox_pkey primary key,
        id uuid not null,
        topic text not null,
        partition integer,
        key text not null,
        envelope text not null,
        created_at timestamptz not null default now()
      ) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 5000, fillfactor = 70);

      create table outbox_parked (
        seq bigint constraint outbox_parked_pkey primary key,
        id uuid not null,
        topic text not null,
        partition integer,
        key text not null,
        envelope text not null,
        reason text not null,
        parked_at timestamptz not null default now()
      );
      create index outbox_parked_key_idx on outbox_parked (topic, key);

      create table inbox (
        consumer text not null,
        event_id uuid not null,
        at timestamptz not null default now(),
        constraint inbox_pkey primary key (consumer, event_id)
      );
      create index inbox_at_idx on inbox (at);

      create table parked (
        id uuid constraint parked_pkey primary key,
        consumer text not null,
        topic text not null,
        partition integer not null,
        record_offset bigint not null,
        key text,
        value bytea,
        headers jsonb not null,
        reason text not null constraint parked_reason_known check (reason in ('unreadable', 'unknown-version', 'fault', 'waiting', 'behind')),
        error text not null,
        attempts integer not null,
        state text not null default 'parked' constraint parked_state_known check (state in ('parked', 'replayed', 'discarded')),
        holds_key boolean not null,
        first_at timestamptz not null,
        last_at timestamptz not null,
        handled_by text,
        constraint parked_record_key unique (consumer, topic, partition, record_offset)
      );
      create index parked_holding_idx on parked (consumer, topic, key) where state = 'parked' and holds_key;

      create table timer (
        id uuid constraint timer_pkey primary key,
        kind text not null,
        subject_id text not null,
        step integer not null default 0,
        due_at timestamptz not null,
        calendar_version text,
        state text not null default 'pending' constraint timer_state_known check (state in ('pending', 'fired', 'cancelled')),
        fired_at timestamptz,
        seq bigint generated always as identity,
        constraint timer_kind_subject_step_key unique (kind, subject_id, step)
      );
      create index timer_due_idx on timer (due_at, seq) where state = 'pending';
      create index timer_subject_idx on timer (subject_id, due_at, seq) where state = 'pending';

      create table schedule_run (
        schedule text not null,
        slot timestamptz not null,
        state text not null default 'pending' constraint schedule_run_state_known check (state in ('pending', 'done', 'skipped')),
        late boolean not null default false,
        done_at timestamptz,
        constraint schedule_run_pkey primary key (schedule, slot)
      );
      create index schedule_run_pending_idx on schedule_run (schedule, slot) where state = 'pending';
      create table schedule_known (
        schedule text constraint schedule_known_pkey primary key,
        known_since timestamptz not null
      );

      create table audit (
        seq bigint generated always as identity constraint audit_pkey primary key,
        at timestamptz not null,
        recorded_at timestamptz not null default now(),
        actor jsonb not null,
        address text,
        correlation_id uuid not null,
        action text not null,
        subject_kind text not null,
        subject_id text not null,
        old jsonb,
        new jsonb,
        reason text,
        chain_no bigint constraint audit_chain_no_key unique,
        prev_hash text,
        hash text
      );
      create index audit_subject_idx on audit (subject_kind, subject_id, seq);
      create index audit_unchained_idx on audit (seq) where hash is null;

      create table reference_state (
        topic text not null,
        id text not null,
        version integer not null,
        retired boolean not null,
        state jsonb not null,
        constraint reference_state_pkey primary key (topic, id)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      'drop table reference_state, audit, schedule_known, schedule_run, timer, parked, inbox, outbox_parked, outbox',
    );
  }
}
