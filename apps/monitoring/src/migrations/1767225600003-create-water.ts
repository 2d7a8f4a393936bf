import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows and weeks of sections with the values held back; hours and exceedances of outlets; who was heard when. */
export class CreateWater1767225600003 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table section_row (
        section_id text not null,
        at timestamptz not null,
        item_values jsonb not null,
        revision integer not null,
        data_state text not null,
        source_no integer not null,
        packet_id bigint not null,
        received_at timestamptz not null,
        constraint section_row_pkey primary key (section_id, at)
      );
      create table held_value (
        id uuid constraint held_value_pkey primary key,
        section_id text not null,
        item text not null,
        value text not null,
        first_at timestamptz not null,
        last_at timestamptz not null,
        at timestamptz[] not null,
        median text not null,
        state text not null constraint held_value_state_known check (state in ('held', 'excluded', 'released', 'withdrawn')),
        reason text,
        decided_by text,
        decided_at timestamptz,
        constraint held_value_episode_key unique (section_id, item, value, first_at)
      );
      create table section_week (
        section_id text not null,
        monday date not null,
        outcome text not null constraint section_week_outcome_known check (outcome in ('pass', 'fail', 'skipped')),
        water_class smallint,
        content jsonb not null,
        constraint section_week_pkey primary key (section_id, monday)
      );

      create table outlet_hour (
        outlet_id text not null,
        factor text not null,
        label timestamptz not null,
        value numeric,
        mark text,
        is_usable boolean not null,
        revision integer not null,
        source_no integer not null,
        packet_id bigint not null,
        received_at timestamptz not null,
        constraint outlet_hour_pkey primary key (outlet_id, factor, label)
      );
      create table exceedance (
        id uuid constraint exceedance_pkey primary key,
        outlet_id text not null,
        factor text not null,
        limit_value text not null,
        unit text not null,
        limit_basis text not null,
        started_at timestamptz not null,
        last_label timestamptz not null,
        hours jsonb not null,
        peak text not null,
        ended_at timestamptz,
        withdrawn text constraint exceedance_withdrawn_known check (withdrawn in ('merged', 'corrected')),
        version integer not null
      );
      create index exceedance_outlet_idx on exceedance (outlet_id, factor, started_at);
      create index exceedance_started_idx on exceedance (started_at, id);

      create table heard (
        subject_id text constraint heard_pkey primary key,
        subject_kind text not null,
        network text not null,
        last_label timestamptz not null,
        heard_at timestamptz not null,
        allowed_hours integer not null,
        timer_step integer not null,
        silent_since timestamptz
      );
      create index heard_silent_idx on heard (network) where silent_since is not null;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table heard, exceedance, outlet_hour, section_week, held_value, section_row');
  }
}
