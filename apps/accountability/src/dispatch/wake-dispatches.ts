import type { EntityManager } from 'typeorm';
import { itemVersion } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { setTimer } from '#libs/scheduling/timer.store.js';
import { unsealedSources } from '../indicator/seal.store.js';
import { waitingDispatches } from './dispatch.store.js';

export const WAIT_TIMER = 'dispatch.wait';

/**
 * Ends the wait of every dispatch whose sources have all sealed its cut-off: its timer is due at once. The sheet is drawn up
 * in the timer's own transaction, so that trouble with it neither undoes the seal nor holds up what else waits for it. Nothing
 * is locked here but the seals: a timer that fires holds its own row and asks for the dispatch.
 */
export const wakeDispatches = async (tx: EntityManager, pack: Pack): Promise<void> => {
  for (const { dispatchId, policyId, policyVersion, cutoff } of await waitingDispatches(tx, false)) {
    const policy = itemVersion(pack.dispatches, policyId, policyVersion);
    if ((await unsealedSources(tx, policy.seal, cutoff, policy.sources)).length > 0) continue;
    await setTimer(tx, { kind: WAIT_TIMER, subjectId: dispatchId, dueAt: cutoff });
  }
};
