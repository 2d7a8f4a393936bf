import type { z } from 'zod';
import type { ImportOutcome } from './import.api.js';
import type { ImportView } from './import.store.js';
import type { RefusedLine } from './refused.store.js';

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
  mapping: one.mappingId === null ? null : { id: one.mappingId, version: one.mappingVersion ?? 0 },
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
  columnsUnread: [...one.columnsUnread],
  columnsAbsent: [...one.columnsAbsent],
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

/** A cell of a CSV. One that a spreadsheet program would take for a formula gets an apostrophe, so that it stays text. */
const csvCell = (text: string): string => {
  const safe = /^[=+\-@\t]/.test(text) && !/^[+-]?[\d.]+$/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
};

/** Rows not taken, as a CSV with a byte order mark: spreadsheet programs read Chinese then. */
export const refusedCsv = (rows: readonly RefusedLine[]): string =>
  `\uFEFFline,column,reason,text\r\n${rows
    .map(({ line, column, reason, text }) => `${line},${[column, reason, text].map(csvCell).join(',')}\r\n`)
    .join('')}`;
