/** Hours and days of a station as curves and calendars draw them: one row of numbers a pollutant, in order of time. */
import type { EntityManager } from 'typeorm';
import { AQI_CATEGORIES, type AqiLevel } from '#libs/domain/air/category.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { addDays, type CivilDate, datesOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { select, selectOne, selectWhole } from '#libs/persistence/select.js';
import { dustDates } from '../dust-day/dust-day.store.js';
import { HAS_SOME_VALUE, POLLUTANT_COLUMNS } from '../subject/station-value.js';

const HOUR_MS = 3_600_000;

export interface HourSeries {
  /** Label of the first hour; the n-th entry of every row is n hours later. */
  readonly first: Date;
  readonly hours: number;
  readonly values: Readonly<Record<string, readonly (number | null)[]>>;
  readonly aqi: readonly (number | null)[];
  /** Hours whose values were corrected or reviewed since they first came: places in the rows. */
  readonly corrected: readonly number[];
  /** Hours with void values: places in the rows, where those are null. */
  readonly voided: readonly number[];
  /** Hours that should have come by now: none before the station's first of all. */
  readonly due: number;
  /** Places of hours that are due and have no value at all: nothing came, or all that came was taken back. */
  readonly missing: readonly number[];
}

interface HourRow {
  readonly place: number;
  readonly aqi: number | null;
  readonly revision: number;
  readonly voided: readonly Pollutant[];
}

const firstLabelOf = async (tx: EntityManager, stationId: string): Promise<Date | null> =>
  (
    await select<{ label: Date }>(
      tx,
      `select h.label from station_hour h
        where h.station_id = $1 and h.is_current and ${HAS_SOME_VALUE}
        order by h.label limit 1`,
      [stationId],
    )
  )[0]?.label ?? null;

/** Hours in force of a station with labels from `first` on; hours nobody sent are null in every row. */
export const hourSeries = async (
  tx: EntityManager,
  stationId: string,
  { first, hours }: { readonly first: Date; readonly hours: number },
  now: Date,
): Promise<HourSeries> => {
  const rows = await select<HourRow & { readonly [column: string]: unknown }>(
    tx,
    `select (extract(epoch from h.label - $2::timestamptz) / 3600)::int as place, h.aqi, h.revision, h.voided,
            ${POLLUTANT_COLUMNS.map(([column]) => `h.${column}::float8 as ${column}`).join(', ')}
       from station_hour h
      where h.is_current and h.station_id = $1 and h.label >= $2 and h.label < $3
      order by h.label limit 20000`,
    [stationId, first, new Date(first.getTime() + hours * HOUR_MS)],
  );
  const empty = (): (number | null)[] => Array.from({ length: hours }, () => null);
  const values = Object.fromEntries(POLLUTANT_COLUMNS.map(([, pollutant]) => [pollutant, empty()]));
  const aqi = empty();
  const came = new Set<number>();
  for (const row of rows) {
    // A row without any value says that nothing came, as coverage counts it.
    if (POLLUTANT_COLUMNS.some(([column]) => row[column] !== null)) came.add(row.place);
    aqi[row.place] = row.aqi;
    for (const [column, pollutant] of POLLUTANT_COLUMNS)
      if (!row.voided.includes(pollutant)) values[pollutant]![row.place] = (row[column] as number | null) ?? null;
  }
  const begun = await firstLabelOf(tx, stationId);
  const isDue = (place: number): boolean => {
    const label = first.getTime() + place * HOUR_MS;
    return begun !== null && label >= begun.getTime() && label <= now.getTime();
  };
  const due = Array.from({ length: hours }, (_, place) => place).filter(isDue);
  return {
    first,
    hours,
    values,
    aqi,
    corrected: rows.filter(({ revision, place }) => revision > 1 && came.has(place)).map(({ place }) => place),
    voided: rows.filter(({ voided }) => voided.length > 0).map(({ place }) => place),
    due: due.length,
    missing: due.filter((place) => !came.has(place)),
  };
};

export interface CalendarDay {
  readonly day: string;
  readonly aqi: number | null;
  readonly category: string | null;
  readonly state: string;
  readonly primary: readonly string[];
  readonly values: Readonly<Record<string, number>>;
  readonly dataState: string;
  readonly edition: string;
  /** Recognised as a dust day: particles are left out of means, not of the index. */
  readonly isDust: boolean;
}

export interface DayCalendar {
  readonly days: readonly CalendarDay[];
  /** Days that are due and of which there is no record at all, in order. */
  readonly missing: readonly CivilDate[];
  /** Days of the span without an index: those with a record that says so, and those without any record. */
  readonly notEvaluated: number;
}

const TABLES = { station: ['station_day', 'station_id'], area: ['area_day', 'area_id'] } as const;

/**
 * The days on which a station is due to be evaluated: from the day it was registered on, or from its first evaluated day
 * where values of an earlier time were brought in, to the day it was taken out of use. An area is due from its first day on.
 */
const dueDays = async (
  tx: EntityManager,
  { kind, id }: { readonly kind: keyof typeof TABLES; readonly id: string },
): Promise<{ readonly from: CivilDate; readonly to: CivilDate | null } | null> => {
  const [table, column] = TABLES[kind];
  const found = await selectOne<{ firstDay: string | null; registeredAt: Date | null; retiredAt: Date | null }>(
    tx,
    `select (select min(d.day)::text from ${table} d where d.is_current and d.${column} = $1) as first_day,
            (select min(v.recorded_at) from register_version v where v.noun = 'subject' and v.id = $1 and $2) as registered_at,
            (select max(v.recorded_at) from register_version v join subject s on s.id = v.id and s.retired
              where v.noun = 'subject' and v.id = $1 and $2) as retired_at`,
    [id, kind === 'station'],
  );
  const begun = [found?.firstDay ?? null, found?.registeredAt ? shanghaiDate(found.registeredAt) : null]
    .filter((day) => day !== null)
    .sort();
  return begun[0] === undefined
    ? null
    : { from: begun[0], to: found?.retiredAt ? shanghaiDate(found.retiredAt) : null };
};

/**
 * Days in force of a station or an area between two days, both included, and which are missing: a day that is over, on
 * which there should have been a record and is none.
 */
export const dayCalendar = async (
  tx: EntityManager,
  subject: { readonly kind: keyof typeof TABLES; readonly id: string },
  span: { readonly from: CivilDate; readonly to: CivilDate },
  now: Date,
): Promise<DayCalendar> => {
  const [table, column] = TABLES[subject.kind];
  const rows = await selectWhole<Omit<CalendarDay, 'category' | 'isDust'> & { readonly level: AqiLevel | null }>(
    tx,
    1_000,
    `select d.day::text as day, d.aqi, d.data_state, d.edition,
            (d.content -> 'report' ->> 'level')::int as level, d.content -> 'report' ->> 'state' as state,
            d.content -> 'report' -> 'primary' as "primary", d.content -> 'values' as "values"
       from ${table} d
      where d.is_current and d.${column} = $1 and d.day between $2 and $3 order by d.day`,
    [subject.id, span.from, span.to],
  );
  const dust = (await dustDates(tx, subject.kind, [subject.id], span))(subject.id);
  const days = rows.map(({ level, ...day }) => ({
    ...day,
    isDust: dust.has(day.day),
    category: level === null ? null : AQI_CATEGORIES[level].name,
  }));
  const due = await dueDays(tx, subject);
  const known = new Set(days.map(({ day }) => day));
  const yesterday = addDays(shanghaiDate(now), -1);
  const missing = datesOf(span).filter(
    (day) =>
      due !== null && day >= due.from && day <= yesterday && (due.to === null || day < due.to) && !known.has(day),
  );
  return { days, missing, notEvaluated: days.filter(({ aqi }) => aqi === null).length + missing.length };
};
