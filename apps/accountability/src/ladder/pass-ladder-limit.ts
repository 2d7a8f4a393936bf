import type { EntityManager } from 'typeorm';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import type { Pack } from '#libs/policy/pack.js';
import type { Timer } from '#libs/scheduling/timer.store.js';
import { workingCalendar } from '../rule/working-calendar.js';
import { tellLadder } from './advance-ladder.js';

/** A limit has passed: whatever is still owed under it is overdue, dated the day the timer fell due. */
export const passLadderLimit = async (tx: EntityManager, pack: Pack, timer: Timer): Promise<void> => {
  const [ladderId, stepNo, duty] = timer.subjectId.split(':') as [string, string, string];
  const parts = { pack, calendar: await workingCalendar(tx) };
  await tellLadder(tx, parts, ladderId, {
    kind: 'timer',
    on: shanghaiDate(timer.dueAt),
    step: Number(stepNo),
    duty,
    occurredAt: timer.dueAt,
  });
};
