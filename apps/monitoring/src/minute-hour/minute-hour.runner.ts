import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { Log } from '#libs/observability/log.js';
import { lookEvery } from '../looking.js';
import type { Policy } from '../policy.js';
import { buildHours } from './build-hours.js';

/** Looks every so often which hours can be built from minutes. */
export const watchMinutes = (parts: {
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly policy: Policy;
  readonly lookMs: number;
}): { close(): Promise<void> } => {
  const { db, clock, log, policy, lookMs } = parts;
  const look = async (): Promise<void> => {
    const now = await clock.now();
    const hours = await db.transaction((tx) => buildHours(tx, policy, now));
    if (hours > 0) log.info({ hours }, 'hours are built from minutes');
  };
  return lookEvery({ lookMs, log, actor: 'monitoring.minute-hours', look });
};
