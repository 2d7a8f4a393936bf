import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What came again with the values an import had brought; imports that are under way; recomputations by area. */
export class MendImports1767225600070 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Values somebody else sent for an hour an import had brought: equal ones write no revision, and have to stand when the
      -- import is taken back.
      create table station_hour_echo (
        station_id text not null,
        label timestamptz not null,
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
        received_at timestamptz not null,
        constraint station_hour_echo_pkey primary key (station_id, label, packet_id)
      );
      create index station_hour_echo_packet_idx on station_hour_echo (packet_id);
      create table section_row_echo (
        section_id text not null,
        at timestamptz not null,
        packet_id bigint not null,
        source_no integer not null,
        item_values jsonb not null,
        data_state text not null,
        received_at timestamptz not null,
        constraint section_row_echo_pkey primary key (section_id, at, packet_id)
      );
      create index section_row_echo_packet_idx on section_row_echo (packet_id);

      -- An import is noted when its first slice is on its way; it is complete when all of them are in.
      alter table import_assessment add column completed_at timestamptz;
      update import_assessment set completed_at = requested_at;
      alter table import_day add column received_at timestamptz not null default '-infinity';
      alter table import_day alter column received_at drop default;

      -- First area of next_day that is not done yet.
      alter table recomputation add column next_area text not null default '';`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table recomputation drop column next_area;
      alter table import_day drop column received_at;
      delete from import_assessment where completed_at is null;
      alter table import_assessment drop column completed_at;
      drop table section_row_echo, station_hour_echo;`);
  }
}
