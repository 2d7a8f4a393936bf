/** The first look of a leader at the measurements: air now, good days of the year, sections by class, who is silent. */
import type { EntityManager } from 'typeorm';
import { AreaState } from '#libs/contracts/directory.events.js';
import { areaHour } from '#libs/domain/air/area-day.js';
import { AQI_CATEGORIES } from '#libs/domain/air/category.js';
import { editionOfHour } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import { type CivilDate, isoWeekOf, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { type DataState, lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { withoutVoided } from '#libs/domain/telemetry/value-void.js';
import { evaluationStatusOn } from '#libs/domain/telemetry/evaluation-point.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { countyOfAreas } from '../area/area-tree.js';
import { currentHours, type StationHour } from '../air/station-hour.store.js';
import { stationsWithStatements } from '../register/register.store.js';
import type { WeekContent } from '../section-week/week-observations.js';
import { silentSubjects } from '../silence/heard.store.js';

const HOUR_MS = 3_600_000;
/** A look back far enough to find the newest hour of a network that reports late. */
const HOURS_LOOKED_BACK = 6;
const MOST_SILENT = 200;

export interface AirNow {
  readonly areaId: string;
  readonly areaName: string;
  readonly label: Date | null;
  readonly aqi: number | null;
  readonly category: string | null;
  readonly primary: readonly string[];
  readonly values: Readonly<Record<string, number>>;
  readonly stations: { readonly valid: number; readonly of: number };
}

/** The newest hour that at least one evaluation point of an area has sent, for every area that has any. */
export const airNow = async (tx: EntityManager, now: Date): Promise<AirNow[]> => {
  const stations = await stationsWithStatements(tx);
  const counties = await countyOfAreas(tx);
  const names = new Map(
    (
      await select<{ id: string; name: string }>(
        tx,
        `select r.id, r.state ->> 'name' as name from reference_state r where r.topic = $1`,
        [AreaState.topic],
      )
    ).map(({ id, name }) => [id, name]),
  );
  const today = shanghaiDate(now);
  const points = new Map<string, string[]>();
  for (const { id, areaId, retired, statements } of stations) {
    const county = counties.get(areaId);
    if (county === undefined || retired || evaluationStatusOn(statements, today) === 'no') continue;
    (points.get(county) ?? points.set(county, []).get(county)!).push(id);
  }
  const newest = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS;
  const labels = Array.from({ length: HOURS_LOOKED_BACK }, (_, n) => new Date(newest - n * HOUR_MS));
  const keys = [...points.values()].flat().flatMap((stationId) => labels.map((label) => ({ stationId, label })));
  const hours = new Map((await currentHours(tx, keys)).map((hour) => [`${hour.stationId} ${+hour.label}`, hour]));
  return [...points]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([areaId, ids]) => {
      const at = (label: Date): (StationHour | undefined)[] => ids.map((id) => hours.get(`${id} ${+label}`));
      const label = labels.find((one) => at(one).some((hour) => hour !== undefined)) ?? null;
      const sent = label ? at(label) : [];
      const report = label
        ? areaHour(
            sent.map((hour) => (hour ? withoutVoided(hour.values, hour.voided) : {})),
            editionOfHour(NATIONAL_EDITIONS, label),
          )
        : null;
      return {
        areaId,
        areaName: names.get(areaId) ?? areaId,
        label,
        aqi: report?.report.aqi ?? null,
        category: report?.report.level ? AQI_CATEGORIES[report.report.level].name : null,
        primary: report?.report.primary ?? [],
        values: (report?.values ?? {}) as Readonly<Record<string, number>>,
        stations: { valid: sent.filter((hour) => hour && Object.keys(hour.values).length > 0).length, of: ids.length },
      };
    });
};

export interface GoodDays {
  readonly areaId: string;
  readonly year: string;
  readonly goodDays: number;
  readonly evaluatedDays: number;
  readonly pollutedDays: number;
  readonly heavyDays: number;
  readonly lastDay: CivilDate;
  readonly lastValueDay: CivilDate | null;
  readonly dataState: DataState | null;
}

/** Good days of the year so far, by area; the last day with an index and how far the days are looked at are part of the figure. */
export const goodDaysOfYear = async (tx: EntityManager, now: Date): Promise<GoodDays[]> => {
  const year = shanghaiDate(now).slice(0, 4);
  const found = await select<Omit<GoodDays, 'dataState'> & { readonly states: readonly DataState[] }>(
    tx,
    `select d.area_id, $1::text as year, count(*) filter (where d.aqi <= 100)::int as good_days,
            count(d.aqi)::int as evaluated_days, count(*) filter (where d.aqi > 100)::int as polluted_days,
            count(*) filter (where d.aqi > 200)::int as heavy_days, max(d.day)::text as last_day,
            max(d.day) filter (where d.aqi is not null)::text as last_value_day,
            coalesce(array_agg(distinct d.data_state) filter (where d.aqi is not null), '{}') as states
       from area_day d
      where d.is_current and d.day >= ($1 || '-01-01')::date and d.day < ($1 || '-01-01')::date + interval '1 year'
      group by d.area_id order by d.area_id`,
    [year],
  );
  return found.map(({ states, ...one }) => ({
    ...one,
    dataState: states.length === 0 ? null : lowestDataState(states),
  }));
};

export interface SectionsOfWeek {
  readonly label: string;
  readonly byClass: Readonly<Record<string, number>>;
  readonly notEvaluated: number;
  readonly beyondTarget: readonly { readonly sectionId: string; readonly className: string | null }[];
}

/** Sections by class in the newest week that was evaluated. */
export const sectionsOfWeek = async (tx: EntityManager): Promise<SectionsOfWeek | null> => {
  const last = await selectOne<{ monday: CivilDate | null }>(
    tx,
    'select max(w.monday)::text as monday from section_week w',
  );
  if (!last?.monday) return null;
  const weeks = await select<{ sectionId: string; outcome: string; content: WeekContent }>(
    tx,
    'select w.section_id, w.outcome, w.content from section_week w where w.monday = $1 order by w.section_id',
    [last.monday],
  );
  const byClass: Record<string, number> = {};
  for (const { outcome, content } of weeks)
    if (outcome !== 'skipped' && content.className) byClass[content.className] = (byClass[content.className] ?? 0) + 1;
  return {
    label: isoWeekOf(last.monday).label,
    byClass,
    notEvaluated: weeks.filter(({ outcome }) => outcome === 'skipped').length,
    beyondTarget: weeks
      .filter(({ outcome }) => outcome === 'fail')
      .map(({ sectionId, content }) => ({ sectionId, className: content.className })),
  };
};

export interface Attention {
  readonly openExceedances: number;
  readonly heldValues: number;
  readonly faultsOfDay: number;
}

/** What waits for somebody: exceedances that last, values held, and faults of the last 24 hours. */
export const attention = async (tx: EntityManager, now: Date): Promise<Attention> =>
  (await selectOne<Attention>(
    tx,
    `select (select count(*)::int from exceedance e where e.ended_at is null) as open_exceedances,
            (select count(*)::int from held_value h where h.state = 'held') as held_values,
            (select count(*)::int from fault f where f.at > $1::timestamptz - interval '24 hours') as faults_of_day`,
    [now],
  )) as Attention;

export interface Silent {
  readonly subject: { readonly kind: string; readonly id: string };
  readonly network: string;
  /** Null where nothing was ever heard. */
  readonly lastSeenAt: Date | null;
  readonly silentSince: Date;
}

export const silentNow = async (tx: EntityManager): Promise<Silent[]> =>
  (await silentSubjects(tx, MOST_SILENT)).map(({ subjectKind, subjectId, network, lastLabel, silentSince }) => ({
    subject: { kind: subjectKind, id: subjectId },
    network,
    lastSeenAt: lastLabel,
    silentSince: silentSince as Date,
  }));
