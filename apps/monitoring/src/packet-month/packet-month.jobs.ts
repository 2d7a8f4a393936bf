import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { JobKind, Schedule } from '#libs/scheduling/scheduler.js';
import type { Policy } from '../policy.js';
import { keepTelemetry } from './keep-telemetry.js';
import { packMonth } from './pack-month.js';
import { openMonths } from './packet-month.store.js';

/** Every night, when little is going on. */
export const keepingSchedule = (policy: Policy): Schedule => ({
  id: 'keep-telemetry',
  pattern: '10 3 * * *',
  timeZone: 'Asia/Shanghai',
  missed: 'latest',
  run: (tx, { slot }) => keepTelemetry(tx, slot, policy),
});

/** Packs the months noted, some thousand packets a transaction; after a crash it goes on behind the last of them. */
export const packetMonthJobs = (parts: {
  readonly db: DataSource;
  readonly clock: Clock;
}): Record<string, JobKind> => ({
  'pack-packets': {
    run: async ({ id }) => {
      for (let done = false; !done;) {
        const now = await parts.clock.now();
        done = await parts.db.transaction((tx) => packMonth(tx, id, now));
      }
    },
    pending: openMonths,
  },
});
