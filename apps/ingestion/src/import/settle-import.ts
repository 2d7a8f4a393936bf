import type { EntityManager } from 'typeorm';
import { audit } from '#libs/identity/audit.js';
import { endImport, findImport, lockImport } from './import.store.js';

/** An import all of whose slices were sent and have been taken in is done. */
export const settleImport = async (tx: EntityManager, id: string, at: Date): Promise<void> => {
  if ((await lockImport(tx, id))?.state !== 'sent') return;
  const found = await findImport(tx, id);
  if (!found || found.slicesTaken < found.slices) return;
  await endImport(tx, id, { state: 'taken', at });
  const { rowsRead, rowsRefused, rowsTaken, rowsChanged } = found;
  await audit(tx, {
    at,
    action: 'import.take',
    subject: { kind: 'import', id },
    new: { rowsRead, rowsRefused, rowsTaken, rowsChanged },
  });
};
