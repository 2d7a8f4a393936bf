import type { ItemLagDetails } from '#libs/contracts/item-lag.js';
import {
  type CivilDate,
  daysBetween,
  monthOf,
  shanghaiDate,
  startOfDay,
  addMonths,
} from '#libs/domain/calendar/shanghai.js';
import { type DispatchListPolicy, judgeDispatch } from '#libs/domain/plan/dispatch-list.js';
import {
  closureLag,
  type ClosureLag,
  type LagLevel,
  type LagPolicy,
  workLag,
  type WorkLag,
} from '#libs/domain/plan/lag.js';
import { CLOSED_STATES, FINAL_STATES, type ProblemState, WAITING_FOR_UPPER } from '#libs/domain/problem/states.js';
import { kernelPlan, shareDone } from '../plan/milestone-standing.js';
import type {
  ItemOfProblem,
  LagProblem,
  MilestoneOfProblem,
  Moment,
  ReportOfProblem,
  WaitOfProblem,
} from './lag-facts.store.js';

const WEEK_MS = 7 * 86_400_000;

/** Everything known of a problem at a moment. */
export interface LagFacts {
  readonly problem: LagProblem;
  readonly milestones: readonly MilestoneOfProblem[];
  readonly items: readonly ItemOfProblem[];
  readonly waits: readonly WaitOfProblem[];
  /** Latest first: those since the cut-off before, and the one before them. */
  readonly reports: readonly ReportOfProblem[];
  readonly earlierMeasured: readonly LagLevel[];
  readonly reportEvery: 'week' | 'month';
}

export interface ItemLag {
  readonly work: WorkLag;
  readonly closure: ClosureLag;
  /** Longest of the milestones' and the deadline's days. */
  readonly overdueDays: number;
  readonly details: ItemLagDetails & Readonly<Record<string, unknown>>;
}

/**
 * Reports missed running at a cut-off: whole reporting periods, the last one first, during all of
 * which work was under way and nothing was reported. A week ends with the cut-off, a month with the calendar month.
 */
export const missedReports = (facts: LagFacts, cutoff: Date): number => {
  const { problem, reportEvery } = facts;
  const latest = facts.reports[0];
  if (problem.state !== 'RECTIFYING') return 0;
  const since = latest && latest.reportedAt > problem.stateSince ? latest.reportedAt : problem.stateSince;
  if (reportEvery === 'week') return Math.max(0, Math.floor((cutoff.getTime() - since.getTime()) / WEEK_MS));
  let missed = 0;
  for (let month = monthOf(shanghaiDate(cutoff)); startOfDay(`${addMonths(month, -1)}-01`) >= since; missed += 1)
    month = addMonths(month, -1);
  return missed;
};

const earliest = (dates: readonly (string | null)[]): CivilDate | null =>
  dates.filter((date) => date !== null).sort()[0] ?? null;

/** Both lags of a problem at a cut-off with what its line on a sheet needs; the policy is the pack's. */
export const itemLagOf = (
  facts: LagFacts,
  moment: Moment,
  policy: LagPolicy,
  listPolicy: DispatchListPolicy,
): ItemLag => {
  const { problem, milestones, items, reports } = facts;
  const on = shanghaiDate(moment.cutoff);
  const state = problem.state as ProblemState;
  const isClosed = CLOSED_STATES.includes(state) || FINAL_STATES.includes(state);
  const work = workLag(
    {
      plan: kernelPlan(problem.planStartOn, problem.deadline, milestones),
      completedOn: problem.completedOn ?? (isClosed ? on : null),
      missedReports: missedReports(facts, moment.cutoff),
      assessorSaysUnreachable: problem.isDeadlineUnreachable,
      earlierMeasured: facts.earlierMeasured,
    },
    on,
    policy,
  );
  const plannedClosureAt = earliest(items.map((item) => item.plannedClosureAt));
  const closure = closureLag(
    {
      plannedClosureOn: plannedClosureAt,
      closedOn: problem.closedOn ?? (isClosed ? on : null),
      waits: facts.waits.map(({ unitId, sentOn, answeredOn }) => ({ from: sentOn, to: answeredOn, body: unitId })),
    },
    on,
  );
  const byId = new Map(milestones.map((one) => [one.id, one]));
  const overdueMilestones = work.overdueMilestones.map(({ id, plannedOn, days }) => ({
    no: byId.get(id)!.no,
    title: byId.get(id)!.title,
    date: plannedOn,
    days,
  }));
  const next = milestones
    .filter((one) => one.confirmedMetOn === null && one.reportedMetOn === null)
    .sort((a, b) => (a.plannedOn < b.plannedOn ? -1 : 1))[0];
  const daysCompletedNotClosed =
    problem.completedOn !== null && !isClosed ? Math.max(0, daysBetween(problem.completedOn, on)) : null;
  const daysToDeadline = problem.completedOn === null && !isClosed ? daysBetween(on, problem.deadline) : null;
  const overdueDays = Math.max(overdueMilestones[0]?.days ?? 0, work.deadlineOverdueDays);
  // The list's own standing is the dispatch's to keep; these are the rules that speak for the item today.
  const entry = judgeDispatch(
    listPolicy,
    {
      level: work.level,
      overdueMilestones: overdueMilestones.length,
      deadlineOverdueDays: work.deadlineOverdueDays,
      daysToDeadline,
      actualPct: work.actualPct,
      daysCompletedNotClosed,
      upperWaitingDays: closure.waitingDays,
      isClosed,
      addedByHand: null,
      removedByHand: null,
    },
    null,
  );
  return {
    work,
    closure,
    overdueDays,
    details: {
      problemNo: problem.problemNo,
      title: problem.title,
      items: items.map(({ problemId: _problemId, listShortName: _shortName, ...item }) => item),
      areaId: problem.areaId,
      leadUnitId: problem.leadUnitId,
      supportingUnitIds: problem.supportingUnitIds,
      territorialUnitId: problem.territorialUnitId,
      supervisingUnitId: problem.supervisingUnitId,
      leaderPostId: problem.leaderPostId,
      responsiblePostId: problem.responsiblePostId,
      deadline: problem.deadline,
      plannedClosureAt,
      plannedPct: work.plannedPct,
      actualPct: work.actualPct,
      ...shareDone(milestones),
      lagPoints: work.lagPoints,
      measured: work.measured,
      overdueMilestones,
      deadlineOverdueDays: work.deadlineOverdueDays,
      nextMilestone: next ? { title: next.title, date: next.plannedOn } : null,
      completedOn: problem.completedOn,
      closedOn: problem.closedOn,
      isClosed,
      upperWaitingDays: closure.waitingDays,
      reports: reports.map((report) => ({
        progressId: report.id,
        reportedAt: report.reportedAt.toISOString(),
        text: report.text,
        obstacle: report.obstacle,
        coordinateWithUnitId: report.coordinateWithUnitId,
        promise: report.promise,
        evidence: report.files.map(({ name }) => name),
        noProgress: report.isWithoutProgress,
        unitId: report.unitId,
        dispatchId: report.dispatchId,
      })),
      level: work.level,
      because: work.because.map(({ kind }) => kind),
      entryReasons: entry.because.map(({ kind }) => kind),
      overdueDays,
      daysToDeadline,
      daysCompletedNotClosed,
      missedReports: missedReports(facts, moment.cutoff),
      timePct: work.timePct,
      schedulePerformance: work.schedulePerformance,
      closureLateDays: closure.lateDays,
      closureOwnLateDays: closure.ownLateDays,
      waitingUpper: WAITING_FOR_UPPER.includes(state),
      waitingFor: closure.waitingFor,
      acceptanceUnitId: problem.acceptanceUnitId,
      contactPostId: problem.contactPostId,
      source: problem.source,
      isInspection: problem.isInspection,
      timeCategory: problem.timeCategory,
      state: problem.state,
      round: problem.round,
      refusals: problem.refusals,
    },
  };
};
