import type { EntityManager } from 'typeorm';
import type { ItemLagDetails } from '#libs/contracts/item-lag.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { namesFor } from '../rule/names.js';
import { lagDays, ofThisWeek } from './item-facts.js';
import { reportsOf } from './progress.store.js';
import type { RowContent, RowReport } from './row-content.js';

const WEEK_MS = 7 * 86_400_000;
/** More reports than anybody writes between two sheets. */
const MOST_REPORTS = 30;

/** What a row prints about an item, with the names of the day. */
export const contentOf = async (
  tx: EntityManager,
  item: ItemLagDetails,
  record: SubjectRef,
  { cutoff, previousCutoff }: { readonly cutoff: Date; readonly previousCutoff: Date | null },
  because: readonly string[],
): Promise<RowContent> => {
  const told = await reportsOf(tx, record, cutoff, MOST_REPORTS);
  const names = await namesFor(tx, {
    units: [
      item.leadUnitId,
      ...item.supportingUnitIds,
      item.territorialUnitId,
      item.supervisingUnitId,
      ...item.reports.map(({ coordinateWithUnitId }) => coordinateWithUnitId),
      ...told.map(({ coordinateWithUnitId }) => coordinateWithUnitId),
    ],
    posts: [item.leaderPostId, item.responsiblePostId],
  });
  const unit = (id: string): { id: string; name: string } => ({ id, name: names.unit(id) });
  const post = (id: string | null): { id: string; name: string } | null =>
    id === null ? null : { id, name: names.post(id) };
  // What travels with the lag stands behind the seal; a report may also have come by itself, and is the same one.
  const reports = new Map<string, RowReport>();
  for (const one of [
    ...told.map((report) => ({ ...report, reportedAt: report.reportedAt.toISOString() })),
    ...item.reports,
  ])
    reports.set(one.progressId, {
      progressId: one.progressId,
      reportedAt: one.reportedAt,
      text: one.text,
      obstacle: one.obstacle,
      coordinateWith: one.coordinateWithUnitId === null ? null : unit(one.coordinateWithUnitId),
      promise: one.promise,
      evidence: [...one.evidence],
      noProgress: one.noProgress,
    });
  const latestFirst = [...reports.values()].sort((a, b) => (a.reportedAt < b.reportedAt ? 1 : -1));
  const first = item.items[0];
  return {
    problemNo: item.problemNo,
    itemNo: item.items.map(({ itemNo }) => itemNo).join('、') || item.problemNo,
    listId: first?.listId ?? '',
    listName: item.items.map(({ listName }) => listName).join('、'),
    title: item.title,
    leadUnit: unit(item.leadUnitId),
    supportingUnits: item.supportingUnitIds.map(unit),
    territorialUnit: item.territorialUnitId === null ? null : unit(item.territorialUnitId),
    supervisingUnit: item.supervisingUnitId === null ? null : unit(item.supervisingUnitId),
    leaderPost: post(item.leaderPostId),
    responsiblePost: post(item.responsiblePostId),
    deadline: item.deadline,
    plannedClosure: item.plannedClosureAt ?? first?.plannedClosureAt ?? null,
    ...ofThisWeek(latestFirst, previousCutoff ?? new Date(cutoff.getTime() - WEEK_MS)),
    plannedPct: item.plannedPct,
    reportedPct: item.reportedPct,
    confirmedPct: item.confirmedPct,
    lagPoints: item.lagPoints,
    lagDays: lagDays(item),
    deadlineOverdueDays: item.deadlineOverdueDays,
    nextMilestone: item.nextMilestone,
    because: [...because],
    carriedOver: false,
    areaId: item.areaId,
  };
};
