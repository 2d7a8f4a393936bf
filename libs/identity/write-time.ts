import { Refusal } from '#libs/domain/refusal.js';
import type { Identity } from './identity.js';
import { requireScope, scopeRoots } from './scope.js';

/** What every write may carry. */
export interface WriteInput {
  readonly expectedVersion?: number | undefined;
  readonly at?: string | undefined;
  readonly backdatingReason?: string | undefined;
}

/** The record a write is about, as far as its date depends on it. */
export interface DatedRecord {
  /** Path of the units that answer for it; null where no unit does yet: then the permission for any unit will do. */
  readonly unitPath: readonly string[] | null;
  readonly lastActionAt: Date | null;
}

/**
 * The business time of a write: the clock's now, or an earlier instant with the permission record.backdate and a reason.
 * Nothing is dated before the act before it: the order of acts is the order in which they happened. Refuses with
 * FORBIDDEN_UNIT, RECORD_BACKDATED_WITHOUT_REASON, RECORD_AHEAD_OF_TIME, RECORD_BEFORE_LAST_ACT.
 */
export const businessTime = (
  input: WriteInput,
  identity: Identity,
  { unitPath, lastActionAt }: DatedRecord,
  now: Date,
): Date => {
  if (input.at === undefined) return lastActionAt !== null && lastActionAt > now ? lastActionAt : now;
  const at = new Date(input.at);
  requireScope(identity, 'record.backdate', unitPath ?? scopeRoots(identity, 'record.backdate'));
  if (!input.backdatingReason?.trim())
    throw new Refusal('RECORD_BACKDATED_WITHOUT_REASON', 'an earlier date needs a reason');
  if (at > now) throw new Refusal('RECORD_AHEAD_OF_TIME', 'a record is not dated ahead', { now: now.toISOString() });
  if (lastActionAt !== null && at < lastActionAt)
    throw new Refusal('RECORD_BEFORE_LAST_ACT', 'something later has already been recorded of this', {
      lastActionAt: lastActionAt.toISOString(),
    });
  return at;
};
