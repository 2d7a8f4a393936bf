import type { EntityManager } from 'typeorm';
import { deadlineOf } from '#libs/domain/calendar/deadline.js';
import { dayOfWeek, shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { Slot } from '#libs/scheduling/scheduler.js';
import { setTimer } from '#libs/scheduling/timer.store.js';
import { lockSeals } from '../indicator/seal.store.js';
import { workingCalendar } from '../rule/working-calendar.js';
import { atWallTime, meetingOf } from './dispatch-dates.js';
import { insertDispatch } from './dispatch.store.js';
import { WAIT_TIMER, wakeDispatches } from './wake-dispatches.js';

/**
 * Opens the dispatch of a slot and waits for its sources: until all have sealed the cut-off, or as long as the pack allows.
 * A slot run again finds its dispatch there. A missed slot waits from the moment it is run.
 */
export const openDispatch = async (
  tx: EntityManager,
  pack: Pack,
  policyId: string,
  { slot: cutoff, late }: Slot,
  now: Date,
): Promise<void> => {
  const day = shanghaiDate(cutoff);
  await lockSeals(tx);
  const policy = inForce(pack.dispatches, day).find(({ id }) => id === policyId);
  // A slot of a rhythm that was not in force that week.
  if (
    !policy ||
    dayOfWeek(day) !== policy.cutoff.weekday ||
    atWallTime(day, policy.cutoff.at).getTime() !== cutoff.getTime()
  )
    return;
  const calendar = await workingCalendar(tx);
  const dispatchId = deterministicId('dispatch', policy.id, cutoff.toISOString());
  const waitFrom = late ? now : cutoff;
  const waitUntil = new Date(waitFrom.getTime() + policy.waitForSealsMinutes * 60_000);
  const replyDueOn = deadlineOf(calendar, day, policy.replyDue).date;
  const isNew = await insertDispatch(tx, {
    dispatchId,
    policyId: policy.id,
    policyVersion: policy.version,
    cutoff,
    late,
    waitUntil,
    meetingAt: meetingOf(policy, cutoff, calendar),
    replyDueOn,
  });
  if (!isNew) return;
  await setTimer(tx, { kind: WAIT_TIMER, subjectId: dispatchId, dueAt: waitUntil });
  await wakeDispatches(tx, pack);
};
