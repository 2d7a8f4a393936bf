import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is watched and by which devices: the state in force, and every version it had. */
export class CreateRegister1767225600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table subject (
        id text constraint subject_pkey primary key,
        kind text not null constraint subject_kind_known check (kind in ('station', 'section', 'outlet')),
        name text not null,
        area_id text not null,
        network text not null,
        retired boolean not null,
        version integer not null,
        state jsonb not null
      );
      create index subject_kind_idx on subject (kind, id);
      create index subject_network_idx on subject (network) where not retired;

      create table device (
        id text constraint device_pkey primary key,
        mn text not null,
        subject_id text not null constraint device_subject_fkey references subject (id),
        retired boolean not null,
        version integer not null,
        state jsonb not null
      );
      -- One device in use per number; a retired one may have handed its number on.
      create unique index device_mn_key on device (mn) where not retired;
      create index device_subject_idx on device (subject_id);

      create table register_version (
        noun text not null constraint register_version_noun_known check (noun in ('subject', 'device')),
        id text not null,
        version integer not null,
        state jsonb not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint register_version_pkey primary key (noun, id, version)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table register_version, device, subject');
  }
}
