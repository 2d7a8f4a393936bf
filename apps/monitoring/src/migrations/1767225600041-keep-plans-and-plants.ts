import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Plans of sections, drinking-water sources with their results, sewage plants with their days. */
export class KeepPlansAndPlants1767225600041 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table register_version drop constraint register_version_noun_known,
        add constraint register_version_noun_known check (noun in ('subject', 'device', 'drinking-source', 'sewage-plant'));

      create table section_plan (
        section_id text not null,
        version integer not null,
        from_day date not null,
        to_day date,
        content jsonb not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint section_plan_pkey primary key (section_id, version)
      );

      create table drinking_source (
        id text constraint drinking_source_pkey primary key,
        retired boolean not null,
        version integer not null,
        state jsonb not null
      );
      -- One sample of a source, or of what leaves its waterworks.
      create table source_result (
        source_id text not null constraint source_result_source_fkey references drinking_source (id),
        kind text not null constraint source_result_kind_known check (kind in ('source', 'outlet')),
        sampled_on date not null,
        item_values jsonb not null,
        volume text,
        version integer not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint source_result_pkey primary key (source_id, kind, sampled_on)
      );

      create table sewage_plant (
        outlet_id text constraint sewage_plant_pkey primary key
          constraint sewage_plant_outlet_fkey references subject (id),
        version integer not null,
        state jsonb not null
      );
      create table plant_day (
        outlet_id text not null constraint plant_day_plant_fkey references sewage_plant (outlet_id),
        day date not null,
        content jsonb not null,
        version integer not null,
        recorded_at timestamptz not null,
        recorded_by text not null,
        constraint plant_day_pkey primary key (outlet_id, day)
      );`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop table plant_day, sewage_plant, source_result, drinking_source, section_plan;
      delete from register_version where noun not in ('subject', 'device');
      alter table register_version drop constraint register_version_noun_known,
        add constraint register_version_noun_known check (noun in ('subject', 'device'));`);
  }
}
