import { addDays, dayOfWeek, shanghaiDate, shanghaiInstant, startOfDay } from '#libs/domain/calendar/shanghai.js';
import { type WorkingCalendar, workingDayOnOrAfter } from '#libs/domain/calendar/working-day.js';
import type { Dispatch as DispatchPolicy } from '#libs/policy/work.schema.js';

/** A wall-clock time such as `17:00` of a date. */
export const atWallTime = (date: string, time: string): Date => {
  const [hour, minute] = time.split(':').map(Number);
  return shanghaiInstant(date, hour, minute);
};

/** The first meeting slot after a cut-off; on a day off it moves to the next working day. */
export const meetingOf = (policy: DispatchPolicy, cutoff: Date, calendar: WorkingCalendar): Date => {
  const day = shanghaiDate(cutoff);
  const ahead = (policy.meeting.weekday - dayOfWeek(day) + 7) % 7;
  const isAfter = atWallTime(addDays(day, ahead), policy.meeting.at) > cutoff;
  const first = addDays(day, isAfter ? ahead : ahead + 7);
  return atWallTime(workingDayOnOrAfter(calendar, first).date, policy.meeting.at);
};

/** First instant after the day replies are due. */
export const afterReplyDue = (replyDueOn: string): Date => startOfDay(addDays(replyDueOn, 1));
