import type { EntityManager } from 'typeorm';
import type { CivilDate, CivilMonth } from '#libs/domain/calendar/shanghai.js';
import type { PlantDay } from '#libs/domain/water/sewage-plant.js';
import { selectVersion } from '#libs/evidence/kept-version.js';
import { select, selectOne, selectWhole } from '#libs/persistence/select.js';
import type { PlantState } from './sewage-plant.api.js';

export interface KeptPlantDay extends PlantDay {
  readonly outletId: string;
  readonly version: number;
}

interface DayRow {
  readonly outletId: string;
  readonly version: number;
  readonly content: PlantDay;
}

export interface NamedPlant {
  readonly plant: PlantState;
  readonly name: string;
  readonly areaId: string;
}

const NAMED = `select p.state as plant, s.name, s.area_id from sewage_plant p join subject s on s.id = p.outlet_id`;

export const findPlant = (tx: EntityManager, outletId: string): Promise<NamedPlant | null> =>
  selectOne<NamedPlant>(tx, `${NAMED} where p.outlet_id = $1`, [outletId]);

/** Plants whose outlets are in use, by outlet, a page at a time. */
export const listPlants = (
  tx: EntityManager,
  page: { readonly after: string; readonly limit: number },
): Promise<NamedPlant[]> =>
  select<NamedPlant>(tx, `${NAMED} where not s.retired and p.outlet_id > $1 order by p.outlet_id limit $2`, [
    page.after,
    page.limit,
  ]);

export const upsertPlant = async (tx: EntityManager, state: PlantState): Promise<void> => {
  await tx.query(
    `insert into sewage_plant (outlet_id, version, state) values ($1, $2, $3)
     on conflict on constraint sewage_plant_pkey do update set version = excluded.version, state = excluded.state`,
    [state.outletId, state.version, JSON.stringify(state)],
  );
};

/** Notes that days from one on, all of them where none is named, have to be published anew. */
export const markDaysChanged = (tx: EntityManager, outletId: string, from: CivilDate | null): Promise<unknown> =>
  tx.query(
    `update sewage_plant p
        set changed_from = least(p.changed_from,
                                 coalesce($2::date, (select min(d.day) from plant_day d where d.outlet_id = p.outlet_id)))
      where p.outlet_id = $1`,
    [outletId, from],
  );

/** What of a plant has to be published: days from one on, null for none, and loads of months after the last one that was. */
export interface ChangedPlant extends NamedPlant {
  readonly from: CivilDate | null;
  readonly loadThrough: CivilMonth | null;
}

/** Plants in use with days up to one, or loads up to a month, to publish; locked, so that no change is lost meanwhile. */
export const changedPlants = (tx: EntityManager, upTo: CivilDate, closed: CivilMonth): Promise<ChangedPlant[]> =>
  select<ChangedPlant>(
    tx,
    `select p.state as plant, s.name, s.area_id, p.load_through,
            case when p.changed_from <= $1 then p.changed_from::text end as "from"
       from sewage_plant p join subject s on s.id = p.outlet_id
      where (p.changed_from <= $1 or p.load_through < $2) and not s.retired
      order by p.outlet_id limit 2000 for update of p`,
    [upTo, closed],
  );

/** Their days up to one and their loads up to a month are published; later days wait until they are over. */
export const markPlantsPublished = (
  tx: EntityManager,
  outletIds: readonly string[],
  upTo: CivilDate,
  closed: CivilMonth,
): Promise<unknown> =>
  tx.query(
    `update sewage_plant p
        set load_through = $3,
            changed_from = (select min(d.day) from plant_day d where d.outlet_id = p.outlet_id and d.day > $2)
      where p.outlet_id = any($1)`,
    [outletIds, upTo, closed],
  );

const dayOf = ({ content, ...row }: DayRow): KeptPlantDay => ({ ...row, ...content });

/** All days of plants up to one, oldest first: the sludge of a day rests on every day before. */
export const daysUpTo = async (
  tx: EntityManager,
  of: { outletIds: readonly string[]; to: CivilDate },
): Promise<KeptPlantDay[]> =>
  (
    await selectWhole<DayRow>(
      tx,
      200_000,
      `select d.outlet_id, d.version, d.content from plant_day d
        where d.outlet_id = any($1) and d.day <= $2 order by d.outlet_id, d.day`,
      [of.outletIds, of.to],
    )
  ).map(dayOf);

/** A day in one version of its report, or (null) as it was reported last, and by whom. */
export const plantDayVersion = async (
  tx: EntityManager,
  of: { readonly outletId: string; readonly day: CivilDate },
  version: number | null,
): Promise<(KeptPlantDay & { readonly recordedAt: Date; readonly recordedBy: string }) | null> => {
  const row = await selectVersion<DayRow & { readonly recordedAt: Date; readonly recordedBy: string }>(
    tx,
    {
      table: 'plant_day',
      columns: 'r.outlet_id, r.version, r.content, r.recorded_at, r.recorded_by',
      key: 'r.outlet_id = $1 and r.day = $2',
      version: 'version',
    },
    [of.outletId, of.day],
    version,
  );
  return row && { ...dayOf(row), recordedAt: row.recordedAt, recordedBy: row.recordedBy };
};

/** Of these days those reported before, locked. */
export const knownDays = async (
  tx: EntityManager,
  outletId: string,
  days: readonly CivilDate[],
): Promise<ReadonlyMap<CivilDate, KeptPlantDay>> => {
  const rows = await select<DayRow>(
    tx,
    `select d.outlet_id, d.version, d.content from plant_day d where d.outlet_id = $1 and d.day = any($2::date[]) for update`,
    [outletId, days],
  );
  return new Map(rows.map(dayOf).map((day) => [day.day, day]));
};

/** Writes days as they are from now on; what was reported before is kept. */
export const upsertDays = async (
  tx: EntityManager,
  days: readonly KeptPlantDay[],
  recording: { readonly at: Date; readonly by: string },
): Promise<void> => {
  await tx.query(
    `with sent as materialized (
     select n.* from unnest($1::text[], $2::date[], $3::jsonb[], $4::int[]) as n (outlet_id, day, content, version)),
     past as (
     insert into plant_day_past (outlet_id, day, content, version, recorded_at, recorded_by)
     select d.outlet_id, d.day, d.content, d.version, d.recorded_at, d.recorded_by
       from sent n join plant_day d on d.outlet_id = n.outlet_id and d.day = n.day and d.version < n.version)
     insert into plant_day (outlet_id, day, content, version, recorded_at, recorded_by)
     select n.outlet_id, n.day, n.content, n.version, $5, $6 from sent n
     on conflict on constraint plant_day_pkey do update
       set content = excluded.content, version = excluded.version, recorded_at = excluded.recorded_at,
           recorded_by = excluded.recorded_by`,
    [
      days.map((d) => d.outletId),
      days.map((d) => d.day),
      days.map(({ outletId: _outlet, version: _version, ...content }) => JSON.stringify(content)),
      days.map((d) => d.version),
      recording.at,
      recording.by,
    ],
  );
};
