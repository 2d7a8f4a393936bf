import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { requireVersion } from '#libs/domain/record-version.js';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireArea } from '#libs/service/require-reach.js';
import { type ExternalAverage, lockNewestAverage, insertAverage } from './external-average.store.js';

export type AverageWish = Omit<ExternalAverage, 'id' | 'version' | 'withdrawn' | 'recordedAt' | 'recordedBy'> & {
  /** The version the writer has seen; 0 for a figure nobody has recorded, or that was withdrawn. */
  readonly expectedVersion: number;
};

/**
 * Records a figure others publish, or corrects it with a new version. Refuses with AREA_UNKNOWN_INVALID,
 * STATE_CHANGED_MEANWHILE, EXTERNAL_AVERAGE_REASON_MISSING and FORBIDDEN_UNIT.
 */
export const recordExternalAverage = async (
  tx: EntityManager,
  wish: AverageWish,
  at: Date,
  identity: Identity,
): Promise<ExternalAverage> => {
  await requireArea(tx, identity, 'target.manage', wish.areaId);
  const { expectedVersion, ...rest } = wish;
  const newest = await lockNewestAverage(tx, wish);
  const before = newest?.withdrawn ? null : newest;
  if (before) await requireArea(tx, identity, 'target.manage', before.areaId);
  requireVersion('the figure', before?.version ?? 0, expectedVersion);
  if (before && wish.reason === null)
    throw new Refusal('EXTERNAL_AVERAGE_REASON_MISSING', 'a correction needs its reason');
  const average: ExternalAverage = {
    ...rest,
    id: uuidv7(),
    version: (newest?.version ?? 0) + 1,
    withdrawn: false,
    recordedAt: at,
    recordedBy: currentCause().actor.name,
  };
  await insertAverage(tx, average, newest);
  const { medium, whose, measure, periodLabel: period } = wish;
  await audit(tx, {
    at,
    action: 'external-average.record',
    subject: { kind: 'area', id: wish.areaId },
    old: before && { value: before.value, document: before.document },
    new: { value: wish.value, document: wish.document, medium, whose, measure, period },
    reason: wish.reason,
  });
  return average;
};
