import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGateway1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table board_item (
        kind text not null constraint board_item_kind_known check (kind in ('problem', 'task', 'project', 'warning', 'act', 'subject')),
        id text not null,
        version integer not null,
        code text not null,
        title text not null,
        state text not null,
        is_open boolean not null,
        lead_unit_id text,
        area_id text,
        subject_kind text,
        subject_id text,
        due_at date,
        list_ids text[] not null,
        level text,
        details jsonb not null,
        changed_at timestamptz not null,
        constraint board_item_pkey primary key (kind, id)
      );
      create index board_item_open_idx on board_item (kind, is_open, due_at);
      create index board_item_unit_idx on board_item (lead_unit_id);

      create table live_event (
        seq bigint generated always as identity constraint live_event_pkey primary key,
        event_id uuid not null constraint live_event_event_id_key unique,
        kind text not null,
        id text not null,
        action text not null,
        title text not null,
        unit_ids text[] not null,
        permission text not null,
        at timestamptz not null
      );
      create table uploaded_file (
        sha256 text not null,
        owner_unit_id text not null,
        name text not null,
        media_type text not null,
        size bigint not null,
        uploaded_by text not null,
        uploaded_at timestamptz not null,
        constraint uploaded_file_pkey primary key (sha256, owner_unit_id)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table uploaded_file, live_event, board_item');
  }
}
