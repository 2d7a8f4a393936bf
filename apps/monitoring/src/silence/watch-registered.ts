import type { EntityManager } from 'typeorm';
import { cancelTimers, hasPendingTimer, setTimer } from '#libs/scheduling/timer.store.js';
import { devicesOfSubject, findSubject, type SubjectState } from '../register/register.store.js';
import { SILENCE_TIMER, silentFrom, tellSilenceEnded } from './hear-subjects.js';
import { findHeardForUpdate, type Heard, insertUnheard, setSilence, setWatch } from './heard.store.js';

/**
 * Hours after which a subject is missed though nothing was ever heard of it: those of its devices, the shortest; of a subject
 * without one, what the register says of itself. The pack's hours are not enough there: it may be sampled by hand.
 */
const hoursRegistered = async (tx: EntityManager, subject: SubjectState): Promise<number | null> => {
  const devices = await devicesOfSubject(tx, subject.id);
  if (devices.length === 0) return subject.silenceAfterHours ?? null;
  const hours = devices.flatMap(({ silenceAfterHours }) => silenceAfterHours ?? []);
  return hours.length === 0 ? null : Math.min(...hours);
};

/** Nobody is to miss it any more: no timer waits for it, and a silence told of ends. */
const forget = async (tx: EntityManager, heard: Heard, at: Date): Promise<void> => {
  await cancelTimers(tx, SILENCE_TIMER, heard.subjectId);
  const { silentSince, lastLabel, timerStep, timerDue } = heard;
  if (silentSince === null) return;
  await setSilence(tx, heard.subjectId, { timerStep, timerDue, silentSince: null });
  await tellSilenceEnded(tx, heard, { silentSince, endedAt: at, neverHeard: lastLabel === null });
};

/**
 * Watches a subject from its registration, or that of its device, on, so that one never heard of is missed like one that falls
 * silent. Called after every change of the register; what was heard of is left to the timer it has.
 */
export const watchRegistered = async (tx: EntityManager, subjectId: string, at: Date): Promise<void> => {
  const subject = await findSubject(tx, subjectId);
  if (!subject) return;
  const heard = await findHeardForUpdate(tx, subjectId);
  const allowedHours = subject.retired ? null : await hoursRegistered(tx, subject);
  if (allowedHours === null) {
    if (heard && (heard.lastLabel === null || subject.retired)) await forget(tx, heard, at);
    return;
  }
  const watch = async (step: number, heardAt: Date): Promise<Date> => {
    const dueAt = silentFrom({ heardAt, allowedHours });
    await setTimer(tx, { kind: SILENCE_TIMER, subjectId, step, dueAt });
    return dueAt;
  };
  const { network, kind: subjectKind } = subject;
  if (!heard) {
    const timerDue = await watch(0, at);
    await insertUnheard(tx, { subjectId, subjectKind, network, heardAt: at, allowedHours, timerStep: 0, timerDue });
  } else if (heard.silentSince === null) {
    const isWatched = await hasPendingTimer(tx, SILENCE_TIMER, subjectId);
    if (isWatched && (heard.lastLabel !== null || heard.allowedHours === allowedHours)) return;
    // Watched no more since it was retired or had no device: it is given its hours anew.
    const heardAt = isWatched ? heard.heardAt : at;
    const timerStep = isWatched ? heard.timerStep : heard.timerStep + 1;
    const timerDue = await watch(timerStep, heardAt);
    await setWatch(tx, subjectId, { network, heardAt, allowedHours, timerStep, timerDue });
  }
};
