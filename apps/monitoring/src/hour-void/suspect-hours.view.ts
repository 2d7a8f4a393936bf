/** Hours of the last days that somebody should look at, and whether anybody has. */
import type { EntityManager } from 'typeorm';
import { type SuspectHourRule, type SuspectHours, suspectHours, suspectOrder } from '#libs/domain/air/suspect-hours.js';
import { select } from '#libs/persistence/select.js';
import { countyOfAreas } from '../air/area-tree.js';
import { hoursInSpans } from '../air/station-hour.store.js';
import { subjectsInUse } from '../register/register.store.js';

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

/** A page of what is suspect in the last days, the newest first. */
export const suspectPage = async (
  tx: EntityManager,
  page: { readonly days: number; readonly now: Date; readonly after: SuspectPlace | null; readonly limit: number },
  rule: SuspectHourRule,
): Promise<SuspectGroup[]> => {
  const { now, after: place } = page;
  const after = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS - page.days * DAY_MS);
  const counties = await countyOfAreas(tx);
  const stations = (await subjectsInUse(tx)).filter(({ kind }) => kind === 'station');
  const spans = await hoursInSpans(
    tx,
    stations.map(({ id }) => ({ stationId: id, after, until: now })),
  );
  const areaOf = new Map(stations.map(({ id, areaId }) => [id, counties.get(areaId) ?? null]));
  const measured = spans.map(({ stationId, hours }) => ({
    stationId,
    areaId: areaOf.get(stationId) ?? null,
    hours: hours.map(({ label, values }) => ({ label: label.getTime(), values })),
  }));
  const known = await coverings(tx, after);
  const groups = suspectHours(measured, rule).filter((group) => place === null || suspectOrder(group, place) > 0);
  return groups.slice(0, page.limit).map((group) => ({
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
