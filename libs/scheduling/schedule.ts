import { Cron } from 'croner';
import type { EntityManager } from 'typeorm';

/**
 * What becomes of slots nobody ran in time (the service was down, the database away):
 * `all`: each is run, in order, one after the other; a failing one holds the later ones.
 * `latest`: only the newest is run, older ones are skipped.
 * `none`: a slot found more than five minutes late is skipped.
 */
export type MissedPolicy = 'all' | 'latest' | 'none';

export interface Slot {
  /** The instant the pattern names: the business time of whatever the run causes. */
  readonly slot: Date;
  /** The run happens more than five minutes after its slot. */
  readonly late: boolean;
}

/** Recurring work. The list in the code is the list: what is not in it is not run. */
export interface Schedule {
  /** Imperative, e.g. `sweep-overdue`; never changed once in use, since runs are recorded under it. */
  readonly id: string;
  /** Cron, five fields or six with seconds first. */
  readonly pattern: string;
  /** IANA name of the zone the pattern is read in. */
  readonly timeZone: string;
  readonly missed: MissedPolicy;
  /** Runs in the transaction that marks the slot as done. Throwing leaves the slot waiting; a Refusal skips it. */
  run(tx: EntityManager, slot: Slot): Promise<void>;
}

export const LATE_AFTER_MS = 5 * 60_000;

export interface Timetable {
  /** The first slot after the instant, or null where the pattern names no more. */
  next(after: Date): Date | null;
  /** Slots with after < slot <= until, in order; where there are more than `limit`, the `oldest` or `newest` of them. */
  between(after: Date, until: Date, limit: number, keep: 'oldest' | 'newest'): Date[];
}

/** Throws on a pattern or zone that cannot be read, so that a bad schedule stops the start of its service. */
export const timetableOf = ({ pattern, timeZone }: Pick<Schedule, 'pattern' | 'timeZone'>): Timetable => {
  const cron = new Cron(pattern, { timezone: timeZone, mode: '5-or-6-parts' });
  /** The same question comes with every look at what is due next. */
  let last = { after: NaN, next: null as Date | null };
  const next = (after: Date): Date | null => {
    if (last.after !== after.getTime()) last = { after: after.getTime(), next: cron.nextRun(after) };
    return last.next;
  };
  next(new Date(0)); // the library looks at the zone only when it reckons
  return {
    next,
    between: (after, until, limit, keep) => {
      const slots: Date[] = [];
      for (let slot = next(after); slot && slot <= until && slots.length <= limit; slot = next(slot)) slots.push(slot);
      if (slots.length <= limit) return slots;
      if (keep === 'oldest') return slots.slice(0, limit);
      // The library excludes a slot at the very instant it is asked about.
      return cron.previousRuns(limit, new Date(until.getTime() + 1)).reverse();
    },
  };
};

/** The next slots of a schedule, for display. */
export const nextSlots = (schedule: Pick<Schedule, 'pattern' | 'timeZone'>, after: Date, count: number): Date[] => {
  const timetable = timetableOf(schedule);
  const slots: Date[] = [];
  for (let slot = timetable.next(after); slot && slots.length < count; slot = timetable.next(slot)) slots.push(slot);
  return slots;
};
