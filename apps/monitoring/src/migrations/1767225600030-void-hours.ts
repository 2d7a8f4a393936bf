import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Values of one's own stations voided by two persons, and notes on hours of any station. */
export class VoidHours1767225600030 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Pollutants of the hour that are void: measured and kept, out of every figure.
      alter table station_hour add column voided text[] not null default '{}';

      create table hour_void (
        id uuid constraint hour_void_pkey primary key,
        station_id text not null constraint hour_void_station_fkey references subject (id),
        -- Labels (ends) of the first and the last hour, both included.
        from_label timestamptz not null,
        until_label timestamptz not null,
        pollutants text[] not null,
        state text not null constraint hour_void_state_known
          check (state in ('proposed', 'voided', 'refused', 'withdrawn', 'lift-proposed', 'lifted')),
        version integer not null,
        -- Person who made the proposal that is open, or made the last one.
        asked_by text not null,
        proposed_at timestamptz not null,
        -- Every step with who took it, when and why.
        steps jsonb not null,
        constraint hour_void_span check (until_label >= from_label)
      );
      create index hour_void_station_idx on hour_void (station_id, until_label);
      create index hour_void_page_idx on hour_void (proposed_at, id);

      create table hour_note (
        id uuid constraint hour_note_pkey primary key,
        station_id text not null constraint hour_note_station_fkey references subject (id),
        from_label timestamptz not null,
        until_label timestamptz not null,
        note text not null,
        noted_by text not null,
        noted_at timestamptz not null,
        constraint hour_note_span check (until_label >= from_label)
      );
      create index hour_note_station_idx on hour_note (station_id, until_label);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`drop table hour_note, hour_void; alter table station_hour drop column voided`);
  }
}
