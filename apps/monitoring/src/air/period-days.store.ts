import type { EntityManager } from 'typeorm';
import type { PeriodDay } from '#libs/domain/air/period-statistics.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { selectWhole } from '#libs/persistence/select.js';
import { dustDates } from '../dust-day/dust-day.store.js';

export interface AirSubject {
  readonly kind: 'area' | 'station';
  readonly id: string;
}

const TABLES = { station: ['station_day', 'station_id'], area: ['area_day', 'area_id'] } as const;

/** A day as it is in force. */
export interface DayInForce extends PeriodDay {
  readonly revision: number;
  readonly dataState: DataState;
  /** Stations nobody knows to be evaluation points of the area or not. */
  readonly uncertain: readonly string[] | null;
  /** Recognitions in force by which it is a dust day; absent where it is none. */
  readonly dustBy?: readonly string[];
}

type Row = Omit<DayInForce, 'ozoneMaxHour'> & { readonly id: string; readonly ozoneMaxHour: number | null };

/** Days in force of subjects of one kind from one to another, both included, by subject, in order: what figures are made of. */
export const periodDaysOf = async (
  tx: EntityManager,
  kind: AirSubject['kind'],
  ids: readonly string[],
  span: { readonly from: CivilDate; readonly to: CivilDate },
): Promise<ReadonlyMap<string, DayInForce[]>> => {
  const [table, column] = TABLES[kind];
  const found = new Map<string, DayInForce[]>(ids.map((id) => [id, []]));
  const rows = await selectWhole<Row>(
    tx,
    200_000,
    `select d.${column} as id, d.day::text as date, d.aqi, d.content -> 'values' as "values",
            d.content -> 'report' -> 'primary' as "primary", (d.content ->> 'ozoneMaxHour')::float8 as ozone_max_hour,
            d.revision, d.data_state, d.content -> 'uncertain' -> 'stationIds' as uncertain
       from ${table} d
      where d.is_current and d.${column} = any($1) and d.day between $2 and $3 order by d.${column}, d.day`,
    [ids, span.from, span.to],
  );
  const dustOf = await dustDates(tx, kind, ids, span);
  for (const { id, ozoneMaxHour, ...day } of rows) {
    const dustBy = dustOf(id).get(day.date);
    found.get(id)?.push({
      ...day,
      ...(ozoneMaxHour === null ? {} : { ozoneMaxHour }),
      ...(dustBy ? { isDust: true, dustBy } : {}),
    });
  }
  return found;
};
