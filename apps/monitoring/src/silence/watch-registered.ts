import type { EntityManager } from 'typeorm';
import { cancelTimers, hasPendingTimer, setTimer } from '#libs/scheduling/timer.store.js';
import { devicesOfSubject, findSubject, type SubjectState } from '../register/register.store.js';
import { heardFrom, SILENCE_TIMER, silentFrom, tellSilenceEnded } from './hear-subjects.js';
import { findHeardForUpdate, type Heard, insertWatched, newestDataTime, setSilence, setWatch } from './heard.store.js';

/**
 * Hours after which the register has a subject missed: those of its devices, the shortest; of a subject without one, what is said
 * of itself. Null where it is to be missed by nobody, undefined where nothing is said: the pack's hours count then, from when
 * it is first heard of, since it may be sampled by hand.
 */
const hoursRegistered = async (tx: EntityManager, subject: SubjectState): Promise<number | null | undefined> => {
  if (subject.retired) return null;
  const devices = await devicesOfSubject(tx, subject.id);
  if (devices.length === 0) return subject.silenceAfterHours;
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
 * silent, and no more from when nobody is to miss it. Called after every change of the register; what was heard of is left to
 * the timer it has while it is to be missed at all.
 */
export const watchRegistered = async (tx: EntityManager, subjectId: string, at: Date): Promise<void> => {
  const subject = await findSubject(tx, subjectId);
  if (!subject) return;
  const heard = await findHeardForUpdate(tx, subjectId);
  const registered = await hoursRegistered(tx, subject);
  const ofPack = heard && heard.lastLabel !== null ? heard.allowedHours : null;
  const allowedHours = registered === undefined ? ofPack : registered;
  if (allowedHours === null) {
    if (heard) await forget(tx, heard, at);
    return;
  }
  const watch = async (step: number, heardAt: Date): Promise<Date> => {
    const dueAt = silentFrom({ heardAt, allowedHours });
    await setTimer(tx, { kind: SILENCE_TIMER, subjectId, step, dueAt });
    return dueAt;
  };
  const { network, kind: subjectKind } = subject;
  if (!heard) {
    // It may have sent for months while nobody was to miss it.
    const lastLabel = await newestDataTime(tx, subjectKind, subjectId);
    const heardAt = lastLabel === null ? at : heardFrom(lastLabel, at, allowedHours);
    const timerDue = await watch(0, heardAt);
    const watched = { subjectId, subjectKind, network, lastLabel, heardAt, allowedHours, timerStep: 0, timerDue };
    await insertWatched(tx, watched);
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
