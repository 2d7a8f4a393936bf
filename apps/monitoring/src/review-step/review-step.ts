import type { Identity } from '#libs/identity/identity.js';
import { currentCause } from '#libs/observability/cause.js';

/** One step of a decision on data: what was done by whom, when and why. */
export interface ReviewStep<Action extends string> {
  readonly action: Action;
  /** Instant, ISO 8601 in UTC. */
  readonly at: string;
  readonly personId: string;
  readonly name: string;
  readonly reason: string;
}

/** The step the person who asks takes now. */
export const reviewStep = <Action extends string>(
  { action, reason }: { readonly action: Action; readonly reason: string },
  at: Date,
  { personId }: Identity,
): ReviewStep<Action> => ({ action, at: at.toISOString(), personId, name: currentCause().actor.name, reason });
