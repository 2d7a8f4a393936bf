import type { Log } from '#libs/observability/log.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';

/**
 * Looks every so often. Not a schedule: nothing is owed at an instant, and a look that was missed is made up for by the
 * next. Closing waits for a look under way.
 */
export const lookEvery = (parts: {
  readonly lookMs: number;
  readonly log: Log;
  /** Who is named as having done it. */
  readonly actor: string;
  readonly look: () => Promise<void>;
}): { close(): Promise<void> } => {
  const { lookMs, log, actor, look } = parts;
  let looking: Promise<unknown> = Promise.resolve();
  let timer: NodeJS.Timeout | null = null;
  const wait = (): void => {
    timer = setTimeout(() => {
      looking = runWithCause(systemCause(actor), look)
        .catch((why: unknown) => log.warn({ err: why, actor }, 'a look failed; the next makes up for it'))
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
