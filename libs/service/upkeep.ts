import type { DataSource } from 'typeorm';
import { chainAudit } from '#libs/identity/audit.js';
import { forgetClaims } from '#libs/messaging/inbox.js';
import type { Log } from '#libs/observability/log.js';
import { forgetRuns } from '#libs/scheduling/schedule-run.store.js';

/** Real time, since it is about tables and not about business. */
const EVERY_MS = 60_000;
const AUDIT_ROWS_AT_ONCE = 1_000;

export interface Upkeep {
  /** Once now, whatever the interval; what the interval calls. */
  once(): Promise<void>;
  /** Finishes what is in hand. */
  stop(): Promise<void>;
}

/**
 * Keeps a service's house tables: chains new rows of the audit trail, forgets claims of events that no topic holds any more
 * and runs of schedules long over. A fired timer stays: it is what keeps its obligation from falling due again.
 * A failure is logged and tried again; several processes of a service do not disturb each other.
 */
export const startUpkeep = (db: DataSource, log: Log): Upkeep => {
  let running: Promise<void> | null = null;
  const work = async (): Promise<void> => {
    for (let chained = AUDIT_ROWS_AT_ONCE; chained === AUDIT_ROWS_AT_ONCE;)
      ({ chained } = await db.transaction((tx) => chainAudit(tx, AUDIT_ROWS_AT_ONCE)));
    await forgetClaims(db.manager);
    await forgetRuns(db.manager);
  };
  const once = (): Promise<void> => {
    running ??= work()
      .catch((why: unknown) => log.warn({ err: why }, 'upkeep failed, will be tried again'))
      .finally(() => (running = null));
    return running;
  };
  const timer = setInterval(() => void once(), EVERY_MS);
  return {
    once,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
};
