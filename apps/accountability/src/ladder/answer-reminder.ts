import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { tellLadder } from './advance-ladder.js';
import type { LadderParts } from './ladder-event.js';
import { latestLadderOf, ladderState } from './ladder.store.js';

/**
 * A unit reports once: its report of progress on a record is its answer to the reminder about it. Letters
 * are answered by letter.
 */
export const answerReminder = async (
  tx: EntityManager,
  parts: LadderParts,
  report: { readonly warningId: string; readonly on: CivilDate; readonly occurredAt: Date },
): Promise<void> => {
  const row = await latestLadderOf(tx, report.warningId);
  if (!row || row.status !== 'climbing') return;
  const { steps } = await ladderState(tx, row);
  for (const step of steps) {
    const rung = row.policy.rungs.find(({ id }) => id === step.rung);
    if (!rung?.isAutomatic) continue;
    for (const duty of step.duties.filter(({ doneOn }) => doneOn === null))
      await tellLadder(tx, parts, row.ladderId, {
        kind: 'fulfilled',
        on: report.on,
        step: step.no,
        duty: duty.id,
        occurredAt: report.occurredAt,
      });
  }
};
