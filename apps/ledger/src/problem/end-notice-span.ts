import type { EntityManager } from 'typeorm';
import { shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { audit } from '#libs/identity/audit.js';
import { insertAction, itemsOf, lockProblem } from './problem.store.js';
import { publishProblem } from './publish-problem.js';

/**
 * The span of a public notice is over: from now on the office may end the notice with its record. The step itself stays a
 * person's, since somebody has to say whether there were objections. A timer of an earlier notice finds nothing to do.
 */
export const endNoticeSpan = async (tx: EntityManager, problemId: string, dueAt: Date): Promise<void> => {
  const problem = await lockProblem(tx, problemId);
  const isThisOne =
    problem.state === 'PUBLIC_NOTICE' &&
    !problem.isNoticeOver &&
    problem.noticeEnd !== null &&
    shanghaiInstant(problem.noticeEnd, 24).getTime() <= dueAt.getTime();
  if (!isThisOne) return;
  problem.isNoticeOver = true;
  problem.version += 1;
  problem.changedAt = dueAt;
  problem.lastActionAt = dueAt > problem.lastActionAt ? dueAt : problem.lastActionAt;
  await tx.save(problem);
  await insertAction(tx, problem, {
    action: 'notice-over',
    from: problem.state,
    at: dueAt,
    recordedAt: dueAt,
    personId: null,
    given: { noticeEnd: problem.noticeEnd },
    reason: null,
  });
  await audit(tx, {
    at: dueAt,
    action: 'problem.notice-over',
    subject: { kind: 'problem', id: problem.id },
    new: { noticeEnd: problem.noticeEnd },
  });
  await publishProblem(tx, problem, await itemsOf(tx, problem.id), { action: 'notice-over', at: dueAt });
};
