import type { EntityManager } from 'typeorm';
import { startOfDay } from '#libs/domain/calendar/shanghai.js';
import type { TimerCommand } from '#libs/domain/escalation/ladder-state.js';
import { cancelTimers, setTimer } from '#libs/scheduling/timer.store.js';

/** Kind of the timers that watch what is owed under a step. */
export const LADDER_DUTY = 'ladder.duty';

/** One timer per limit of a step, so that cancelling one leaves the others. It fires as the day after the limit begins. */
export const setLadderTimer = async (
  tx: EntityManager,
  ladderId: string,
  command: TimerCommand,
  calendarVersion: string,
): Promise<void> => {
  const subjectId = `${ladderId}:${command.step}:${command.duty}`;
  if (command.op === 'cancel') await cancelTimers(tx, LADDER_DUTY, subjectId);
  else await setTimer(tx, { kind: LADDER_DUTY, subjectId, dueAt: startOfDay(command.firesOn), calendarVersion });
};
