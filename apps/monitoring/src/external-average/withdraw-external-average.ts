import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { Refusal } from '#libs/domain/refusal.js';
import { requireVersion } from '#libs/domain/record-version.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { requireArea } from '#libs/service/require-reach.js';
import { type ExternalAverage, findAverage, insertAverage, lockNewestAverage } from './external-average.store.js';

/**
 * Withdraws a figure recorded by mistake: nothing is held beside it any more, its versions stay, and it may be recorded anew.
 * Refuses with EXTERNAL_AVERAGE_NOT_FOUND, STATE_CHANGED_MEANWHILE (also where it is withdrawn already) and FORBIDDEN_UNIT.
 */
export const withdrawExternalAverage = async (
  tx: EntityManager,
  id: string,
  { reason, expectedVersion }: { readonly reason: string; readonly expectedVersion: number },
  at: Date,
  identity: Identity,
): Promise<ExternalAverage> => {
  const named = await findAverage(tx, id);
  if (!named) throw new Refusal('EXTERNAL_AVERAGE_NOT_FOUND', `no figure ${id}`);
  const before = await lockNewestAverage(tx, named);
  if (!before) throw new Error(`the figure ${id} has no newest version`);
  await requireArea(tx, identity, 'target.manage', before.areaId);
  requireVersion('the figure', before.withdrawn ? 0 : before.version, expectedVersion);
  const withdrawn: ExternalAverage = {
    ...before,
    ...{ id: uuidv7(), version: before.version + 1, withdrawn: true, reason },
    ...{ recordedAt: at, recordedBy: currentCause().actor.name },
  };
  await insertAverage(tx, withdrawn, before);
  const { medium, whose, measure, periodLabel: period, value, document } = before;
  await audit(tx, {
    at,
    action: 'external-average.withdraw',
    subject: { kind: 'area', id: before.areaId },
    old: { value, document, medium, whose, measure, period },
    new: { withdrawn: true },
    reason,
  });
  return withdrawn;
};
