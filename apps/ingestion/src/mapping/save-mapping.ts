import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { v7 as uuidv7 } from 'uuid';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope, scopeRoots } from '#libs/identity/scope.js';
import { currentCause } from '#libs/observability/cause.js';
import { pathsOfUnits } from '../reach.js';
import type { SaveMapping } from './mapping.api.js';
import { insertMapping, lockMapping, type SavedMapping } from './mapping.store.js';

const sayingOf = ({ name, content, retired }: Pick<SavedMapping, 'name' | 'content' | 'retired'>): string =>
  canonicalJson({ name, content, retired });

/**
 * Saves a mapping as a new version; one equal to the version in force writes nothing. `id` null makes a new one, which
 * belongs to the unit of whoever saves it. Refuses with MAPPING_NOT_FOUND, FORBIDDEN_UNIT, STATE_CHANGED_MEANWHILE.
 */
export const saveMapping = async (
  tx: EntityManager,
  id: string | null,
  written: SaveMapping,
  at: Date,
  identity: Identity,
): Promise<SavedMapping> => {
  const before = id === null ? null : await lockMapping(tx, id);
  if (id !== null && !before) throw new Refusal('MAPPING_NOT_FOUND', `no mapping ${id}`);
  if (before) requireScope(identity, 'feed.deliver', before.unitPath);
  requireVersion('the mapping', before?.version ?? 0, written.expectedVersion);
  const owner = identity.unitId ?? scopeRoots(identity, 'feed.deliver')[0] ?? '';
  const next: SavedMapping = {
    id: id ?? uuidv7(),
    version: written.expectedVersion + 1,
    name: written.name,
    content: written.mapping,
    retired: written.retired,
    unitPath: before?.unitPath ?? (await pathsOfUnits(tx, [owner])).flat(),
    savedAt: at,
    savedBy: currentCause().actor.name,
  };
  if (before && sayingOf(before) === sayingOf(next)) return before;
  await insertMapping(tx, next);
  await audit(tx, {
    at,
    action: 'column-mapping.save',
    subject: { kind: 'column-mapping', id: next.id },
    old: before && { version: before.version, name: before.name, mapping: before.content, retired: before.retired },
    new: { version: next.version, name: next.name, mapping: next.content, retired: next.retired },
  });
  return next;
};
