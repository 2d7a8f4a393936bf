import type { EntityManager } from 'typeorm';
import { ProblemChanged } from '#libs/contracts/ledger.events.js';
import { publish } from '#libs/messaging/outbox.js';
import { closureTold } from './closure-told.js';
import { listsOf } from './problem.store.js';
import type { ProblemEntity, ProblemItemEntity } from './problem.entity.js';

/** Tells the others of a problem after one action, whole. */
export const publishProblem = async (
  tx: EntityManager,
  problem: ProblemEntity,
  items: readonly ProblemItemEntity[],
  act: { readonly action: string; readonly at: Date; readonly refusalCodes?: readonly string[] },
): Promise<void> => {
  const lists = new Map((items.length > 0 ? await listsOf(tx, problem.id) : []).map((list) => [list.id, list]));
  const closure = await closureTold(tx, problem);
  await publish(tx, ProblemChanged, {
    key: problem.id,
    occurredAt: act.at,
    data: {
      problemId: problem.id,
      version: problem.version,
      problemNo: problem.problemNo,
      title: problem.title,
      source: problem.source,
      category: problem.category,
      timeCategory: problem.timeCategory,
      state: problem.state,
      action: act.action,
      round: problem.round,
      subject:
        problem.subjectKind === null || problem.subjectId === null
          ? null
          : { kind: problem.subjectKind as 'outlet', id: problem.subjectId },
      areaId: problem.areaId,
      leadUnitId: problem.leadUnitId,
      supportingUnitIds: problem.supportingUnitIds,
      territorialUnitId: problem.territorialUnitId,
      supervisingUnitId: problem.supervisingUnitId,
      acceptanceUnitId: problem.acceptanceUnitId,
      leaderPostId: problem.leaderPostId,
      responsiblePostId: problem.responsiblePostId,
      deadline: problem.deadline,
      reportedPct: Number(problem.reportedPct),
      confirmedPct: Number(problem.confirmedPct),
      items: items.map((item) => ({
        listId: item.listId,
        listName: lists.get(item.listId)?.name ?? item.listId,
        itemNo: item.itemNo,
        dueAt: item.dueOn,
        plannedClosureAt: item.plannedClosureOn,
        completedAt: item.completedOn,
        closedAt: item.closedOn,
      })),
      warningId: problem.warningId,
      basis: problem.basis,
      ...(closure ? { closure } : {}),
      ...(act.refusalCodes ? { refusalCodes: [...act.refusalCodes] } : {}),
    },
  });
};
