import type { EntityManager } from 'typeorm';
import type { EventOf } from '#libs/contracts/event.js';
import type { MonitoringSealed } from '#libs/contracts/monitoring.events.js';
import type { Pack } from '#libs/policy/pack.js';
import { wakeBulletins } from '../bulletin/wake-bulletins.js';
import { wakeDispatches } from '../dispatch/wake-dispatches.js';
import { sealAreaDays } from '../rule/group-area-days.js';
import { installedSince } from './installation.store.js';
import { keepSeal, lockSeals } from './seal.store.js';

/** Seal of the district's day; the others are the pack's own cut-offs. */
const DAILY = 'daily';

/** Notes that a source has published everything up to a cut-off, and wakes what was waiting for it. */
export const takeSeal = async (
  tx: EntityManager,
  pack: Pack,
  service: string,
  event: EventOf<typeof MonitoringSealed>,
  now: Date,
): Promise<void> => {
  const cutoff = new Date(event.data.cutoff);
  await lockSeals(tx);
  await keepSeal(tx, { service, seal: event.data.seal, cutoff }, now);
  if (service === 'monitoring' && event.data.seal === DAILY)
    await sealAreaDays(tx, pack, cutoff, await installedSince(tx));
  await wakeDispatches(tx, pack);
  await wakeBulletins(tx, pack);
};
