import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import type { CapacityLoad } from '#libs/domain/water/water-capacity.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireArea } from '#libs/service/require-reach.js';
import { type CapacityKey, insertCapacity, lockCapacity } from './water-capacity.store.js';

export interface CapacityWish extends CapacityKey {
  readonly loads: readonly CapacityLoad[];
  readonly basis: string;
  readonly expectedVersion: number;
}

/**
 * Records what waters of an area may take and take in a year; versions before stay. Refuses with AREA_UNKNOWN_INVALID,
 * FORBIDDEN_UNIT, STATE_CHANGED_MEANWHILE, and with WATER_CAPACITY_INVALID where an item is named twice.
 */
export const recordCapacity = async (
  tx: EntityManager,
  { expectedVersion, ...wish }: CapacityWish,
  at: Date,
  identity: Identity,
): Promise<void> => {
  await requireArea(tx, identity, 'subject.manage', wish.areaId);
  const items = wish.loads.map(({ item }) => item);
  const twice = items.find((item, n) => items.indexOf(item) !== n);
  if (twice !== undefined) throw new Refusal('WATER_CAPACITY_INVALID', `${twice} is named twice`, { item: twice });
  const before = await lockCapacity(tx, wish);
  requireVersion('the capacity', before?.version ?? 0, expectedVersion);
  const version = expectedVersion + 1;
  await insertCapacity(tx, { ...wish, version, recordedAt: at, recordedBy: currentCause().actor.name });
  await audit(tx, {
    at,
    action: 'water-capacity.record',
    subject: { kind: 'area', id: wish.areaId },
    old: before && { loads: before.loads, basis: before.basis },
    new: { body: wish.body, year: wish.year, loads: wish.loads, basis: wish.basis, version },
    reason: wish.basis,
  });
};
