import type { EntityManager } from 'typeorm';
import type { Pack } from '#libs/policy/pack.js';

// PERSON B: yours. Shape = WarningLadder of warning/warning.api.ts; null while no ladder has begun. Overwrite it whole.
export interface LadderSummary {
  ladderId: string;
  policyId: string;
  status: 'climbing' | 'ending' | 'ended';
  current: string | null;
  pending: string | null;
  dueOn: string | null;
  next: { rung: string; earliestOn: string | null } | null;
}
export const ladderOfWarning = async (
  _tx: EntityManager,
  _pack: Pack,
  _warningId: string,
): Promise<LadderSummary | null> => null;
