/** Hours and days of a station as curves and calendars draw them: one row of numbers a pollutant, in order of time. */
import type { EntityManager } from 'typeorm';
import { AQI_CATEGORIES, type AqiLevel } from '#libs/domain/air/category.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { select, selectWhole } from '#libs/persistence/select.js';
import { HAS_SOME_VALUE, POLLUTANT_COLUMNS } from './station-hour.store.js';

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
  /** Places of hours that are due and have no row at all; one that came without values is not among them. */
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
    came.add(row.place);
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
    corrected: rows.filter(({ revision }) => revision > 1).map(({ place }) => place),
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
}

const TABLES = { station: ['station_day', 'station_id'], area: ['area_day', 'area_id'] } as const;

/** Days in force of a station or an area between two days, both included. */
export const dayCalendar = async (
  tx: EntityManager,
  subject: { readonly kind: keyof typeof TABLES; readonly id: string },
  from: string,
  to: string,
): Promise<CalendarDay[]> => {
  const [table, column] = TABLES[subject.kind];
  const rows = await selectWhole<Omit<CalendarDay, 'category'> & { readonly level: AqiLevel | null }>(
    tx,
    1_000,
    `select d.day::text as day, d.aqi, d.data_state, d.edition,
            (d.content -> 'report' ->> 'level')::int as level, d.content -> 'report' ->> 'state' as state,
            d.content -> 'report' -> 'primary' as "primary", d.content -> 'values' as "values"
       from ${table} d
      where d.is_current and d.${column} = $1 and d.day between $2 and $3 order by d.day`,
    [subject.id, from, to],
  );
  return rows.map(({ level, ...day }) => ({ ...day, category: level === null ? null : AQI_CATEGORIES[level].name }));
};
