import { ImportAssessed } from '#libs/contracts/monitoring.events.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import type { Progress } from '#libs/scheduling/scheduler.js';
import { assessDays } from '../air/assess-days.js';
import { openDays, type StationOnDay } from '../air/day.store.js';
import { findSourceNumber } from '../reading/numbers.store.js';
import {
  countImportDays,
  daysStillComing,
  dropImportDays,
  findAssessment,
  findUndo,
  finishAssessment,
  nextImportDays,
} from './import.store.js';
import { haveWiderFigures } from '../air/wider-figures.js';
import { lockStationDays, lockTouched } from '../subject/subject-lock.store.js';
import type { TakeBackParts } from './take-back-import.js';

/** Days of stations worked out in one transaction: the locks on their areas are held as long. */
const DAYS_AT_ONCE = 1_000;

const idOf = ({ stationId, day }: StationOnDay): string => `${stationId} ${day}`;

/**
 * Works out the days of stations an import touched, with their areas and months, each once, and tells that it is done; days that
 * another import is still bringing hours of are left to that one. Run again after a crash it goes on with the days that are left.
 */
export const assessImport = async (
  { db, policy }: TakeBackParts,
  importId: string,
  progress: Progress,
): Promise<void> => {
  const wish = await findAssessment(db.manager, importId);
  if (!wish || wish.doneAt !== null || wish.completedAt === null) return;
  const sourceNo = await findSourceNumber(db.manager, 'import', wish.sourceId);
  const all = sourceNo === null ? 0 : await countImportDays(db.manager, sourceNo);
  let isAlone = false;
  for (let done = 0; sourceNo !== null;) {
    const days = await db.transaction(async (tx) => {
      // One taken back meanwhile has its days worked out by the undo.
      if (await findUndo(tx, wish.sourceId)) return [];
      const next = await nextImportDays(tx, sourceNo, DAYS_AT_ONCE);
      if (next.length === 0) return next;
      if (isAlone)
        await lockTouched(
          tx,
          next.map(({ stationId }) => stationId),
        );
      else {
        await lockStationDays(tx, next);
        // Nothing has been written yet: months and targets are worked out in a transaction that has the areas for itself.
        if (await haveWiderFigures(tx, next)) return null;
      }
      // A publication's last hour of a day stands in the file of the next: the day waits for the file that has the rest, and is
      // open to a seal that comes before.
      const coming = await daysStillComing(tx, sourceNo, next);
      await openDays(tx, coming);
      const waiting = new Set(coming.map(idOf));
      const own = next.filter((key) => !waiting.has(idOf(key)));
      await assessDays(tx, own, { learnedAt: wish.requestedAt, closing: false }, policy);
      await dropImportDays(tx, sourceNo, next);
      return next;
    });
    isAlone = days === null;
    if (days === null) continue;
    if (days.length === 0) break;
    done += days.length;
    await progress(Math.min(100, (done * 100) / all));
  }
  await db.transaction(async (tx) => {
    if (!(await finishAssessment(tx, importId, wish.requestedAt))) return;
    await publish(tx, ImportAssessed, {
      id: deterministicId(ImportAssessed.type, importId),
      key: importId,
      data: { importId },
      occurredAt: wish.requestedAt,
    });
  });
};
