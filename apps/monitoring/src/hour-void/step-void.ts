import type { EntityManager } from 'typeorm';
import { requireVersion } from '#libs/domain/record-version.js';
import { Refusal } from '#libs/domain/refusal.js';
import { STANDING_VOIDS, type VoidAction, voidStep } from '#libs/domain/telemetry/value-void.js';
import { audit } from '#libs/identity/audit.js';
import { lockTouched } from '../subject/subject-lock.store.js';
import { applyVoids } from './apply-voids.js';
import { findVoid, type HourVoid, saveVoid } from './hour-void.store.js';
import { reviewStep } from '../review-step/review-step.js';
import { ownStation, type VoidParts } from './own-station.js';

export interface VoidStepWish {
  readonly action: VoidAction;
  readonly reason: string;
  readonly expectedVersion: number;
}

const PERMISSION: Readonly<Record<VoidAction, string>> = {
  confirm: 'data.confirm-void',
  refuse: 'data.confirm-void',
  withdraw: 'data.void',
  'propose-lift': 'data.void',
};

/**
 * Takes a void a step on. Where values become void or count again, their hours get a new revision and everything that
 * rests on them is worked out. Refuses with HOUR_VOID_NOT_FOUND, STATE_CHANGED_MEANWHILE, and what `voidStep` and
 * `ownStation` refuse.
 */
export const stepVoid = async (
  tx: EntityManager,
  id: string,
  wish: VoidStepWish,
  at: Date,
  parts: VoidParts,
): Promise<HourVoid> => {
  const seen = await findVoid(tx, id);
  if (!seen) throw new Refusal('HOUR_VOID_NOT_FOUND', `no void ${id}`);
  await ownStation(tx, seen.stationId, PERMISSION[wish.action], at, parts);
  // Two who decide at once, and packets that come in, wait for each other here.
  await lockTouched(tx, [seen.stationId]);
  const before = (await findVoid(tx, id)) ?? seen;
  requireVersion('the void', before.version, wish.expectedVersion);
  const { personId } = parts.identity;
  const step = voidStep(before.state, wish.action, personId, before.askedBy);
  if ('refusal' in step) throw step.refusal;
  const after: HourVoid = {
    ...before,
    state: step.next,
    version: before.version + 1,
    askedBy: wish.action === 'propose-lift' ? personId : before.askedBy,
    steps: [...before.steps, reviewStep(wish, at, parts.identity)],
  };
  await saveVoid(tx, after);
  await audit(tx, {
    at,
    action: `hour-void.${wish.action}`,
    subject: { kind: 'station', id: after.stationId },
    old: { id, state: before.state },
    new: { id, state: after.state },
    reason: wish.reason,
  });
  if (STANDING_VOIDS.includes(before.state) !== STANDING_VOIDS.includes(after.state))
    await applyVoids(tx, after, at, parts.policy);
  return after;
};
