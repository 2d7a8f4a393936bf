import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import type { Log } from '#libs/observability/log.js';
import type { Policy } from '../policy.js';
import { askForGaps } from './ask-for-gaps.js';

/**
 * Looks every so often which hours are missing. Not a schedule: nothing is owed at an instant, and a look that was missed
 * is made up for by the next.
 */
export const watchGaps = (parts: {
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
  readonly lookMs: number;
}): { close(): Promise<void> } => {
  const { db, clock, log, policy, lookMs } = parts;
  let looking: Promise<unknown> = Promise.resolve();
  const look = async (): Promise<void> => {
    const now = await clock.now();
    const requests = await db.transaction((tx) => askForGaps(tx, policy, now));
    if (requests > 0) log.info({ requests }, 'missing hours are asked for again');
  };
  let timer: NodeJS.Timeout | null = null;
  const wait = (): void => {
    timer = setTimeout(() => {
      looking = runWithCause(systemCause('monitoring.gaps'), look)
        .catch((why: unknown) => log.warn({ err: why }, 'could not look for missing hours'))
        .finally(() => timer && wait());
    }, lookMs);
  };
  wait();
  return {
    close: async () => {
      if (timer) clearTimeout(timer);
      timer = null;
      await looking;
    },
  };
};
