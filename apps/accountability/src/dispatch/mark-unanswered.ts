import type { EntityManager } from 'typeorm';
import type { Timer } from '#libs/scheduling/scheduler.js';
import { markRows } from './dispatch.store.js';

/** The day replies were due is over: rows without one are marked from then on, also when a reply comes later. */
export const markUnanswered = async (tx: EntityManager, timer: Timer): Promise<void> => {
  await markRows(tx, timer.subjectId, timer.dueAt);
};
