import type { Queue } from 'bullmq';
import type { EntityManager } from 'typeorm';
import type { Log } from '#libs/observability/log.js';
import { JOB_OPTIONS } from './handover.js';
import { within } from './redis-link.js';

/** Ids, not copies of rows. Everything beside `id` is a hint that is lost when Redis is: read it from the row instead. */
export type JobPayload = { readonly id: string } & Readonly<Record<string, unknown>>;
export type Progress = (percent: number) => Promise<void>;

/** Work whose source of truth is a row elsewhere: rendering, delivering, importing. */
export interface JobKind {
  /** May run twice: it has to find nothing left to do. Opens its own transactions; throwing means trying again. */
  run(payload: JobPayload, progress: Progress): Promise<void>;
  /** Ids of rows that wait for this work now, oldest first. Rows given up or waiting for a later try are left out. */
  pending(tx: EntityManager, limit: number): Promise<string[]>;
}

const PAGE = 500;
const ADD_PATIENCE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;

export interface Work {
  enqueue(name: string, payload: JobPayload): Promise<void>;
  /** Makes jobs for rows that wait and have none; tells how many it asked for. */
  putBack(tx: EntityManager): Promise<number>;
  /** A job ended well: should its row wait again, it is new work and is asked for at once. */
  done(name: string, id: string): void;
  forget(): void;
}

/**
 * Jobs of one kind and id are one at a time: while one waits or runs, another is dropped by Redis. Sweeps ask again for a
 * row that goes on waiting, with a growing pause, so that a job that failed for good or was lost comes back.
 */
export const createWork = (
  queue: () => Queue,
  kinds: Readonly<Record<string, JobKind>>,
  putBackMs: number,
  log: Log,
): Work => {
  let asked = new Map<string, { times: number; againAt: number }>();
  /** What a sweep is about to remember. */
  let remembering: typeof asked | null = null;
  const keyOf = (name: string, id: string): string => `${name}-${id}`;
  const job = (name: string, data: JobPayload) => ({
    name,
    data,
    opts: { ...JOB_OPTIONS, deduplication: { id: keyOf(name, data.id) } },
  });
  /** A kind whose rows cannot be listed does not hold up the others. */
  const waiting = async (tx: EntityManager): Promise<{ name: string; id: string }[]> => {
    const found: { name: string; id: string }[] = [];
    for (const [name, kind] of Object.entries(kinds)) {
      try {
        for (const id of await kind.pending(tx, PAGE)) found.push({ name, id });
      } catch (error) {
        log.error({ err: error, job: name }, 'rows that wait for a job could not be listed');
      }
    }
    return found;
  };
  return {
    done: (name, id) => {
      asked.delete(keyOf(name, id));
      remembering?.delete(keyOf(name, id));
    },
    forget: () => {
      asked = new Map();
    },
    enqueue: async (name, payload) => {
      if (!kinds[name]) throw new Error(`no job is named ${name}`);
      const { data, opts } = job(name, payload);
      await within(queue().add(name, data, opts), ADD_PATIENCE_MS, 'adding a job');
    },
    putBack: async (tx) => {
      const now = performance.now();
      const memory: typeof asked = new Map();
      remembering = memory;
      const wanted: ReturnType<typeof job>[] = [];
      for (const { name, id } of await waiting(tx)) {
        const key = keyOf(name, id);
        const known = asked.get(key);
        if (known && known.againAt > now) memory.set(key, known);
        else {
          const times = (known?.times ?? 0) + 1;
          memory.set(key, { times, againAt: now + Math.min(putBackMs * 2 ** (times - 1), LONGEST_PAUSE_MS) });
          wanted.push(job(name, { id }));
        }
      }
      if (wanted.length > 0) await within(queue().addBulk(wanted), ADD_PATIENCE_MS, 'adding jobs');
      asked = memory;
      remembering = null;
      return wanted.length;
    },
  };
};
