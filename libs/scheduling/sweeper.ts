import type { Clock } from '#libs/clock/clock.js';
import type { Log } from '#libs/observability/log.js';
import { timersLate } from '#libs/observability/metrics.js';
import { createDirectFiring } from './direct-firing.js';
import type { Firing } from './fire.js';
import type { Handover, Hint } from './handover.js';
import type { Leadership } from './leadership.js';
import type { RedisWatch } from './redis-watch.js';
import { LATE_AFTER_MS, type Timetable } from './schedule.js';
import { addSlots, dueRuns, type Frontier, frontiers, type ScheduleRun, skipRuns } from './schedule-run.store.js';
import { countLateTimers, dueTimers } from './timer.store.js';
import type { Work } from './work.js';

/** What one sweep found and did. */
export interface Sweep {
  readonly leading: boolean;
  readonly due: number;
  readonly handedOver: number;
  readonly firedHere: number;
  /** There is more than one sweep may take on: sweep again soon. */
  readonly more: boolean;
}

export interface SweeperParts {
  readonly firing: Firing;
  readonly clock: Clock;
  readonly log: Log;
  readonly timetables: ReadonlyMap<string, Timetable>;
  readonly leadership: Leadership;
  readonly redis: RedisWatch;
  readonly handover: Handover;
  readonly work: Work | null;
  /** Real milliseconds Redis may be away before the sweeper fires by itself. */
  readonly redisAwayMs: number;
  readonly stopping: AbortSignal;
}

/** The last instant a Date can hold. */
export const END_OF_TIME = new Date(8.64e15);
const SLOTS_A_SWEEP = 1_000;
const RUNS_OF_A_SCHEDULE = 1_000;
const NOTHING: Sweep = { leading: false, due: 0, handedOver: 0, firedHere: 0, more: false };

/** Where slots begin that have not been written down: after the last one, or at the instant the schedule became known. */
export const slotsAfter = ({ knownSince, lastSlot }: Frontier): Date => lastSlot ?? new Date(knownSince.getTime() - 1);

const instantKey = (at: Date): string => at.getTime().toString(36);

export interface Sweeper {
  sweep(): Promise<Sweep>;
  readonly late: number;
  /** The next slot not written down yet; null where this process does not lead and so does not know. */
  readonly nextSlotAt: Date | null;
}

/**
 * The sweep: writes down slots that have come, finds what is due, and hands it to Redis; while Redis is away too long it
 * fires by itself. Only the leader among a service's processes does anything.
 */
export const createSweeper = (parts: SweeperParts): Sweeper => {
  const { firing, clock, log, timetables, leadership, redis, handover, work } = parts;
  const { db, schedules } = firing;
  const kinds = Object.keys(firing.timers);
  const ids = [...schedules.keys()];
  const direct = createDirectFiring(firing, log, parts.stopping);
  /** Slots of the policy `none` that were found in time: failing since then is no reason to skip them. */
  let foundInTime = new Set<string>();
  /** Known once slots have been written; a glance at the clock then saves a look at the table. */
  let nextSlotAt: Date | null = null;
  let late = 0;

  const writeSlots = async (now: Date): Promise<boolean> => {
    if (nextSlotAt !== null && now < nextSlotAt) return false;
    let more = false;
    let next = END_OF_TIME;
    for (const frontier of await frontiers(db.manager, ids, now)) {
      const timetable = timetables.get(frontier.schedule)!;
      const keep = schedules.get(frontier.schedule)!.missed === 'all' ? 'oldest' : 'newest';
      const slots = timetable.between(slotsAfter(frontier), now, SLOTS_A_SWEEP, keep);
      if (slots.length > 0) await addSlots(db.manager, frontier.schedule, slots);
      more ||= keep === 'oldest' && slots.length === SLOTS_A_SWEEP;
      const following = timetable.next(slots.at(-1) ?? slotsAfter(frontier));
      if (following && following < next) next = following;
    }
    nextSlotAt = next;
    return more;
  };

  /** Applies the policy for missed slots to what waits: which slots run, each up to which one, and which are skipped. */
  const sortOut = (runs: readonly ScheduleRun[], now: Date): { wanted: Hint[]; skipped: ScheduleRun[] } => {
    const wanted: Hint[] = [];
    const skipped: ScheduleRun[] = [];
    const inTime = new Set<string>();
    for (const [id, schedule] of schedules) {
      const own = runs.filter((run) => run.schedule === id);
      const newest = own.at(-1);
      if (!newest) continue;
      if (schedule.missed === 'all') {
        wanted.push(hintOf(own[0]!, newest)); // one job runs them all in order; it keeps the name of the oldest
      } else if (schedule.missed === 'latest') {
        wanted.push(hintOf(newest, newest));
        skipped.push(...own.slice(0, -1));
      } else {
        for (const run of own) {
          const hint = hintOf(run, run);
          const missed = now.getTime() - run.slot.getTime() > LATE_AFTER_MS && !foundInTime.has(hint.key);
          if (missed) skipped.push(run);
          else {
            wanted.push(hint);
            inTime.add(hint.key);
          }
        }
      }
    }
    foundInTime = inTime;
    return { wanted, skipped };
  };

  const findDue = async (now: Date): Promise<Hint[]> => {
    const runs = ids.length > 0 ? await dueRuns(db.manager, ids, now, RUNS_OF_A_SCHEDULE) : [];
    const { wanted, skipped } = sortOut(runs, now);
    if (skipped.length > 0) {
      await skipRuns(db.manager, skipped, now);
      log.warn({ skipped: skipped.length }, 'missed slots skipped, as their schedules say');
    }
    const most = handover.window + direct.failing;
    const timers = kinds.length > 0 ? await dueTimers(db.manager, kinds, now, most) : [];
    for (const { id, kind, dueAt } of timers) {
      wanted.push({ key: `tm-${id}-${instantKey(dueAt)}`, name: `timer.${kind}`, pointer: { timers: [id] } });
    }
    return wanted;
  };

  const hintOf = (named: ScheduleRun, upTo: ScheduleRun): Hint => ({
    key: `run-${named.schedule}-${instantKey(named.slot)}`,
    name: `schedule.${named.schedule}`,
    pointer: { schedule: upTo.schedule, slot: upTo.slot },
  });

  return {
    get late() {
      return late;
    },
    get nextSlotAt() {
      return leadership.leading ? nextSlotAt : null;
    },
    sweep: async () => {
      if (!(await leadership.lead())) {
        await redis.glance();
        return NOTHING;
      }
      const contact = await redis.look();
      const now = await clock.now();
      const moreSlots = await writeSlots(now);
      const due = await findDue(now);
      late = due.length === 0 ? 0 : await countLateTimers(db.manager, now);
      timersLate.set(late);
      const found = { leading: true, due: due.length, handedOver: 0, firedHere: 0, more: moreSlots };
      if (contact === 'emptied') {
        handover.forget();
        work?.forget();
      }
      if (contact !== 'away') {
        try {
          const { added, postponed } = await handover.hand(due);
          const putBack = (await work?.putBack(db.manager)) ?? 0;
          redis.back();
          return { ...found, handedOver: added + putBack, more: moreSlots || postponed };
        } catch (error) {
          redis.lost(error);
        }
      }
      if (redis.awayMs < parts.redisAwayMs) return { ...found, more: false };
      const firedHere = await direct.fire(due);
      return { ...found, firedHere, more: moreSlots || (firedHere > 0 && due.length >= handover.window) };
    },
  };
};
