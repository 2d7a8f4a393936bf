import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { Log } from '#libs/observability/log.js';
import { lookEvery } from '../looking.js';
import type { Policy } from '../policy.js';
import { askForGaps } from './ask-for-gaps.js';

/** Looks every so often which hours are missing. */
export const watchGaps = (parts: {
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
  readonly lookMs: number;
}): { close(): Promise<void> } => {
  const { db, clock, log, policy, lookMs } = parts;
  const look = async (): Promise<void> => {
    const now = await clock.now();
    const requests = await db.transaction((tx) => askForGaps(tx, policy, now));
    if (requests > 0) log.info({ requests }, 'missing hours are asked for again');
  };
  return lookEvery({ lookMs, log, actor: 'monitoring.gaps', look });
};
