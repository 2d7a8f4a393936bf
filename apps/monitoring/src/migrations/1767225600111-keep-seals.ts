import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each seal covered; those given so far are told by the runs of the daily seal, shortly after midnight. */
export class KeepSeals1767225600111 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      create table seal (
        id text not null,
        cutoff timestamptz not null,
        -- The last natural day that was over by the cut-off.
        last_day date not null,
        constraint seal_pkey primary key (id, cutoff)
      );
      insert into seal (id, cutoff, last_day)
      select 'daily', r.slot, ((r.slot - interval '12 hours') at time zone 'Asia/Shanghai')::date
        from schedule_run r where r.schedule = 'seal-daily' and r.state = 'done';`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('drop table seal');
  }
}
