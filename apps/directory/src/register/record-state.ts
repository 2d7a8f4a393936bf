import type { EntityManager } from 'typeorm';
import { isSameState, requireVersion } from '#libs/domain/record-version.js';
import type { DataOf, EventContract } from '#libs/contracts/event.js';
import { audit } from '#libs/identity/audit.js';
import { deterministicId, publish } from '#libs/messaging/outbox.js';
import { currentCause } from '#libs/observability/cause.js';
import { findState, insertState, lockNoun, type Noun, type RegisterState } from './register.store.js';

/** Fields of a state the writer does not choose. */
type Managed = 'version' | 'retired';

/**
 * Writes a new version of a state, publishes it whole, and leaves an audit row. A state equal to the one in force writes
 * nothing. `expectedVersion` guards against overwriting somebody else's change; imports leave it out.
 */
export const recordState = async <C extends EventContract>(
  tx: EntityManager,
  target: { noun: Noun; contract: C },
  state: Omit<DataOf<C> & RegisterState, Managed> & { readonly retired?: boolean },
  options: { at: Date; expectedVersion?: number | undefined; reason?: string | undefined },
): Promise<DataOf<C> & RegisterState> => {
  await lockNoun(tx, target.noun);
  const before = await findState<DataOf<C> & RegisterState>(tx, target.noun, state.id);
  if (options.expectedVersion !== undefined)
    requireVersion(`${target.noun} ${state.id}`, before?.version ?? 0, options.expectedVersion);
  const next = {
    ...state,
    retired: state.retired ?? false,
    version: (before?.version ?? 0) + 1,
  } as unknown as DataOf<C> & RegisterState;
  if (before && isSameState(before, next)) return before;
  const checked = target.contract.data.parse(next) as DataOf<C> & RegisterState;
  await insertState(tx, target.noun, checked, options.at, currentCause().actor.id);
  await publish(tx, target.contract, {
    id: deterministicId(target.contract.topic, checked.id, checked.version),
    key: checked.id,
    data: checked,
    occurredAt: options.at,
  });
  await audit(tx, {
    at: options.at,
    action: `${target.noun}.save`,
    subject: { kind: target.noun, id: checked.id },
    old: before,
    new: checked,
    ...(options.reason === undefined ? {} : { reason: options.reason }),
  });
  return checked;
};
