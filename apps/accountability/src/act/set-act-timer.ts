import type { EntityManager } from 'typeorm';
import { addDays, type CivilDate, startOfDay } from '#libs/domain/calendar/shanghai.js';
import { cancelTimers, setTimer } from '#libs/scheduling/timer.store.js';
import type { ActEntity } from './act.entity.js';

/** Kind of the timers that watch what is owed under an act without a ladder; a ladder watches its own. */
export const ACT_LIMIT = 'act.limit';

const subjectOf = (act: ActEntity, limitId: string): string => `${act.actId}:${limitId}`;

/** Watches a limit; fires as the day after it begins. */
export const setActTimer = async (
  tx: EntityManager,
  act: ActEntity,
  limitId: string,
  dueOn: CivilDate,
): Promise<void> => {
  if (act.ladderId !== null) return;
  await setTimer(tx, { kind: ACT_LIMIT, subjectId: subjectOf(act, limitId), dueAt: startOfDay(addDays(dueOn, 1)) });
};

export const cancelActTimer = async (tx: EntityManager, act: ActEntity, limitId: string): Promise<void> => {
  if (act.ladderId === null) await cancelTimers(tx, ACT_LIMIT, subjectOf(act, limitId));
};
