import type { DataSource } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import type { JobKind } from '#libs/scheduling/scheduler.js';
import type { Policy } from '../policy.js';
import { openRecomputations } from './recomputation.store.js';
import { recompute } from './recompute.js';

export const RECOMPUTE = 'recompute';

/** Runs what people asked to be worked out again, and what rests on dust days: some hundred days of stations, weeks of sections, or an area a transaction. */
export const recomputationJobs = (parts: {
  readonly db: DataSource;
  readonly clock: Clock;
  readonly policy: Policy;
}): Record<string, JobKind> => ({
  [RECOMPUTE]: {
    run: async ({ id }, progress) => {
      for (let percent = 0; percent < 100;) {
        const now = await parts.clock.now();
        percent = await parts.db.transaction((tx) => recompute(tx, id, parts.policy, now));
        await progress(percent);
      }
    },
    pending: openRecomputations,
  },
});
