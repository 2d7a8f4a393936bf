import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { selectOne, selectWhole } from '#libs/persistence/select.js';
import type { BlackWaterState } from './black-water.api.js';

export interface BlackWaterSample {
  readonly waterId: string;
  readonly point: string;
  readonly sampledOn: CivilDate;
  /** Decimal text by item: clarity and depth in cm, orp in mV, do and nh3n in mg/L. */
  readonly itemValues: Readonly<Record<string, string>>;
  readonly version: number;
  /** Taken back with the file that brought it: it counts no more. */
  readonly withdrawn: boolean;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

export const findBlackWater = async (tx: EntityManager, id: string): Promise<BlackWaterState | null> =>
  (await selectOne<{ state: BlackWaterState }>(tx, 'select w.state from black_water w where w.id = $1', [id]))?.state ??
  null;

/** Waters in use by id, in the order of JavaScript's comparison of texts. */
export const listBlackWaters = async (tx: EntityManager): Promise<BlackWaterState[]> =>
  (
    await selectWhole<{ state: BlackWaterState }>(
      tx,
      2_000,
      'select w.state from black_water w where not w.retired order by w.id collate "C"',
    )
  ).map(({ state }) => state);

export const upsertBlackWater = async (tx: EntityManager, state: BlackWaterState): Promise<void> => {
  await tx.query(
    `insert into black_water (id, retired, version, state) values ($1, $2, $3, $4)
     on conflict on constraint black_water_pkey do update
       set retired = excluded.retired, version = excluded.version, state = excluded.state`,
    [state.id, state.retired, state.version, JSON.stringify(state)],
  );
};

const SAMPLE = `s.water_id, s.point, s.sampled_on::text as sampled_on, s.item_values, s.version, s.withdrawn, s.recorded_at, s.recorded_by`;

/** Every sample of some waters up to a day, the newest first. */
export const samplesUpTo = (
  tx: EntityManager,
  of: { waterIds: readonly string[]; to: CivilDate },
): Promise<BlackWaterSample[]> =>
  selectWhole<BlackWaterSample>(
    tx,
    100_000,
    `select ${SAMPLE} from black_water_sample s where s.water_id = any($1) and s.sampled_on <= $2 and not s.withdrawn
      order by s.sampled_on desc, s.water_id, s.point`,
    [of.waterIds, of.to],
  );

/** The first day of which a sample was recorded or corrected since an instant; null of none. */
export const firstDayRecordedSince = async (tx: EntityManager, since: Date): Promise<CivilDate | null> =>
  (
    await selectOne<{ day: CivilDate | null }>(
      tx,
      'select min(s.sampled_on)::text as day from black_water_sample s where s.recorded_at >= $1',
      [since],
    )
  )?.day ?? null;

export const findSampleForUpdate = (
  tx: EntityManager,
  key: Pick<BlackWaterSample, 'waterId' | 'point' | 'sampledOn'>,
): Promise<BlackWaterSample | null> =>
  selectOne<BlackWaterSample>(
    tx,
    `select ${SAMPLE} from black_water_sample s
      where s.water_id = $1 and s.point = $2 and s.sampled_on = $3 for update`,
    [key.waterId, key.point, key.sampledOn],
  );

export const upsertSample = async (tx: EntityManager, sample: BlackWaterSample): Promise<void> => {
  await tx.query(
    `insert into black_water_sample (water_id, point, sampled_on, item_values, version, withdrawn, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict on constraint black_water_sample_pkey do update
       set item_values = excluded.item_values, version = excluded.version, withdrawn = excluded.withdrawn, recorded_at = excluded.recorded_at,
           recorded_by = excluded.recorded_by`,
    [
      sample.waterId,
      sample.point,
      sample.sampledOn,
      JSON.stringify(sample.itemValues),
      sample.version,
      sample.withdrawn,
      sample.recordedAt,
      sample.recordedBy,
    ],
  );
};
