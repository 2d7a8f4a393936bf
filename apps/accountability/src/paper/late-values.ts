import type { EntityManager } from 'typeorm';
import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import { type CivilDate, shanghaiDate, shanghaiInstant } from '#libs/domain/calendar/shanghai.js';
import { addWorkingDays, type WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import type { TemplateValues } from '#libs/documents/template.js';
import type { Pack } from '#libs/policy/pack.js';
import { type ActEntity, type ActLimit, arrangementOf, attendeesOf } from '../act/act.entity.js';
import { postName, postNames } from './post-names.js';

/** Hour by which leave is asked for on the working day before a talk. */
const LEAVE_HOUR = 17;

const limitOn = (calendar: WorkingCalendar, limit: ActLimit | undefined, from: CivilDate): CivilDate | null =>
  limit ? deadlineOf(calendar, from, limit.wait).date : null;

const talkValues = async (
  tx: EntityManager,
  pack: Pack,
  calendar: WorkingCalendar,
  act: ActEntity,
): Promise<TemplateValues> => {
  const arrangement = arrangementOf(act);
  const { limits } = act;
  const { meetingAt, chairPostId } = arrangement;
  if (meetingAt === undefined) return {};
  const day = shanghaiDate(new Date(meetingAt));
  const before = addWorkingDays(calendar, day, -1).date;
  const of = (owedBy: ActLimit['owedBy']): ActLimit | undefined =>
    limits.find((limit) => limit.from === 'meeting' && limit.owedBy === owedBy);
  const attendees = await postNames(tx, pack, attendeesOf(act), day);
  return {
    meetingTime: new Date(meetingAt).toISOString(),
    meetingPlace: arrangement.place ?? null,
    chairPost: chairPostId === undefined ? null : await postName(tx, pack, chairPostId, day),
    attendees: attendees.map((name) => ({ name })),
    materials: (arrangement.materials ?? []).map((name) => ({ name })),
    materialsDue: before,
    leaveDue: arrangement.leaveDueAt ?? shanghaiInstant(before, LEAVE_HOUR).toISOString(),
    publicity: arrangement.publicity ?? 'internal',
    minutesDue: limitOn(calendar, of('office'), day),
    planDue: limitOn(calendar, of('unit'), day),
  };
};

/**
 * What the dates of signing and issue and the arrangement fill in; a value already written by hand stays. Limits that run
 * from the receipt are reckoned from the day of issue: a later receipt only gives more time.
 */
export const lateValues = async (
  tx: EntityManager,
  pack: Pack,
  calendar: WorkingCalendar,
  act: ActEntity,
  dates: { readonly signedOn: CivilDate | null; readonly issuedOn: CivilDate },
): Promise<TemplateValues> => {
  const { issuedOn, signedOn } = dates;
  const owed = act.limits.find((limit) => limit.owedBy === 'unit' && limit.from !== 'meeting');
  const until = limitOn(calendar, owed, issuedOn);
  const acts = act.parameters['acts'];
  const values: TemplateValues = {
    approvedOn: signedOn,
    startDate: issuedOn,
    endDate: until,
    finalDeadline: until,
    decisionDate: issuedOn,
    liftedOn: issuedOn,
    ...(Array.isArray(acts)
      ? { acts: (acts as readonly TemplateValues[]).map((row) => ({ ...row, deadline: row['deadline'] ?? until })) }
      : {}),
    ...(await talkValues(tx, pack, calendar, act)),
    ...(act.template.kind === 'MESSAGE' ? { replyDue: until } : {}),
  };
  const declared = new Set(act.template.parameters.map(({ name }) => name));
  return Object.fromEntries(
    Object.entries(values).filter(
      ([name, value]) =>
        declared.has(name) &&
        value !== null &&
        value !== undefined &&
        (name === 'acts' || act.parameters[name] === undefined),
    ),
  );
};
