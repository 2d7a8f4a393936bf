import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bytes of old packets in compressed blocks: a packet keeps its row, its hash and its place, and says which block has its bytes. */
export class PackPacketMonths1767225600051 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table packet_block (
        id bigint generated always as identity,
        month date not null,
        -- Packets of one source one after the other, each behind its length (4 bytes, big-endian), deflated (RFC 1951).
        bytes bytea not null,
        constraint packet_block_pkey primary key (id, month)
      ) partition by range (month);
      alter table raw_packet
        alter column bytes drop not null,
        add column block_id bigint,
        add column block_place integer,
        add constraint raw_packet_has_bytes check ((bytes is null) = (block_id is not null) and (block_id is null) = (block_place is null));
      create table packet_month (
        -- First day of the month of receipt, UTC.
        month date constraint packet_month_pkey primary key,
        -- Packets up to this number are packed.
        last_id bigint not null,
        packets bigint not null,
        bytes_before bigint not null,
        bytes_after bigint not null,
        begun_at timestamptz not null,
        packed_at timestamptz
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table packet_month;
      delete from raw_packet p where p.bytes is null;
      alter table raw_packet
        drop constraint raw_packet_has_bytes,
        drop column block_place,
        drop column block_id,
        alter column bytes set not null;
      drop table packet_block`);
  }
}
