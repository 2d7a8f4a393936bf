import { type EntityManager, In } from 'typeorm';
import type { z } from 'zod';
import { addDays, daysBetween, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Identity } from '#libs/identity/identity.js';
import type { Pack } from '#libs/policy/pack.js';
import { nextActions } from '../problem/next-actions.js';
import { ProblemEntity } from '../problem/problem.entity.js';
import { approverKinds, standingOf } from '../problem/relations.js';
import { closureRules, closureRulesOf } from '../reference/categories.js';
import { joinedPath } from '../reference/directory.store.js';
import { OFFICE } from '../reference/responsible-units.js';
import { TaskEntity } from '../task/task.entity.js';
import { nextTaskActions } from '../task/task-detail.js';
import type { MyWork, WorkItem } from './my-work.api.js';
import { waitingReplies, workCandidates } from './my-work.store.js';

const MOST = 500;
/** May be done at any time and so is nothing that waits. */
const AT_ANY_TIME = new Set([
  'report-progress',
  'withdraw',
  'merge',
  'judge-deadline',
  'reject-milestone',
  'begin-look-back',
  'request-extension',
  'raise-objection',
]);

type Item = z.input<typeof WorkItem>;

/** What the unit somebody acts from has to do now: steps that wait for just this person's relation, tasks, replies. */
export const myWork = async (
  tx: EntityManager,
  pack: Pack,
  identity: Identity,
  now: Date,
): Promise<z.input<typeof MyWork>> => {
  const on = shanghaiDate(now);
  const standing = await standingOf(tx, identity);
  const items: Item[] = [];
  const overdue = (dueOn: string | null): number => (dueOn === null ? 0 : Math.max(0, daysBetween(dueOn, on)));
  let truncated = false;
  if (standing.unit) {
    const rules = closureRules(pack, on);
    const kinds = [true, false].flatMap((isInspection) => approverKinds({ isInspection }, rules));
    const candidates = await workCandidates(
      tx,
      {
        unitId: standing.unit.id,
        isOffice: standing.unit.type === OFFICE,
        isApprover: standing.posts.some((post) => kinds.includes(post.kind)),
        isUpper: standing.unit.external,
      },
      MOST,
    );
    truncated = candidates.length === MOST;
    const idsOf = (kind: 'problem' | 'task') => candidates.filter((one) => one.kind === kind).map(({ id }) => id);
    const problems = new Map(
      (await tx.findBy(ProblemEntity, { id: In(idsOf('problem')) })).map((one) => [one.id, one]),
    );
    const tasks = new Map((await tx.findBy(TaskEntity, { id: In(idsOf('task')) })).map((one) => [one.id, one]));
    for (const candidate of candidates) {
      const problem = problems.get(candidate.id);
      const task = tasks.get(candidate.id);
      const path = await joinedPath(tx, (problem ?? task)!.unitIds);
      const isLookBackDue = (problem?.lookBackDueOn ?? '9999-12-31') <= addDays(on, 14);
      const actions = problem
        ? (await nextActions(tx, problem, identity, standing, closureRulesOf(pack, problem.closureRulesVersion), path))
            .filter(({ action }) => !AT_ANY_TIME.has(action) || (action === 'begin-look-back' && isLookBackDue))
            .filter(({ action }) => action !== 'confirm-milestone' || problem.reportedPct !== problem.confirmedPct)
        : nextTaskActions(task!, identity, standing, path).filter(({ action }) => action !== 'cancel');
      if (actions.length === 0) continue;
      items.push({
        ...candidate,
        since: candidate.since.toISOString(),
        actions: actions.map(({ action, zh, en }) => ({ action, zh, en })),
        overdueDays: overdue(candidate.dueOn),
        dispatchId: null,
      });
    }
    for (const row of await waitingReplies(tx, standing.unit.id, MOST))
      items.push({
        kind: 'dispatch-reply',
        id: row.recordId,
        code: row.code,
        title: row.title,
        state: row.state,
        actions: [{ action: 'reply-dispatch', zh: '答复调度', en: 'reply to the weekly sheet' }],
        leadUnitId: row.leadUnitId,
        since: row.cutoff.toISOString(),
        dueOn: row.replyDueOn,
        overdueDays: overdue(row.replyDueOn),
        level: row.level,
        dispatchId: row.dispatchId,
      });
  }
  const late = '9999-12-31';
  items.sort((a, b) => ((a.dueOn ?? late) < (b.dueOn ?? late) ? -1 : (a.dueOn ?? late) > (b.dueOn ?? late) ? 1 : 0));
  const weekEnd = addDays(on, 7);
  return {
    on,
    unitId: standing.unit?.id ?? null,
    items,
    counts: {
      total: items.length,
      overdue: items.filter(({ overdueDays }) => overdueDays > 0).length,
      dueThisWeek: items.filter(({ dueOn }) => dueOn !== null && dueOn >= on && dueOn <= weekEnd).length,
    },
    truncated,
  };
};
