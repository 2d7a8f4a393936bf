import type { z } from 'zod';
import type { ImportOutcome } from './import.api.js';
import type { ImportView } from './import.store.js';

/** Sending and being taken in count the same; working out the days comes last. */
const progressOf = ({ state, slices, slicesSent, slicesTaken }: ImportView): number => {
  if (state === 'waiting' || state === 'checking') return 0;
  if (state === 'assessing') return 90;
  if (state !== 'sending' && state !== 'sent') return 100;
  return slices === 0 ? 0 : Math.min(89, Math.floor(((slicesSent + slicesTaken) * 45) / slices));
};

/** An import as people see it. */
export const importOutcome = (one: ImportView): z.input<typeof ImportOutcome> => ({
  id: one.id,
  fileSha256: one.fileSha256,
  fileName: one.fileName,
  layout: one.layout,
  dataState: one.dataState,
  province: one.province,
  dryRun: one.dryRun,
  takeRest: one.takeRest,
  requestedAt: one.requestedAt.toISOString(),
  requestedBy: one.requestedBy,
  state: one.state,
  progress: progressOf(one),
  failure: one.failure,
  rowsRead: one.rowsRead,
  rowsRefused: one.rowsRefused,
  rowsTaken: one.rowsTaken,
  rowsChanged: one.rowsChanged,
  repeatOf: one.sentAs === one.id ? null : one.sentAs,
  finishedAt: one.finishedAt?.toISOString() ?? null,
  undo:
    one.undoneAt === null
      ? null
      : {
          at: one.undoneAt.toISOString(),
          by: one.undoneBy ?? '',
          reason: one.undoReason ?? '',
          changed: one.undoChanged,
        },
});
