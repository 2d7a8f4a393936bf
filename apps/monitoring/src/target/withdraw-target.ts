import type { EntityManager } from 'typeorm';
import { audit } from '#libs/identity/audit.js';
import { saveTargetState, type Target } from './target.store.js';
import { lockedTarget, type TargetParts } from './write-target.js';

/** Takes a target out of use; what was published about it stays. */
export const withdrawTarget = async (
  tx: EntityManager,
  id: string,
  wish: { readonly expectedVersion: number; readonly reason: string },
  at: Date,
  { identity }: TargetParts,
): Promise<Target> => {
  const target = await lockedTarget(tx, id, wish.expectedVersion, identity);
  const after = {
    ...target,
    version: target.version + 1,
    isWithdrawn: true,
    withdrawnAt: at,
    withdrawnReason: wish.reason,
  };
  await saveTargetState(tx, after);
  await audit(tx, {
    at,
    action: 'target.withdraw',
    subject: { kind: 'target', id },
    old: { version: target.version },
    new: null,
    reason: wish.reason,
  });
  return after;
};
