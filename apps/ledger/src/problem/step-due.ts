import { addMonths, type CivilDate, monthOf, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { deadlineOf, type DeadlineRule } from '#libs/domain/calendar/deadline.js';
import type { WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import type { ProblemState } from '#libs/domain/problem/states.js';
import type { ClosureRules } from '#libs/policy/work.schema.js';
import type { ProblemEntity } from './problem.entity.js';

/** Time limit of the step that begins in a state; null where none is set. */
const limitOf = (
  problem: Pick<ProblemEntity, 'timeCategory'>,
  state: ProblemState,
  rules: ClosureRules,
): DeadlineRule | null => {
  const { limits } = rules;
  switch (state) {
    case 'DRAFT':
      return limits.assign;
    case 'ASSIGNED':
      return limits.sign;
    case 'RETURN_REQUESTED':
      return limits.returnDecision;
    case 'SIGNED':
    case 'PLAN_REJECTED':
      return limits.plan[problem.timeCategory];
    case 'COMPLETED_REPORTED':
      return limits.fileCheck;
    case 'ON_SITE_CHECK':
      return limits.onSiteCheck;
    case 'CLOSURE_APPROVAL':
      return limits.approval;
    default:
      return null;
  }
};

/** By when the step that began on a day is to be done: a limit of the pack, the deadline of the work, the end of a notice. */
export const stepDueOn = (
  problem: ProblemEntity,
  began: CivilDate,
  calendar: WorkingCalendar,
  rules: ClosureRules,
): CivilDate | null => {
  const limit = limitOf(problem, problem.state, rules);
  if (limit) return deadlineOf(calendar, began, limit).date;
  switch (problem.state) {
    case 'RECTIFYING':
    case 'SUPPLEMENT':
    case 'EXTENSION_REQUESTED':
      return problem.deadline;
    case 'PUBLIC_NOTICE':
      return problem.noticeEnd;
    case 'CLOSED':
      return problem.lookBackDueOn;
    default:
      return null;
  }
};

/** The same day so many months later, or the last of a shorter month. */
export const monthsLater = (date: CivilDate, months: number): CivilDate => {
  const month = addMonths(monthOf(date), months);
  const last = monthSpan(month).to;
  const day = `${month}-${date.slice(8)}`;
  return day < last ? day : last;
};
