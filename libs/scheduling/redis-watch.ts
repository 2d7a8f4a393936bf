import type { Log } from '#libs/observability/log.js';
import type { RedisLink } from './redis-link.js';

/** `emptied`: Redis answers but has forgotten us, so whatever jobs we made are gone. */
export type Contact = 'ok' | 'emptied' | 'away';

export interface RedisWatch {
  /** Asks Redis, within seconds. It has to write too: a full or read-only Redis answers and is of no use. */
  look(): Promise<Contact>;
  /** Only asks whether it is there, for a process that leaves the rest to the leader. */
  glance(): Promise<void>;
  /** Something Redis was asked for failed. */
  lost(error: unknown): void;
  /** Everything Redis was asked for was done. */
  back(): void;
  /** Real milliseconds since Redis was first found away; 0 while it does its work. */
  readonly awayMs: number;
}

/** Watches Redis by a mark of this process under a key; where the mark is gone, so are the jobs. */
export const createRedisWatch = (link: RedisLink, markKey: string, mark: string, log: Log): RedisWatch => {
  let awaySince: number | null = null;
  const lost = (error: unknown): void => {
    if (awaySince !== null) return;
    awaySince = performance.now();
    log.warn({ reason: error instanceof Error ? error.message : String(error) }, 'Redis is away');
  };
  const back = (): void => {
    if (awaySince !== null) log.warn('Redis is back');
    awaySince = null;
  };
  return {
    get awayMs() {
      return awaySince === null ? 0 : performance.now() - awaySince;
    },
    lost,
    back,
    glance: () => link.ping().then(back, lost),
    look: async () => {
      try {
        return (await link.exchange(markKey, mark)) === mark ? 'ok' : 'emptied';
      } catch (error) {
        lost(error);
        return 'away';
      }
    },
  };
};
