import { Refusal } from '#libs/domain/refusal.js';
import { ProblemItemEntity } from '../problem/problem.entity.js';
import { beforeOf, closeAct } from '../problem/act-on-problem.js';
import type { ActionContext } from '../problem/action-context.js';
import { sourceOf } from '../reference/categories.js';
import { ListEntity } from './list.entity.js';

export interface ItemWish {
  readonly listId: string;
  readonly itemNo: string;
  readonly dueAt?: string | undefined;
  readonly plannedClosureAt?: string | undefined;
}

/**
 * Puts a registered problem on a further list; a stricter list makes its route stricter from then on. Refuses with
 * LIST_NOT_FOUND, LIST_ITEM_TWICE, LIST_ITEM_NO_TAKEN, LIST_ITEM_CLOSED.
 */
export const addItem = async (context: ActionContext, wish: ItemWish): Promise<void> => {
  const { tx, pack, problem, items, on } = context;
  const before = beforeOf(context);
  const list = await tx.findOneBy(ListEntity, { id: wish.listId });
  if (!list) throw new Refusal('LIST_NOT_FOUND', `no list ${wish.listId}`);
  if (items.some((item) => item.listId === list.id))
    throw new Refusal('LIST_ITEM_TWICE', `the problem stands on list ${list.id} already`);
  if (await tx.existsBy(ProblemItemEntity, { listId: list.id, itemNo: wish.itemNo }))
    throw new Refusal('LIST_ITEM_NO_TAKEN', `number ${wish.itemNo} of list ${list.id} is taken`);
  if (problem.closedOn !== null || problem.leftOn !== null)
    throw new Refusal('LIST_ITEM_CLOSED', 'a closed, withdrawn or merged problem joins no further list');
  const item = tx.create(ProblemItemEntity, {
    problemId: problem.id,
    listId: list.id,
    itemNo: wish.itemNo,
    dueOn: wish.dueAt ?? problem.deadline,
    plannedClosureOn: wish.plannedClosureAt ?? null,
    completedOn: problem.completedOn,
    closedOn: null,
  });
  await tx.insert(ProblemItemEntity, item);
  problem.publicNoticeRequired ||= list.publicNotice;
  problem.upperRequired ||= list.upperConfirmation || sourceOf(pack, list.source, on).upperReview;
  problem.isInspection ||= list.kind === 'inspection';
  await closeAct(
    { ...context, items: [...items, item] },
    { action: 'add-to-list', before, given: { ...wish }, reason: null },
  );
};
