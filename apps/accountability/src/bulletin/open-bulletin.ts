import type { EntityManager } from 'typeorm';
import { addMonths, monthOf, monthSpan, shanghaiDate, spanInstants } from '#libs/domain/calendar/shanghai.js';
import { workingDayOfMonth } from '#libs/domain/calendar/working-day.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import type { Slot } from '#libs/scheduling/scheduler.js';
import { setTimer } from '#libs/scheduling/timer.store.js';
import { installedSince } from '../indicator/installation.store.js';
import { lockSeals } from '../indicator/seal.store.js';
import { workingCalendar } from '../rule/working-calendar.js';
import { insertBulletin } from './bulletin.store.js';
import { BULLETIN_TIMER, wakeBulletins } from './wake-bulletins.js';

/**
 * Every morning: on the working day of the month the pack names, opens the bulletin of the month before. The first one
 * covers the first month that began after the installation went to work. A day looked at twice opens nothing more.
 */
export const openBulletins = async (tx: EntityManager, pack: Pack, { slot, late }: Slot, now: Date): Promise<void> => {
  const day = shanghaiDate(slot);
  await lockSeals(tx);
  const calendar = await workingCalendar(tx);
  const since = await installedSince(tx);
  for (const policy of inForce(pack.bulletins, day)) {
    if (workingDayOfMonth(calendar, monthOf(day), policy.onWorkingDay)?.date !== day) continue;
    const periodLabel = addMonths(monthOf(day), -1);
    const { start, end: cutoff } = spanInstants(monthSpan(periodLabel));
    if (policy.skipsMonthOfStart && since !== null && start < since) continue;
    const bulletinId = deterministicId('bulletin', policy.id, periodLabel);
    const waitUntil = new Date((late ? now : slot).getTime() + policy.waitForSealsMinutes * 60_000);
    const isNew = await insertBulletin(tx, {
      bulletinId,
      policyId: policy.id,
      policyVersion: policy.version,
      periodLabel,
      cutoff,
      slot,
      late,
      waitUntil,
    });
    if (!isNew) continue;
    await setTimer(tx, { kind: BULLETIN_TIMER, subjectId: bulletinId, dueAt: waitUntil });
    await wakeBulletins(tx, pack);
  }
};
