import type { EntityManager } from 'typeorm';
import type { AreaValues } from '#libs/domain/air/area-day.js';
import type { StationDay } from '#libs/domain/air/day-statistics.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { select, selectWhole } from '#libs/persistence/select.js';

export interface DayOfStation {
  readonly stationId: string;
  readonly day: CivilDate;
  readonly revision: number;
  readonly dataState: DataState;
  readonly edition: string;
  readonly content: StationDay;
}

export interface AreaDayContent extends AreaValues {
  /** Evaluation points it was worked out from, with the revision of their day; null where a station has no day. */
  readonly from: readonly { readonly stationId: string; readonly revision: number | null }[];
  /** Stations whose status as an evaluation point is not known, and the values without them; null where all are known. */
  readonly uncertain: { readonly stationIds: readonly string[]; readonly without: AreaValues | null } | null;
}

export interface DayOfArea {
  readonly areaId: string;
  readonly day: CivilDate;
  readonly revision: number;
  readonly dataState: DataState;
  readonly edition: string;
  readonly content: AreaDayContent;
}

/** A day as it is written: with the revisions of its hours, 24 of them, null where there was none. */
export interface DayWithHours extends DayOfStation {
  readonly hourRevisions: readonly (number | null)[];
}

export interface StationOnDay {
  readonly stationId: string;
  readonly day: CivilDate;
}

/** Days in force of stations (pairwise). */
export const stationDays = (tx: EntityManager, keys: readonly StationOnDay[]): Promise<DayOfStation[]> =>
  select<DayOfStation>(
    tx,
    `select d.station_id, d.day::text as day, d.revision, d.data_state, d.edition, d.content
       from unnest($1::text[], $2::date[]) as k (station_id, day)
       join station_day d on d.is_current and d.station_id = k.station_id and d.day = k.day`,
    [keys.map((k) => k.stationId), keys.map((k) => k.day)],
  );

export const insertStationDays = async (tx: EntityManager, days: readonly DayWithHours[]): Promise<void> => {
  if (days.length === 0) return;
  const keys = [days.map((d) => d.stationId), days.map((d) => d.day)];
  await tx.query(
    `update station_day d set is_current = false
       from unnest($1::text[], $2::date[]) as k (station_id, day)
      where d.is_current and d.station_id = k.station_id and d.day = k.day`,
    keys,
  );
  await tx.query(
    `insert into station_day (station_id, day, revision, is_current, data_state, edition, aqi, content, hour_revisions)
     select n.station_id, n.day, n.revision, true, n.data_state, n.edition, n.aqi, n.content, n.hour_revisions::smallint[]
       from unnest($1::text[], $2::date[], $3::int[], $4::text[], $5::text[], $6::int[], $7::jsonb[], $8::text[])
            as n (station_id, day, revision, data_state, edition, aqi, content, hour_revisions)`,
    [
      ...keys,
      days.map((d) => d.revision),
      days.map((d) => d.dataState),
      days.map((d) => d.edition),
      days.map((d) => d.content.report.aqi),
      days.map((d) => JSON.stringify(d.content)),
      days.map((d) => `{${d.hourRevisions.map((one) => one ?? 'null').join()}}`),
    ],
  );
};

/** Notes days that have hours and no evaluation yet. */
export const openDays = async (tx: EntityManager, keys: readonly StationOnDay[]): Promise<void> => {
  if (keys.length === 0) return;
  await tx.query(
    `insert into open_day (station_id, day) select k.station_id, k.day from unnest($1::text[], $2::date[]) as k (station_id, day)
     on conflict do nothing`,
    [keys.map((k) => k.stationId), keys.map((k) => k.day)],
  );
};

export const closeDays = async (tx: EntityManager, keys: readonly StationOnDay[]): Promise<void> => {
  if (keys.length === 0) return;
  await tx.query(
    `delete from open_day o using unnest($1::text[], $2::date[]) as k (station_id, day)
      where o.station_id = k.station_id and o.day = k.day`,
    [keys.map((k) => k.stationId), keys.map((k) => k.day)],
  );
};

/** Open days of stations up to a day. */
export const openDaysUpTo = (tx: EntityManager, day: CivilDate): Promise<StationOnDay[]> =>
  select<StationOnDay>(
    tx,
    'select o.station_id, o.day::text as day from open_day o where o.day <= $1 order by o.day, o.station_id',
    [day],
  );

export interface AreaOnDay {
  readonly areaId: string;
  readonly day: CivilDate;
}

/** Notes days of areas that wait for the rest of their stations. */
export const openAreaDays = async (tx: EntityManager, keys: readonly AreaOnDay[]): Promise<void> => {
  if (keys.length === 0) return;
  await tx.query(
    `insert into open_area_day (area_id, day) select k.area_id, k.day from unnest($1::text[], $2::date[]) as k (area_id, day)
     on conflict do nothing`,
    [keys.map((k) => k.areaId), keys.map((k) => k.day)],
  );
};

export const closeAreaDays = async (tx: EntityManager, keys: readonly AreaOnDay[]): Promise<void> => {
  if (keys.length === 0) return;
  await tx.query(
    `delete from open_area_day o using unnest($1::text[], $2::date[]) as k (area_id, day)
      where o.area_id = k.area_id and o.day = k.day`,
    [keys.map((k) => k.areaId), keys.map((k) => k.day)],
  );
};

export const openAreaDaysUpTo = (tx: EntityManager, day: CivilDate): Promise<AreaOnDay[]> =>
  select<AreaOnDay>(
    tx,
    'select o.area_id, o.day::text as day from open_area_day o where o.day <= $1 order by o.day, o.area_id',
    [day],
  );

/** Stations with a day in force in a span, both ends included. */
export const recentStationDays = (tx: EntityManager, from: CivilDate, to: CivilDate): Promise<StationOnDay[]> =>
  select<StationOnDay>(
    tx,
    `select d.station_id, d.day::text as day from station_day d
      where d.is_current and d.day >= $1::date and d.day <= $2::date order by d.day, d.station_id`,
    [from, to],
  );

const AREA_DAY = 'd.area_id, d.day::text as day, d.revision, d.data_state, d.edition, d.content';

export const areaDays = (
  tx: EntityManager,
  keys: readonly { areaId: string; day: CivilDate }[],
): Promise<DayOfArea[]> =>
  select<DayOfArea>(
    tx,
    `select ${AREA_DAY} from unnest($1::text[], $2::date[]) as k (area_id, day)
       join area_day d on d.is_current and d.area_id = k.area_id and d.day = k.day`,
    [keys.map((k) => k.areaId), keys.map((k) => k.day)],
  );

/** Areas that had a day before: they are expected to have one every day. */
export const areasEverEvaluated = async (tx: EntityManager): Promise<string[]> =>
  (await select<{ areaId: string }>(tx, 'select distinct d.area_id from area_day d order by d.area_id')).map(
    ({ areaId }) => areaId,
  );

/** Days in force of an area from one to another, both included. */
export const areaDaysFrom = (
  tx: EntityManager,
  areaId: string,
  span: { from: CivilDate; to: CivilDate },
): Promise<DayOfArea[]> =>
  selectWhole<DayOfArea>(
    tx,
    1_000,
    `select ${AREA_DAY} from area_day d
      where d.is_current and d.area_id = $1 and d.day >= $2 and d.day <= $3 order by d.day`,
    [areaId, span.from, span.to],
  );

export const insertAreaDays = async (tx: EntityManager, days: readonly DayOfArea[]): Promise<void> => {
  if (days.length === 0) return;
  const keys = [days.map((d) => d.areaId), days.map((d) => d.day)];
  await tx.query(
    `update area_day d set is_current = false
       from unnest($1::text[], $2::date[]) as k (area_id, day)
      where d.is_current and d.area_id = k.area_id and d.day = k.day`,
    keys,
  );
  await tx.query(
    `insert into area_day (area_id, day, revision, is_current, data_state, edition, aqi, content)
     select n.area_id, n.day, n.revision, true, n.data_state, n.edition, n.aqi, n.content
       from unnest($1::text[], $2::date[], $3::int[], $4::text[], $5::text[], $6::int[], $7::jsonb[])
            as n (area_id, day, revision, data_state, edition, aqi, content)`,
    [
      ...keys,
      days.map((d) => d.revision),
      days.map((d) => d.dataState),
      days.map((d) => d.edition),
      days.map((d) => d.content.report.aqi),
      days.map((d) => JSON.stringify(d.content)),
    ],
  );
};

/** Areas with days in a month that has ended by a day and has not been published (by the number given). */
export const unpublishedMonths = (
  tx: EntityManager,
  definition: string,
  upTo: CivilDate,
): Promise<{ areaId: string; month: string }[]> =>
  select(
    tx,
    `select m.area_id, m.month from (
       select d.area_id, to_char(d.day, 'YYYY-MM') as month from area_day d
        where d.is_current and d.day <= $2::date group by 1, 2) m
      where (to_date(m.month, 'YYYY-MM') + interval '1 month')::date <= $2::date + 1
        and not exists (select 1 from indicator i
                         where i.is_current and i.definition = $1 and i.subject_kind = 'area' and i.subject_id = m.area_id
                           and i.period_label = m.month)
      order by m.month, m.area_id`,
    [definition, upTo],
  );

/** Areas with days in a year that has not been published for them (by the number given). */
export const unpublishedYear = (tx: EntityManager, definition: string, year: number): Promise<{ areaId: string }[]> =>
  select(
    tx,
    `select distinct d.area_id from area_day d
      where d.is_current and d.day >= make_date($2, 1, 1) and d.day <= make_date($2, 12, 31)
        and not exists (select 1 from indicator i
                         where i.is_current and i.definition = $1 and i.subject_kind = 'area' and i.subject_id = d.area_id
                           and i.period_label = $2::text)
      order by d.area_id`,
    [definition, year],
  );

/** Which of these months of an area (or years, by a number of the year) have been published. */
export const publishedMonths = async (
  tx: EntityManager,
  definition: string,
  areaMonths: readonly { areaId: string; month: string }[],
): Promise<{ areaId: string; month: string }[]> =>
  areaMonths.length === 0
    ? []
    : select(
        tx,
        `select i.subject_id as area_id, i.period_label as month
           from unnest($2::text[], $3::text[]) as k (area_id, month)
           join indicator i on i.is_current and i.definition = $1 and i.subject_kind = 'area' and i.subject_id = k.area_id
            and i.period_label = k.month
          order by 2, 1`,
        [definition, areaMonths.map((k) => k.areaId), areaMonths.map((k) => k.month)],
      );
