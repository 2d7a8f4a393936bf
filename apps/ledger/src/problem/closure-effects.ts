import { Refusal } from '#libs/domain/refusal.js';
import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import { transitionOf } from '#libs/domain/problem/lifecycle.js';
import { addDays, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { cancelTimers, setTimer } from '#libs/scheduling/timer.store.js';
import { insertFacts, milestonesOf } from '../plan/plan.store.js';
import { confirmedMet, reportRejected } from '../plan/milestone-standing.js';
import { findUnit, needPeople, needUnits, postsById, unitsOfPeople } from '../reference/directory.store.js';
import type { ActionContext, Effects } from './action-context.js';
import { checkGrounds } from './closure-file.js';
import { endWait, openWait } from './problem.store.js';
import { approverKinds } from './relations.js';
import { monthsLater } from './step-due.js';
import { checkUnits, moveDeadline, setMilestones, takeShares } from './work-effects.js';

type ClosureAction =
  | 'return-file'
  | 'pass-file-check'
  | 'accept'
  | 'refuse'
  | 'order-again'
  | 'publish-notice'
  | 'skip-notice'
  | 'raise-objection'
  | 'dismiss-objection'
  | 'uphold-objection'
  | 'end-notice'
  | 'close'
  | 'decline-closure'
  | 'send-to-upper'
  | 'confirm-by-upper'
  | 'refuse-by-upper'
  | 'begin-look-back'
  | 'keep-closed'
  | 'consolidate'
  | 'reopen'
  | 'restart';

/** Timer of the end of a public notice. */
export const NOTICE_OVER = 'problem.notice-over';

/** Dates of checks and replies lie between assignment and the act. Refuses with PROBLEM_DATE_INVALID. */
const checkDate = ({ problem, on }: ActionContext, name: string, date: string): void => {
  if (date > on || (problem.assignedOn !== null && date < problem.assignedOn))
    throw new Refusal('PROBLEM_DATE_INVALID', `${name} ${date} lies outside the work`, { field: name, date });
};

/** Inspectors are known people, none of them of the unit whose work they look at. */
const checkInspectors = async (
  { tx, problem }: ActionContext,
  given: { readonly inspectorPersonIds: readonly string[]; readonly checkedOn: string },
): Promise<void> => {
  await needPeople(tx, given.inspectorPersonIds);
  const units = await unitsOfPeople(tx, given.inspectorPersonIds, given.checkedOn);
  const own = given.inspectorPersonIds.filter(
    (person) => problem.doerPersonIds.includes(person) || units.get(person)?.includes(problem.leadUnitId),
  );
  if (own.length > 0)
    throw new Refusal('PROBLEM_INSPECTOR_OF_DOER', 'an inspector belongs to the unit that did the work', { own });
};

/** Work that was not accepted counts as unfinished again; refusals are counted per unit. */
const takeBack = async ({ tx, problem, items, at, now }: ActionContext): Promise<void> => {
  problem.refusals += 1;
  problem.completedOn = null;
  for (const item of items) item.completedOn = null;
  await insertFacts(tx, reportRejected(await milestonesOf(tx, problem.id)), at, now);
  await takeShares(tx, problem, { confirmedPct: '0' });
};

/** Puts the notice in its span and sets the timer of its end. Refuses with PROBLEM_NOTICE_INVALID. */
const beginNotice = async (
  { tx, problem, calendar, rules, on }: ActionContext,
  given: { readonly noticeStart: string; readonly noticeEnd: string },
): Promise<void> => {
  const { days, unit } = rules.publicNotice;
  if (given.noticeStart < on)
    throw new Refusal('PROBLEM_NOTICE_INVALID', 'a notice begins no earlier than it is published');
  const earliestEnd = deadlineOf(calendar, given.noticeStart, { amount: days, unit }).date;
  if (given.noticeEnd < earliestEnd)
    throw new Refusal('PROBLEM_NOTICE_INVALID', `the notice stands until ${earliestEnd} at least`, {
      earliestEnd,
      days,
      unit,
    });
  problem.noticeStart = given.noticeStart;
  problem.noticeEnd = given.noticeEnd;
  problem.isNoticeOver = false;
  // A timer that fired for an earlier notice stays fired; each notice has a step of its own.
  await setTimer(tx, {
    kind: NOTICE_OVER,
    subjectId: problem.id,
    step: problem.version,
    dueAt: shanghaiInstant(addDays(given.noticeEnd, 1)),
  });
};

const close = ({ problem, items, rules, on }: ActionContext): void => {
  problem.closedOn = on;
  for (const item of items) item.closedOn = on;
  // Inspection items are always looked back at; of the rest those the office picks.
  problem.lookBacksPlanned = problem.isInspection ? rules.lookBacks.afterMonths.length : 0;
  problem.lookBacksDone = 0;
  const first = rules.lookBacks.afterMonths[0];
  problem.lookBackDueOn = problem.isInspection && first !== undefined ? monthsLater(on, first) : null;
};

export const CLOSURE_EFFECTS: Effects<ClosureAction> = {
  'return-file': () => undefined,
  'pass-file-check': () => undefined,
  accept: async (context, given) => {
    const { tx, problem, items, on, at, now } = context;
    checkDate(context, 'checkedOn', given.checkedOn);
    await checkInspectors(context, given);
    await checkGrounds(context);
    problem.completedOn = on;
    for (const item of items) item.completedOn = on;
    const open = (await milestonesOf(tx, problem.id)).filter((one) => one.confirmedMetOn === null);
    await insertFacts(
      tx,
      open.map((one) => confirmedMet(one, given.checkedOn)),
      at,
      now,
    );
    await takeShares(tx, problem, { reportedPct: '100', confirmedPct: '100' });
  },
  refuse: async (context, given) => {
    checkDate(context, 'checkedOn', given.checkedOn);
    await checkInspectors(context, given);
    await takeBack(context);
  },
  'order-again': async (context, given) => {
    context.problem.acceptanceUnitId = given.acceptanceUnitId;
    await checkUnits(context);
    moveDeadline(context, given.newDeadline);
    if (given.milestones) await setMilestones(context, given.milestones, 'same-numbers');
  },
  'publish-notice': beginNotice,
  'skip-notice': () => undefined,
  'raise-objection': async ({ tx, problem }) => {
    await cancelTimers(tx, NOTICE_OVER, problem.id);
  },
  'dismiss-objection': beginNotice,
  'uphold-objection': takeBack,
  'end-notice': async ({ tx, problem, on }) => {
    if (problem.noticeEnd !== null && on <= problem.noticeEnd)
      throw new Refusal('PROBLEM_NOTICE_RUNNING', `the notice stands until ${problem.noticeEnd}`, {
        noticeEnd: problem.noticeEnd,
      });
    problem.isNoticeOver = true;
    await cancelTimers(tx, NOTICE_OVER, problem.id);
  },
  close: async (context, given) => {
    const { tx, identity, problem, rules } = context;
    const post = (await postsById(tx, [given.approverPostId])).get(given.approverPostId);
    if (!post || !identity.postIds.includes(post.id) || !approverKinds(problem, rules).includes(post.kind))
      throw new Refusal('PROBLEM_APPROVER_INVALID', 'the approving post is held by whoever approves', {
        approverPostId: given.approverPostId,
        kinds: approverKinds(problem, rules),
      });
    close(context);
  },
  'decline-closure': takeBack,
  'send-to-upper': async (context, given) => {
    const { tx, problem, at } = context;
    checkDate(context, 'sentOn', given.sentOn);
    await needUnits(tx, [given.upperUnitId]);
    if ((await findUnit(tx, given.upperUnitId))?.external !== true)
      throw new Refusal('PROBLEM_UPPER_INVALID', `${given.upperUnitId} is no body above`);
    problem.upperUnitId = given.upperUnitId;
    await openWait(tx, problem.id, { unitId: given.upperUnitId, sentOn: given.sentOn, at });
  },
  'confirm-by-upper': async (context, given) => {
    const { tx, problem, at } = context;
    checkDate(context, 'repliedOn', given.repliedOn);
    await endWait(tx, problem.id, { answeredOn: given.repliedOn, at });
    close(context);
  },
  'refuse-by-upper': async (context, given) => {
    const { tx, problem, at } = context;
    checkDate(context, 'repliedOn', given.repliedOn);
    await endWait(tx, problem.id, { answeredOn: given.repliedOn, at });
    await takeBack(context);
  },
  'begin-look-back': async ({ tx }, given) => {
    if (given.inspectorPersonIds) await needPeople(tx, given.inspectorPersonIds);
  },
  'keep-closed': (context, given) => {
    const { problem, rules } = context;
    checkDate(context, 'checkedOn', given.checkedOn);
    problem.lookBacksDone += 1;
    const next = rules.lookBacks.afterMonths[problem.lookBacksDone];
    problem.lookBackDueOn = next === undefined ? null : monthsLater(problem.closedOn!, next);
  },
  consolidate: (context, given) => {
    checkDate(context, 'checkedOn', given.checkedOn);
    context.problem.lookBacksDone += 1;
    context.problem.lookBackDueOn = null;
  },
  reopen: (context, given) => {
    const { problem, items } = context;
    checkDate(context, 'checkedOn', given.checkedOn);
    problem.round += 1;
    problem.completedOn = null;
    problem.closedOn = null;
    problem.lookBackDueOn = null;
    for (const item of items) Object.assign(item, { completedOn: null, closedOn: null });
  },
  restart: async (context, given) => {
    const { problem, on } = context;
    problem.planStartOn = on;
    problem.workReportedOn = null;
    problem.noticeStart = null;
    problem.noticeEnd = null;
    problem.isNoticeOver = false;
    problem.doerPersonIds = [];
    moveDeadline(context, given.newDeadline);
    await setMilestones(context, given.milestones ?? [wholeRound(given.newDeadline)], 'all');
  },
};

/** A new round without stages of its own is one stage that ends with the deadline. */
const wholeRound = (deadline: string) => ({
  no: 1,
  title: transitionOf('REOPENED', 'restart')!.zh,
  date: deadline,
  weight: 100,
});
