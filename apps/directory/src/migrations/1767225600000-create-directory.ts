import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDirectory1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table register (
        noun text not null,
        id text not null,
        version integer not null,
        retired boolean not null,
        state jsonb not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint register_pkey primary key (noun, id, version),
        constraint register_version_positive check (version > 0)
      );

      create table account (
        id text constraint account_pkey primary key,
        user_name text not null constraint account_user_name_key unique,
        person_id text,
        display_name text not null,
        password_hash text not null,
        state text not null constraint account_state_known check (state in ('active', 'disabled')),
        must_change boolean not null,
        failed_sign_ins integer not null default 0,
        rests_until timestamptz,
        created_at timestamptz not null,
        version integer not null
      );
      create table role_assignment (
        account_id text not null constraint role_assignment_account_fkey references account (id),
        role_id text not null,
        unit_id text not null,
        valid_from date not null,
        valid_to date,
        constraint role_assignment_pkey primary key (account_id, role_id, unit_id, valid_from)
      );
      create table session (
        token_hash text constraint session_pkey primary key,
        account_id text not null constraint session_account_fkey references account (id),
        kind text not null constraint session_kind_known check (kind in ('browser', 'token')),
        name text,
        created_at timestamptz not null,
        last_seen_at timestamptz not null,
        expires_at timestamptz not null,
        address text
      );
      create index session_account_idx on session (account_id);
      create index session_expires_idx on session (expires_at);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table session, role_assignment, account, register');
  }
}
