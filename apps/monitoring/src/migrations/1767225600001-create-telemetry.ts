import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Raw packets with their hash and Kafka position, and the readings in them. Both are partitioned by month; months are made
 * ahead by a schedule, and a default partition takes what no month was made for.
 */
export class CreateTelemetry1767225600001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table source (
        no integer generated always as identity constraint source_pkey primary key,
        door text not null constraint source_door_known check (door in ('hj212', 'feed')),
        code text not null,
        constraint source_door_code_key unique (door, code)
      );
      create table factor (
        no smallint generated always as identity constraint factor_pkey primary key,
        code text not null constraint factor_code_key unique
      );

      create sequence raw_packet_id as bigint;
      create table raw_packet (
        id bigint not null default nextval('raw_packet_id'),
        -- First day of the month of receipt, UTC.
        month date not null,
        source_no integer not null,
        received_at timestamptz not null,
        topic text not null,
        partition integer not null,
        record_offset bigint not null,
        sha256 bytea not null,
        bytes bytea not null,
        layout text,
        file_sha256 text,
        line integer,
        data_state text not null,
        constraint raw_packet_pkey primary key (id, month),
        -- The same bytes of one source are one packet, however often they come; a reviewed row is another one than its draft.
        constraint raw_packet_once unique (source_no, sha256, data_state, month)
      ) partition by range (month);
      create table raw_packet_default partition of raw_packet default;

      create table reading (
        source_no integer not null,
        at timestamptz not null,
        kind smallint not null,
        factor_no smallint not null,
        value double precision,
        minimum double precision,
        maximum double precision,
        total double precision,
        mark text,
        packet_id bigint not null,
        revision smallint not null,
        constraint reading_pkey primary key (source_no, at, kind, factor_no)
      ) partition by range (at);
      create table reading_default partition of reading default;

      create table fault (
        id uuid constraint fault_pkey primary key,
        at timestamptz not null,
        door text,
        source text,
        reason text not null,
        place text not null,
        packet_id bigint,
        raw bytea,
        sha256 text,
        topic text not null,
        partition integer not null,
        record_offset bigint not null
      );
      create index fault_at_idx on fault (at, id);
      create index fault_packet_idx on fault (packet_id) where packet_id is not null;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table fault, reading, raw_packet, factor, source; drop sequence raw_packet_id');
  }
}
