import type { EntityManager } from 'typeorm';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';
import { findReference } from '#libs/messaging/reference.js';

const MOST_STEPS_UP = 8;

/** The unit that governs an area, or the nearest one above it; null where none is known. */
const unitOfArea = async (tx: EntityManager, areaId: string): Promise<string | null> => {
  let area = await findReference(tx, AreaState, areaId);
  if (!area) throw new Refusal('AREA_UNKNOWN_INVALID', `no area ${areaId} is known here (yet)`);
  for (let n = 0; n < MOST_STEPS_UP && area && area.unitId === null; n++)
    area = area.parentId === null ? null : await findReference(tx, AreaState, area.parentId);
  return area?.unitId ?? null;
};

/** Refuses an area nobody knows, and one whose unit the writer does not reach. */
export const requireArea = async (
  tx: EntityManager,
  identity: Identity,
  permission: string,
  areaId: string,
): Promise<void> => {
  const unitId = await unitOfArea(tx, areaId);
  const unit = unitId === null ? null : await findReference(tx, UnitState, unitId);
  if (unit) requireScope(identity, permission, unit.path);
};
