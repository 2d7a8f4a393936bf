import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';

/** Small numbers that stand for texts in the rows of telemetry, as far as a process has seen them committed. */
export type KnownNumbers = Map<string, number>;

interface Numbered {
  readonly key: string;
  readonly no: number;
  readonly isFresh: boolean;
}

const MOST_KNOWN = 200_000;

/**
 * Numbers of texts, made where they are new. Only committed ones are remembered in `known`: a number made here is gone
 * again when the transaction is rolled back.
 */
const resolve = async (
  keys: ReadonlySet<string>,
  known: KnownNumbers,
  ask: (unknown: readonly string[]) => Promise<Numbered[]>,
): Promise<ReadonlyMap<string, number>> => {
  const numbers = new Map<string, number>();
  let unknown = [...keys];
  for (;;) {
    unknown = unknown.filter((key) => {
      const no = numbers.get(key) ?? known.get(key);
      if (no !== undefined) numbers.set(key, no);
      return no === undefined;
    });
    if (unknown.length === 0) return numbers;
    if (known.size > MOST_KNOWN) known.clear();
    for (const { key, no, isFresh } of await ask(unknown.sort())) {
      numbers.set(key, no);
      if (!isFresh) known.set(key, no);
    }
    // One that another transaction has just made is neither fresh nor in sight of this statement, but of the next.
  }
};

/** Key of a packet's factors in the maps: their codes in the order they were sent. */
export const factorListKey = (readings: readonly { readonly factor: string }[]): string => {
  let key = '';
  for (const { factor } of readings) key += key === '' ? factor : `,${factor}`;
  return key;
};

/** Numbers of lists of factors, by `factorListKey`; codes are letters and digits. */
export const factorListNumbers = (
  tx: EntityManager,
  lists: ReadonlySet<string>,
  known: KnownNumbers,
): Promise<ReadonlyMap<string, number>> =>
  resolve(lists, known, (unknown) =>
    select<Numbered>(
      tx,
      `with wanted as (select k as key, string_to_array(k, ',') as codes from unnest($1::text[]) as k),
       fresh as (
         insert into factor_list (codes) select w.codes from wanted w
          where not exists (select 1 from factor_list l where l.codes = w.codes) order by w.codes
         on conflict on constraint factor_list_codes_key do nothing returning no, codes)
       select array_to_string(f.codes, ',') as key, f.no, true as is_fresh from fresh f
       union all
       select w.key, l.no, false from wanted w join factor_list l on l.codes = w.codes`,
      [unknown],
    ),
  );

export type Door = 'hj212' | 'feed' | 'import';
/** Key of a source in the maps: its door and what it calls itself there. */
export const sourceKey = (door: Door, code: string): string => `${door} ${code}`;

/** Numbers of sources, by `sourceKey`. */
export const sourceNumbers = (
  tx: EntityManager,
  keys: ReadonlySet<string>,
  known: KnownNumbers,
): Promise<ReadonlyMap<string, number>> =>
  resolve(keys, known, (unknown) =>
    select<Numbered>(
      tx,
      `with wanted as (
         select split_part(k, ' ', 1) as door, substr(k, strpos(k, ' ') + 1) as code from unnest($1::text[]) as k),
       fresh as (
         insert into source (door, code) select w.door, w.code from wanted w
          where not exists (select 1 from source s where s.door = w.door and s.code = w.code) order by w.door, w.code
         on conflict on constraint source_door_code_key do nothing returning no, door, code)
       select f.door || ' ' || f.code as key, f.no, true as is_fresh from fresh f
       union all
       select s.door || ' ' || s.code, s.no, false from source s join wanted w on w.door = s.door and w.code = s.code`,
      [unknown],
    ),
  );

/** Number of a source that has been heard; null otherwise. */
export const findSourceNumber = async (tx: EntityManager, door: Door, code: string): Promise<number | null> =>
  (await selectOne<{ no: number }>(tx, 'select s.no from source s where s.door = $1 and s.code = $2', [door, code]))
    ?.no ?? null;

/** Numbers of the sources that speak for a subject: its devices, also retired ones, and its feed. */
export const sourcesOfSubject = async (tx: EntityManager, subjectId: string): Promise<number[]> =>
  (
    await select<{ no: number }>(
      tx,
      `select s.no from source s
        where (s.door = 'feed' and s.code = $1)
           or (s.door = 'hj212' and s.code in (select d.mn from device d where d.subject_id = $1))`,
      [subjectId],
    )
  ).map(({ no }) => no);
