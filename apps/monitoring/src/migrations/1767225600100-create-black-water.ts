import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Black and malodorous waters with their samples. */
export class CreateBlackWater1767225600100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table register_version drop constraint register_version_noun_known,
        add constraint register_version_noun_known
          check (noun in ('subject', 'device', 'drinking-source', 'sewage-plant', 'black-water'));

      create table black_water (
        id text constraint black_water_pkey primary key,
        retired boolean not null,
        version integer not null,
        state jsonb not null
      );
      create table black_water_sample (
        water_id text not null constraint black_water_sample_water_fkey references black_water (id),
        point text not null,
        sampled_on date not null,
        -- Decimal text by item: clarity and depth in cm, orp in mV, do and nh3n in mg/L.
        item_values jsonb not null,
        version integer not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint black_water_sample_pkey primary key (water_id, point, sampled_on)
      );
      create index black_water_sample_day_idx on black_water_sample (water_id, sampled_on);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table black_water_sample, black_water;
      delete from register_version where noun = 'black-water';
      alter table register_version drop constraint register_version_noun_known,
        add constraint register_version_noun_known check (noun in ('subject', 'device', 'drinking-source', 'sewage-plant'));`);
  }
}
