import type { EntityManager } from 'typeorm';
import { keptBasis } from '#libs/evidence/reference-group.store.js';
import type { Pack } from '#libs/policy/pack.js';
import { SERVICE } from '../service-name.js';
import { joinedPaths } from '../rule/responsible-units.js';
import { publishWarning } from './publish-warning.js';
import { type Finding, judgeOnLadder } from './raise-warning.js';
import type { WarningRow } from './warning.store.js';

/**
 * Carries a warning on: period, count, severity, extent or data state changed. What the ledger was once told to open stays
 * told. `resumes`: the warning had ended and its cause turns out to go on; otherwise an ended one stays ended.
 */
export const updateWarning = async (
  tx: EntityManager,
  pack: Pack,
  before: WarningRow,
  changes: Partial<Finding> & { readonly endedAt?: Date },
  occurredAt: Date,
  resumes = false,
): Promise<WarningRow> => {
  const unitIds = changes.unitIds ?? before.unitIds;
  const warning: WarningRow = {
    ...before,
    ...changes,
    basis: await keptBasis(tx, SERVICE, changes.basis ?? before.basis),
    opens: before.opens === 'none' ? (changes.opens ?? 'none') : before.opens,
    version: before.version + 1,
    unitIds,
    unitPath: await joinedPaths(tx, unitIds),
    ...(resumes ? { endedAt: null, endReason: null, takenInBy: null } : {}),
  };
  await publishWarning(tx, warning, 'updated', occurredAt);
  if (warning.endedAt === null)
    await judgeOnLadder(tx, pack, warning, { ...warning, period: warning.period.label }, occurredAt);
  return warning;
};
