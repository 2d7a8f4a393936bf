import type { EntityManager } from 'typeorm';
import type { DataOf } from '#libs/contracts/event.js';
import type { DeviceState, MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { EvaluationStatement } from '#libs/domain/telemetry/evaluation-point.js';
import { select, selectOne } from '#libs/persistence/select.js';
import type { SubjectKind } from '../subject/subject-kind.js';

export type SubjectState = DataOf<typeof MonitoredSubjectState>;
export type RegisteredDevice = DataOf<typeof DeviceState>;

/** One writer of the register at a time: versions count up, and numbers of devices are unique among those in use. */
export const lockRegister = async (tx: EntityManager): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('monitoring.register'))`);
};

export const findSubject = async (tx: EntityManager, id: string): Promise<SubjectState | null> =>
  (await selectOne<{ state: SubjectState }>(tx, 'select s.state from subject s where s.id = $1', [id]))?.state ?? null;

/** The subject of that kind and id; refused where there is none. */
export const findSubjectOfKind = async (tx: EntityManager, kind: SubjectKind, id: string): Promise<SubjectState> => {
  const subject = await findSubject(tx, id);
  if (subject?.kind !== kind) throw new Refusal(`${kind.toUpperCase()}_NOT_FOUND`, `no ${kind} ${id}`);
  return subject;
};

export const subjectsById = async (
  tx: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SubjectState>> => {
  if (ids.length === 0) return new Map();
  const rows = await select<{ state: SubjectState }>(tx, 'select s.state from subject s where s.id = any($1)', [ids]);
  return new Map(rows.map(({ state }) => [state.id, state]));
};

/** Subjects in use. */
export const subjectsInUse = async (tx: EntityManager): Promise<SubjectState[]> =>
  (await select<{ state: SubjectState }>(tx, 'select s.state from subject s where not s.retired')).map(
    ({ state }) => state,
  );

/** Subjects of a kind by id, a page at a time; retired ones only where asked for. */
export const subjectPage = async (
  tx: EntityManager,
  page: { kind: SubjectKind; after: string; limit: number; retired: boolean },
): Promise<SubjectState[]> =>
  (
    await select<{ state: SubjectState }>(
      tx,
      `select s.state from subject s
        where s.kind = $1 and s.id > $2 and (not s.retired or $4) order by s.id limit $3`,
      [page.kind, page.after, page.limit, page.retired],
    )
  ).map(({ state }) => state);

export const upsertSubject = async (tx: EntityManager, state: SubjectState): Promise<void> => {
  await tx.query(
    `insert into subject (id, kind, name, area_id, network, retired, version, state)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict on constraint subject_pkey do update
       set name = excluded.name, area_id = excluded.area_id, network = excluded.network, retired = excluded.retired,
           version = excluded.version, state = excluded.state`,
    [
      state.id,
      state.kind,
      state.name,
      state.areaId,
      state.network,
      state.retired,
      state.version,
      JSON.stringify(state),
    ],
  );
};

export const findDevice = async (tx: EntityManager, id: string): Promise<RegisteredDevice | null> =>
  (await selectOne<{ state: RegisteredDevice }>(tx, 'select d.state from device d where d.id = $1', [id]))?.state ??
  null;

/** Devices in use of a subject. */
export const devicesOfSubject = async (tx: EntityManager, subjectId: string): Promise<RegisteredDevice[]> =>
  (
    await select<{ state: RegisteredDevice }>(
      tx,
      'select d.state from device d where d.subject_id = $1 and not d.retired order by d.id limit 1000',
      [subjectId],
    )
  ).map(({ state }) => state);

/** Devices in use by their number MN. */
export const devicesByNumber = async (
  tx: EntityManager,
  numbers: readonly string[],
): Promise<ReadonlyMap<string, RegisteredDevice>> => {
  if (numbers.length === 0) return new Map();
  const rows = await select<{ state: RegisteredDevice }>(
    tx,
    'select d.state from device d where d.mn = any($1) and not d.retired',
    [numbers],
  );
  return new Map(rows.map(({ state }) => [state.mn, state]));
};

export const devicePage = async (
  tx: EntityManager,
  page: { after: string; limit: number; retired: boolean },
): Promise<RegisteredDevice[]> =>
  (
    await select<{ state: RegisteredDevice }>(
      tx,
      'select d.state from device d where d.id > $1 and (not d.retired or $3) order by d.id limit $2',
      [page.after, page.limit, page.retired],
    )
  ).map(({ state }) => state);

export const upsertDevice = async (tx: EntityManager, state: RegisteredDevice): Promise<void> => {
  await tx.query(
    `insert into device (id, mn, subject_id, retired, version, state) values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint device_pkey do update
       set mn = excluded.mn, subject_id = excluded.subject_id, retired = excluded.retired,
           version = excluded.version, state = excluded.state`,
    [state.id, state.mn, state.subject.id, state.retired, state.version, JSON.stringify(state)],
  );
};

export const insertVersion = async (
  tx: EntityManager,
  version: {
    noun: 'subject' | 'device' | 'drinking-source' | 'sewage-plant' | 'black-water';
    id: string;
    version: number;
    state: unknown;
    at: Date;
    by: string;
  },
): Promise<void> => {
  await tx.query(
    'insert into register_version (noun, id, version, state, recorded_at, recorded_by) values ($1, $2, $3, $4, $5, $6)',
    [version.noun, version.id, version.version, JSON.stringify(version.state), version.at, version.by],
  );
};

export interface AreaStation {
  readonly id: string;
  readonly name: string;
  readonly areaId: string;
  readonly retired: boolean;
  /** Some unit answers for it. */
  readonly isAnsweredFor: boolean;
  /** What was recorded about its being an evaluation point, oldest first. */
  readonly statements: readonly EvaluationStatement[];
}

/** Every station with all that was ever recorded about its being an evaluation point. */
export const stationsWithStatements = (tx: EntityManager): Promise<AreaStation[]> =>
  select<AreaStation>(
    tx,
    `select s.id, s.name, s.area_id, s.retired, v.statements,
            coalesce(jsonb_array_length(s.state -> 'answersFor'), 0) > 0 as is_answered_for
       from subject s
       left join (select v.id,
                    jsonb_agg(coalesce(nullif(v.state -> 'evaluationPoint', 'null'), '{"status": "no", "from": null}') order by v.version)
                      as statements
               from register_version v where v.noun = 'subject' group by v.id) v on v.id = s.id
      where s.kind = 'station' order by s.id`,
  );

/** Subjects in use of a network, by id. */
export const subjectsOfNetwork = async (tx: EntityManager, network: string): Promise<SubjectState[]> =>
  (
    await select<{ state: SubjectState }>(
      tx,
      'select s.state from subject s where s.network = $1 and not s.retired order by s.id',
      [network],
    )
  ).map(({ state }) => state);

/** How many subjects in use a network has. */
export const networkSize = async (tx: EntityManager, network: string): Promise<number> =>
  (
    await selectOne<{ n: number }>(
      tx,
      'select count(*)::int as n from subject s where s.network = $1 and not s.retired',
      [network],
    )
  )?.n ?? 0;

/** Sections in use with a place on a river some of these sections lie on, by river and network. */
export const riversOf = async (
  tx: EntityManager,
  sectionIds: readonly string[],
): Promise<{ readonly id: string; readonly order: number }[][]> => {
  const rows = await select<{ sections: { id: string; order: number }[] }>(
    tx,
    `select jsonb_agg(jsonb_build_object('id', s.id, 'order', (s.state #>> '{water,order}')::int)) as sections
       from subject s
      where s.kind = 'section' and not s.retired and s.state #>> '{water,order}' is not null
        and (s.network, s.state #>> '{water,river}') in (
          select c.network, c.state #>> '{water,river}' from subject c where c.id = any($1) and c.kind = 'section')
      group by s.network, s.state #>> '{water,river}'
     having count(*) > 2`,
    [sectionIds],
  );
  return rows.map(({ sections }) => sections);
};
