import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recomputations of surface water, section by section, and those asked for by area. */
export class RecomputeSections1767225600095 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table recomputation
        add column kind text not null default 'air',
        -- Sections it is for; all where null. Air has stations instead.
        add column section_ids text[],
        -- The area that was named instead of subjects, whose subjects of then stand in the lists.
        add column area_id text,
        -- Water: first section that is not done yet, null behind the last; steps done, and of how many with the one that ends it.
        add column next_section text default '',
        add column steps_done integer not null default 0,
        add column steps_of integer not null default 0,
        add column changed_weeks integer not null default 0,
        add column changed_months integer not null default 0,
        add constraint recomputation_kind check (kind in ('air', 'water'));`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      delete from recomputation where kind = 'water';
      alter table recomputation
        drop constraint recomputation_kind,
        drop column kind, drop column section_ids, drop column area_id, drop column next_section,
        drop column steps_done, drop column steps_of, drop column changed_weeks, drop column changed_months;`);
  }
}
