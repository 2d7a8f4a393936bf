import type { EntityManager } from 'typeorm';
import { ProgressReported } from '#libs/contracts/ledger.events.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { isWithoutProgress } from '#libs/domain/plan/dispatch-list.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import { publish } from '#libs/messaging/outbox.js';
import type { Pack } from '#libs/policy/pack.js';
import { markReplied, rowOf } from '../dispatch/dispatch.store.js';
import { storeEvidence } from '../evidence/store-evidence.js';
import { closureRules } from '../reference/categories.js';
import { joinedPath, needUnits } from '../reference/directory.store.js';
import { lockTask } from '../task/task.store.js';
import { businessTime } from '#libs/identity/write-time.js';
import type { ReportProgress } from './progress.api.js';
import { insertProgress, lastReport } from './progress.store.js';
import { refuseRepeated } from './repeated-report.js';

/** A unit reports on a task it leads or helps with. Refuses with TASK_NOT_FOUND, PROGRESS_WRONG_UNIT, PROGRESS_NOT_SIGNED_FOR, PROGRESS_REPORTED_ALREADY, DISPATCH_ROW_INVALID. */
export const reportTaskProgress = async (
  tx: EntityManager,
  pack: Pack,
  taskId: string,
  report: ReportProgress,
  identity: Identity,
  now: Date,
): Promise<string> => {
  const task = await lockTask(tx, taskId);
  const path = await joinedPath(tx, task.unitIds);
  requireScope(identity, 'progress.report', path);
  const unitId = identity.unitId ?? '';
  if (task.leadUnitId !== unitId && !task.supportingUnitIds.includes(unitId))
    throw new Refusal('PROGRESS_WRONG_UNIT', 'progress is reported by the units that do the work');
  if (task.state !== 'signed' && task.state !== 'reported')
    throw new Refusal('PROGRESS_NOT_SIGNED_FOR', `nothing is reported in state ${task.state}`, { state: task.state });
  await needUnits(tx, [report.coordinateWithUnitId]);
  const at = businessTime(report, identity, { unitPath: path, lastActionAt: task.lastActionAt }, now);
  const row = report.dispatchId ? await rowOf(tx, report.dispatchId, { kind: 'task', id: task.id }, unitId) : null;
  if (report.dispatchId && !row)
    throw new Refusal('DISPATCH_ROW_INVALID', 'this task does not stand on that weekly sheet');
  const last = await lastReport(tx, { problemId: null, taskId: task.id }, unitId);
  refuseRepeated(last, report, at);
  const said = {
    unitId,
    dispatchId: report.dispatchId,
    text: report.text,
    obstacle: report.obstacle,
    coordinateWithUnitId: report.coordinateWithUnitId,
    promise: report.promise,
    files: report.evidence.map(({ sha256, name }) => ({ sha256, name })),
  };
  const reportedPct = report.reportedPct ?? '0';
  const noProgress = isWithoutProgress(report.text, last?.text ?? null);
  const progressId = await insertProgress(
    tx,
    {
      ...said,
      problemId: null,
      taskId: task.id,
      milestoneNo: null,
      share: null,
      reportedPct,
      isWithoutProgress: noProgress,
      reportedAt: at,
    },
    now,
  );
  const rules = closureRules(pack, shanghaiDate(at));
  await storeEvidence(tx, { task, rules, identity, at }, { kind: 'progress-report', id: progressId }, report.evidence);
  if (row) await markReplied(tx, row.rowId, progressId, at);
  await audit(tx, { at, action: 'task.report-progress', subject: { kind: 'task', id: task.id }, new: { progressId } });
  await publish(tx, ProgressReported, {
    key: task.id,
    occurredAt: at,
    data: {
      ...said,
      progressId,
      record: { kind: 'task', id: task.id },
      reportedPct: Number(reportedPct),
      noProgress,
      reportedAt: at.toISOString(),
    },
  });
  return progressId;
};
