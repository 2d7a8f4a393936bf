import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import { LATE_AFTER_MS, type Slot } from './schedule.js';

/** How far a schedule's slots have been written down. */
export interface Frontier {
  readonly schedule: string;
  /** No slot before this instant is ever run: the schedule did not exist then. */
  readonly knownSince: Date;
  readonly lastSlot: Date | null;
}

export interface ScheduleRun {
  readonly schedule: string;
  readonly slot: Date;
}

/** Notes the schedules seen for the first time, and tells how far each is. */
export const frontiers = async (tx: EntityManager, ids: readonly string[], now: Date): Promise<Frontier[]> => {
  if (ids.length === 0) return [];
  const known = () =>
    select<Frontier>(
      tx,
      `select k.schedule, k.known_since,
              (select max(r.slot) from schedule_run r where r.schedule = k.schedule) as last_slot
         from schedule_known k where k.schedule = any($1)`,
      [ids],
    );
  const found = await known();
  if (found.length === ids.length) return found;
  await tx.query(
    'insert into schedule_known (schedule, known_since) select i.id, $2 from unnest($1::text[]) i (id) on conflict do nothing',
    [ids, now],
  );
  return known();
};

/** Writes down slots as waiting; those already there stay as they are. */
export const addSlots = async (tx: EntityManager, schedule: string, slots: readonly Date[]): Promise<void> => {
  await tx.query(
    'insert into schedule_run (schedule, slot) select $1, s.slot from unnest($2::timestamptz[]) s (slot) on conflict do nothing',
    [schedule, slots],
  );
};

/** Waiting slots of the given schedules, in order; at most `limit` of each, so that none hides the others. */
export const dueRuns = (tx: EntityManager, ids: readonly string[], now: Date, limit: number): Promise<ScheduleRun[]> =>
  select<ScheduleRun>(
    tx,
    `select r.schedule, r.slot
       from unnest($2::text[]) s (id)
      cross join lateral (
        select w.schedule, w.slot from schedule_run w
         where w.state = 'pending' and w.schedule = s.id and w.slot <= $1
         order by w.slot limit $3) r
      order by r.slot, r.schedule`,
    [now, ids, limit],
  );

/** Skips waiting slots; one that is being run at this moment is left to its run. */
export const skipRuns = async (tx: EntityManager, runs: readonly ScheduleRun[], now: Date): Promise<void> => {
  await tx.query(
    `update schedule_run r set state = 'skipped', done_at = $3
      where (r.schedule, r.slot) in (
        select p.schedule, p.slot from schedule_run p
          join unnest($1::text[], $2::timestamptz[]) w (schedule, slot) on p.schedule = w.schedule and p.slot = w.slot
         where p.state = 'pending'
           for update of p skip locked)`,
    [runs.map(({ schedule }) => schedule), runs.map(({ slot }) => slot), now],
  );
};

/**
 * Marks as done, in the transaction of the effect, the slot itself (`exactly`) or the oldest waiting one up to it, which
 * keeps runs in order. Null when nothing is left to do.
 */
export const claimRun = (tx: EntityManager, run: ScheduleRun, exactly: boolean, now: Date): Promise<Slot | null> =>
  selectOne<Slot>(
    tx,
    `update schedule_run r set state = 'done', done_at = $3, late = r.slot + $5::integer * interval '1 millisecond' < $3::timestamptz
      where r.state = 'pending' and r.schedule = $1
        and r.slot = (
          select f.slot from schedule_run f
           where f.schedule = $1 and f.state = 'pending' and f.slot <= $2 and (f.slot = $2 or not $4::boolean)
             and exists (select 1 from schedule_run w where w.schedule = $1 and w.slot = $2 and w.state = 'pending')
           order by f.slot limit 1
             for update)
     returning r.slot, r.late`,
    [run.schedule, run.slot, now, exactly, LATE_AFTER_MS],
  );

/** Enough to look back over a year of days, and over a week of a slot every ten minutes. */
const KEPT_RUNS = 1_000;

/** Forgets runs that are over, but for the newest thousand of each schedule: the newest slot tells where it goes on. Returns how many. */
export const forgetRuns = async (tx: EntityManager): Promise<number> =>
  (
    await select(
      tx,
      `delete from schedule_run r using schedule_known k
        where r.schedule = k.schedule and r.state <> 'pending'
          and r.slot < (select n.slot from schedule_run n where n.schedule = k.schedule order by n.slot desc offset $1 limit 1)
       returning r.slot`,
      [KEPT_RUNS - 1],
    )
  ).length;
