import type { EntityManager } from 'typeorm';
import { areaDay, type AreaValues } from '#libs/domain/air/area-day.js';
import type { StationDay } from '#libs/domain/air/day-statistics.js';
import { editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import { type CivilDate, monthOf } from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { evaluationStatusOn } from '#libs/domain/telemetry/evaluation-point.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import type { AreaStation } from '../register/register.store.js';
import type { CountyOf } from '../area/area-tree.js';
import { retellTargets } from '../target/publish-targets.js';
import { assessMonths } from './assess-months.js';
import { areaDayObservation } from './day-observations.js';
import {
  type AreaDayContent,
  type AreaOnDay,
  closeAreaDays,
  areaDays,
  type DayOfArea,
  type DayOfStation,
  insertAreaDays,
  openAreaDays,
  publishedMonths,
  stationDays,
} from './day.store.js';
import { assessYears } from './assess-years.js';
import { COMPOSITE_INDEX, YEAR_COMPOSITE_INDEX } from './month-observations.js';

/** A station that is watched but has no value that day counts in the denominator (HJ 663-2013 6.1.4). */
const NO_VALUES: Pick<StationDay, 'values' | 'ozoneMaxHour'> = { values: {} };

const contentOf = (
  points: readonly { readonly id: string; readonly isCertain: boolean; readonly day: DayOfStation | undefined }[],
  date: CivilDate,
): AreaDayContent => {
  const edition = editionOn(NATIONAL_EDITIONS, date);
  const valuesOf = (of: typeof points): AreaValues =>
    areaDay(
      of.map(({ day }) => day?.content ?? NO_VALUES),
      edition,
    );
  const certain = points.filter(({ isCertain }) => isCertain);
  return {
    ...valuesOf(points),
    from: points.map(({ id, day }) => ({ stationId: id, revision: day?.revision ?? null })),
    uncertain:
      certain.length === points.length
        ? null
        : {
            stationIds: points.filter(({ isCertain }) => !isCertain).map(({ id }) => id),
            without: certain.length === 0 ? null : valuesOf(certain),
          },
  };
};

/** What an area's day says; which revision its stations' days have may change without changing it. */
const saying = ({ from, ...content }: AreaDayContent): string =>
  canonicalJson({ ...content, from: from.map(({ stationId }) => stationId) });

export interface AreaKnowledge {
  readonly learnedAt: Date;
  readonly stations: readonly AreaStation[];
  readonly counties: CountyOf;
  /** The day is over for good: nobody waits for stations any more. */
  readonly closing: boolean;
  /** Areas of which nothing was heard that day are told of too: not evaluated. */
  readonly evenSilent?: boolean;
}

/**
 * Works out days of areas from their evaluation points: all stations that are one and, marked as provisional, those whose
 * status nobody has found the paper of. A day not told of yet waits for all of them until it is closed; one told of is
 * corrected.
 */
export const assessAreas = async (
  tx: EntityManager,
  keys: readonly AreaOnDay[],
  known: AreaKnowledge,
  policy: Policy,
): Promise<void> => {
  if (keys.length === 0) return;
  const stationsOf = new Map<string, AreaStation[]>();
  for (const station of known.stations) {
    const county = known.counties.get(station.areaId);
    if (county !== undefined) (stationsOf.get(county) ?? stationsOf.set(county, []).get(county)!).push(station);
  }
  const pointsOf = ({ areaId, day }: AreaOnDay): { id: string; isCertain: boolean }[] =>
    (stationsOf.get(areaId) ?? []).flatMap(({ id, retired, statements }) => {
      const status = retired ? 'no' : evaluationStatusOn(statements, day);
      return status === 'no' ? [] : [{ id, isCertain: status === 'yes' }];
    });
  const points = new Map(keys.map((key) => [key, pointsOf(key)]));
  const stationKeys = keys.flatMap((key) => points.get(key)!.map(({ id }) => ({ stationId: id, day: key.day })));
  const days = new Map((await stationDays(tx, stationKeys)).map((day) => [`${day.stationId} ${day.day}`, day]));
  const before = new Map((await areaDays(tx, keys)).map((day) => [`${day.areaId} ${day.day}`, day]));
  const written: DayOfArea[] = [];
  const waiting: AreaOnDay[] = [];
  for (const key of keys) {
    const own = points.get(key)!.map((point) => ({ ...point, day: days.get(`${point.id} ${key.day}`) }));
    const last = before.get(`${key.areaId} ${key.day}`);
    const isSilent = own.every(({ day }) => day === undefined);
    if (own.length === 0 || (isSilent && !last && !known.evenSilent)) continue;
    if (!last && !known.closing && own.some(({ day }) => day === undefined)) {
      waiting.push(key);
      continue;
    }
    const content = contentOf(own, key.day);
    const dataState = lowestDataState(own.flatMap(({ day }) => day?.dataState ?? []));
    if (last && last.dataState === dataState && saying(last.content) === saying(content)) continue;
    written.push({ ...key, revision: (last?.revision ?? 0) + 1, dataState, edition: content.report.edition, content });
  }
  await openAreaDays(tx, waiting);
  await closeAreaDays(tx, written);
  await insertAreaDays(tx, written);
  await observeIndicators(tx, written.map(areaDayObservation), known.learnedAt, policy);
  const months = new Map(
    written.map(({ areaId, day }) => [`${areaId} ${monthOf(day)}`, { areaId, month: monthOf(day) }]),
  );
  await assessMonths(tx, await publishedMonths(tx, COMPOSITE_INDEX, [...months.values()]), known.learnedAt, policy);
  const years = [
    ...new Map(
      [...months.values()].map(({ areaId, month }) => [
        `${areaId} ${month.slice(0, 4)}`,
        { areaId, month: month.slice(0, 4) },
      ]),
    ).values(),
  ];
  const closedYears = (await publishedMonths(tx, YEAR_COMPOSITE_INDEX, years)).map(({ areaId, month }) => ({
    areaId,
    year: Number(month),
  }));
  await assessYears(tx, closedYears, known.learnedAt, policy);
  const changed = written.map(({ areaId, day }) => ({ id: areaId, day }));
  await retellTargets(tx, 'area', changed, known.learnedAt, policy);
};
