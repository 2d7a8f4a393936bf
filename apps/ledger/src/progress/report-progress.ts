import { exactly } from '#libs/domain/assessment/percentage.js';
import { isWithoutProgress } from '#libs/domain/plan/dispatch-list.js';
import type { ProblemState } from '#libs/domain/problem/states.js';
import { Refusal } from '#libs/domain/refusal.js';
import { ProgressReported } from '#libs/contracts/ledger.events.js';
import { publish } from '#libs/messaging/outbox.js';
import { markReplied, rowOf } from '../dispatch/dispatch.store.js';
import { storeEvidence } from '../evidence/store-evidence.js';
import { insertFacts, milestonesOf } from '../plan/plan.store.js';
import { reportedShare, shareDone } from '../plan/milestone-standing.js';
import { beforeOf, closeAct } from '../problem/act-on-problem.js';
import type { ActionContext } from '../problem/action-context.js';
import { relationsTo, standingOf } from '../problem/relations.js';
import { takeShares } from '../problem/work-effects.js';
import { needUnits } from '../reference/directory.store.js';
import type { ReportProgress } from './progress.api.js';
import { insertProgress, lastReport } from './progress.store.js';
import { refuseRepeated } from './repeated-report.js';

/** Before it is signed for there is nothing to report, after it has left the ledger nothing more. */
const SILENT: readonly ProblemState[] = ['DRAFT', 'ASSIGNED', 'RETURN_REQUESTED', 'WITHDRAWN', 'MERGED'];
const WORKING: readonly ProblemState[] = ['RECTIFYING', 'EXTENSION_REQUESTED'];

type Report = Omit<ReportProgress, 'problemId' | 'taskId' | 'expectedVersion' | 'at' | 'backdatingReason'>;

/** Takes in the share of a milestone the lead unit reports. Refuses with PLAN_MILESTONE_INVALID, PLAN_MILESTONE_MET_ALREADY, PROGRESS_SHARE_INVALID. */
const takeShare = async (context: ActionContext, report: Report): Promise<void> => {
  const { tx, problem, at, on, now } = context;
  if (report.milestone === null || report.share === null) {
    // Work to be done at once may have no dated stages: the unit then says how far the whole is.
    if (report.reportedPct !== null && WORKING.includes(problem.state))
      await takeShares(tx, problem, { reportedPct: report.reportedPct });
    return;
  }
  if (!WORKING.includes(problem.state))
    throw new Refusal('PROBLEM_NOT_UNDER_WORK', `work is not under way in state ${problem.state}`, {
      state: problem.state,
    });
  const milestones = await milestonesOf(tx, problem.id);
  const milestone = milestones.find(({ no }) => no === report.milestone);
  if (!milestone)
    throw new Refusal('PLAN_MILESTONE_INVALID', `the plan has no milestone ${report.milestone}`, {
      known: milestones.map(({ no }) => no),
    });
  if (milestone.confirmedMetOn !== null)
    throw new Refusal(
      'PLAN_MILESTONE_MET_ALREADY',
      `milestone ${milestone.no} was confirmed on ${milestone.confirmedMetOn}`,
    );
  const saying = reportedShare(milestone, report.share, on);
  const whole = shareDone(milestones.map((one) => (one.id === milestone.id ? { ...one, ...saying } : one))).reportedPct;
  if (report.reportedPct !== null && !exactly(report.reportedPct).eq(exactly(whole)))
    throw new Refusal(
      'PROGRESS_SHARE_INVALID',
      `${report.share} % of milestone ${milestone.no} makes ${whole} % of the plan`,
      {
        reportedPct: whole,
      },
    );
  await insertFacts(tx, [saying], at, now);
  await takeShares(tx, problem);
};

/**
 * A unit reports on its work; with `dispatchId` this is its reply to that weekly sheet (a unit reports once). Refuses with
 * PROGRESS_WRONG_UNIT, PROGRESS_NOT_SIGNED_FOR, PROGRESS_REPORTED_ALREADY, DISPATCH_ROW_INVALID and the above.
 */
export const reportProgress = async (context: ActionContext, report: Report): Promise<string> => {
  const { tx, problem, rules, identity, at, now } = context;
  const before = beforeOf(context);
  const unitId = identity.unitId ?? '';
  const isLead = relationsTo(problem, await standingOf(tx, identity), rules).includes('lead');
  if (!isLead && !problem.supportingUnitIds.includes(unitId) && problem.territorialUnitId !== unitId)
    throw new Refusal('PROGRESS_WRONG_UNIT', 'progress is reported by the units that do the work');
  if (!isLead && report.milestone !== null)
    throw new Refusal('PROGRESS_WRONG_UNIT', 'the share of a milestone is reported by the lead unit');
  if (SILENT.includes(problem.state))
    throw new Refusal('PROGRESS_NOT_SIGNED_FOR', `nothing is reported in state ${problem.state}`, {
      state: problem.state,
    });
  await needUnits(tx, [report.coordinateWithUnitId]);
  const last = await lastReport(tx, { problemId: problem.id, taskId: null }, unitId);
  refuseRepeated(last, report, at);
  const row = report.dispatchId
    ? await rowOf(tx, report.dispatchId, { kind: 'problem', id: problem.id }, unitId)
    : null;
  if (report.dispatchId && !row)
    throw new Refusal('DISPATCH_ROW_INVALID', 'this problem does not stand on that weekly sheet', {
      dispatchId: report.dispatchId,
    });
  await takeShare(context, report);
  if (!isLead && !problem.helperUnitIds.includes(unitId)) problem.helperUnitIds.push(unitId);
  const noProgress = isWithoutProgress(report.text, last?.text ?? null);
  const files = report.evidence.map(({ sha256, name }) => ({ sha256, name }));
  const progressId = await insertProgress(
    tx,
    {
      problemId: problem.id,
      taskId: null,
      unitId,
      dispatchId: report.dispatchId,
      milestoneNo: report.milestone,
      share: report.share,
      reportedPct: problem.reportedPct,
      text: report.text,
      obstacle: report.obstacle,
      coordinateWithUnitId: report.coordinateWithUnitId,
      promise: report.promise,
      isWithoutProgress: noProgress,
      files,
      reportedAt: at,
    },
    now,
  );
  await storeEvidence(tx, context, { kind: 'progress-report', id: progressId }, report.evidence);
  if (row) await markReplied(tx, row.rowId, progressId, at);
  const { evidence: _files, ...given } = report;
  await closeAct(context, { action: 'report-progress', before, given: { ...given, progressId }, reason: null });
  await publish(tx, ProgressReported, {
    key: problem.id,
    occurredAt: at,
    data: {
      progressId,
      record: { kind: 'problem', id: problem.id },
      unitId,
      dispatchId: report.dispatchId,
      text: report.text,
      obstacle: report.obstacle,
      coordinateWithUnitId: report.coordinateWithUnitId,
      promise: report.promise,
      reportedPct: Number(problem.reportedPct),
      noProgress,
      files,
      reportedAt: at.toISOString(),
    },
  });
  return progressId;
};
