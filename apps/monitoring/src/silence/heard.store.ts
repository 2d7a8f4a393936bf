import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';
import { KINDS_OF_SUBJECT, type SubjectKind } from '../subject/subject-kind.js';

export interface Heard {
  readonly subjectId: string;
  readonly subjectKind: SubjectKind;
  readonly network: string;
  /** Latest data time heard of: an hour's label, the instant of a real-time value; null where nothing was ever heard. */
  readonly lastLabel: Date | null;
  /** Silence counts from here: that data time, or the receipt of old data; when it was registered, before anything came. */
  readonly heardAt: Date;
  readonly allowedHours: number;
  readonly timerStep: number;
  /** When its timer looks next; at the latest an hour after silence could have begun. */
  readonly timerDue: Date;
  readonly silentSince: Date | null;
}

export type NewlyHeard = Omit<Heard, 'timerStep' | 'timerDue' | 'silentSince' | 'lastLabel'> & {
  readonly lastLabel: Date;
};

/**
 * Notes that subjects were heard; instants only move forward. Answers each as it stands afterwards, whether its row
 * is new, and whether a silence ends that began before anything was ever heard. Rows are written in the order of their ids, so that two batches never wait for each other in a ring.
 */
export const hear = (
  tx: EntityManager,
  heard: readonly NewlyHeard[],
): Promise<(Heard & { readonly isFirst: boolean; readonly wasUnheard: boolean })[]> =>
  select(
    tx,
    `insert into heard as h (subject_id, subject_kind, network, last_label, heard_at, allowed_hours, timer_step, timer_due)
     select n.subject_id, n.subject_kind, n.network, n.last_label, n.heard_at, n.allowed_hours, 0,
            n.heard_at + n.allowed_hours * interval '1 hour'
       from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::int[])
            as n (subject_id, subject_kind, network, last_label, heard_at, allowed_hours)
      order by n.subject_id
     on conflict on constraint heard_pkey do update
       set network = excluded.network, allowed_hours = excluded.allowed_hours,
           last_label = greatest(h.last_label, excluded.last_label), heard_at = greatest(h.heard_at, excluded.heard_at)
     returning h.subject_id, h.subject_kind, h.network, h.last_label, h.heard_at, h.allowed_hours, h.timer_step, h.timer_due,
               h.silent_since, (h.xmax = 0) as is_first,
               -- A subselect sees the row as it was before this statement.
               h.silent_since is not null and exists (
                 select 1 from heard b where b.subject_id = h.subject_id and b.last_label is null) as was_unheard`,
    [
      heard.map((h) => h.subjectId),
      heard.map((h) => h.subjectKind),
      heard.map((h) => h.network),
      heard.map((h) => h.lastLabel),
      heard.map((h) => h.heardAt),
      heard.map((h) => h.allowedHours),
    ],
  );

/** The newest data time kept of a subject, of use or not; null where nothing ever came. */
export const newestDataTime = async (tx: EntityManager, kind: SubjectKind, subjectId: string): Promise<Date | null> => {
  const { table, id, at } = KINDS_OF_SUBJECT[kind].data;
  const row = await selectOne<{ at: Date }>(
    tx,
    `select h.${at} as at from ${table} h where h.${id} = $1 order by h.${at} desc limit 1`,
    [subjectId],
  );
  return row?.at ?? null;
};

/** Begins to watch a subject; one that is watched already stays as it is. */
export const insertWatched = async (tx: EntityManager, watched: Omit<Heard, 'silentSince'>): Promise<void> => {
  await tx.query(
    `insert into heard (subject_id, subject_kind, network, last_label, heard_at, allowed_hours, timer_step, timer_due)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict on constraint heard_pkey do nothing`,
    [
      watched.subjectId,
      watched.subjectKind,
      watched.network,
      watched.lastLabel,
      watched.heardAt,
      watched.allowedHours,
      watched.timerStep,
      watched.timerDue,
    ],
  );
};

/** Watches on by another term, from another instant. */
export const setWatch = async (
  tx: EntityManager,
  subjectId: string,
  watch: Pick<Heard, 'network' | 'heardAt' | 'allowedHours' | 'timerStep' | 'timerDue'>,
): Promise<void> => {
  await tx.query(
    'update heard set network = $2, heard_at = $3, allowed_hours = $4, timer_step = $5, timer_due = $6 where subject_id = $1',
    [subjectId, watch.network, watch.heardAt, watch.allowedHours, watch.timerStep, watch.timerDue],
  );
};

/** What was heard of a subject; null where its silence is not watched. */
export const findHeard = (tx: EntityManager, subjectId: string): Promise<Heard | null> =>
  selectOne<Heard>(tx, 'select h.* from heard h where h.subject_id = $1', [subjectId]);

export const findHeardForUpdate = (tx: EntityManager, subjectId: string): Promise<Heard | null> =>
  selectOne<Heard>(tx, 'select h.* from heard h where h.subject_id = $1 for update', [subjectId]);

export const setSilence = async (
  tx: EntityManager,
  subjectId: string,
  silence: { readonly timerStep: number; readonly timerDue: Date; readonly silentSince: Date | null },
): Promise<void> => {
  await tx.query('update heard set timer_step = $2, timer_due = $3, silent_since = $4 where subject_id = $1', [
    subjectId,
    silence.timerStep,
    silence.timerDue,
    silence.silentSince,
  ]);
};

/**
 * Moves the waiting timers of subjects, many at once: `setTimer` would be a statement each, every hour. One that was cancelled,
 * since nobody was to miss the subject, waits again; one that is being fired at this moment is left alone, and moves itself.
 */
export const moveTimers = async (
  tx: EntityManager,
  kind: string,
  moves: readonly { readonly subjectId: string; readonly step: number; readonly dueAt: Date }[],
): Promise<void> => {
  if (moves.length === 0) return;
  const values = [moves.map((m) => m.subjectId), moves.map((m) => m.step), moves.map((m) => m.dueAt)];
  await tx.query(
    `with free as (
       select t.id, m.due_at from unnest($1::text[], $2::int[], $3::timestamptz[]) as m (subject_id, step, due_at)
         join timer t on t.kind = $4 and t.subject_id = m.subject_id and t.step = m.step and t.state <> 'fired'
        order by t.id for update of t skip locked)
     update timer t set due_at = f.due_at, state = 'pending' from free f where t.id = f.id`,
    [...values, kind],
  );
  await tx.query(
    `update heard h set timer_due = m.due_at
       from unnest($1::text[], $2::int[], $3::timestamptz[]) as m (subject_id, step, due_at)
      where h.subject_id = m.subject_id`,
    values,
  );
};

/** Subjects silent now, by network and id. */
export const silentSubjects = (tx: EntityManager, limit: number): Promise<Heard[]> =>
  select<Heard>(
    tx,
    'select h.* from heard h where h.silent_since is not null order by h.network, h.subject_id limit $1',
    [limit],
  );
