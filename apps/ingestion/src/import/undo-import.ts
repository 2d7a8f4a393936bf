import type { EntityManager } from 'typeorm';
import { ImportUndone } from '#libs/contracts/ingestion.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { currentCause } from '#libs/observability/cause.js';
import { isBeingRepeated, lockFile, lockImport, startUndo } from './import.store.js';

/**
 * Takes an import back as a whole, with the imports that repeated it; one taken back already stays so. Refuses with
 * IMPORT_NOT_FOUND, IMPORT_REPEATS (its values came with an earlier one), IMPORT_NOT_TAKEN (nothing of it is in force, or
 * not all of it yet).
 */
export const undoImport = async (tx: EntityManager, id: string, reason: string, at: Date): Promise<void> => {
  const found = await lockImport(tx, id);
  if (!found) throw new Refusal('IMPORT_NOT_FOUND', `no import ${id}`);
  // A repetition that decides at this moment what its packets are waits, or is seen.
  await lockFile(tx, found.fileSha256);
  if (found.state === 'undoing' || found.state === 'undone') return;
  if (found.sentAs !== null && found.sentAs !== id)
    throw new Refusal('IMPORT_REPEATS', `its values came with ${found.sentAs}`, { importId: found.sentAs });
  if (found.state !== 'taken') throw new Refusal('IMPORT_NOT_TAKEN', `the import is ${found.state}`);
  if (await isBeingRepeated(tx, id)) throw new Refusal('IMPORT_NOT_TAKEN', 'the same file is being taken in again');
  await startUndo(tx, id, { at, by: currentCause().actor.name, reason });
  await audit(tx, {
    at,
    action: 'import.undo',
    subject: { kind: 'import', id },
    old: { state: found.state },
    new: { state: 'undoing' },
    reason,
  });
  await publish(tx, ImportUndone, {
    id: deterministicId(ImportUndone.type, id),
    key: id,
    data: { importId: id, at: at.toISOString(), reason },
    occurredAt: at,
  });
};
