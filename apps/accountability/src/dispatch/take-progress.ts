import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import type { ProgressReported } from '#libs/contracts/ledger.events.js';
import type { SubjectRef } from '#libs/contracts/shapes.js';
import { shanghaiDate } from '#libs/domain/calendar/shanghai.js';
import { inForce } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { answerReminder } from '../ladder/answer-reminder.js';
import { workingCalendar } from '../rule/working-calendar.js';
import { openWarningOf } from '../warning/warning.store.js';
import { answerRow } from './dispatch.store.js';
import { keepProgress } from './progress.store.js';

/** A report is the answer to whatever reminder stands over its record. */
const answerReminders = async (tx: EntityManager, pack: Pack, record: SubjectRef, reportedAt: Date): Promise<void> => {
  const on = shanghaiDate(reportedAt);
  for (const rule of inForce(pack.rules, on).filter(({ source }) => source === 'item')) {
    const warning = await openWarningOf(tx, rule.id, record);
    if (warning?.ladder)
      await answerReminder(
        tx,
        { pack, calendar: await workingCalendar(tx) },
        { warningId: warning.warningId, on, occurredAt: reportedAt },
      );
  }
};

/** Keeps what a unit reported; a report that carries a dispatch's id is the answer to its row: a unit reports once. */
export const takeProgress = async (
  tx: EntityManager,
  pack: Pack,
  event: EventOf<typeof ProgressReported>,
): Promise<void> => {
  const { data } = event;
  const reportedAt = new Date(data.reportedAt);
  await keepProgress(tx, {
    progressId: data.progressId,
    record: data.record,
    unitId: data.unitId,
    dispatchId: data.dispatchId,
    reportedAt,
    text: data.text,
    obstacle: data.obstacle,
    coordinateWithUnitId: data.coordinateWithUnitId,
    promise: data.promise,
    reportedPct: String(data.reportedPct),
    noProgress: data.noProgress,
    evidence: data.files.map(({ name }) => name),
  });
  if (data.dispatchId !== null) await answerRow(tx, data.dispatchId, data.record, data.progressId, reportedAt);
  await answerReminders(tx, pack, data.record, reportedAt);
};
