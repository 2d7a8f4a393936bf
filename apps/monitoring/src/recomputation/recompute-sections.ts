import type { EntityManager } from 'typeorm';
import {
  addDays,
  type CivilDate,
  type CivilMonth,
  isoWeekOf,
  monthsOf,
  naturalDayOf,
} from '#libs/domain/calendar/shanghai.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { sealedUntil } from '../seal/seal.store.js';
import { lockSubjects } from '../subject/subject-lock.store.js';
import type { Policy } from '../policy.js';
import type { SubjectState } from '../register/register.store.js';
import { publishMonths } from '../section-month/publish-months.js';
import { markMonthsStale, saveMonths, sectionMonths } from '../section-month/section-month.store.js';
import { lastMonthOver, workOutMonths } from '../section-month/work-out-months.js';
import { firstRowAt } from '../section-row/section-row.store.js';
import { assessNetworkWeek, assessSectionWeeks, correctNetworkWeeks } from '../section-week/assess-weeks.js';
import { weeksFrom } from '../section-week/section-week.store.js';
import { sectionsInUse } from '../water-summary/water-summary.view.js';
import type { Recomputation, RecomputationStep } from './recomputation.store.js';

/** Weeks of sections worked out in one transaction; one section's at least. */
const SECTION_WEEKS_AT_ONCE = 250;

/** Mondays of the weeks that touch a span and are over by a day. */
const mondaysIn = ({ fromDay, toDay }: Pick<Recomputation, 'fromDay' | 'toDay'>, lastDay: CivilDate): CivilDate[] => {
  const mondays: CivilDate[] = [];
  for (let monday = isoWeekOf(fromDay).from; monday <= toDay && addDays(monday, 6) <= lastDay;) {
    mondays.push(monday);
    monday = addDays(monday, 7);
  }
  return mondays;
};

/** Weeks of the span with the first row of the section or after it; later ones follow only where one of these changed. */
const recomputeWeeks = async (
  tx: EntityManager,
  section: SubjectState,
  mondays: readonly CivilDate[],
  now: Date,
  policy: Policy,
): Promise<number> => {
  const first = await firstRowAt(tx, section.id);
  const earliest = first === null ? null : isoWeekOf(naturalDayOf(first)).from;
  const own = mondays.filter((monday) => earliest !== null && monday >= earliest);
  const last = own.at(-1);
  if (last === undefined) return 0;
  const changed = await assessSectionWeeks(tx, section, own, now, policy);
  if (changed === 0) return 0;
  const later = await weeksFrom(tx, section.id, addDays(last, 7));
  return changed + (await assessSectionWeeks(tx, section, later, now, policy));
};

/** Keeps closed months that come out otherwise; answers how many did. */
const recomputeMonths = async (
  tx: EntityManager,
  sections: ReadonlyMap<string, SubjectState>,
  months: readonly CivilMonth[],
): Promise<number> => {
  const [upTo] = months.slice(-1);
  if (upTo === undefined) return 0;
  const sectionIds = [...sections.keys()];
  const known = async () =>
    new Map((await sectionMonths(tx, { sectionIds, upTo })).map((one) => [`${one.month} ${one.sectionId}`, one]));
  const before = await known();
  const all = sectionIds.flatMap((sectionId) => months.map((month) => ({ sectionId, month })));
  // Months nobody noted when their rows came.
  await markMonthsStale(
    tx,
    all.filter(({ month, sectionId }) => !before.has(`${month} ${sectionId}`)),
  );
  const there = await known();
  const now = await workOutMonths(
    tx,
    all.filter(({ month, sectionId }) => there.has(`${month} ${sectionId}`)),
    sections,
  );
  const changed = now.filter(({ month, sectionId, content }) => {
    const kept = there.get(`${month} ${sectionId}`)?.content ?? null;
    return kept === null || canonicalJson(kept) !== canonicalJson(content);
  });
  await saveMonths(tx, changed);
  return changed.length;
};

/**
 * Takes a recomputation of surface water a step on: weeks and closed months of some sections are worked out anew from their
 * rows, the values held back left out as they are. When all sections are done, the counts of their networks and the rates
 * of their areas follow, once. What comes out the same is left alone; weeks and months that are not closed yet are worked
 * out by the seal that closes them, or whenever somebody looks.
 */
export const recomputeSections = async (
  tx: EntityManager,
  work: Recomputation,
  policy: Policy,
  now: Date,
): Promise<RecomputationStep> => {
  const all = (await sectionsInUse(tx))
    .filter(({ id }) => work.sectionIds?.includes(id) ?? true)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const stepsOf = all.length + 1;
  const lastDay = await sealedUntil(tx);
  const nothing = { changedWeeks: 0, changedMonths: 0, nextSection: null, stepsOf };
  if (lastDay === null) return { ...nothing, stepsDone: stepsOf, finishedAt: now };
  const mondays = mondaysIn(work, lastDay);
  const closed = lastMonthOver(lastDay);
  const months = monthsOf({ from: work.fromDay, to: work.toDay }).filter((month) => month <= closed);
  const left = all.filter(({ id }) => work.nextSection !== null && id >= work.nextSection);
  const some = left.slice(0, Math.max(1, Math.floor(SECTION_WEEKS_AT_ONCE / Math.max(1, mondays.length))));
  await lockSubjects(
    tx,
    (some.length > 0 ? some : all).map(({ network }) => `network ${network}` as const),
  );
  if (some.length > 0) {
    let changedWeeks = 0;
    for (const section of some) changedWeeks += await recomputeWeeks(tx, section, mondays, now, policy);
    const changedMonths = await recomputeMonths(tx, new Map(some.map((section) => [section.id, section])), months);
    const nextSection = left[some.length]?.id ?? null;
    const stepsDone = all.length - left.length + some.length;
    return { nextSection, stepsDone, stepsOf, changedWeeks, changedMonths, finishedAt: null };
  }
  const later = mondaysIn({ fromDay: addDays(mondays.at(-1) ?? lastDay, 7), toDay: lastDay }, lastDay);
  for (const network of new Set(all.map((section) => section.network))) {
    for (const monday of mondays) await assessNetworkWeek(tx, network, monday, now, policy);
    await correctNetworkWeeks(tx, network, later, now, policy);
  }
  const keys = all.flatMap(({ id }) => months.map((month) => ({ sectionId: id, month })));
  await publishMonths(tx, keys, closed, now, policy);
  return { ...nothing, stepsDone: stepsOf, finishedAt: now };
};
