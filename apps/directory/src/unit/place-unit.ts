import type { EntityManager } from 'typeorm';
import type { DataOf } from '#libs/contracts/event.js';
import type { UnitState } from '#libs/contracts/directory.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import { findState } from '../register/register.store.js';

type Unit = DataOf<typeof UnitState>;

/**
 * Places a unit below its parent: works out its path and refuses an unknown parent or one that stands below the unit
 * itself. Units below a moved unit are to be saved again, parents first.
 */
export const placeUnit = async <U extends Record<string, unknown> & { id: string }>(
  tx: EntityManager,
  unit: U,
): Promise<U & { path: string[] }> => {
  const parentId = (unit['parentId'] as string | null | undefined) ?? null;
  if (parentId === null) return { ...unit, path: [unit.id] };
  const parent = await findState<Unit>(tx, 'unit', parentId);
  if (!parent) throw new Refusal('UNIT_PARENT_INVALID', `unit ${unit.id}: there is no unit ${parentId} to stand below`);
  if (parent.path.includes(unit.id))
    throw new Refusal('UNIT_PARENT_INVALID', `unit ${unit.id} cannot stand below itself (${parent.path.join(' / ')})`);
  return { ...unit, path: [...parent.path, unit.id] };
};
