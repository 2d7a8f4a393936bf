import type { DataSource } from 'typeorm';
import { ImportTakenBack } from '#libs/contracts/monitoring.events.js';
import { naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { audit } from '#libs/identity/audit.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import type { Progress } from '#libs/scheduling/scheduler.js';
import { assessDays } from '../air/assess-days.js';
import type { StationOnDay } from '../air/day.store.js';
import type { Policy } from '../policy.js';
import { findSourceNumber } from '../reading/numbers.store.js';
import { lockTouched } from '../subject/subject-lock.store.js';
import {
  countPutBack,
  dropAllImportDays,
  endAssessments,
  finishUndo,
  findUndo,
  importDays,
  type ImportUndo,
  lockUndo,
  packetsOfSource,
} from './import.store.js';
import { type Packets, takeBackHours, takeBackRows } from './take-back-values.js';

/** Packets whose values are put back in one transaction. */
const PACKETS_AT_ONCE = 10;
/** Days of stations worked out in one. */
const DAYS_AT_ONCE = 1_000;

export interface TakeBackParts {
  readonly db: DataSource;
  readonly policy: Policy;
}

const slicesOf = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, n) => list.slice(n * size, (n + 1) * size));

const keepDays = (days: Map<string, StationOnDay>, more: readonly StationOnDay[]): void => {
  for (const { stationId, day } of more) days.set(`${stationId} ${day}`, { stationId, day });
};

/** Puts the values back; answers the days they lie in, each once. */
const takeBackValues = async (
  { db, policy }: TakeBackParts,
  undo: ImportUndo,
  sourceNo: number,
  progress: Progress,
): Promise<Map<string, StationOnDay>> => {
  const batches = slicesOf(await packetsOfSource(db.manager, sourceNo), PACKETS_AT_ONCE);
  const days = new Map<string, StationOnDay>();
  for (const [n, batch] of batches.entries()) {
    const of: Packets = { sourceNo, firstPacket: batch[0]!, lastPacket: batch.at(-1)! };
    const touched = await db.transaction(async (tx) => {
      const lock = (ids: readonly string[]): Promise<void> => lockTouched(tx, ids);
      const hours = await takeBackHours(tx, of, undo.requestedAt, lock);
      const rows = await takeBackRows(tx, of, undo.requestedAt, policy, lock);
      await countPutBack(tx, undo.importId, hours.changed + rows);
      return hours.hours;
    });
    keepDays(
      days,
      touched.map(({ stationId, label }) => ({ stationId, day: naturalDayOf(label) })),
    );
    await progress(((n + 1) * 60) / batches.length);
  }
  return days;
};

/**
 * Takes an import back whole: every value in force that it had brought gives way to what would be in force without it, as
 * a further revision, and the days, areas and months that rest on them are worked out. Days come after all hours, so that
 * none is published half taken back. Run again after a crash it finds the values put back and goes on.
 */
export const takeBackImport = async (parts: TakeBackParts, importId: string, progress: Progress): Promise<void> => {
  const { db, policy } = parts;
  const undo = await findUndo(db.manager, importId);
  if (!undo || undo.doneAt !== null) return;
  const sourceNo = await findSourceNumber(db.manager, 'import', importId);
  const days =
    sourceNo === null ? new Map<string, StationOnDay>() : await takeBackValues(parts, undo, sourceNo, progress);
  // Another import may have left days to this one, also such as none of its values was in force on.
  if (sourceNo !== null) keepDays(days, await importDays(db.manager, sourceNo));
  const batches = slicesOf([...days.values()], DAYS_AT_ONCE);
  for (const [n, batch] of batches.entries()) {
    await db.transaction(async (tx) => {
      await lockTouched(
        tx,
        batch.map(({ stationId }) => stationId),
      );
      await assessDays(tx, batch, { learnedAt: undo.requestedAt, closing: false }, policy);
    });
    await progress(60 + ((n + 1) * 40) / batches.length);
  }
  await db.transaction(async (tx) => {
    const open = await lockUndo(tx, importId);
    if (!open || open.doneAt !== null) return;
    const changed = open.changed ?? 0;
    if (sourceNo !== null) await dropAllImportDays(tx, sourceNo);
    await endAssessments(tx, importId, undo.requestedAt);
    await finishUndo(tx, importId, undo.requestedAt);
    await audit(tx, {
      at: undo.requestedAt,
      action: 'import.take-back',
      subject: { kind: 'import', id: importId },
      new: { changed },
      reason: undo.reason,
    });
    await publish(tx, ImportTakenBack, {
      id: deterministicId(ImportTakenBack.type, importId),
      key: importId,
      data: { importId, changed },
      occurredAt: undo.requestedAt,
    });
  });
};
