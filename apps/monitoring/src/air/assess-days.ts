import type { EntityManager } from 'typeorm';
import { stationDay } from '#libs/domain/air/day-statistics.js';
import { editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import type { Concentrations } from '#libs/domain/air/pollutant.js';
import { type CivilDate, hourOfNaturalDay, shanghaiDate, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { observeIndicators } from '../indicator/observe-indicators.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements } from '../register/register.store.js';
import { countyOfAreas } from '../area/area-tree.js';
import { retellTargets } from '../target/publish-targets.js';
import { assessAreas } from './assess-areas.js';
import { stationDayObservation } from './day-observations.js';
import {
  closeDays,
  type DayOfStation,
  type DayWithHours,
  insertStationDays,
  openDays,
  type StationOnDay,
  stationDays,
} from './day.store.js';
import { endedDays, hoursInSpans, type StationHour } from './station-hour.store.js';

const LAST_HOUR = 24;

const dayFrom = (
  key: StationOnDay,
  hours: readonly StationHour[],
  before: DayOfStation | undefined,
): DayWithHours | null => {
  const slots: (Concentrations | undefined)[] = Array.from({ length: LAST_HOUR }, () => undefined);
  const hourRevisions: (number | null)[] = Array.from({ length: LAST_HOUR }, () => null);
  for (const { label, values, revision } of hours) {
    const slot = hourOfNaturalDay(label) - 1;
    slots[slot] = values;
    hourRevisions[slot] = revision;
  }
  const edition = editionOn(NATIONAL_EDITIONS, key.day);
  const content = stationDay(slots, edition);
  // An hour without any value has nothing to be reviewed: a review that leaves it out still covers the day.
  const telling = hours.filter(({ values }) => Object.values(values).some((value) => value !== null));
  const dataState = lowestDataState((telling.length > 0 ? telling : hours).map((hour) => hour.dataState));
  const isSame = before?.dataState === dataState && canonicalJson(before.content) === canonicalJson(content);
  if (isSame) return null;
  const revision = (before?.revision ?? 0) + 1;
  return { ...key, revision, dataState, edition: edition.id, content, hourRevisions };
};

const idOf = ({ stationId, day }: StationOnDay): string => `${stationId} ${day}`;

const unique = (keys: readonly StationOnDay[]): StationOnDay[] => [
  ...new Map(keys.map((key) => [idOf(key), key])).values(),
];

interface DaysWhen {
  readonly learnedAt: Date;
  readonly closing: boolean;
  /** Numbers of days that come out the same are looked at too: one that was never published is. */
  readonly tellAll?: boolean;
}

/**
 * Works out days of stations. A day is evaluated once its last hour has come, or, when `closing`, with the hours there
 * are; one evaluated before is corrected. The number of a station some unit answers for is published: that of one watched
 * only for comparison can be asked for and judges nobody. Days of their areas, and months published before, follow. Answers how many days
 * of stations came out new.
 */
export const assessDays = async (
  tx: EntityManager,
  keys: readonly StationOnDay[],
  when: DaysWhen,
  policy: Policy,
): Promise<number> => {
  const wanted = unique(keys);
  if (wanted.length === 0) return 0;
  const known = new Map((await stationDays(tx, wanted)).map((day) => [idOf(day), day]));
  const unknown = wanted.filter((key) => !known.has(idOf(key)));
  const ended = when.closing
    ? unknown
    : await endedDays(
        tx,
        unknown.map((key) => ({ ...key, until: shanghaiInstant(key.day, LAST_HOUR) })),
      );
  const over = new Set(ended.map(idOf));
  // Hours of a day are read once it is over, not with each of them: a file of a month would read every hour twelve times.
  const open = unknown.filter((key) => !over.has(idOf(key)));
  const waiting = new Set(open);
  const ready = wanted.filter((key) => !waiting.has(key));
  const spans = ready.map(({ stationId, day }) => ({
    stationId,
    after: shanghaiInstant(day),
    until: shanghaiInstant(day, LAST_HOUR),
  }));
  const hoursByDay = new Map(
    (await hoursInSpans(tx, spans)).map(({ stationId, after, hours }) => [
      idOf({ stationId, day: shanghaiDate(after) }),
      hours,
    ]),
  );
  const written: DayWithHours[] = [];
  for (const key of ready) {
    const hours = hoursByDay.get(idOf(key)) ?? [];
    const day = hours.length > 0 ? dayFrom(key, hours, known.get(idOf(key))) : null;
    if (day) written.push(day);
  }
  await openDays(tx, open);
  await closeDays(tx, written);
  await insertStationDays(tx, written);
  const isNew = new Set(written.map(idOf));
  const same = when.tellAll ? ready.flatMap((key) => (isNew.has(idOf(key)) ? [] : (known.get(idOf(key)) ?? []))) : [];
  if (written.length + same.length === 0) return 0;
  const stations = await stationsWithStatements(tx);
  const told = new Set(stations.flatMap(({ id, isAnsweredFor }) => (isAnsweredFor ? [id] : [])));
  const observations = [...written, ...same]
    .filter(({ stationId }) => told.has(stationId))
    .map((day) => stationDayObservation(day, hoursByDay.get(idOf(day)) ?? []));
  await observeIndicators(tx, observations, when.learnedAt, policy);
  const areaOf = new Map(stations.map(({ id, areaId }) => [id, areaId]));
  const counties = await countyOfAreas(tx);
  const touched = new Map<string, { areaId: string; day: CivilDate }>();
  for (const { stationId, day } of written) {
    const areaId = counties.get(areaOf.get(stationId) ?? '');
    if (areaId) touched.set(`${areaId} ${day}`, { areaId, day });
  }
  await assessAreas(tx, [...touched.values()], { ...when, stations, counties }, policy);
  const changed = written.map(({ stationId, day }) => ({ id: stationId, day }));
  await retellTargets(tx, 'station', changed, when.learnedAt, policy);
  return written.length;
};
