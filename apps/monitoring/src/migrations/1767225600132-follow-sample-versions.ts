import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Which version of a sample a file replaced, and which one an undo put back, so that files that wrote one sample can be taken
 * back in any order. Of what is there already, a version written at the instant a file was taken back put back the one before.
 */
export class FollowSampleVersions1767225600132 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      alter table black_water_sample add column restores integer;
      alter table black_water_import_sample add column version_before integer;
      update black_water_import_sample set version_before = version - 1 where item_values_before is not null;
      update black_water_sample s set restores = b.version_before
        from black_water_import_sample b join black_water_import i on i.id = b.import_id
       where b.water_id = s.water_id and b.point = s.point and b.sampled_on = s.sampled_on
         and s.version = b.version + 1 and s.recorded_at = i.undone_at and not s.withdrawn;
      alter table black_water_import_sample
        add constraint black_water_import_sample_before check ((version_before is null) = (item_values_before is null));
      create index black_water_import_sample_key_idx on black_water_import_sample (water_id, point, sampled_on);`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      drop index black_water_import_sample_key_idx;
      alter table black_water_import_sample drop constraint black_water_import_sample_before, drop column version_before;
      alter table black_water_sample drop column restores;`);
  }
}
