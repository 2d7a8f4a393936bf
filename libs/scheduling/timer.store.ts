import type { EntityManager } from 'typeorm';
import { v7 as uuidv7 } from 'uuid';
import { select, selectOne } from '#libs/persistence/select.js';

/** An obligation to do something about a subject at an instant: a reminder, a deadline, a ladder's step. */
export interface Timer {
  readonly id: string;
  readonly kind: string;
  readonly subjectId: string;
  readonly step: number;
  /** The business instant of whatever the timer causes, however late it is processed. */
  readonly dueAt: Date;
}

export interface TimerWish {
  readonly kind: string;
  readonly subjectId: string;
  /** Tells timers of one kind and subject apart; 0 unless said otherwise. */
  readonly step?: number;
  readonly dueAt: Date;
  /** Version of the working calendar that gave `dueAt`, so that a new calendar finds what to recompute. */
  readonly calendarVersion?: string;
}

/** More than this past due counts as late, in SQL's words. */
const LATE = `interval '1 minute'`;
const COLUMNS = 't.id, t.kind, t.subject_id, t.step, t.due_at';

/**
 * Sets the timer of (kind, subject, step). A pending or cancelled one is moved to the new instant and is pending
 * afterwards; one that has fired is left alone and the answer is false.
 */
export const setTimer = async (tx: EntityManager, wish: TimerWish): Promise<boolean> => {
  refuseIfClaimedAhead(tx, wish.kind, wish.subjectId);
  const row = await selectOne(
    tx,
    `insert into timer as t (id, kind, subject_id, step, due_at, calendar_version)
     values ($1, $2, $3, $4, $5, $6)
     on conflict on constraint timer_kind_subject_step_key do update
       set due_at = excluded.due_at, calendar_version = excluded.calendar_version, state = 'pending'
       where t.state <> 'fired'
     returning t.id`,
    [uuidv7(), wish.kind, wish.subjectId, wish.step ?? 0, wish.dueAt, wish.calendarVersion ?? null],
  );
  return row !== null;
};

/** Cancels every pending timer of the kind and subject, whatever its step; tells how many. */
export const cancelTimers = async (tx: EntityManager, kind: string, subjectId: string): Promise<number> => {
  refuseIfClaimedAhead(tx, kind, subjectId);
  const rows = await select(
    tx,
    `update timer set state = 'cancelled' where kind = $1 and subject_id = $2 and state = 'pending' returning id`,
    [kind, subjectId],
  );
  return rows.length;
};

/** Whether a timer of the kind waits for the subject. */
export const hasPendingTimer = async (tx: EntityManager, kind: string, subjectId: string): Promise<boolean> =>
  (await selectOne(
    tx,
    `select 1 as one from timer t where t.kind = $1 and t.subject_id = $2 and t.state = 'pending' limit 1`,
    [kind, subjectId],
  )) !== null;

/** Pending timers in the order they fall due, a page at a time: pass the last one of a page to get the next. */
export const pendingTimers = (tx: EntityManager, limit: number, after?: Timer): Promise<Timer[]> =>
  select<Timer>(
    tx,
    `select ${COLUMNS} from timer t
      where t.state = 'pending'
        and ($2::uuid is null or (t.due_at, t.seq) > ($3::timestamptz, (select a.seq from timer a where a.id = $2)))
      order by t.due_at, t.seq limit $1`,
    [limit, after?.id ?? null, after?.dueAt ?? null],
  );

/** Pending timers that fell due more than a minute before `now`, the most overdue first. */
export const lateTimers = (tx: EntityManager, now: Date, limit: number): Promise<Timer[]> =>
  select<Timer>(
    tx,
    `select ${COLUMNS} from timer t
      where t.state = 'pending' and t.due_at < $1::timestamptz - ${LATE}
      order by t.due_at, t.seq limit $2`,
    [now, limit],
  );

/** How many timers are late; counts no further than `limit`. */
export const countLateTimers = async (tx: EntityManager, now: Date, limit = 100_000): Promise<number> => {
  const row = await selectOne<{ n: number }>(
    tx,
    `select count(*)::int as n from (
       select 1 from timer t where t.state = 'pending' and t.due_at < $1::timestamptz - ${LATE} limit $2) late`,
    [now, limit],
  );
  return row?.n ?? 0;
};

/** Due and pending timers of the given kinds, oldest first. */
export const dueTimers = (tx: EntityManager, kinds: readonly string[], now: Date, limit: number): Promise<Timer[]> =>
  select<Timer>(
    tx,
    `select ${COLUMNS} from timer t
      where t.state = 'pending' and t.due_at <= $1 and t.kind = any($2)
      order by t.due_at, t.seq limit $3`,
    [now, kinds, limit],
  );

/** The earliest instant a pending timer of the kinds or a waiting slot of the schedules falls due, or null. */
export const nextDueAt = async (
  tx: EntityManager,
  kinds: readonly string[],
  schedules: readonly string[],
): Promise<Date | null> => {
  const row = await selectOne<{ at: Date | null }>(
    tx,
    `select least(
       (select t.due_at from timer t where t.state = 'pending' and t.kind = any($1) order by t.due_at, t.seq limit 1),
       (select r.slot from schedule_run r where r.state = 'pending' and r.schedule = any($2) order by r.slot limit 1)
     ) as at`,
    [kinds, schedules],
  );
  return row?.at ?? null;
};

/** Kinds that wait in the table but that nobody in this process handles. */
export const unhandledKinds = async (tx: EntityManager, kinds: readonly string[]): Promise<string[]> => {
  const rows = await select<{ kind: string }>(
    tx,
    `select distinct t.kind from timer t where t.state = 'pending' and t.kind <> all($1)`,
    [kinds],
  );
  return rows.map(({ kind }) => kind);
};

/**
 * Marks as fired, in the transaction of the effect, the earliest due timer of the subject of `id`; null when `id` itself
 * is no longer pending and due. Taking the earliest keeps the order (due_at, seq) within a subject however many workers
 * there are: they meet at its row lock, and whoever comes second takes the next one.
 */
export const claimNextOfSubject = (
  tx: EntityManager,
  id: string,
  kinds: readonly string[],
  now: Date,
): Promise<Timer | null> =>
  selectOne<Timer>(
    tx,
    `update timer t set state = 'fired', fired_at = $2
      where t.state = 'pending'
        and t.id = (
          select f.id from timer f
           where f.subject_id = (
                   select w.subject_id from timer w where w.id = $1 and w.state = 'pending' and w.due_at <= $2)
             and f.state = 'pending' and f.due_at <= $2 and f.kind = any($3)
           order by f.due_at, f.seq limit 1
             for update)
     returning ${COLUMNS}`,
    [id, now, kinds],
  );

/**
 * Marks as fired, ahead of their effects in the same transaction, those of `ids` that are due: the first of each subject,
 * in order. Left out are those somebody else is firing at this moment and those behind an earlier one of their subject.
 * `handled` says when the effect of one begins; until then nothing may cancel or move it, which would come too late.
 */
export const claimAhead = async (
  tx: EntityManager,
  ids: readonly string[],
  kinds: readonly string[],
  now: Date,
): Promise<{ timers: Timer[]; handled: (timer: Timer) => void }> => {
  const timers = await select<Timer>(
    tx,
    `with wanted as (
       select w.id from timer w
        where w.id = any($1) and w.state = 'pending' and w.due_at <= $2 and w.kind = any($3)
          for update skip locked
     ), fired as (
       update timer t set state = 'fired', fired_at = $2
         from wanted w
        where t.id = w.id
          and not exists (
            select 1 from timer e
             where e.subject_id = t.subject_id and e.state = 'pending' and e.due_at <= $2 and e.kind = any($3)
               and (e.due_at, e.seq) < (t.due_at, t.seq))
       returning ${COLUMNS}, t.seq
     )
     select ${COLUMNS} from fired t order by t.due_at, t.seq`,
    [ids, now, kinds],
  );
  const ahead = new Set(timers.map(({ kind, subjectId }) => aheadKey(kind, subjectId)));
  (tx.queryRunner!.data as TransactionNotes).claimedAhead = ahead;
  return { timers, handled: ({ kind, subjectId }) => ahead.delete(aheadKey(kind, subjectId)) };
};

/** What `claimAhead` leaves with its transaction. */
interface TransactionNotes {
  claimedAhead?: ReadonlySet<string>;
}

const aheadKey = (kind: string, subjectId: string): string => `${kind} ${subjectId}`;

const refuseIfClaimedAhead = (tx: EntityManager, kind: string, subjectId: string): void => {
  const notes = tx.queryRunner?.data as TransactionNotes | undefined;
  if (notes?.claimedAhead?.has(aheadKey(kind, subjectId))) {
    throw new Error(`the timer ${kind} of ${subjectId} is about to fire in this transaction; it has to be fired alone`);
  }
};

/** Marks one timer as fired without an effect; false when it no longer waits. */
export const claimTimer = async (tx: EntityManager, id: string, now: Date): Promise<boolean> =>
  (await selectOne(
    tx,
    `update timer set state = 'fired', fired_at = $2 where id = $1 and state = 'pending' and due_at <= $2 returning id`,
    [id, now],
  )) !== null;
