import type { EntityManager } from 'typeorm';
import { itemVersion } from '#libs/policy/item.js';
import type { Pack } from '#libs/policy/pack.js';
import { setTimer } from '#libs/scheduling/timer.store.js';
import { unsealedSources } from '../indicator/seal.store.js';
import { waitingBulletins } from './bulletin.store.js';

export const BULLETIN_TIMER = 'bulletin.wait';

/** Ends the wait of every bulletin whose sources have all sealed the end of its month: its timer is due at its slot. */
export const wakeBulletins = async (tx: EntityManager, pack: Pack): Promise<void> => {
  for (const { bulletinId, policyId, policyVersion, cutoff, slot } of await waitingBulletins(tx, false)) {
    const policy = itemVersion(pack.bulletins, policyId, policyVersion);
    if ((await unsealedSources(tx, policy.seal, cutoff, policy.sources)).length > 0) continue;
    await setTimer(tx, { kind: BULLETIN_TIMER, subjectId: bulletinId, dueAt: slot });
  }
};
