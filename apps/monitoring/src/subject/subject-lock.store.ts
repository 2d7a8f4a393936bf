import type { EntityManager } from 'typeorm';
import { type CivilDate, epochDay } from '#libs/domain/calendar/shanghai.js';
import { countyOfAreas } from '../area/area-tree.js';
import { subjectsById } from '../register/register.store.js';
import { type LockKey, lockKeyOf, locksOfAll } from './subject-kind.js';

/** Days are told apart by these many keys at most: a file may speak of any number of days, the server keeps a bounded number of locks. */
const DAY_KEYS = 64;

/** The keys of hours of days, for whoever holds no more than a share of the areas they are in. */
const hourKeys = (days: Iterable<CivilDate>): LockKey[] => [
  ...new Set([...days].map((day): LockKey => `hours ${epochDay(day) % DAY_KEYS}`)),
];

/**
 * Waits until nobody else works on these, to the end of the transaction. Batches of several partitions meet at the area
 * their stations share; locks are taken in one order, so nobody waits in a ring. Of `shared` keys others may hold a share at
 * the same time, but nobody the whole.
 */
export const lockSubjects = async (
  tx: EntityManager,
  keys: readonly LockKey[],
  shared: readonly LockKey[] = [],
): Promise<void> => {
  const whole = new Set(keys);
  const parts = [...new Set([...shared, ...locksOfAll(keys)])].filter((key) => !whole.has(key));
  if (whole.size + parts.length === 0) return;
  await tx.query(
    `select case when k.is_whole then pg_advisory_xact_lock(k.lock) else pg_advisory_xact_lock_shared(k.lock) end
       from (select hashtextextended('monitoring ' || l.key, 0) as lock, bool_or(l.is_whole) as is_whole
               from (select unnest($1::text[]) as key, true as is_whole
                     union all select unnest($2::text[]), false) l
              group by 1 order by 1) k`,
    [[...whole], parts],
  );
};

/** Subjects whose places are locked. */
export interface LockedPlaces {
  /** Nobody else works in the places of these. */
  readonly alone?: Iterable<string>;
  /** Others may share the places of these, as long as they work on other days. */
  readonly beside?: Iterable<string>;
  readonly days?: Iterable<CivilDate>;
}

/**
 * Locks places of subjects, and `besides` what else is named, to the end of the transaction. A subject may be moved while its
 * place is waited for: where each of them is is read again once the locks are held. If one has moved, the locks are given
 * back and all are taken anew in one round, so that nobody holds one place and waits for one before it in the order.
 */
export const lockPlaces = async (
  tx: EntityManager,
  { alone = [], beside = [], days = [] }: LockedPlaces,
  besides: readonly LockKey[] = [],
): Promise<void> => {
  const [whole, shared] = [new Set(alone), new Set(beside)];
  const ids = [...new Set([...whole, ...shared])];
  if (ids.length === 0) return lockSubjects(tx, besides);
  const counties = await countyOfAreas(tx);
  const places = async (): Promise<readonly [LockKey[], LockKey[]]> => {
    const subjects = [...(await subjectsById(tx, ids)).values()];
    const keysOf = (of: ReadonlySet<string>): LockKey[] =>
      subjects.filter(({ id }) => of.has(id)).map((subject) => lockKeyOf(subject, counties));
    return [keysOf(whole), keysOf(shared)];
  };
  const [held, partly] = [new Set<LockKey>([...besides, ...hourKeys(days)]), new Set<LockKey>()];
  // PostgreSQL lets go of what was locked behind a savepoint when the transaction goes back to it.
  await tx.query('savepoint places');
  for (let [keys, parts] = await places(); ;) {
    for (const key of keys) held.add(key);
    for (const key of parts) partly.add(key);
    await lockSubjects(tx, [...held], [...partly]);
    [keys, parts] = await places();
    if (keys.every((key) => held.has(key)) && parts.every((key) => held.has(key) || partly.has(key))) break;
    await tx.query('rollback to savepoint places');
  }
  await tx.query('release savepoint places');
};

/** Nobody else works on these subjects to the end of the transaction: neither packets that come in nor people who decide. */
export const lockTouched = (tx: EntityManager, ids: readonly string[]): Promise<void> => lockPlaces(tx, { alone: ids });

/**
 * The same for hours and days of stations alone, beside others who work on other days of the same areas. Whatever rests on
 * several days (months, years, figures to date) must not be written under it.
 */
export const lockStationDays = (
  tx: EntityManager,
  days: readonly { readonly stationId: string; readonly day: CivilDate }[],
): Promise<void> =>
  lockPlaces(tx, { beside: days.map(({ stationId }) => stationId), days: days.map(({ day }) => day) });
