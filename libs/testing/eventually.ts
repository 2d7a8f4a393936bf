import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Real milliseconds before the wait fails; 30 s unless said otherwise. */
  readonly deadlineMs?: number;
  readonly everyMs?: number;
  /** What is waited for, for the failure's words. */
  readonly what?: string;
}

/**
 * Asks until the answer is neither false nor null, and returns it; a check that only expects answers nothing, which is
 * fine. Errors (failed expectations too) count as "not yet"; the last one is the cause of the failure when the deadline
 * passes.
 */
export const eventually = async <T>(
  check: () => T | Promise<T>,
  { deadlineMs = 30_000, everyMs = 20, what = 'the condition' }: Patience = {},
): Promise<Exclude<Awaited<T>, false | null>> => {
  const end = performance.now() + deadlineMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await check();
      if (answer !== false && answer !== null) return answer as Exclude<Awaited<T>, false | null>;
      last = `last answer: ${String(answer)}`;
    } catch (error) {
      last = error;
    }
    if (performance.now() >= end) {
      const reason = last instanceof Error ? last.message : String(last);
      throw new Error(`${what} did not come about within ${deadlineMs} ms; ${reason}`, { cause: last });
    }
    await pause(everyMs);
  }
};
