import type { EntityManager } from 'typeorm';
import { type CivilDate, epochDay } from '#libs/domain/calendar/shanghai.js';
import { countyOfAreas } from '../air/area-tree.js';
import type { StationOnDay } from '../air/day.store.js';
import { subjectsById } from '../register/register.store.js';
import { type LockKey, lockKeyOf } from './subject-kind.js';

/** Days are told apart by these many keys at most: a file may speak of any number of days, the server keeps a bounded number of locks. */
const DAY_KEYS = 64;

/** The keys of hours of days, for whoever holds no more than a share of the areas they are in. */
export const hourKeys = (days: Iterable<CivilDate>): LockKey[] => [
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
  const parts = [...new Set(shared)].filter((key) => !whole.has(key));
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

/** Nobody else works on these subjects to the end of the transaction: neither packets that come in nor people who decide. */
export const lockTouched = async (tx: EntityManager, ids: readonly string[]): Promise<void> => {
  const counties = await countyOfAreas(tx);
  const subjects = await subjectsById(tx, [...new Set(ids)]);
  await lockSubjects(
    tx,
    [...subjects.values()].map((subject) => lockKeyOf(subject, counties)),
  );
};

/**
 * The same for hours and days of stations alone, beside others who work on other days of the same areas. Whatever rests on
 * several days (months, years, figures to date) must not be written under it.
 */
export const lockStationDays = async (tx: EntityManager, days: readonly StationOnDay[]): Promise<void> => {
  const counties = await countyOfAreas(tx);
  const stations = await subjectsById(tx, [...new Set(days.map(({ stationId }) => stationId))]);
  await lockSubjects(
    tx,
    hourKeys(days.map(({ day }) => day)),
    [...stations.values()].map((station) => lockKeyOf(station, counties)),
  );
};
