import type { ActChanged, WarningData } from '#libs/contracts/accountability.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import type { ProjectChanged } from '#libs/contracts/funding.events.js';
import type { ProblemChanged, TaskChanged } from '#libs/contracts/ledger.events.js';
import type { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import type { BoardItem } from './board.store.js';

const CLOSED_PROBLEM = new Set(['CLOSED', 'LOOK_BACK', 'CONSOLIDATED', 'WITHDRAWN', 'MERGED']);
/** Stages behind the reply: its day is kept, and nothing is waited for from the unit. */
const ANSWERED_ACT: ReadonlySet<string> = new Set(['follow-up', 'lifting', 'filing']);
const CLOSED_ACT = new Set(['lifted', 'filed', 'withdrawn', 'absorbed']);

export const itemOfProblem = (problem: DataOf<typeof ProblemChanged>, changedAt: Date): BoardItem => ({
  kind: 'problem',
  id: problem.problemId,
  version: problem.version,
  code: problem.items[0]?.itemNo ?? problem.problemNo,
  title: problem.title,
  state: problem.state,
  isOpen: !CLOSED_PROBLEM.has(problem.state),
  leadUnitId: problem.leadUnitId,
  areaId: problem.areaId,
  subjectKind: problem.subject?.kind ?? null,
  subjectId: problem.subject?.id ?? null,
  dueAt: problem.deadline,
  listIds: problem.items.map((item) => item.listId),
  level: null,
  details: {
    category: problem.category,
    reportedPct: problem.reportedPct,
    confirmedPct: problem.confirmedPct,
    round: problem.round,
  },
  changedAt,
});

export const itemOfTask = (task: DataOf<typeof TaskChanged>, changedAt: Date): BoardItem => ({
  kind: 'task',
  id: task.taskId,
  version: task.version,
  code: task.taskNo,
  title: task.title,
  state: task.state,
  isOpen: task.state !== 'confirmed' && task.state !== 'cancelled',
  leadUnitId: task.leadUnitId,
  areaId: null,
  subjectKind: task.subject?.kind ?? null,
  subjectId: task.subject?.id ?? null,
  dueAt: task.dueAt,
  listIds: [],
  level: null,
  details: { kind: task.kind },
  changedAt,
});

export const itemOfProject = (project: DataOf<typeof ProjectChanged>, changedAt: Date): BoardItem => ({
  kind: 'project',
  id: project.projectId,
  version: project.version,
  code: project.projectId,
  title: project.name,
  state: project.state,
  isOpen: project.state !== 'accepted',
  leadUnitId: project.leadUnitId,
  areaId: project.areaId,
  subjectKind: null,
  subjectId: null,
  dueAt: project.plannedFinish,
  listIds: [],
  level: null,
  details: {
    allocated: project.allocated,
    paid: project.paid,
    plannedStart: project.plannedStart,
    actualStart: project.actualStart,
  },
  changedAt,
});

export const itemOfSubject = (subject: DataOf<typeof MonitoredSubjectState>, changedAt: Date): BoardItem => ({
  kind: 'subject',
  id: subject.id,
  version: subject.version,
  code: subject.id,
  title: subject.name,
  state: subject.kind,
  isOpen: !subject.retired,
  leadUnitId: subject.answersFor[0]?.unitId ?? null,
  areaId: subject.areaId,
  subjectKind: subject.kind,
  subjectId: subject.id,
  dueAt: null,
  listIds: [],
  level: null,
  details: { position: subject.position },
  changedAt,
});

export const itemOfWarning = (warning: WarningData, changedAt: Date): BoardItem => ({
  kind: 'warning',
  id: warning.warningId,
  version: warning.version,
  code: warning.ruleClass,
  title: warning.title,
  state: warning.endedAt ? 'ended' : 'open',
  isOpen: warning.endedAt === null,
  leadUnitId: warning.unitIds[0] ?? null,
  areaId: warning.areaId,
  subjectKind: warning.subject.kind,
  subjectId: warning.subject.id,
  dueAt: null,
  listIds: [],
  level: warning.severity,
  details: {
    count: warning.count,
    period: warning.period.label,
    takenInBy: warning.takenInBy,
    startedAt: warning.startedAt,
  },
  changedAt,
});

export const itemOfAct = (act: DataOf<typeof ActChanged>, changedAt: Date): BoardItem => ({
  kind: 'act',
  id: act.actId,
  version: act.version,
  code: act.number ?? act.kind,
  title: act.title,
  state: act.state,
  isOpen: !CLOSED_ACT.has(act.state),
  leadUnitId: act.addresseeUnitId,
  areaId: null,
  subjectKind: act.subject?.kind ?? null,
  subjectId: act.subject?.id ?? null,
  dueAt: ANSWERED_ACT.has(act.state) ? null : act.replyDueAt,
  listIds: [],
  level: null,
  details: { kind: act.kind, approverPostId: act.approverPostId, meetingAt: act.meetingAt, issuedAt: act.issuedAt },
  changedAt,
});
