import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { v7 as uuidv7 } from 'uuid';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireArea } from '#libs/service/require-reach.js';
import { type ExternalAverage, findAverageInForce, insertAverage } from './external-average.store.js';

export type AverageWish = Omit<ExternalAverage, 'id' | 'version' | 'recordedAt' | 'recordedBy'> & {
  /** The version the writer has seen; 0 for a figure nobody has recorded. */
  readonly expectedVersion: number;
};

/**
 * Records a figure others publish, or corrects it with a new version. Refuses with AREA_UNKNOWN_INVALID,
 * STATE_CHANGED_MEANWHILE and FORBIDDEN_UNIT.
 */
export const recordExternalAverage = async (
  tx: EntityManager,
  wish: AverageWish,
  at: Date,
  identity: Identity,
): Promise<ExternalAverage> => {
  await requireArea(tx, identity, 'target.manage', wish.areaId);
  const { expectedVersion, ...rest } = wish;
  const before = await findAverageInForce(tx, wish);
  if (before) await requireArea(tx, identity, 'target.manage', before.areaId);
  requireVersion('the figure', before?.version ?? 0, expectedVersion);
  const average: ExternalAverage = {
    ...rest,
    id: uuidv7(),
    version: expectedVersion + 1,
    recordedAt: at,
    recordedBy: currentCause().actor.name,
  };
  await insertAverage(tx, average, before);
  const { medium, whose, measure, periodLabel: period } = wish;
  await audit(tx, {
    at,
    action: 'external-average.record',
    subject: { kind: 'area', id: wish.areaId },
    old: before && { value: before.value, document: before.document },
    new: { value: wish.value, document: wish.document, medium, whose, measure, period },
    reason: null,
  });
  return average;
};
