/** Whom a permission reaches by the reference copies of the directory: areas, units, and who answers for a subject. */
import type { EntityManager } from 'typeorm';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import type { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
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

/** Refuses whoever holds the permission for a part of the installation only. */
export const requireWhole = async (tx: EntityManager, identity: Identity, permission: string): Promise<void> => {
  for (const grant of identity.grants) {
    if (grant.permission !== permission) continue;
    const unit = await findReference(tx, UnitState, grant.unitId);
    if (unit?.path.length === 1) return;
  }
  throw new Refusal('FORBIDDEN_UNIT', 'no unit answers for this: the permission has to reach all of them', {
    permission,
  });
};

/** Refuses an area nobody knows, and one whose unit the writer does not reach; one that no unit governs takes the reach of all. */
export const requireArea = async (
  tx: EntityManager,
  identity: Identity,
  permission: string,
  areaId: string,
): Promise<void> => {
  const unitId = await unitOfArea(tx, areaId);
  const unit = unitId === null ? null : await findReference(tx, UnitState, unitId);
  if (unit) requireScope(identity, permission, unit.path);
  else await requireWhole(tx, identity, permission);
};

/**
 * Refuses units nobody knows, and what units outside the writer's reach answer for. Where nobody answers, the unit that
 * governs the area does.
 */
export const requireUnits = async (
  tx: EntityManager,
  identity: Identity,
  permission: string,
  subject: Pick<DataOf<typeof MonitoredSubjectState>, 'id' | 'areaId' | 'answersFor'>,
): Promise<void> => {
  if (subject.answersFor.length === 0) await requireArea(tx, identity, permission, subject.areaId);
  for (const { unitId } of subject.answersFor) {
    const unit = await findReference(tx, UnitState, unitId);
    if (!unit)
      throw new Refusal('SUBJECT_UNIT_INVALID', `no unit ${unitId} is known here (yet) to answer for ${subject.id}`);
    requireScope(identity, permission, unit.path);
  }
};
