import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { selectVersion } from '#libs/evidence/kept-version.js';
import { select, selectOne, selectWhole } from '#libs/persistence/select.js';
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
  /** The version an undo put back in force with this one; null for one that was recorded. */
  readonly restores: number | null;
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

/**
 * Waters with their samples, nobody else writing of them to the end of the transaction; taken in the order of their ids, so that
 * nobody waits in a ring.
 */
export const lockBlackWaters = async (tx: EntityManager, ids: readonly string[]): Promise<BlackWaterState[]> =>
  (
    await select<{ state: BlackWaterState }>(
      tx,
      'select w.state from black_water w where w.id = any($1) order by w.id collate "C" for update',
      [ids],
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

const SAMPLE = `r.water_id, r.point, r.sampled_on::text as sampled_on, r.item_values, r.version, r.withdrawn, r.restores,
  r.recorded_at, r.recorded_by`;

/** Waters in use of these names or ids, as `listBlackWaters` has them. */
export const blackWatersNamed = async (tx: EntityManager, texts: readonly string[]): Promise<BlackWaterState[]> =>
  (
    await selectWhole<{ state: BlackWaterState }>(
      tx,
      2_000,
      `select w.state from black_water w
        where not w.retired and (w.id = any($1) or w.state ->> 'name' = any($1)) order by w.id collate "C"`,
      [texts],
    )
  ).map(({ state }) => state);

/** Every sample of some waters up to a day, the newest first. */
export const samplesUpTo = (
  tx: EntityManager,
  of: { waterIds: readonly string[]; to: CivilDate },
): Promise<BlackWaterSample[]> =>
  selectWhole<BlackWaterSample>(
    tx,
    100_000,
    `select ${SAMPLE} from black_water_sample r where r.water_id = any($1) and r.sampled_on <= $2 and not r.withdrawn
      order by r.sampled_on desc, r.water_id, r.point`,
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

export type SampleKey = Pick<BlackWaterSample, 'waterId' | 'point' | 'sampledOn'>;
const keyParameters = (keys: readonly SampleKey[]): readonly string[][] => [
  keys.map(({ waterId }) => waterId),
  keys.map(({ point }) => point),
  keys.map(({ sampledOn }) => sampledOn),
];
export const sampleKey = ({ waterId, point, sampledOn }: SampleKey): string => `${waterId} ${point} ${sampledOn}`;

/** Those of some samples that were ever recorded, by `sampleKey`; also such as count no more. */
export const samplesByKey = async (
  tx: EntityManager,
  keys: readonly SampleKey[],
): Promise<ReadonlyMap<string, BlackWaterSample>> => {
  const rows = await select<BlackWaterSample>(
    tx,
    `select ${SAMPLE} from unnest($1::text[], $2::text[], $3::date[]) as k (water_id, point, sampled_on)
       join black_water_sample r using (water_id, point, sampled_on)`,
    keyParameters(keys),
  );
  return new Map(rows.map((row) => [sampleKey(row), row]));
};

/** A sample in one version, or (null) in force; also such as counts no more. */
export const sampleVersion = (
  tx: EntityManager,
  key: SampleKey,
  version: number | null,
): Promise<BlackWaterSample | null> =>
  selectVersion<BlackWaterSample>(
    tx,
    {
      table: 'black_water_sample',
      columns: SAMPLE,
      key: 'r.water_id = $1 and r.point = $2 and r.sampled_on = $3',
      version: 'version',
    },
    [key.waterId, key.point, key.sampledOn],
    version,
  );

/** Writes samples as they are from now on, each once; what they were before is kept. */
export const upsertSamples = async (tx: EntityManager, samples: readonly BlackWaterSample[]): Promise<void> => {
  await tx.query(
    `with sent as materialized (
     select n.* from unnest($1::text[], $2::text[], $3::date[], $4::jsonb[], $5::int[], $6::boolean[], $7::int[], $8::timestamptz[],
                            $9::text[])
            as n (water_id, point, sampled_on, item_values, version, withdrawn, restores, recorded_at, recorded_by)),
     past as (
     insert into black_water_sample_past (water_id, point, sampled_on, item_values, version, withdrawn, restores, recorded_at, recorded_by)
     select s.water_id, s.point, s.sampled_on, s.item_values, s.version, s.withdrawn, s.restores, s.recorded_at, s.recorded_by
       from sent n join black_water_sample s using (water_id, point, sampled_on) where s.version < n.version)
     insert into black_water_sample (water_id, point, sampled_on, item_values, version, withdrawn, restores, recorded_at, recorded_by)
     select n.* from sent n
     on conflict on constraint black_water_sample_pkey do update
       set item_values = excluded.item_values, version = excluded.version, withdrawn = excluded.withdrawn, restores = excluded.restores,
           recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`,
    [
      ...keyParameters(samples),
      samples.map(({ itemValues }) => JSON.stringify(itemValues)),
      samples.map(({ version }) => version),
      samples.map(({ withdrawn }) => withdrawn),
      samples.map(({ restores }) => restores),
      samples.map(({ recordedAt }) => recordedAt),
      samples.map(({ recordedBy }) => recordedBy),
    ],
  );
};
