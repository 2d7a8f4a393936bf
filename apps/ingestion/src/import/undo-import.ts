import type { EntityManager } from 'typeorm';
import { ImportUndone } from '#libs/contracts/ingestion.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { currentCause } from '#libs/observability/cause.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import { pathsOfUnits } from '../reach.js';
import { type ImportRow, lockFile, lockImport, startUndo, WITH_VALUES } from './import.store.js';

/**
 * Takes an import back as a whole, with the imports that repeated it, also one that is still under way or stuck; one taken
 * back already stays so. Refuses with IMPORT_NOT_FOUND, FORBIDDEN_UNIT (it brought values for units the asker does not
 * reach), IMPORT_REPEATS (its values came with an earlier one), IMPORT_NOT_TAKEN (nothing of it was ever sent).
 */
export const undoImport = async (
  tx: EntityManager,
  id: string,
  reason: string,
  at: Date,
  identity: Identity,
): Promise<void> => {
  const found = await lockImport(tx, id);
  if (!found) throw new Refusal('IMPORT_NOT_FOUND', `no import ${id}`);
  for (const path of await pathsOfUnits(tx, found.reach)) requireScope(identity, 'feed.deliver', path);
  // A repetition that decides at this moment what its packets are waits, or is seen.
  await lockFile(tx, found.fileSha256);
  if (found.state === 'undoing' || found.state === 'undone') return;
  if (found.sentAs !== null && found.sentAs !== id)
    throw new Refusal('IMPORT_REPEATS', `its values came with ${found.sentAs}`, { importId: found.sentAs });
  if (!WITH_VALUES.includes(found.state)) throw new Refusal('IMPORT_NOT_TAKEN', `the import is ${found.state}`);
  await beginUndo(tx, found, reason, at);
};

/** From here on the import and its repetitions send nothing more, and what they brought is put back. */
export const beginUndo = async (
  tx: EntityManager,
  { id, state }: ImportRow,
  reason: string,
  at: Date,
): Promise<void> => {
  await startUndo(tx, id, { at, by: currentCause().actor.name, reason });
  await audit(tx, {
    at,
    action: 'import.undo',
    subject: { kind: 'import', id },
    old: { state },
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
