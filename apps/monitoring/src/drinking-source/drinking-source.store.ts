import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { selectVersion } from '#libs/evidence/kept-version.js';
import { select, selectOne, selectWhole } from '#libs/persistence/select.js';
import type { SourceState } from './drinking-source.api.js';

export interface SourceResult {
  readonly sourceId: string;
  readonly kind: 'source' | 'outlet';
  readonly sampledOn: CivilDate;
  readonly itemValues: Readonly<Record<string, string>>;
  /** Water taken since the sample before, 万吨. */
  readonly volume: string | null;
  readonly version: number;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

export const findSource = async (tx: EntityManager, id: string): Promise<SourceState | null> =>
  (await selectOne<{ state: SourceState }>(tx, 'select s.state from drinking_source s where s.id = $1', [id]))?.state ??
  null;

/** Sources by id, in the order of JavaScript's comparison of texts; retired ones only where asked for. */
export const listSources = async (tx: EntityManager, of: { retired: boolean }): Promise<SourceState[]> =>
  (
    await selectWhole<{ state: SourceState }>(
      tx,
      2_000,
      'select s.state from drinking_source s where not s.retired or $1 order by s.id collate "C"',
      [of.retired],
    )
  ).map(({ state }) => state);

export const upsertSource = async (tx: EntityManager, state: SourceState): Promise<void> => {
  await tx.query(
    `insert into drinking_source (id, retired, version, state) values ($1, $2, $3, $4)
     on conflict on constraint drinking_source_pkey do update
       set retired = excluded.retired, version = excluded.version, state = excluded.state`,
    [state.id, state.retired, state.version, JSON.stringify(state)],
  );
};

/** Sources whose state others have not been told in its version in force. */
export const untoldSources = async (tx: EntityManager): Promise<SourceState[]> =>
  (
    await select<{ state: SourceState }>(
      tx,
      'select s.state from drinking_source s where s.told_version < s.version order by s.id limit 2000 for update',
    )
  ).map(({ state }) => state);

export const markToldSource = (tx: EntityManager, { id, version }: SourceState): Promise<unknown> =>
  tx.query('update drinking_source set told_version = $2 where id = $1', [id, version]);

/** Notes that results from a day on, all of them where none is named, have to be published anew. */
export const markResultsChanged = (tx: EntityManager, sourceId: string, from: CivilDate | null): Promise<unknown> =>
  tx.query(
    `update drinking_source s
        set changed_from = least(s.changed_from,
                                 coalesce($2::date, (select min(r.sampled_on) from source_result r where r.source_id = s.id)))
      where s.id = $1`,
    [sourceId, from],
  );

/** Sources in use with results to publish up to a day; locked, so that none is noted meanwhile and lost. */
export const changedSources = (
  tx: EntityManager,
  upTo: CivilDate,
): Promise<{ readonly state: SourceState; readonly from: CivilDate }[]> =>
  select(
    tx,
    `select s.state, s.changed_from::text as "from" from drinking_source s
      where s.changed_from <= $1 and not s.retired order by s.id limit 2000 for update`,
    [upTo],
  );

/** Their results up to a day are published; later ones wait for their day to be over. */
export const markResultsPublished = (
  tx: EntityManager,
  sourceIds: readonly string[],
  upTo: CivilDate,
): Promise<unknown> =>
  tx.query(
    `update drinking_source s
        set changed_from = (select min(r.sampled_on) from source_result r where r.source_id = s.id and r.sampled_on > $2)
      where s.id = any($1)`,
    [sourceIds, upTo],
  );

const RESULT = `r.source_id, r.kind, r.sampled_on::text as sampled_on, r.item_values, r.volume, r.version, r.recorded_at, r.recorded_by`;

/** Results sampled on days from one to another, the newest first. */
export const resultsBetween = (
  tx: EntityManager,
  of: { sourceIds: readonly string[]; from: CivilDate; to: CivilDate },
): Promise<SourceResult[]> =>
  selectWhole<SourceResult>(
    tx,
    20_000,
    `select ${RESULT} from source_result r
      where r.source_id = any($1) and r.sampled_on between $2 and $3
      order by r.sampled_on desc, r.source_id, r.kind`,
    [of.sourceIds, of.from, of.to],
  );

/** The first day of which a result was recorded or corrected since an instant; null of none. */
export const firstDayRecordedSince = async (tx: EntityManager, since: Date): Promise<CivilDate | null> =>
  (
    await selectOne<{ day: CivilDate | null }>(
      tx,
      'select min(r.sampled_on)::text as day from source_result r where r.recorded_at >= $1',
      [since],
    )
  )?.day ?? null;

/** A result in one version, or (null) in force. */
export const resultVersion = (
  tx: EntityManager,
  key: Pick<SourceResult, 'sourceId' | 'kind' | 'sampledOn'>,
  version: number | null,
): Promise<SourceResult | null> =>
  selectVersion<SourceResult>(
    tx,
    {
      table: 'source_result',
      columns: RESULT,
      key: 'r.source_id = $1 and r.kind = $2 and r.sampled_on = $3',
      version: 'version',
    },
    [key.sourceId, key.kind, key.sampledOn],
    version,
  );

export const findResultForUpdate = (
  tx: EntityManager,
  key: Pick<SourceResult, 'sourceId' | 'kind' | 'sampledOn'>,
): Promise<SourceResult | null> =>
  selectOne<SourceResult>(
    tx,
    `select ${RESULT} from source_result r where r.source_id = $1 and r.kind = $2 and r.sampled_on = $3 for update`,
    [key.sourceId, key.kind, key.sampledOn],
  );

/** Writes a result as it is from now on; what it was before is kept. */
export const upsertResult = async (tx: EntityManager, result: SourceResult): Promise<void> => {
  await tx.query(
    `with past as (
     insert into source_result_past (source_id, kind, sampled_on, item_values, volume, version, recorded_at, recorded_by)
     select r.source_id, r.kind, r.sampled_on, r.item_values, r.volume, r.version, r.recorded_at, r.recorded_by
       from source_result r where r.source_id = $1 and r.kind = $2 and r.sampled_on = $3 and r.version < $6)
     insert into source_result (source_id, kind, sampled_on, item_values, volume, version, recorded_at, recorded_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict on constraint source_result_pkey do update
       set item_values = excluded.item_values, volume = excluded.volume, version = excluded.version,
           recorded_at = excluded.recorded_at, recorded_by = excluded.recorded_by`,
    [
      result.sourceId,
      result.kind,
      result.sampledOn,
      JSON.stringify(result.itemValues),
      result.volume,
      result.version,
      result.recordedAt,
      result.recordedBy,
    ],
  );
};
