import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';

/**
 * The business time of a write: now, or an earlier instant asked for by somebody who may date back, with a reason.
 * Refusals: FORBIDDEN_BACKDATING, BACKDATING_INVALID (no reason, or a time to come).
 */
export const writeTime = (
  identity: Identity,
  write: { readonly at?: string | undefined; readonly backdatingReason?: string | undefined },
  now: Date,
): { readonly at: Date; readonly reason: string | null } => {
  if (write.at === undefined) return { at: now, reason: null };
  const at = new Date(write.at);
  if (at > now) throw new Refusal('BACKDATING_INVALID', 'a record cannot be dated ahead');
  if (!identity.grants.some(({ permission }) => permission === 'record.backdate'))
    throw new Refusal('FORBIDDEN_BACKDATING', 'dating back needs the permission record.backdate');
  if (write.backdatingReason === undefined) throw new Refusal('BACKDATING_INVALID', 'dating back needs a reason');
  return { at, reason: write.backdatingReason };
};
