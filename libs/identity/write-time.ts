import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from '#libs/identity/identity.js';
import { requireScope } from '#libs/identity/scope.js';

/** What every write may carry. */
export interface WriteInput {
  readonly expectedVersion?: number | undefined;
  readonly at?: string | undefined;
  readonly backdatingReason?: string | undefined;
}

/**
 * The business time of a write: the clock's now, or an earlier instant with the permission record.backdate and a reason.
 * Nothing is dated before the act before it: the order of acts is the order in which they happened. Refuses with
 * FORBIDDEN_UNIT, RECORD_BACKDATED_WITHOUT_REASON, RECORD_AHEAD_OF_TIME, RECORD_BEFORE_LAST_ACT.
 */
export const businessTime = (
  input: WriteInput,
  identity: Identity,
  unitPath: readonly string[],
  now: Date,
  lastActionAt: Date | null,
): Date => {
  if (input.at === undefined) return lastActionAt !== null && lastActionAt > now ? lastActionAt : now;
  const at = new Date(input.at);
  requireScope(identity, 'record.backdate', unitPath);
  if (!input.backdatingReason?.trim())
    throw new Refusal('RECORD_BACKDATED_WITHOUT_REASON', 'an earlier date needs a reason');
  if (at > now) throw new Refusal('RECORD_AHEAD_OF_TIME', 'a record is not dated ahead', { now: now.toISOString() });
  if (lastActionAt !== null && at < lastActionAt)
    throw new Refusal('RECORD_BEFORE_LAST_ACT', 'something later has already been recorded of this', {
      lastActionAt: lastActionAt.toISOString(),
    });
  return at;
};
