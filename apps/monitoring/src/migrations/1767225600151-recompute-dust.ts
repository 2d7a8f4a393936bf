import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What rests on dust days is worked out in steps, once days are recognised or a recognition is withdrawn. */
export class RecomputeDust1767225600151 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table recomputation
        -- The recognition that was recorded or withdrawn; its stations of then stand in the list.
        add column dust_id uuid constraint recomputation_dust_fkey references dust_recognition (id),
        -- Dust: first area or station that is not done yet, as 'area <id>' and 'station <id>'; null behind the last.
        add column next_subject text default '',
        drop constraint recomputation_kind,
        add constraint recomputation_kind check (kind in ('air', 'water', 'dust')),
        add constraint recomputation_dust check ((kind = 'dust') = (dust_id is not null));
      create index recomputation_dust_idx on recomputation (dust_id, requested_at) where dust_id is not null;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from recomputation where kind = 'dust';
      drop index recomputation_dust_idx;
      alter table recomputation
        drop constraint recomputation_dust,
        drop constraint recomputation_kind,
        add constraint recomputation_kind check (kind in ('air', 'water')),
        drop column dust_id, drop column next_subject;`);
  }
}
