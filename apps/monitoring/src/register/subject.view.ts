/** Stations, sections and outlets as they are shown, with what was measured last: one query a list. */
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { AQI_CATEGORIES, type AqiLevel } from '#libs/domain/air/category.js';
import { isoWeekOf } from '#libs/domain/calendar/shanghai.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { withoutVoided } from '#libs/domain/telemetry/value-void.js';
import { factorName } from '#libs/domain/telemetry/factor-codes.js';
import { select } from '#libs/persistence/select.js';
import { valuesOfRow } from '../air/station-hour.store.js';
import { POLLUTANT_COLUMNS } from '../subject/station-value.js';
import { nextIdCursor, readIdCursor } from '#libs/identity/paging.js';
import type { SubjectKind } from '../subject/subject-kind.js';
import type {
  Outlet,
  OutletLatest,
  PageQuery,
  Section,
  SectionLatest,
  Station,
  StationLatest,
} from './register.api.js';
import { findSubjectOfKind, type SubjectState, subjectPage } from './register.store.js';

type Latest<S extends z.ZodType> = ReadonlyMap<string, z.input<S>>;

const latestOfStations = async (tx: EntityManager, ids: readonly string[]): Promise<Latest<typeof StationLatest>> => {
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

const latestOfSections = async (tx: EntityManager, ids: readonly string[]): Promise<Latest<typeof SectionLatest>> => {
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

const latestOfOutlets = async (tx: EntityManager, ids: readonly string[]): Promise<Latest<typeof OutletLatest>> => {
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

const idsOf = (states: readonly SubjectState[]): string[] => states.map(({ id }) => id);

interface ShownKinds {
  readonly station: z.input<typeof Station>;
  readonly section: z.input<typeof Section>;
  readonly outlet: z.input<typeof Outlet>;
}
type Shown<Kind extends SubjectKind> = (
  tx: EntityManager,
  states: readonly SubjectState[],
) => Promise<ShownKinds[Kind][]>;

/** Subjects of a kind as they are shown: what belongs to other kinds is left out, what was measured last is added. */
const SHOWN: { readonly [Kind in SubjectKind]: Shown<Kind> } = {
  station: async (tx, states) => {
    const latest = await latestOfStations(tx, idsOf(states));
    return states.map(({ kind: _kind, water: _water, limits: _limits, ...state }) => ({
      ...state,
      latest: latest.get(state.id) ?? null,
    }));
  },
  section: async (tx, states) => {
    const latest = await latestOfSections(tx, idsOf(states));
    return states.map(({ kind: _kind, evaluationPoint: _point, limits: _limits, ...state }) => ({
      ...state,
      latest: latest.get(state.id) ?? null,
    }));
  },
  outlet: async (tx, states) => {
    const latest = await latestOfOutlets(tx, idsOf(states));
    return states.map(({ kind: _kind, evaluationPoint: _point, water: _water, ...state }) => ({
      ...state,
      latest: latest.get(state.id) ?? null,
    }));
  },
};

/** A subject of a kind as it is shown. */
export const shownSubject = async <Kind extends SubjectKind>(
  tx: EntityManager,
  kind: Kind,
  state: SubjectState,
): Promise<ShownKinds[Kind]> => (await SHOWN[kind](tx, [state]))[0]!;

/** The subject of that kind and id as it is shown; refused where there is none. */
export const findShown = async <Kind extends SubjectKind>(
  tx: EntityManager,
  kind: Kind,
  id: string,
): Promise<ShownKinds[Kind]> => shownSubject(tx, kind, await findSubjectOfKind(tx, kind, id));

/** A page of the subjects of a kind as they are shown, by id. */
export const shownPage = async <Kind extends SubjectKind>(
  tx: EntityManager,
  kind: Kind,
  { cursor, limit, retired }: PageQuery,
): Promise<{ items: ShownKinds[Kind][]; nextCursor: string | null }> => {
  const states = await subjectPage(tx, { kind, after: readIdCursor(cursor), limit, retired: retired === 'true' });
  return { items: await SHOWN[kind](tx, states), nextCursor: nextIdCursor(states, limit, ({ id }) => id) };
};
