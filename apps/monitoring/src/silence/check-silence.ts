import type { EntityManager } from 'typeorm';
import { SilenceStarted } from '#libs/contracts/monitoring.events.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { setTimer, type Timer } from '#libs/scheduling/timer.store.js';
import { findSubject } from '../register/register.store.js';
import { SILENCE_TIMER, silenceOf, silentFrom } from './hear-subjects.js';
import { findHeardForUpdate, setSilence } from './heard.store.js';

/**
 * A subject's time is up: it is silent, unless it was heard of since, which only moves the timer. A retired subject is
 * nobody's to miss. What was registered and never heard of is silent from its registration on, by the same clock.
 */
export const checkSilence = async (tx: EntityManager, timer: Timer): Promise<void> => {
  const heard = await findHeardForUpdate(tx, timer.subjectId);
  if (!heard || heard.silentSince !== null || heard.timerStep !== timer.step) return;
  const subject = await findSubject(tx, heard.subjectId);
  if (!subject || subject.retired) return;
  const due = silentFrom(heard);
  if (due > timer.dueAt) {
    const timerStep = heard.timerStep + 1;
    await setTimer(tx, { kind: SILENCE_TIMER, subjectId: heard.subjectId, step: timerStep, dueAt: due });
    await setSilence(tx, heard.subjectId, { timerStep, timerDue: due, silentSince: null });
    return;
  }
  await setSilence(tx, heard.subjectId, { timerStep: heard.timerStep, timerDue: timer.dueAt, silentSince: due });
  await publish(tx, SilenceStarted, {
    id: deterministicId(SilenceStarted.type, heard.subjectId, due.toISOString()),
    key: `${heard.subjectKind}/${heard.subjectId}`,
    data: await silenceOf(tx, heard, { silentSince: due, endedAt: null, neverHeard: heard.lastLabel === null }),
    occurredAt: due,
  });
};
