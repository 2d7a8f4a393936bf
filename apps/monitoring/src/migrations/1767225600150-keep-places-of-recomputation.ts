import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Recomputations of air keep where their stations lay at the first step: one that moves in between is not passed over. */
export class KeepPlacesOfRecomputation1767225600150 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      -- Areas with their stations, in the order they are gone through; null before the first step, and of water.
      alter table recomputation add column places jsonb;`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('alter table recomputation drop column places');
  }
}
