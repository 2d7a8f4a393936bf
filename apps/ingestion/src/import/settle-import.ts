import type { EntityManager } from 'typeorm';
import { ImportComplete } from '#libs/contracts/ingestion.events.js';
import { audit } from '#libs/identity/audit.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { endImport, findImport, lockImport, startAssessing } from './import.store.js';

/** When all slices of an import were sent and have been taken in, what rests on them may be worked out. */
export const settleImport = async (tx: EntityManager, id: string): Promise<void> => {
  if ((await lockImport(tx, id))?.state !== 'sent') return;
  const found = await findImport(tx, id);
  if (!found || found.slicesTaken < found.slices) return;
  await startAssessing(tx, id);
  await publish(tx, ImportComplete, {
    id: deterministicId(ImportComplete.type, id),
    key: id,
    data: { importId: id, sourceId: found.sentAs ?? id, at: found.requestedAt.toISOString() },
    occurredAt: found.requestedAt,
  });
};

/** An import on which nothing waits any more is done. */
export const closeImport = async (tx: EntityManager, id: string, at: Date): Promise<void> => {
  if ((await lockImport(tx, id))?.state !== 'assessing') return;
  await endImport(tx, id, { state: 'taken', at });
  const found = await findImport(tx, id);
  if (!found) return;
  const { rowsRead, rowsRefused, rowsTaken, rowsChanged } = found;
  await audit(tx, {
    at,
    action: 'import.take',
    subject: { kind: 'import', id },
    new: { rowsRead, rowsRefused, rowsTaken, rowsChanged },
  });
};
