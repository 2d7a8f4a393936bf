import type { JobsOptions, Queue } from 'bullmq';
import { within } from './redis-link.js';

/** Retries, back-off and retention, decided once for every job of the platform. */
export const JOB_OPTIONS = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000 },
  removeOnComplete: { age: 3_600, count: 1_000 },
  removeOnFail: { age: 7 * 24 * 3_600, count: 5_000 },
} as const satisfies JobsOptions;

/** What an obligation's job points at. */
export type Pointer = { readonly timers: readonly string[] } | { readonly schedule: string; readonly slot: Date };

/** A due row that wants a job. */
export interface Hint {
  /** The same for the same obligation at the same instant; letters, digits and hyphens, since it is part of a job's id. */
  readonly key: string;
  readonly name: string;
  readonly pointer: Pointer;
}

interface Handed {
  readonly jobId: string;
  readonly attempt: number;
  /** Has failed before: it waits for its next try and takes nobody's room. */
  readonly troubled: boolean;
  /** On the process's own monotonic clock: when to see what became of the job. */
  readonly lookAt: number;
}

interface NewJob {
  readonly jobId: string;
  readonly name: string;
  readonly pointer: Pointer;
  readonly keys: readonly string[];
  readonly attempt: number;
  readonly delay: number;
}

/** From this many fresh timers on, a job points at a bundle of them: Redis would cost more than the effects. */
const BUNDLE_FROM = 200;
export const BUNDLE = 50;
const BATCH = 500;
const ADD_PATIENCE_MS = 10_000;
const FIRST_BACK_OFF_MS = 30_000;
const LONGEST_BACK_OFF_MS = 15 * 60_000;
const LIVE = new Set(['waiting', 'active', 'delayed', 'prioritized', 'waiting-children']);

export interface Handover {
  /**
   * Makes jobs for rows seen for the first time, and again for rows whose job is lost or has failed. Tells how many rows
   * got one, and whether some have to wait for the next sweep.
   */
  hand(due: readonly Hint[]): Promise<{ added: number; postponed: boolean }>;
  /** How many due rows a sweep has to read so that failing ones at the front do not hide the rest. */
  readonly window: number;
  /** After Redis was emptied: everything due gets a job again. */
  forget(): void;
}

export const pieces = <T>(list: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_unused, n) => list.slice(n * size, (n + 1) * size));

/**
 * What the leading sweeper remembers of the jobs it has made, so that a due row costs Redis one command and not one a
 * sweep. The memory is only thrift: losing it makes jobs that find nothing left to do.
 *
 * Jobs wait for at most `most` rows at a time. A row that still waits after `putBackMs` has its job looked at: one that
 * Redis has lost is made again at once, one that has failed for good after a growing pause and on its own, so that it is
 * seen by its name.
 */
export const createHandover = (queue: () => Queue, term: string, putBackMs: number, most: number): Handover => {
  let handed = new Map<string, Handed>();
  let bundles = 0;
  const troubled = (): number => [...handed.values()].filter((entry) => entry.troubled).length;

  const single = ({ key, name, pointer }: Hint, attempt = 1, delay = 0): NewJob => ({
    jobId: `${key}-${term}-${attempt}`,
    name,
    pointer,
    keys: [key],
    attempt,
    delay,
  });

  const bundle = (hints: readonly Hint[]): NewJob => ({
    jobId: `bundle-${term}-${(bundles += 1)}`,
    name: 'timers',
    pointer: { timers: hints.flatMap(({ pointer }) => ('timers' in pointer ? pointer.timers : [])) },
    keys: hints.map(({ key }) => key),
    attempt: 1,
    delay: 0,
  });

  const jobsFor = (fresh: readonly Hint[]): NewJob[] => {
    const timers = fresh.filter(({ pointer }) => 'timers' in pointer);
    if (timers.length < BUNDLE_FROM) return fresh.map((hint) => single(hint));
    const others = fresh.filter(({ pointer }) => !('timers' in pointer));
    return [...others.map((hint) => single(hint)), ...pieces(timers, BUNDLE).map(bundle)];
  };

  const add = async (jobs: readonly NewJob[], memory: Map<string, Handed>): Promise<void> => {
    for (const batch of pieces(jobs, BATCH)) {
      const added = batch.map(({ jobId, name, pointer, delay }) => ({
        name,
        data: pointer,
        opts: { ...JOB_OPTIONS, jobId, delay },
      }));
      await within(queue().addBulk(added), ADD_PATIENCE_MS, 'adding jobs');
      const now = performance.now();
      for (const { jobId, keys, attempt, delay } of batch) {
        for (const key of keys)
          memory.set(key, { jobId, attempt, troubled: attempt > 1, lookAt: now + delay + putBackMs });
      }
    }
  };

  /** Jobs for rows that have waited too long; rows whose job is alive are remembered for another while. */
  const lookInto = async (doubtful: readonly Hint[], memory: Map<string, Handed>): Promise<NewJob[]> => {
    const jobIds = [...new Set(doubtful.map(({ key }) => memory.get(key)!.jobId))];
    const states = new Map<string, string>();
    await Promise.all(jobIds.map(async (id) => states.set(id, await queue().getJobState(id))));
    const again: NewJob[] = [];
    for (const hint of doubtful) {
      const { jobId, attempt } = memory.get(hint.key)!;
      const state = states.get(jobId)!;
      if (LIVE.has(state)) {
        const troubled = attempt > 1 || state === 'delayed';
        memory.set(hint.key, { jobId, attempt, troubled, lookAt: performance.now() + putBackMs });
      } else {
        const pause = Math.min(FIRST_BACK_OFF_MS * 2 ** (attempt - 1), LONGEST_BACK_OFF_MS);
        again.push(single(hint, attempt + 1, state === 'failed' ? pause : 0));
      }
    }
    return again;
  };

  return {
    get window() {
      return most + troubled();
    },
    forget: () => {
      handed = new Map();
    },
    hand: async (due) => {
      const now = performance.now();
      const memory = new Map<string, Handed>();
      const fresh: Hint[] = [];
      const doubtful: Hint[] = [];
      for (const hint of due) {
        const known = handed.get(hint.key);
        if (!known) fresh.push(hint);
        else {
          memory.set(hint.key, known);
          if (known.lookAt <= now) doubtful.push(hint);
        }
      }
      // From here on the memory holds what has been handed over, even when Redis leaves halfway.
      handed = memory;
      const again = await lookInto(doubtful, memory);
      const room = Math.max(0, most - (memory.size - troubled()));
      const jobs = [...again, ...jobsFor(fresh.slice(0, room))];
      await add(jobs, memory);
      return { added: jobs.reduce((sum, { keys }) => sum + keys.length, 0), postponed: fresh.length > room };
    },
  };
};
