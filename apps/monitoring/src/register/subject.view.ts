/** What was measured last at stations, sections and outlets: one query a list. */
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { AQI_CATEGORIES, type AqiLevel } from '#libs/domain/air/category.js';
import { isoWeekOf } from '#libs/domain/calendar/shanghai.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { withoutVoided } from '#libs/domain/telemetry/value-void.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { select } from '#libs/persistence/select.js';
import { POLLUTANT_COLUMNS, valuesOfRow } from '../air/station-hour.store.js';
import type { OutletLatest, SectionLatest, StationLatest } from './register.api.js';

type Latest<S extends z.ZodType> = ReadonlyMap<string, z.input<S>>;

export const latestOfStations = async (
  tx: EntityManager,
  ids: readonly string[],
): Promise<Latest<typeof StationLatest>> => {
  const rows = await select<{
    stationId: string;
    label: Date;
    aqi: number | null;
    level: AqiLevel | null;
    primaryPollutants: string[];
    dataState: string;
    voided: Pollutant[];
  }>(
    tx,
    `select h.station_id, h.label, h.aqi, h.level, h.primary_pollutants, h.data_state, h.voided, ${POLLUTANT_COLUMNS.map(([c]) => `h.${c}`).join(', ')}
       from unnest($1::text[]) as k (id)
      cross join lateral (
        select * from station_hour s where s.station_id = k.id and s.is_current order by s.label desc limit 1) h`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.stationId,
      {
        label: row.label.toISOString(),
        values: withoutVoided(valuesOfRow(row), row.voided),
        aqi: row.aqi,
        category: row.level === null ? null : AQI_CATEGORIES[row.level].name,
        primary: row.primaryPollutants,
        dataState: row.dataState,
      },
    ]),
  );
};

export const latestOfSections = async (
  tx: EntityManager,
  ids: readonly string[],
): Promise<Latest<typeof SectionLatest>> => {
  const rows = await select<{
    sectionId: string;
    at: Date;
    itemValues: Record<string, string>;
    heldItems: string[];
    monday: string | null;
    waterClass: number | null;
    outcome: string | null;
  }>(
    tx,
    `select r.section_id, r.at, r.item_values, w.monday::text as monday, w.water_class, w.outcome,
            array(select h.item from held_value h
                   where h.section_id = r.section_id and h.state in ('held', 'excluded') and r.at = any(h.at) order by h.item) as held_items
       from unnest($1::text[]) as k (id)
      cross join lateral (select * from section_row s where s.section_id = k.id order by s.at desc limit 1) r
       left join lateral (select * from section_week v where v.section_id = k.id order by v.monday desc limit 1) w on true`,
    [ids],
  );
  return new Map(
    rows.map((row) => [
      row.sectionId,
      {
        at: row.at.toISOString(),
        values: row.itemValues,
        heldItems: row.heldItems,
        week:
          row.monday === null
            ? null
            : { label: isoWeekOf(row.monday).label, waterClass: row.waterClass, outcome: row.outcome ?? 'skipped' },
      },
    ]),
  );
};

export const latestOfOutlets = async (
  tx: EntityManager,
  ids: readonly string[],
): Promise<Latest<typeof OutletLatest>> => {
  const rows = await select<{
    outletId: string;
    label: Date;
    factor: string;
    value: string | null;
    mark: string | null;
    open: number;
  }>(
    tx,
    `select h.outlet_id, h.label, h.factor, h.value::text as value, h.mark,
            (select count(*)::int from exceedance e where e.outlet_id = k.id and e.ended_at is null) as open
       from unnest($1::text[]) as k (id)
      cross join lateral (select max(o.label) as label from outlet_hour o where o.outlet_id = k.id) l
       join outlet_hour h on h.outlet_id = k.id and h.label = l.label
      order by h.outlet_id, h.factor`,
    [ids],
  );
  const latest = new Map<string, NonNullable<z.input<typeof OutletLatest>>>();
  for (const { outletId, label, factor, value, mark, open } of rows) {
    const known = latest.get(outletId) ?? { label: label.toISOString(), factors: [], openExceedances: open };
    latest.set(outletId, { ...known, factors: [...known.factors, { factor, name: factorName(factor), value, mark }] });
  }
  return latest;
};
