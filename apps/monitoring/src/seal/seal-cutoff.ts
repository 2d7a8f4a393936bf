import type { EntityManager } from 'typeorm';
import { MonitoringSealed } from '#libs/contracts/monitoring.events.js';
import { addDays, type CivilDate, isoWeekOf, naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { assessDays } from '../air/assess-days.js';
import { assessMonths } from '../air/assess-months.js';
import {
  type AreaOnDay,
  areasEverEvaluated,
  openAreaDaysUpTo,
  openDaysUpTo,
  recentStationDays,
  unpublishedMonths,
  unpublishedYear,
} from '../air/day.store.js';
import { countyOfAreas } from '../area/area-tree.js';
import { assessAreas } from '../air/assess-areas.js';
import { assessYears } from '../air/assess-years.js';
import { COMPOSITE_INDEX, YEAR_COMPOSITE_INDEX } from '../air/month-observations.js';
import { closeIndicators } from '../indicator/indicator.store.js';
import { unsettledImport } from '../import/import.store.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import { stationsWithStatements, subjectsById } from '../register/register.store.js';
import { assessNetworkWeek, assessWeeks } from '../section-week/assess-weeks.js';
import { publishElimination } from '../black-water/publish-elimination.js';
import { publishSourceDays } from '../drinking-source/publish-source-days.js';
import { publishPatterns } from '../discharge-pattern/publish-patterns.js';
import { keepSeal } from './seal.store.js';
import { publishSourceRates } from '../drinking-source/publish-source-rates.js';
import { publishMonths } from '../section-month/publish-months.js';
import { publishOutletDays } from '../outlet/assess-outlet-days.js';
import { publishPlants } from '../sewage-plant/publish-plants.js';
import { keepMonths, lastMonthOver } from '../section-month/work-out-months.js';
import { publishTargets } from '../target/publish-targets.js';
import { firstRowAt, sectionsHeard } from '../section-row/section-row.store.js';
import { sectionWeeks } from '../section-week/section-week.store.js';

const DAYS_LOOKED_BACK = 8;
const WEEKS_CAUGHT_UP = 8;

/** Days that are over by the cut-off: those whose last hour ends at it or before. */
const lastDayOver = (cutoff: Date): CivilDate => {
  const day = naturalDayOf(cutoff);
  return naturalDayOf(new Date(cutoff.getTime() + 1)) === day ? addDays(day, -1) : day;
};

const closeAir = async (tx: EntityManager, cutoff: Date, policy: Policy): Promise<void> => {
  const day = lastDayOver(cutoff);
  const counties = await countyOfAreas(tx);
  const stations = await stationsWithStatements(tx);
  await assessDays(tx, await openDaysUpTo(tx, day), { learnedAt: cutoff, closing: true }, policy);
  const closed = { learnedAt: cutoff, closing: true, stations, counties };
  await assessAreas(tx, await openAreaDaysUpTo(tx, day), closed, policy);
  // Areas whose place in the tree was not known yet when their stations' days came.
  const areaOf = new Map(stations.map(({ id, areaId }) => [id, counties.get(areaId)]));
  const recent = new Map<string, AreaOnDay>();
  for (const { stationId, day: on } of await recentStationDays(tx, addDays(day, -DAYS_LOOKED_BACK), day)) {
    const areaId = areaOf.get(stationId);
    if (areaId) recent.set(`${areaId} ${on}`, { areaId, day: on });
  }
  await assessAreas(tx, [...recent.values()], closed, policy);
  // Whoever waits for every area of the day is told of those of which nothing came.
  const expected = (await areasEverEvaluated(tx)).map((areaId) => ({ areaId, day }));
  await assessAreas(tx, expected, { ...closed, evenSilent: true }, policy);
  await assessMonths(tx, await unpublishedMonths(tx, COMPOSITE_INDEX, day), cutoff, policy);
  // The year that is over by the day: nothing is asked of one that has been published.
  const year = Number(addDays(day, 1).slice(0, 4)) - 1;
  const open = await unpublishedYear(tx, YEAR_COMPOSITE_INDEX, year);
  await assessYears(
    tx,
    open.map(({ areaId }) => ({ areaId, year })),
    cutoff,
    policy,
  );
  await publishTargets(tx, day, cutoff, policy);
};

/** Mondays of the weeks that are over by a day and have not been evaluated for a section, oldest first. */
const mondaysDue = async (tx: EntityManager, sectionId: string, lastDay: CivilDate): Promise<CivilDate[]> => {
  const week = isoWeekOf(lastDay);
  const last = week.to === lastDay ? week.from : addDays(week.from, -7);
  const done = new Set((await sectionWeeks(tx, sectionId, last)).map(({ monday }) => monday));
  const first = await firstRowAt(tx, sectionId);
  const earliest = first ? isoWeekOf(naturalDayOf(first)).from : last;
  const due: CivilDate[] = [];
  for (let n = 0; n < WEEKS_CAUGHT_UP; n++) {
    const monday = addDays(last, -7 * n);
    if (done.has(monday) || monday < earliest) break;
    due.unshift(monday);
  }
  return due;
};

const closeSections = async (tx: EntityManager, cutoff: Date, policy: Policy): Promise<void> => {
  const sections = await subjectsById(tx, await sectionsHeard(tx, cutoff));
  const networks = new Map<string, Set<CivilDate>>();
  for (const { id, network } of [...sections.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const due = await mondaysDue(tx, id, lastDayOver(cutoff));
    await assessWeeks(tx, id, due, cutoff, policy);
    const of = networks.get(network) ?? new Set<CivilDate>();
    networks.set(network, of);
    for (const monday of due) of.add(monday);
  }
  for (const [network, mondays] of networks)
    for (const monday of [...mondays].sort()) await assessNetworkWeek(tx, network, monday, cutoff, policy);
  const changed = await keepMonths(tx, sections, lastDayOver(cutoff));
  const closed = lastMonthOver(lastDayOver(cutoff));
  await publishMonths(tx, changed, closed, cutoff, policy);
  await publishSourceRates(tx, closed, cutoff, policy);
  await publishElimination(tx, closed, cutoff, policy);
  await publishSourceDays(tx, lastDayOver(cutoff), cutoff, policy);
  await publishPlants(tx, lastDayOver(cutoff), cutoff, policy);
};

/**
 * Everything there is, for the seal alone, in one round: taken one after the other beside batches that bring several kinds, it
 * would be waited for in a ring. Also areas without a station, and those whose place is not known: a station may be moved there until they are locked.
 */
const lockAll = async (tx: EntityManager, cutoff: Date): Promise<void> => {
  const counties = await countyOfAreas(tx);
  const sections = await subjectsById(tx, await sectionsHeard(tx, cutoff));
  await lockSubjects(tx, [
    'outlets',
    ...['', ...counties.values()].map((id) => `area ${id}` as const),
    ...[...sections.values()].map(({ network }) => `network ${network}` as const),
  ]);
};

/** Figures of an import that is under way would follow the seal though they are dated before it: it fails and is run again. */
const waitForImports = async (tx: EntityManager, cutoff: Date): Promise<void> => {
  const open = await unsettledImport(tx, cutoff);
  if (open) throw new Error(`${open.n} imports are not worked out yet, the first is ${open.importId}`);
};

/**
 * Publishes everything dated up to the cut-off, then says so behind it on the same topic: days that are over are
 * evaluated with the hours there are, and months and weeks that ended with them. Numbers in force then are closed.
 */
export const sealCutoff = async (
  tx: EntityManager,
  seal: { readonly id: string; readonly cutoff: Date },
  policy: Policy,
): Promise<void> => {
  await waitForImports(tx, seal.cutoff);
  await lockAll(tx, seal.cutoff);
  await closeAir(tx, seal.cutoff, policy);
  await closeSections(tx, seal.cutoff, policy);
  await publishOutletDays(tx, lastDayOver(seal.cutoff), seal.cutoff, policy);
  await publishPatterns(tx, lastDayOver(seal.cutoff), seal.cutoff, policy);
  await closeIndicators(tx, seal.cutoff);
  await keepSeal(tx, { ...seal, lastDay: lastDayOver(seal.cutoff) });
  const cutoff = seal.cutoff.toISOString();
  await publish(tx, MonitoringSealed, {
    id: deterministicId('monitoring.seal', seal.id, cutoff),
    key: 'monitoring',
    data: { service: 'monitoring', seal: seal.id, cutoff },
    occurredAt: seal.cutoff,
  });
};
