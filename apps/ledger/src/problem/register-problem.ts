import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import type { Basis } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { unitsConflict } from '#libs/domain/problem/acceptance.js';
import { FIRST_STATE, type TimeCategory } from '#libs/domain/problem/states.js';
import { obey, Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Pack } from '#libs/policy/pack.js';
import { ListEntity } from '../list/list.entity.js';
import { closureRules, needCategory, sourceOf } from '../reference/categories.js';
import { needPosts, needUnits, workingCalendar } from '../reference/directory.store.js';
import { responsibleFor, supervisorOf, temporaryLead } from '../reference/responsible-units.js';
import { nextNumber } from './number-problem.js';
import { ProblemEntity, ProblemItemEntity } from './problem.entity.js';
import { insertAction, unitsNamedBy } from './problem.store.js';
import { publishProblem } from './publish-problem.js';
import { keepSpans } from './span.store.js';
import { stepDueOn } from './step-due.js';

export interface NewItem {
  readonly listId: string;
  readonly itemNo: string;
  readonly dueAt?: string | undefined;
  readonly plannedClosureAt?: string | undefined;
}
export interface NewProblem {
  readonly problemNo?: string | undefined;
  readonly externalNo?: string | undefined;
  readonly title: string;
  readonly originalText?: string | undefined;
  readonly source: string;
  readonly category: string;
  readonly timeCategory: TimeCategory;
  readonly deadline?: string | undefined;
  readonly subject?: { readonly kind: string; readonly id: string } | undefined;
  readonly areaId?: string | undefined;
  readonly position?: readonly [number, number] | undefined;
  readonly leadUnitId?: string | undefined;
  readonly supportingUnitIds: readonly string[];
  readonly territorialUnitId?: string | undefined;
  readonly supervisingUnitId?: string | undefined;
  readonly acceptanceUnitId?: string | undefined;
  readonly leaderPostId?: string | undefined;
  readonly responsiblePostId?: string | undefined;
  readonly contactPostId?: string | undefined;
  readonly items: readonly NewItem[];
  readonly warningId?: string | undefined;
  readonly basis?: Basis | undefined;
  /** Who registers it, for the history; null for the platform itself. */
  readonly personId: string | null;
  readonly at: Date;
  readonly now: Date;
  readonly reason: string | null;
}

const NO_BASIS: Basis = { references: [], query: null };

/** The lists a new problem goes on, checked. Refuses with LIST_UNKNOWN_INVALID, LIST_TWICE_INVALID, LIST_ITEM_NO_TAKEN. */
const listsFor = async (tx: EntityManager, items: readonly NewItem[]): Promise<ListEntity[]> => {
  const lists: ListEntity[] = [];
  for (const { listId, itemNo } of items) {
    const list = await tx.findOneBy(ListEntity, { id: listId });
    if (!list) throw new Refusal('LIST_UNKNOWN_INVALID', `no list ${listId}`, { listId });
    if (lists.includes(list)) throw new Refusal('LIST_TWICE_INVALID', `list ${listId} is named twice`, { listId });
    if (await tx.existsBy(ProblemItemEntity, { listId, itemNo }))
      throw new Refusal('LIST_ITEM_NO_TAKEN', `number ${itemNo} of list ${listId} is taken`, { listId, itemNo });
    lists.push(list);
  }
  return lists;
};

/** Units as named, else by the responsibility list, else the office for the time being. */
const unitsFor = async (tx: EntityManager, pack: Pack, wish: NewProblem, on: string) => {
  const responsible = await responsibleFor(tx, pack, {
    category: wish.category,
    subjectKind: wish.subject?.kind ?? null,
    areaId: wish.areaId ?? null,
    on,
  });
  const leadUnitId = wish.leadUnitId ?? responsible.leadUnitId ?? (await temporaryLead(tx));
  if (!leadUnitId) throw new Refusal('PROBLEM_LEAD_INVALID', 'no unit answers for this; name the lead unit');
  const named = wish.leadUnitId !== undefined;
  const supervisingUnitId = wish.supervisingUnitId ?? (await supervisorOf(tx, pack, responsible, leadUnitId, on));
  return {
    leadUnitId,
    supportingUnitIds: named ? [...wish.supportingUnitIds] : [...responsible.cooperatingUnitIds],
    supervisingUnitId,
  };
};

/** Puts a problem on the ledger, to be assigned. Refuses what contradicts the pack, the directory or the lists, by name. */
export const registerProblem = async (tx: EntityManager, pack: Pack, wish: NewProblem): Promise<ProblemEntity> => {
  const { at, now } = wish;
  const on = shanghaiDate(at);
  const source = sourceOf(pack, wish.source, on);
  await needCategory(tx, pack, wish.category, on);
  const lists = await listsFor(tx, wish.items);
  const units = await unitsFor(tx, pack, wish, on);
  const rules = closureRules(pack, on);
  if (wish.problemNo !== undefined && (await tx.existsBy(ProblemEntity, { problemNo: wish.problemNo })))
    throw new Refusal('PROBLEM_NO_TAKEN', `number ${wish.problemNo} is taken`, { problemNo: wish.problemNo });
  const problem = tx.create(ProblemEntity, {
    id: uuidv7(),
    version: 1,
    problemNo: wish.problemNo ?? (await nextNumber(tx, pack, 'problem', at)),
    externalNo: wish.externalNo ?? null,
    title: wish.title,
    originalText: wish.originalText ?? wish.title,
    source: source.id,
    category: wish.category,
    timeCategory: wish.timeCategory,
    state: FIRST_STATE,
    stateSince: at,
    round: 1,
    subjectKind: wish.subject?.kind ?? null,
    subjectId: wish.subject?.id ?? null,
    areaId: wish.areaId ?? null,
    longitude: wish.position ? String(wish.position[0]) : null,
    latitude: wish.position ? String(wish.position[1]) : null,
    ...units,
    territorialUnitId: wish.territorialUnitId ?? null,
    acceptanceUnitId: wish.acceptanceUnitId ?? null,
    upperUnitId: null,
    assignedByUnitId: null,
    leaderPostId: wish.leaderPostId ?? null,
    responsiblePostId: wish.responsiblePostId ?? null,
    contactPostId: wish.contactPostId ?? null,
    assignDocNo: null,
    assignedOn: null,
    planStartOn: null,
    deadline: wish.deadline ?? null,
    originalDeadline: wish.deadline ?? null,
    workReportedOn: null,
    completedOn: null,
    closedOn: null,
    leftOn: null,
    mergedInto: null,
    noticeStart: null,
    noticeEnd: null,
    isNoticeOver: false,
    stepDueOn: null,
    publicNoticeRequired: source.publicNotice === 'required' || lists.some((list) => list.publicNotice),
    upperRequired: source.upperReview || lists.some((list) => list.upperConfirmation),
    isInspection: source.isInspection || lists.some((list) => list.kind === 'inspection'),
    closureRulesVersion: rules.version,
    lookBacksPlanned: 0,
    lookBacksDone: 0,
    lookBackDueOn: null,
    refusals: 0,
    isDeadlineUnreachable: false,
    reportedPct: '0',
    confirmedPct: '0',
    helperUnitIds: [],
    doerPersonIds: [],
    warningId: wish.warningId ?? null,
    basis: wish.basis ?? NO_BASIS,
    createdAt: at,
    lastActionAt: at,
    changedAt: at,
  });
  await needUnits(tx, [
    problem.leadUnitId,
    ...problem.supportingUnitIds,
    problem.territorialUnitId,
    problem.supervisingUnitId,
    problem.acceptanceUnitId,
  ]);
  await needPosts(tx, [problem.leaderPostId, problem.responsiblePostId, problem.contactPostId]);
  obey(unitsConflict(problem));
  problem.unitIds = unitsNamedBy(problem);
  problem.stepDueOn = stepDueOn(problem, on, await workingCalendar(tx), rules);
  await tx.insert(ProblemEntity, problem);
  const items = wish.items.map((item) =>
    tx.create(ProblemItemEntity, {
      problemId: problem.id,
      listId: item.listId,
      itemNo: item.itemNo,
      dueOn: item.dueAt ?? wish.deadline ?? null,
      plannedClosureOn: item.plannedClosureAt ?? null,
      completedOn: null,
      closedOn: null,
    }),
  );
  if (items.length > 0) await tx.insert(ProblemItemEntity, items);
  const given = { title: problem.title, source: problem.source, items: wish.items };
  await insertAction(tx, problem, {
    action: 'register',
    from: null,
    at,
    recordedAt: now,
    personId: wish.personId,
    given,
    reason: wish.reason,
  });
  await keepSpans(tx, problem, items, at, now);
  await audit(tx, {
    at,
    action: 'problem.register',
    subject: { kind: 'problem', id: problem.id },
    new: { problemNo: problem.problemNo, leadUnitId: problem.leadUnitId, ...given },
    reason: wish.reason,
  });
  await publishProblem(tx, problem, items, { action: 'register', at });
  return problem;
};
