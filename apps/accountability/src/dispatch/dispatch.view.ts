import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { select } from '#libs/persistence/select.js';
import type { Pack } from '#libs/policy/pack.js';
import { readCursor, writeCursor } from '#libs/identity/cursor.js';
import { type Names, namesFor } from '../rule/names.js';
import type { DispatchDetail, DispatchPage, DispatchQuery, DispatchRowView, DispatchView } from './dispatch.api.js';
import { type Dispatch, type DispatchRow, findDispatch, rowsOf } from './dispatch.store.js';
import { type ProgressReport, reportsByIds } from './progress.store.js';

interface Answers {
  readonly answered: number;
  readonly unanswered: number;
}

const answersOf = async (
  tx: EntityManager,
  dispatchIds: readonly string[],
  roots: readonly string[],
): Promise<Map<string, Answers>> => {
  const rows = await select<Answers & { dispatchId: string }>(
    tx,
    `select r.dispatch_id, count(*) filter (where r.replied_at is not null)::int as answered,
            count(*) filter (where r.replied_at is null)::int as unanswered
       from dispatch_row r
      where r.dispatch_id = any($1::uuid[]) and r.position is not null and r.unit_path && $2::text[]
      group by r.dispatch_id`,
    [dispatchIds, roots],
  );
  return new Map(rows.map(({ dispatchId, ...counts }) => [dispatchId, counts]));
};

const headOf = (pack: Pack, dispatch: Dispatch, answers: Answers | undefined): z.input<typeof DispatchView> => ({
  dispatchId: dispatch.dispatchId,
  version: dispatch.version,
  name: pack.dispatches.find(({ id }) => id === dispatch.policyId)?.name.zh ?? dispatch.policyId,
  issueNo: dispatch.issueNo,
  cutoff: dispatch.cutoff.toISOString(),
  state: dispatch.state,
  late: dispatch.late,
  waitUntil: dispatch.waitUntil.toISOString(),
  meetingAt: dispatch.meetingAt.toISOString(),
  replyDueOn: dispatch.replyDueOn,
  missingSources: [...dispatch.missingSources],
  onSheet: dispatch.onSheet,
  added: dispatch.added,
  removed: dispatch.removed,
  threeTimesRunning: dispatch.threeTimes,
  answered: answers?.answered ?? 0,
  unanswered: answers?.unanswered ?? 0,
  issuedAt: dispatch.issuedAt?.toISOString() ?? null,
  issuedBy: dispatch.issuedBy ? (dispatch.issuedBy.post ?? dispatch.issuedBy.name) : null,
  opinion: dispatch.opinion,
  sheetSha256: dispatch.sheetSha256,
});

/** A page of dispatches, the latest first; counts of answers are those within the asker's scope. */
export const dispatchPage = async (
  tx: EntityManager,
  pack: Pack,
  query: z.infer<typeof DispatchQuery>,
  roots: readonly string[],
): Promise<z.input<typeof DispatchPage>> => {
  const after = readCursor(query.cursor, 2);
  const ids = await select<{ dispatchId: string }>(
    tx,
    `select d.dispatch_id from dispatch d
      where ($1::text is null or d.state = $1)
        and ($2::timestamptz is null or d.cutoff >= $2) and ($3::timestamptz is null or d.cutoff < $3)
        and ($4::timestamptz is null or (d.cutoff, d.dispatch_id) < ($4, $5::uuid))
      order by d.cutoff desc, d.dispatch_id desc limit $6`,
    [query.state ?? null, query.from ?? null, query.to ?? null, after?.[0] ?? null, after?.[1] ?? null, query.limit],
  );
  const dispatches: Dispatch[] = [];
  for (const { dispatchId } of ids) {
    const dispatch = await findDispatch(tx, dispatchId);
    if (dispatch) dispatches.push(dispatch);
  }
  const answers = await answersOf(
    tx,
    ids.map(({ dispatchId }) => dispatchId),
    roots,
  );
  const last = dispatches.at(-1);
  return {
    items: dispatches.map((one) => headOf(pack, one, answers.get(one.dispatchId))),
    nextCursor:
      last && dispatches.length === query.limit ? writeCursor(last.cutoff.toISOString(), last.dispatchId) : null,
  };
};

const replyOf = (report: ProgressReport, names: Names): z.input<typeof DispatchRowView>['reply'] => ({
  progressId: report.progressId,
  reportedAt: report.reportedAt.toISOString(),
  text: report.text,
  obstacle: report.obstacle,
  coordinateWith:
    report.coordinateWithUnitId === null
      ? null
      : { id: report.coordinateWithUnitId, name: names.unit(report.coordinateWithUnitId) },
  promise: report.promise,
  evidence: [...report.evidence],
  noProgress: report.noProgress,
});

const rowView = (
  row: DispatchRow,
  dispatch: Dispatch,
  replies: ReadonlyMap<string, ProgressReport>,
  names: Names,
): z.input<typeof DispatchRowView> => {
  const { content } = row;
  const reply = row.progressId === null ? undefined : replies.get(row.progressId);
  return {
    rowId: row.rowId,
    position: row.position ?? 0,
    record: row.record,
    problemNo: content.problemNo,
    itemNo: content.itemNo,
    listName: content.listName,
    title: content.title,
    leadUnit: content.leadUnit,
    supportingUnits: content.supportingUnits,
    territorialUnit: content.territorialUnit,
    supervisingUnit: content.supervisingUnit,
    leaderPost: content.leaderPost,
    responsiblePost: content.responsiblePost,
    deadline: content.deadline,
    plannedClosure: content.plannedClosure,
    promised: content.promised,
    newThisWeek: content.newThisWeek,
    plannedPct: content.plannedPct,
    reportedPct: content.reportedPct,
    confirmedPct: content.confirmedPct,
    lagPoints: content.lagPoints,
    lagDays: content.lagDays,
    change: row.change === 'enter' ? 'enter' : 'stay',
    because: content.because,
    timesRunning: row.timesRunning,
    level: row.level,
    measured: row.measured,
    nextMilestone: content.nextMilestone,
    replyDueOn: dispatch.replyDueOn,
    carriedOver: content.carriedOver,
    reply: reply ? replyOf(reply, names) : null,
    isOverdue: row.unansweredSince !== null,
    indicatorId: row.indicatorId,
  };
};

/** One dispatch with the rows the asker may see; null where there is none. */
export const dispatchDetail = async (
  tx: EntityManager,
  pack: Pack,
  dispatchId: string,
  roots: readonly string[],
): Promise<z.input<typeof DispatchDetail> | null> => {
  const dispatch = await findDispatch(tx, dispatchId);
  if (!dispatch) return null;
  const visible = (await rowsOf(tx, dispatchId)).filter(({ unitPath }) => unitPath.some((id) => roots.includes(id)));
  const replies = await reportsByIds(
    tx,
    visible.flatMap(({ progressId }) => (progressId === null ? [] : [progressId])),
  );
  const names = await namesFor(tx, {
    units: [...replies.values()].map(({ coordinateWithUnitId }) => coordinateWithUnitId),
  });
  const answers = await answersOf(tx, [dispatchId], roots);
  return {
    ...headOf(pack, dispatch, answers.get(dispatchId)),
    rows: visible.filter(({ position }) => position !== null).map((row) => rowView(row, dispatch, replies, names)),
    removedRows: visible
      .filter(({ change }) => change === 'leave')
      .map(({ content }) => ({
        problemNo: content.problemNo,
        title: content.title,
        leadUnit: content.leadUnit,
        because: content.because,
      })),
  };
};
