import type { DataSource, EntityManager } from 'typeorm';
import type { Clock } from '#libs/clock/clock.js';
import { Refusal } from '#libs/domain/refusal.js';
import { runWithCause, systemCause } from '#libs/observability/cause.js';
import type { Log } from '#libs/observability/log.js';
import { timersFired } from '#libs/observability/metrics.js';
import type { Schedule, Slot } from './schedule.js';
import { claimRun, type ScheduleRun, skipRuns } from './schedule-run.store.js';
import { claimAhead, claimNextOfSubject, claimTimer, type Timer } from './timer.store.js';

export type TimerHandler = (tx: EntityManager, timer: Timer) => Promise<void>;
/** Who fired: a queue's worker, or the sweeper while Redis is away. */
export type FiredBy = 'worker' | 'sweeper';

export interface Firing {
  readonly service: string;
  readonly db: DataSource;
  readonly clock: Clock;
  readonly log: Log;
  readonly timers: Readonly<Record<string, TimerHandler>>;
  readonly schedules: ReadonlyMap<string, Schedule>;
}

/**
 * Fires timers that are due; tells what failed, by id. Several go into one transaction, since a transaction costs more
 * than most effects; when any of them fails they are fired one by one, so that it fails alone. Nothing left to do is no
 * fault. A handler's Refusal means a rule said no: the timer is done, its effect is not; any other error leaves it
 * waiting.
 */
export const fireTimers = async (
  firing: Firing,
  ids: readonly string[],
  by: FiredBy,
): Promise<ReadonlyMap<string, unknown>> => {
  const done = ids.length > 1 ? await fireTogether(firing, ids, by) : new Set<string>();
  const failed = new Map<string, unknown>();
  for (const id of ids) {
    if (done.has(id)) continue;
    try {
      await fireInTurn(firing, id, by);
    } catch (error) {
      failed.set(id, error);
    }
  }
  return failed;
};

const handle = ({ service, timers }: Firing, tx: EntityManager, timer: Timer): Promise<void> =>
  runWithCause(systemCause(`${service}.timer.${timer.kind}`), () => timers[timer.kind]!(tx, timer));

/** In rounds, each with one timer a subject, so that order within a subject is kept. Tells which were fired. */
const fireTogether = async (firing: Firing, ids: readonly string[], by: FiredBy): Promise<ReadonlySet<string>> => {
  const { db, clock, log } = firing;
  const kinds = Object.keys(firing.timers);
  const now = await clock.now();
  try {
    const fired = await db.transaction(async (tx) => {
      const done: Timer[] = [];
      for (;;) {
        const { timers, handled } = await claimAhead(tx, ids, kinds, now);
        if (timers.length === 0) return done;
        for (const timer of timers) {
          handled(timer);
          await handle(firing, tx, timer);
        }
        done.push(...timers);
      }
    });
    for (const { kind } of fired) timersFired.inc({ kind, by });
    return new Set(fired.map(({ id }) => id));
  } catch (error) {
    log.debug({ err: error, timers: ids.length }, 'timers failed together, now one by one');
    return new Set();
  }
};

/** The due timers of one subject in order, up to and including `id`, each in a transaction of its own. */
const fireInTurn = async (firing: Firing, id: string, by: FiredBy): Promise<void> => {
  const kinds = Object.keys(firing.timers);
  for (;;) {
    const now = await firing.clock.now();
    const fired = await fireNext(firing, id, kinds, now);
    if (!fired) return;
    timersFired.inc({ kind: fired.kind, by });
    if (fired.id === id) return;
  }
};

const fireNext = async (firing: Firing, id: string, kinds: readonly string[], now: Date): Promise<Timer | null> => {
  const { db, log } = firing;
  let claimed: Timer | null = null;
  try {
    await db.transaction(async (tx) => {
      const timer = await claimNextOfSubject(tx, id, kinds, now);
      claimed = timer;
      if (!timer) return;
      await handle(firing, tx, timer);
    });
  } catch (error) {
    const refused = claimed as Timer | null;
    if (!(error instanceof Refusal) || !refused) throw error;
    log.warn({ timer: refused, code: error.code, reason: error.message }, 'timer refused');
    await db.transaction((tx) => claimTimer(tx, refused.id, now));
  }
  return claimed;
};

/**
 * Runs the slot; with the policy `all` the older ones that still wait go first. Throws what the run throws, except for a
 * Refusal, which skips the slot.
 */
export const fireRun = async (firing: Firing, run: ScheduleRun, by: FiredBy): Promise<void> => {
  const schedule = firing.schedules.get(run.schedule);
  if (!schedule) throw new Error(`no schedule is named ${run.schedule}`);
  for (;;) {
    const now = await firing.clock.now();
    const done = await runNext(firing, schedule, run, now);
    if (!done) return;
    timersFired.inc({ kind: schedule.id, by });
    if (done.slot.getTime() === run.slot.getTime()) return;
  }
};

const runNext = async (
  { service, db, log }: Firing,
  schedule: Schedule,
  run: ScheduleRun,
  now: Date,
): Promise<Slot | null> => {
  let claimed: Slot | null = null;
  try {
    await db.transaction(async (tx) => {
      const slot = await claimRun(tx, run, schedule.missed !== 'all', now);
      claimed = slot;
      if (!slot) return;
      await runWithCause(systemCause(`${service}.schedule.${schedule.id}`), () => schedule.run(tx, slot));
    });
  } catch (error) {
    const refused = claimed as Slot | null;
    if (!(error instanceof Refusal) || !refused) throw error;
    log.warn({ schedule: schedule.id, slot: refused.slot, code: error.code, reason: error.message }, 'run refused');
    await db.transaction((tx) => skipRuns(tx, [{ schedule: schedule.id, slot: refused.slot }], now));
  }
  return claimed;
};
