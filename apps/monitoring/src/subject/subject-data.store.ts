/** When data of subjects came, of every kind alike: how many a day, the labels there are, the first of all. */
import type { EntityManager } from 'typeorm';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { select } from '#libs/persistence/select.js';
import { KINDS_OF_SUBJECT, SUBJECT_KINDS, type SubjectKind } from './subject-kind.js';

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** How many of the times that are due on a day something usable came in. */
export interface DayCount {
  readonly id: string;
  readonly day: CivilDate;
  /** With something usable, whatever it is. */
  readonly n: number;
  /** With a value of each of the kind's `pollutants`, in their order. */
  readonly single: readonly number[];
}

/**
 * Times that are due of some subjects of a kind, `everyHours` from midnight on, in which something usable came, by the day of
 * Shanghai they belong to. Several rows in one of them are one: they must not stand for another that is empty.
 */
export const countsByDay = (
  tx: EntityManager,
  kind: SubjectKind,
  { from, to, subjectIds, everyHours }: Span & { readonly subjectIds: readonly string[]; readonly everyHours: number },
): Promise<DayCount[]> => {
  const { time, data } = KINDS_OF_SUBJECT[kind];
  const at = `h.${data.at}`;
  const [within, belongsTo] =
    time === 'hour-end'
      ? [`${at} > $1 and ${at} <= $2`, `${at} - interval '1 second'`]
      : [`${at} >= $1 and ${at} < $2`, at];
  const columns = data.pollutants.map(([column]) => column);
  return select(
    tx,
    `with row_of as (
       select h.${data.id} as id, (${belongsTo}) at time zone 'Asia/Shanghai' as local${columns.map((column) => `, h.${column} is not null as ${column}`).join('')}
         from ${data.table} h where ${within} and ${data.isUsable} and h.${data.id} = any($3)),
     due_time as (
       select r.id, r.local::date as day${columns.map((column) => `, bool_or(r.${column}) as ${column}`).join('')}
         from row_of r group by r.id, r.local::date, floor(extract(hour from r.local) / $4))
     select d.id, d.day::text as day, count(*)::int as n,
            array[${columns.map((column) => `count(*) filter (where d.${column})`).join(', ')}]::int[] as single
       from due_time d group by d.id, d.day`,
    [from, to, subjectIds, everyHours],
  );
};

/** Labels of what came of subjects of a kind after one instant and up to another, whatever it says. */
export const labelsThere = async (
  tx: EntityManager,
  kind: SubjectKind,
  subjectIds: readonly string[],
  { from, to }: Span,
): Promise<ReadonlyMap<string, Date[]>> => {
  const there = new Map<string, Date[]>();
  if (subjectIds.length === 0) return there;
  const { table, id, at, isThere, isByFactor } = KINDS_OF_SUBJECT[kind].data;
  const rows = await select<{ id: string; label: Date }>(
    tx,
    `select ${isByFactor ? 'distinct ' : ''}h.${id} as id, h.${at} as label
       from ${table} h where ${isThere} and h.${id} = any($1) and h.${at} > $2 and h.${at} <= $3`,
    [subjectIds, from, to],
  );
  for (const { id: subjectId, label } of rows)
    (there.get(subjectId) ?? there.set(subjectId, []).get(subjectId)!).push(label);
  return there;
};

const firstOf = (kind: SubjectKind): string => {
  const { table, id, at, isUsable } = KINDS_OF_SUBJECT[kind].data;
  return `when '${kind}' then (select min(h.${at}) from ${table} h where h.${id} = s.id and ${isUsable})`;
};
/** In SQL's words: the time of the first usable data of the subject `s`, null where nothing ever came. */
export const FIRST_DATA = `case s.kind ${SUBJECT_KINDS.map(firstOf).join(' ')} end`;
