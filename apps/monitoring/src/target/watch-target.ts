import type { EntityManager } from 'typeorm';
import { audit } from '#libs/identity/audit.js';
import { saveTargetState, type Target } from './target.store.js';
import { checkWatched, lockedTarget, type TargetParts } from './write-target.js';

/**
 * Says whether warnings are wanted while a target lags or is lost. The next seal of a day tells how it stands, or that
 * nobody asks any more, which ends its warnings. Refuses with TARGET_OUTLOOK_INVALID.
 */
export const watchTarget = async (
  tx: EntityManager,
  id: string,
  wish: { readonly watched: boolean; readonly reason: string; readonly expectedVersion: number },
  at: Date,
  { identity, policy }: TargetParts,
): Promise<Target> => {
  const target = await lockedTarget(tx, id, wish.expectedVersion, identity);
  if (target.isWatched === wish.watched) return target;
  const after = { ...target, version: target.version + 1, isWatched: wish.watched };
  checkWatched(after, policy);
  await saveTargetState(tx, after);
  await audit(tx, {
    at,
    action: 'target.watch',
    subject: { kind: 'target', id },
    old: { watched: target.isWatched },
    new: { watched: after.isWatched },
    reason: wish.reason,
  });
  return after;
};
