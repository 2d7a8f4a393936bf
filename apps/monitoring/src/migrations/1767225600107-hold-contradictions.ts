import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Values are held for another cause, too: they contradict the neighbours on the river. */
export class HoldContradictions1767225600107 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table held_value
        add column cause text not null default 'repeats'
          constraint held_value_cause_known check (cause in ('repeats', 'contradicts-neighbours')),
        drop constraint held_value_episode_key,
        add constraint held_value_episode_key unique (section_id, item, value, first_at, cause);
      alter table held_value alter column cause drop default;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from held_value where cause = 'contradicts-neighbours';
      alter table held_value
        drop constraint held_value_episode_key,
        drop column cause,
        add constraint held_value_episode_key unique (section_id, item, value, first_at);`);
  }
}
