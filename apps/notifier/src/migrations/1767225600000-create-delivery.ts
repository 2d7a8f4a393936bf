import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDelivery1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table delivery (
        id uuid constraint delivery_pkey primary key,
        about_kind text not null constraint delivery_about_known check (about_kind in ('act', 'warning', 'task', 'dispatch')),
        about_id text not null,
        occasion text not null,
        title text not null,
        is_urgent boolean not null,
        recipient_post_id text not null,
        recipient_person_id text,
        unit_id text not null,
        channel text not null constraint delivery_channel_known check (channel in ('console', 'email', 'webhook')),
        address text,
        state text not null constraint delivery_state_known check (state in ('pending', 'sent', 'failed', 'read')),
        attempts integer not null default 0,
        error text,
        occurred_at timestamptz not null,
        next_try_at timestamptz,
        sent_at timestamptz,
        read_at timestamptz,
        constraint delivery_once_key unique (about_kind, about_id, occasion, recipient_post_id, channel)
      );
      create index delivery_inbox_idx on delivery (recipient_post_id, occurred_at desc) where channel = 'console';
      create index delivery_pending_idx on delivery (next_try_at) where state = 'pending';`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table delivery');
  }
}
