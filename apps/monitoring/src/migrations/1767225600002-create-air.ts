import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Hours of stations, days of stations and areas, each with its revisions. */
export class CreateAir1767225600002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table station_hour (
        station_id text not null,
        label timestamptz not null,
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
        received_at timestamptz not null,
        constraint station_hour_pkey primary key (station_id, label, revision)
      );
      create unique index station_hour_current on station_hour (station_id, label) where is_current;
      create index station_hour_label_idx on station_hour (label) where is_current;

      -- Days of stations with hours and without an evaluation yet.
      create table open_day (
        station_id text not null,
        day date not null,
        constraint open_day_pkey primary key (day, station_id)
      );
      -- Days of areas that wait for the rest of their stations.
      create table open_area_day (
        area_id text not null,
        day date not null,
        constraint open_area_day_pkey primary key (day, area_id)
      );
      create table station_day (
        station_id text not null,
        day date not null,
        revision integer not null,
        is_current boolean not null,
        data_state text not null,
        edition text not null,
        aqi integer,
        content jsonb not null,
        constraint station_day_pkey primary key (station_id, day, revision)
      );
      create unique index station_day_current on station_day (station_id, day) where is_current;
      create index station_day_day_idx on station_day (day) where is_current;

      create table area_day (
        area_id text not null,
        day date not null,
        revision integer not null,
        is_current boolean not null,
        data_state text not null,
        edition text not null,
        aqi integer,
        content jsonb not null,
        constraint area_day_pkey primary key (area_id, day, revision)
      );
      create unique index area_day_current on area_day (area_id, day) where is_current;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table area_day, station_day, open_area_day, open_day, station_hour');
  }
}
