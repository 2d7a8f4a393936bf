import type { EntityManager } from 'typeorm';
import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import type { Pack } from '#libs/policy/pack.js';
import type { ActEntity } from './act.entity.js';
import { lateValues } from '../paper/late-values.js';
import { moveAct } from './move-act.js';

/**
 * Sends a message of a kind the pack lets go out by itself: unnumbered reminders inside the system, nothing else. One that
 * has gone out already stays as it is.
 */
export const issueByItself = async (
  tx: EntityManager,
  { pack, calendar }: { readonly pack: Pack; readonly calendar: WorkingCalendar },
  act: ActEntity,
  at: Date,
): Promise<void> => {
  if (!act.policy.isAutomatic || act.state !== 'draft') return;
  const issuedOn = shanghaiDate(at);
  act.lateParameters = await lateValues(tx, pack, calendar, act, { signedOn: null, issuedOn });
  act.issuedAt = at;
  act.issuedOn = issuedOn;
  const owed = act.limits.find(({ from, owedBy }) => from === 'issue' && owedBy === 'unit');
  const due = owed ? deadlineOf(calendar, issuedOn, owed.wait) : null;
  act.replyDueOn = due?.date ?? null;
  act.isReplyDueProvisional = due?.provisional ?? false;
  await moveAct(tx, act, 'submit', { at, opinion: '系统自动发出' });
  await moveAct(tx, act, 'issue', { at, opinion: '系统自动发出' });
};
