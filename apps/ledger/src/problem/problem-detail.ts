import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import { daysBetween, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { TRANSITIONS } from '#libs/domain/problem/transitions.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import type { Pack } from '#libs/policy/pack.js';
import { rowsOf } from '../dispatch/dispatch.store.js';
import { evidenceOf, evidenceView } from '../evidence/evidence.store.js';
import { readLags } from '../lag/read-lag.js';
import { latestPlan, milestonesOf } from '../plan/plan.store.js';
import { progressOf, type ProgressRow } from '../progress/progress.store.js';
import { closureRulesOf } from '../reference/categories.js';
import { joinedPath } from '../reference/directory.store.js';
import { nextActions } from './next-actions.js';
import type { ProblemDetail, ProblemRow, ProgressView } from './problem.api.js';
import { ProblemEntity } from './problem.entity.js';
import { waitsOf } from './problem.store.js';
import { type ActionRow, actionsOf, problemView, type ProblemViewRow, warningOf } from './problem-views.store.js';
import { standingOf } from './relations.js';

/** A problem as lists show it. */
export const rowView = (row: ProblemViewRow): z.input<typeof ProblemRow> => {
  const { subjectKind, subjectId, longitude, latitude, stateSince, changedAt, lag, ...same } = row;
  return {
    ...same,
    stateSince: stateSince.toISOString(),
    changedAt: changedAt.toISOString(),
    subject: subjectKind === null || subjectId === null ? null : { kind: subjectKind as 'outlet', id: subjectId },
    position: longitude === null || latitude === null ? null : [Number(longitude), Number(latitude)],
    lag: lag as z.input<typeof ProblemRow>['lag'],
  };
};

export const progressView = (row: ProgressRow): z.input<typeof ProgressView> => ({
  id: row.id,
  record: row.problemId === null ? { kind: 'task', id: row.taskId! } : { kind: 'problem', id: row.problemId },
  unitId: row.unitId,
  dispatchId: row.dispatchId,
  milestone: row.milestoneNo,
  share: row.share,
  reportedPct: row.reportedPct,
  text: row.text,
  obstacle: row.obstacle,
  coordinateWithUnitId: row.coordinateWithUnitId,
  promise: row.promise,
  noProgress: row.isWithoutProgress,
  files: row.files,
  reportedAt: row.reportedAt.toISOString(),
});

/** Names of the steps that are no transitions of the table. */
const OTHER_STEPS: Readonly<Record<string, readonly [string, string]>> = {
  register: ['登记', 'register'],
  'report-progress': ['填报进展', 'report progress'],
  'confirm-milestone': ['核实节点', 'confirm a milestone'],
  'reject-milestone': ['退回节点', 'reject a milestone'],
  'judge-deadline': ['研判时限', 'judge the deadline'],
  'add-to-list': ['列入清单', 'put on a list'],
  'notice-over': ['公示期满', 'notice over'],
};
export const stepName = (action: string): readonly [string, string] => {
  const row = TRANSITIONS.find((one) => one.action === action);
  return row ? [row.zh, row.en] : (OTHER_STEPS[action] ?? [action, action]);
};

const timelineEntry = (row: ActionRow) => {
  const [zh, en] = stepName(row.action);
  return {
    id: row.id,
    action: row.action,
    zh,
    en,
    from: row.fromState,
    to: row.toState,
    round: row.round,
    at: row.at.toISOString(),
    recordedAt: row.recordedAt.toISOString(),
    actor: { id: row.actor.id, name: row.actor.name, unitId: row.actor.unitId, postId: row.actor.postId },
    given: row.given,
    reason: row.reason,
  };
};

/** The problem if the asking person may see it. Refuses with PROBLEM_NOT_FOUND, FORBIDDEN_UNIT. */
export const seenProblem = async (
  tx: EntityManager,
  id: string,
  identity: Identity,
): Promise<{ readonly problem: ProblemEntity; readonly unitPath: string[] }> => {
  const problem = await tx.findOneBy(ProblemEntity, { id });
  if (!problem) throw new Refusal('PROBLEM_NOT_FOUND', `no problem ${id}`);
  const unitPath = await joinedPath(tx, problem.unitIds);
  requireScope(identity, 'problem.read', unitPath);
  return { problem, unitPath };
};

/** Everything a person needs to see of a problem before deciding what to do with it, and what that may be. */
export const problemDetail = async (
  tx: EntityManager,
  pack: Pack,
  id: string,
  identity: Identity,
  now: Date,
): Promise<z.input<typeof ProblemDetail>> => {
  const on = shanghaiDate(now);
  const { problem, unitPath } = await seenProblem(tx, id, identity);
  const rules = closureRulesOf(pack, problem.closureRulesVersion);
  const [today] = await readLags(
    tx,
    pack,
    { cutoff: now, knownAt: now, previous: null },
    { after: null, limit: 1, only: id },
  );
  const plan = await latestPlan(tx, id);
  const warning = await warningOf(tx, problem.warningId);
  return {
    ...rowView((await problemView(tx, id, on))!),
    originalText: problem.originalText,
    assignDocNo: problem.assignDocNo,
    publicNoticeRequired: problem.publicNoticeRequired,
    upperRequired: problem.upperRequired,
    isInspection: problem.isInspection,
    planStartOn: problem.planStartOn,
    today: today
      ? {
          on,
          plannedPct: today.lag.work.plannedPct,
          actualPct: today.lag.work.actualPct,
          lagPoints: today.lag.work.lagPoints,
          timePct: today.lag.work.timePct,
          level: today.lag.work.level,
          overdueMilestones: today.lag.work.overdueMilestones.length,
          deadlineOverdueDays: today.lag.work.deadlineOverdueDays,
          closureLateDays: today.lag.closure.lateDays,
          closureWaitingDays: today.lag.closure.waitingDays,
          waitingFor: today.lag.closure.waitingFor,
        }
      : null,
    plan: plan && {
      no: plan.no,
      round: plan.round,
      decision: plan.decision,
      opinion: plan.opinion,
      submittedAt: plan.submittedAt.toISOString(),
      goals: [...plan.goals],
      measures: [...plan.measures],
    },
    milestones: (await milestonesOf(tx, id)).map((one) => ({
      no: one.no,
      title: one.title,
      date: one.plannedOn,
      weight: one.weight,
      reportedPct: one.reportedPct,
      confirmedPct: one.confirmedPct,
      reportedMetOn: one.reportedMetOn,
      confirmedMetOn: one.confirmedMetOn,
      overdueDays: one.confirmedMetOn === null ? Math.max(0, daysBetween(one.plannedOn, on)) : 0,
    })),
    waits: (await waitsOf(tx, id)).map(({ unitId, sentOn, answeredOn }) => ({ unitId, from: sentOn, to: answeredOn })),
    progress: (await progressOf(tx, id)).map(progressView),
    timeline: (await actionsOf(tx, id)).map(timelineEntry),
    evidence: (await evidenceOf(tx, { problemId: id })).map(evidenceView),
    warning: warning && {
      ...warning,
      startedAt: warning.startedAt.toISOString(),
      endedAt: warning.endedAt?.toISOString() ?? null,
    },
    dispatches: (await rowsOf(tx, { kind: 'problem', id })).map((row) => ({
      dispatchId: row.dispatchId,
      issueNo: row.issueNo,
      cutoff: row.cutoff.toISOString(),
      unitId: row.unitId,
      level: row.level,
      timesRunning: row.timesRunning,
      replyDueAt: row.replyDueOn,
      repliedAt: row.repliedAt?.toISOString() ?? null,
    })),
    basis: problem.basis,
    nextActions: await nextActions(tx, problem, identity, await standingOf(tx, identity), rules, unitPath),
  };
};
