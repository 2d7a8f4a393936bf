import type { EntityManager } from 'typeorm';
import { Refusal } from '#libs/domain/refusal.js';
import { audit } from '#libs/identity/audit.js';
import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';
import { type DustRecognition, lockRecognition, saveWithdrawal } from './dust-day.store.js';
import { dustSubject, requireDustReach } from './recognise-dust.js';
import { type RecognitionAsked, requestFigures } from './request-figures.js';

/**
 * Withdraws a recognition: its days count like all others again, and published figures over them are asked to be worked out
 * again. What was recorded stays. Refuses with DUST_DAY_NOT_FOUND, DUST_DAY_WITHDRAWN and FORBIDDEN_UNIT.
 */
export const withdrawDust = async (
  tx: EntityManager,
  id: string,
  reason: string,
  at: Date,
  identity: Identity,
): Promise<RecognitionAsked> => {
  const before = await lockRecognition(tx, id);
  if (!before) throw new Refusal('DUST_DAY_NOT_FOUND', `no recognition ${id}`);
  await requireDustReach(tx, identity, before);
  if (before.withdrawnAt) throw new Refusal('DUST_DAY_WITHDRAWN', 'the recognition is withdrawn already');
  const withdrawn: DustRecognition = {
    ...before,
    withdrawnAt: at,
    withdrawnBy: currentCause().actor.name,
    withdrawnReason: reason,
  };
  await saveWithdrawal(tx, withdrawn);
  const { areaId, stationIds, fromDay, toDay, document } = before;
  await audit(tx, {
    at,
    action: 'dust-day.withdraw',
    subject: dustSubject(before),
    old: { id, areaId, stationIds, fromDay, toDay, document },
    new: { withdrawn: true },
    reason,
  });
  return requestFigures(tx, withdrawn, at, reason);
};
