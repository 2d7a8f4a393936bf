/** Hours of the last days that somebody should look at, and whether anybody has. */
import type { EntityManager } from 'typeorm';
import { type SuspectHourRule, type SuspectHours, suspectHours, suspectOrder } from '#libs/domain/air/suspect-hours.js';
import { select } from '#libs/persistence/select.js';
import { countyOfAreas } from '../area/area-tree.js';
import { hoursInSpans } from '../air/station-hour.store.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

export interface SuspectGroup extends SuspectHours {
  /** A note stands over one of the hours, or a proposal to void the pollutant. Void values are not among the suspect. */
  readonly isLookedAt: boolean;
}

interface Covering {
  readonly stationId: string;
  readonly fromLabel: Date;
  readonly untilLabel: Date;
  /** Null of a note: it is about all of them. */
  readonly pollutants: readonly string[] | null;
}

const coverings = (tx: EntityManager, after: Date): Promise<Covering[]> =>
  select<Covering>(
    tx,
    `select n.station_id, n.from_label, n.until_label, null::text[] as pollutants from hour_note n where n.until_label > $1
      union all
     select v.station_id, v.from_label, v.until_label, v.pollutants from hour_void v
      where v.until_label > $1 and v.state in ('proposed', 'refused', 'lift-proposed', 'lifted')`,
    [after],
  );

/** Where a page of them ended. */
export type SuspectPlace = Pick<SuspectHours, 'until' | 'stationId' | 'pollutant' | 'reason'>;

interface Place {
  readonly id: string;
  /** The county, whose stations are neighbours. */
  readonly areaId: string | null;
}

const stationPlaces = async (tx: EntityManager): Promise<Place[]> => {
  const counties = await countyOfAreas(tx);
  const stations = await select<{ id: string; areaId: string }>(
    tx,
    `select s.id, s.area_id from subject s where s.kind = 'station' and not s.retired order by s.id`,
  );
  return stations.map(({ id, areaId }) => ({ id, areaId: counties.get(areaId) ?? null }));
};

/** What is suspect in the hours of stations after one label and up to another, both in milliseconds of the epoch. */
const suspectIn = async (
  tx: EntityManager,
  stations: readonly Place[],
  span: { readonly after: number; readonly until: number },
  rule: SuspectHourRule,
): Promise<SuspectHours[]> => {
  const [after, until] = [new Date(span.after), new Date(span.until)];
  const spans = await hoursInSpans(
    tx,
    stations.map(({ id }) => ({ stationId: id, after, until })),
  );
  const areaOf = new Map(stations.map(({ id, areaId }) => [id, areaId]));
  return suspectHours(
    spans.map(({ stationId, hours }) => ({
      stationId,
      areaId: areaOf.get(stationId) ?? null,
      hours: hours.map(({ label, values }) => ({ label: label.getTime(), values })),
    })),
    rule,
  );
};

const isSame = (a: SuspectPlace, b: SuspectPlace): boolean => suspectOrder(a, b) === 0;

/**
 * What ends in a window of labels. Hours before it are read as far as a run needs to be one, and the hour behind it, since a
 * run that goes on ends elsewhere. Runs that began before are looked at again with all hours of their counties.
 */
const endingIn = async (
  tx: EntityManager,
  stations: readonly Place[],
  window: { readonly after: number; readonly until: number; readonly earliest: number; readonly newest: number },
  rule: SuspectHourRule,
): Promise<SuspectHours[]> => {
  const after = Math.max(window.earliest, window.after - rule.fewestEqual * HOUR_MS);
  const until = Math.min(window.newest, window.until + HOUR_MS);
  const endsHere = (one: SuspectHours): boolean => one.until > window.after && one.until <= window.until;
  const found = (await suspectIn(tx, stations, { after, until }, rule)).filter(endsHere);
  const cut = after > window.earliest ? found.filter(({ from }) => from === after + HOUR_MS) : [];
  if (cut.length === 0) return found;
  const areaOf = new Map(stations.map(({ id, areaId }) => [id, areaId]));
  const ids = new Set(cut.map(({ stationId }) => stationId));
  const areas = new Set(cut.flatMap(({ stationId }) => areaOf.get(stationId) ?? []));
  const around = stations.filter(({ id, areaId }) => ids.has(id) || (areaId !== null && areas.has(areaId)));
  const whole = await suspectIn(tx, around, { after: window.earliest, until }, rule);
  return found.map((one) => (cut.includes(one) ? (whole.find((other) => isSame(one, other)) ?? one) : one));
};

/**
 * A page of what is suspect in the last days, the newest first. Hours are read a day at a time, backwards from where the page
 * before ended, until the page is full.
 */
export const suspectPage = async (
  tx: EntityManager,
  page: { readonly days: number; readonly now: Date; readonly after: SuspectPlace | null; readonly limit: number },
  rule: SuspectHourRule,
): Promise<SuspectGroup[]> => {
  const { after: place, limit } = page;
  const newest = Math.floor(page.now.getTime() / HOUR_MS) * HOUR_MS;
  const earliest = newest - page.days * DAY_MS;
  const stations = await stationPlaces(tx);
  const groups: SuspectHours[] = [];
  for (
    let until = Math.min(newest, place?.until ?? newest);
    until > earliest && groups.length < limit;
    until -= DAY_MS
  ) {
    const window = { after: Math.max(earliest, until - DAY_MS), until, earliest, newest };
    const found = await endingIn(tx, stations, window, rule);
    groups.push(...found.filter((one) => place === null || suspectOrder(one, place) > 0));
  }
  const known = await coverings(tx, new Date(earliest));
  return groups.slice(0, limit).map((group) => ({
    ...group,
    isLookedAt: known.some(
      (one) =>
        one.stationId === group.stationId &&
        one.fromLabel.getTime() <= group.until &&
        one.untilLabel.getTime() >= group.from &&
        (one.pollutants?.includes(group.pollutant) ?? true),
    ),
  }));
};
