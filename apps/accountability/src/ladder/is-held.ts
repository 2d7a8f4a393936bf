import type { EntityManager } from 'typeorm';
import { isHeldUntilClosure } from '#libs/domain/escalation/ladder-outlook.js';
import type { Pack } from '#libs/policy/pack.js';
import { ladderState, latestLadderOf } from './ladder.store.js';

/** Whether a rung of the warning's ladder stands that only closure lifts: quiet periods must not end the warning then. */
export const isLadderHeld = async (tx: EntityManager, _pack: Pack, warningId: string): Promise<boolean> => {
  const row = await latestLadderOf(tx, warningId);
  return row !== null && isHeldUntilClosure(await ladderState(tx, row), row.policy);
};
