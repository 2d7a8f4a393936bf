import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imported files as a door of their own, the revisions of rows of sections, and imports that are taken back. */
export class TakeImports1767225600007 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table source drop constraint source_door_known,
        add constraint source_door_known check (door in ('hj212', 'feed', 'import'));
      -- Revisions written when an import was taken back: they bring nothing of their own.
      alter table station_hour add column is_take_back boolean not null default false;
      -- Pollutants whose absence does not withhold the index, because the publisher says so.
      alter table station_hour add column exempt text[] not null default '{}';
      -- Packets are numbered as they come, so the hours of an import lie together.
      create index station_hour_packet_idx on station_hour using brin (packet_id);

      alter table section_row add column is_take_back boolean not null default false;
      create index section_row_packet_idx on section_row (packet_id);
      -- Rows of sections as they were before they were corrected.
      create table section_row_past (
        section_id text not null,
        at timestamptz not null,
        revision integer not null,
        item_values jsonb not null,
        data_state text not null,
        is_take_back boolean not null,
        source_no integer not null,
        packet_id bigint not null,
        received_at timestamptz not null,
        constraint section_row_past_pkey primary key (section_id, at, revision)
      );
      create index section_row_past_packet_idx on section_row_past (packet_id);

      -- Days of stations an import touched, until they are worked out after its last slice.
      create table import_day (
        source_no integer not null,
        station_id text not null,
        day date not null,
        constraint import_day_pkey primary key (source_no, day, station_id)
      );
      create table import_assessment (
        import_id uuid constraint import_assessment_pkey primary key,
        source_id uuid not null,
        requested_at timestamptz not null,
        done_at timestamptz
      );
      create index import_assessment_open_idx on import_assessment (requested_at) where done_at is null;
      create table import_undo (
        import_id uuid constraint import_undo_pkey primary key,
        requested_at timestamptz not null,
        reason text not null,
        changed integer,
        done_at timestamptz
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table import_undo, import_assessment, import_day, section_row_past;
      drop index section_row_packet_idx, station_hour_packet_idx;
      alter table section_row drop column is_take_back;
      alter table station_hour drop column is_take_back, drop column exempt;
      alter table source drop constraint source_door_known,
        add constraint source_door_known check (door in ('hj212', 'feed'));`);
  }
}
