import type { EntityManager } from 'typeorm';
import type { CapacityLoad } from '#libs/domain/water/water-capacity.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** Which waters of which year a statement is about; `body` is empty for all waters of an area. */
export interface CapacityKey {
  readonly areaId: string;
  readonly body: string;
  readonly year: number;
}
export interface WaterCapacity extends CapacityKey {
  readonly version: number;
  readonly loads: readonly CapacityLoad[];
  readonly basis: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

const COLUMNS = 'c.area_id, c.body, c.year, c.version, c.loads, c.basis, c.recorded_at, c.recorded_by';

/** The statements in force of a year, by area and body. */
export const capacitiesOfYear = (tx: EntityManager, year: number): Promise<WaterCapacity[]> =>
  select<WaterCapacity>(
    tx,
    `select distinct on (c.area_id, c.body) ${COLUMNS} from water_capacity c where c.year = $1
      order by c.area_id, c.body, c.version desc limit 2000`,
    [year],
  );

/** Every version of a statement, the newest first. */
export const capacityVersions = (tx: EntityManager, { areaId, body, year }: CapacityKey): Promise<WaterCapacity[]> =>
  select<WaterCapacity>(
    tx,
    `select ${COLUMNS} from water_capacity c where c.area_id = $1 and c.body = $2 and c.year = $3
      order by c.version desc limit 200`,
    [areaId, body, year],
  );

/** The newest version; writers of one statement wait for each other. */
export const lockCapacity = async (tx: EntityManager, key: CapacityKey): Promise<WaterCapacity | null> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('monitoring.water-capacity'), hashtext($1))`, [
    [key.areaId, key.body, key.year].join('~'),
  ]);
  return selectOne<WaterCapacity>(
    tx,
    `select ${COLUMNS} from water_capacity c where c.area_id = $1 and c.body = $2 and c.year = $3
      order by c.version desc limit 1`,
    [key.areaId, key.body, key.year],
  );
};

export const insertCapacity = async (tx: EntityManager, one: WaterCapacity): Promise<void> => {
  await tx.query(
    `insert into water_capacity (area_id, body, year, version, loads, basis, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [one.areaId, one.body, one.year, one.version, JSON.stringify(one.loads), one.basis, one.recordedAt, one.recordedBy],
  );
};
