import type { EntityManager } from 'typeorm';
import type { z } from 'zod';
import type { Pack } from '#libs/policy/pack.js';
import type { WarningLadder } from '../warning/warning.api.js';
import { latestLadderOf } from './ladder.store.js';

export type LadderSummary = z.input<typeof WarningLadder>;

/** Where the ladder of a warning stands; null while none has begun. */
export const ladderOfWarning = async (
  tx: EntityManager,
  _pack: Pack,
  warningId: string,
): Promise<LadderSummary | null> => {
  const row = await latestLadderOf(tx, warningId);
  return (
    row && {
      ladderId: row.ladderId,
      policyId: row.policyId,
      status: row.status,
      current: row.currentRung,
      pending: row.pendingRung,
      dueOn: row.dueOn,
      next: row.nextRung === null ? null : { rung: row.nextRung, earliestOn: row.nextOn },
    }
  );
};
