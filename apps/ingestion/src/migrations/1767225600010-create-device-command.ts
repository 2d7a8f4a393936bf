import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Commands to devices: what was asked, by whom, how far it has come, and how it ended. */
export class CreateDeviceCommand1767225600010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table device_command (
        id uuid constraint device_command_pkey primary key,
        device_id text not null,
        mn text not null,
        cn text not null,
        request jsonb not null,
        origin text not null constraint device_command_origin_known check (origin in ('person', 'gap')),
        -- The asking of a gap it came from: the same asking is one command, however often it is told.
        asking_id uuid constraint device_command_asking_key unique,
        reason text,
        requested_at timestamptz not null,
        requested_by text not null,
        expires_at timestamptz not null,
        state text not null constraint device_command_state_known check (state in
          ('queued', 'sent', 'answered', 'executed', 'failed', 'refused', 'timed-out', 'cancelled', 'expired', 'interrupted')),
        -- The instant its QN is made of: never the same twice for one device.
        asked_at timestamptz,
        qn text,
        -- The process that speaks with the device, and until when it has to be heard of.
        held_by uuid,
        lease_until timestamptz,
        sendings integer not null default 0,
        parts integer not null default 0,
        answered_at timestamptz,
        ended_at timestamptz,
        result text,
        reply jsonb
      );
      create index device_command_device_idx on device_command (device_id, requested_at, id);
      create index device_command_requested_idx on device_command (requested_at, id);
      create index device_command_asked_idx on device_command (mn, asked_at);
      create index device_command_queued_idx on device_command (requested_at) where state = 'queued';
      create index device_command_under_way_idx on device_command (lease_until) where state in ('sent', 'answered');`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table device_command');
  }
}
