import type { EntityManager } from 'typeorm';
import { CalendarState, PersonState, PostState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import { buildWorkingCalendar, type WorkingCalendar } from '#libs/domain/calendar/working-day.js';
import { Refusal } from '#libs/domain/refusal.js';
import { allReferences, findReference } from '#libs/messaging/reference.js';
import { select } from '#libs/persistence/select.js';

export type Unit = DataOf<typeof UnitState>;
export type Post = DataOf<typeof PostState>;

const statesOf = async <S extends object>(
  tx: EntityManager,
  topic: string,
  ids: readonly string[],
): Promise<Map<string, S>> => {
  const rows = await select<{ id: string; state: S }>(
    tx,
    'select r.id, r.state from reference_state r where r.topic = $1 and r.id = any($2) limit 10000',
    [topic, [...new Set(ids)]],
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
};

/** The named units by id. Refuses with UNIT_UNKNOWN_INVALID, naming those directory has never told of or has retired. */
export const needUnits = async (
  tx: EntityManager,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, Unit>> => {
  const wanted = ids.filter((id) => typeof id === 'string');
  const known = await statesOf<Unit>(tx, UnitState.topic, wanted);
  const unknown = wanted.filter((id) => known.get(id)?.retired !== false);
  if (unknown.length > 0) throw new Refusal('UNIT_UNKNOWN_INVALID', `no unit ${unknown.join(', ')}`, { unknown });
  return known;
};

/** The units by id, as far as they are known; retired ones too, since records outlive units. */
export const unitsById = (tx: EntityManager, ids: readonly string[]): Promise<Map<string, Unit>> =>
  statesOf<Unit>(tx, UnitState.topic, ids);

/** Paths of several units joined: what a permission has to reach when several units answer for a record. */
export const joinedPath = async (tx: EntityManager, ids: readonly string[]): Promise<string[]> => [
  ...new Set([...(await unitsById(tx, ids)).values()].flatMap(({ path }) => path)),
];

/** Ids of the units at or below any of the roots: what a list may show. */
export const unitsBelow = async (tx: EntityManager, roots: readonly string[]): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      `select r.id from reference_state r where r.topic = $1 and r.state -> 'path' ?| $2::text[] limit 100000`,
      [UnitState.topic, roots],
    )
  ).map(({ id }) => id);

/** The named posts by id. Refuses with POST_UNKNOWN_INVALID. */
export const needPosts = async (
  tx: EntityManager,
  ids: readonly (string | null | undefined)[],
): Promise<Map<string, Post>> => {
  const wanted = ids.filter((id) => typeof id === 'string');
  const known = await statesOf<Post>(tx, PostState.topic, wanted);
  const unknown = wanted.filter((id) => known.get(id)?.retired !== false);
  if (unknown.length > 0) throw new Refusal('POST_UNKNOWN_INVALID', `no post ${unknown.join(', ')}`, { unknown });
  return known;
};

/** The posts by id, as far as they are known. */
export const postsById = (tx: EntityManager, ids: readonly string[]): Promise<Map<string, Post>> =>
  statesOf<Post>(tx, PostState.topic, ids);

/** Refuses with PERSON_UNKNOWN_INVALID, naming persons nobody knows. */
export const needPeople = async (tx: EntityManager, ids: readonly string[]): Promise<void> => {
  const known = await statesOf<DataOf<typeof PersonState>>(tx, PersonState.topic, ids);
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) throw new Refusal('PERSON_UNKNOWN_INVALID', `no person ${unknown.join(', ')}`, { unknown });
};

/** Units in which persons hold a post on a date, by person. */
export const unitsOfPeople = async (
  tx: EntityManager,
  personIds: readonly string[],
  on: string,
): Promise<Map<string, string[]>> => {
  const rows = await select<{ personId: string; unitId: string }>(
    tx,
    `select h ->> 'personId' as person_id, r.state ->> 'unitId' as unit_id
       from reference_state r, jsonb_array_elements(r.state -> 'holders') h
      where r.topic = $1 and not r.retired and h ->> 'personId' = any($2)
        and h ->> 'from' <= $3 and (h ->> 'to' is null or h ->> 'to' > $3)
      limit 10000`,
    [PostState.topic, personIds, on],
  );
  const units = new Map<string, string[]>();
  for (const { personId, unitId } of rows) units.set(personId, [...(units.get(personId) ?? []), unitId]);
  return units;
};

export const findUnit = (tx: EntityManager, id: string | null): Promise<Unit | null> =>
  id === null ? Promise.resolve(null) : findReference(tx, UnitState, id);

/** The unit of a type, when there is exactly one. */
export const onlyUnitOfType = async (tx: EntityManager, type: string): Promise<string | null> => {
  const rows = await select<{ id: string }>(
    tx,
    `select r.id from reference_state r where r.topic = $1 and not r.retired and r.state ->> 'type' = $2 limit 2`,
    [UnitState.topic, type],
  );
  return rows.length === 1 ? rows[0]!.id : null;
};

/** Ids of all units of the types. */
export const unitsOfTypes = async (tx: EntityManager, types: readonly string[]): Promise<string[]> =>
  (
    await select<{ id: string }>(
      tx,
      `select r.id from reference_state r
        where r.topic = $1 and not r.retired and r.state ->> 'type' = any($2) order by r.id limit 1000`,
      [UnitState.topic, types],
    )
  ).map(({ id }) => id);

/** The working calendar from every year directory has told of. */
export const workingCalendar = async (tx: EntityManager): Promise<WorkingCalendar> =>
  buildWorkingCalendar(await allReferences(tx, CalendarState));
