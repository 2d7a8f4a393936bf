import type { Log } from '#libs/observability/log.js';
import { fireRun, fireTimers, type Firing } from './fire.js';
import { BUNDLE, type Hint, pieces } from './handover.js';

export interface DirectFiring {
  /** Fires what is due in this process; tells how many rows. What fails is left out for a growing while. */
  fire(due: readonly Hint[]): Promise<number>;
  /** How many rows are left out at present. */
  readonly failing: number;
}

const LANES = 4;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** The sweeper's own way of firing, while Redis is away. */
export const createDirectFiring = (firing: Firing, log: Log, stopping: AbortSignal): DirectFiring => {
  const failing = new Map<string, { times: number; notBefore: number }>();

  const errorsOf = async (some: readonly Hint[]): Promise<ReadonlyMap<string, unknown>> => {
    const keys = new Map<string, string>();
    const errors = new Map<string, unknown>();
    for (const { key, pointer } of some) {
      if ('timers' in pointer) for (const id of pointer.timers) keys.set(id, key);
      else await fireRun(firing, pointer, 'sweeper').catch((error: unknown) => errors.set(key, error));
    }
    const failed = await fireTimers(firing, [...keys.keys()], 'sweeper');
    for (const [id, error] of failed) errors.set(keys.get(id)!, error);
    return errors;
  };

  const settle = async (some: readonly Hint[]): Promise<number> => {
    const errors = await errorsOf(some);
    for (const { key, name, pointer } of some) {
      const error = errors.get(key);
      if (error === undefined) {
        failing.delete(key);
        continue;
      }
      const times = (failing.get(key)?.times ?? 0) + 1;
      const pause = Math.min(FIRST_PAUSE_MS * 2 ** times, LONGEST_PAUSE_MS);
      failing.set(key, { times, notBefore: performance.now() + pause });
      log.error({ err: error, obligation: name, pointer, times }, 'obligation failed');
    }
    return some.length - errors.size;
  };

  return {
    get failing() {
      return failing.size;
    },
    fire: async (due) => {
      const now = performance.now();
      const keys = new Set(due.map(({ key }) => key));
      for (const key of failing.keys()) if (!keys.has(key)) failing.delete(key);
      const ready = due.filter(({ key }) => (failing.get(key)?.notBefore ?? 0) <= now);
      const timers = ready.filter(({ pointer }) => 'timers' in pointer);
      const runs = ready.filter(({ pointer }) => !('timers' in pointer));
      const portions = [...pieces(runs, 1), ...pieces(timers, BUNDLE)];
      let fired = 0;
      const lane = async (): Promise<void> => {
        for (let next = portions.shift(); next && !stopping.aborted; next = portions.shift())
          fired += await settle(next);
      };
      await Promise.all(Array.from({ length: LANES }, lane));
      return fired;
    },
  };
};
