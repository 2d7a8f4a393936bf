/**
 * Time limits that start with a receipt (reference: general civil-procedure counting, 民事诉讼法 on periods). The day of
 * receipt is not counted; a limit whose last day is not worked ends on the next working day.
 */
import { addDays, type CivilDate, daysBetween } from './shanghai.js';
import {
  addWorkingDays,
  type WorkingCalendar,
  type WorkingDate,
  type WorkingDayCount,
  workingDayOnOrAfter,
  workingDaysBetween,
} from './working-day.js';

export interface DeadlineRule {
  readonly amount: number;
  readonly unit: 'WORKING_DAY' | 'CALENDAR_DAY';
}

/**
 * Last day of a limit counted from the date of receipt. `provisional` (暂定) when a day decided on lies in a year
 * without an official notice. Throws RangeError for an amount that is not a whole number of at least 1.
 */
export const deadlineOf = (calendar: WorkingCalendar, receivedOn: CivilDate, rule: DeadlineRule): WorkingDate => {
  if (!Number.isInteger(rule.amount) || rule.amount < 1) throw new RangeError(`not a time limit: ${rule.amount} days`);
  return rule.unit === 'WORKING_DAY'
    ? addWorkingDays(calendar, receivedOn, rule.amount)
    : workingDayOnOrAfter(calendar, addDays(receivedOn, rule.amount));
};

/**
 * First working day that leaves a number of whole working days between the notice and itself: a notice received on a
 * Friday and three whole working days give the Thursday after.
 */
export const earliestDayLeaving = (
  calendar: WorkingCalendar,
  noticeOn: CivilDate,
  wholeWorkingDays: number,
): WorkingDate => addWorkingDays(calendar, noticeOn, wholeWorkingDays + 1);

/** Days by which a date is past a deadline, in the unit of its rule; 0 on the last day itself and before. */
export const overdueDays = (
  calendar: WorkingCalendar,
  deadline: CivilDate,
  on: CivilDate,
  unit: DeadlineRule['unit'],
): WorkingDayCount => {
  if (on <= deadline) return { days: 0, provisional: false };
  return unit === 'WORKING_DAY'
    ? workingDaysBetween(calendar, deadline, on)
    : { days: daysBetween(deadline, on), provisional: false };
};
