import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { ActEntity } from './act.entity.js';
import { noteAct } from './move-act.js';

/** A limit under an act passed undone: everybody it concerns is told, and it stays marked until it is met. */
export const markOverdue = async (
  tx: EntityManager,
  act: ActEntity,
  missed: { readonly duty: string; readonly since: CivilDate },
  at: Date,
): Promise<void> => {
  act.overdueSince ??= missed.since;
  await noteAct(tx, act, 'overdue', { at, given: { duty: missed.duty, since: missed.since } });
};

/** The notice of a meeting came too late for the day it names. */
export const markReschedule = async (
  tx: EntityManager,
  act: ActEntity,
  notBefore: CivilDate,
  at: Date,
): Promise<void> => {
  act.rescheduleNotBefore = notBefore;
  await noteAct(tx, act, 'reschedule', { at, given: { notBefore } });
};
