import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a ladder was at each version: how far its history went, and which version of its warning it went by. Only added to. */
export class KeepLadderVersions1767225600195 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table ladder_version (
        ladder_id uuid not null,
        version integer not null,
        status text not null constraint ladder_version_status_known check (status in ('climbing', 'ending', 'ended')),
        last_seq integer not null,
        warning_version integer not null,
        constraint ladder_version_pkey primary key (ladder_id, version),
        constraint ladder_version_of foreign key (ladder_id) references ladder (ladder_id)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table ladder_version;');
  }
}
