import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import type { ProgressReported } from '#libs/contracts/ledger.events.js';
import { answerRow } from './dispatch.store.js';
import { keepProgress } from './progress.store.js';

/** Keeps what a unit reported; a report that carries a dispatch's id is the answer to its row: a unit reports once. */
export const takeProgress = async (tx: EntityManager, event: EventOf<typeof ProgressReported>): Promise<void> => {
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
};
