import type { ServiceParts } from '#libs/service/service-definition.js';
import type { Schedule, TimerHandler } from '#libs/scheduling/scheduler.js';
import type { AccountabilityConfig } from '../config.js';
import { noRefusal } from '../no-refusal.js';
import { draftReadyBulletins } from './draft-bulletin.js';
import { openBulletins } from './open-bulletin.js';
import { BULLETIN_TIMER } from './wake-bulletins.js';

type Parts = ServiceParts<AccountabilityConfig>;

/** Every morning, because which day is the third working one depends on a calendar that may still change. */
export const bulletinSchedules = ({ pack, clock }: Parts): Schedule[] => [
  {
    id: 'open-bulletins',
    pattern: '0 9 * * *',
    timeZone: 'Asia/Shanghai',
    missed: 'all',
    run: (tx, slot) => noRefusal(async () => openBulletins(tx, pack, slot, await clock.now())),
  },
];

export const bulletinTimers = ({ pack, clock }: Parts): Record<string, TimerHandler> => ({
  [BULLETIN_TIMER]: (tx) => noRefusal(async () => draftReadyBulletins(tx, pack, await clock.now())),
});
