/** How much of what was due came, day by day. */
import type { EntityManager } from 'typeorm';
import {
  addDays,
  type CivilDate,
  datesOf,
  naturalDayOf,
  shanghaiDate,
  shanghaiInstant,
} from '#libs/domain/calendar/shanghai.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { countsByDay, FIRST_DATA } from '../subject/subject-data.store.js';
import { KINDS_OF_SUBJECT, type SubjectKind } from '../subject/subject-kind.js';

export interface Coverage {
  readonly subject: { readonly kind: SubjectKind; readonly id: string; readonly name: string };
  readonly areaId: string;
  readonly network: string;
  /** Day of its first data of all; nothing is due before. Null where nothing ever came. */
  readonly since: CivilDate | null;
  /** Usable hours (stations, outlets) or rows (sections) of each day of the span. */
  readonly received: readonly number[];
}

const DAY_OF = { 'hour-end': naturalDayOf, instant: shanghaiDate };

/** Where a page of subjects ended: they stand by kind and id. */
export interface SubjectPlace {
  readonly kind: SubjectKind;
  readonly id: string;
}

/** A page of subjects in use of some kinds, and how many there are in all. */
export const subjectPage = async (
  tx: EntityManager,
  kinds: readonly SubjectKind[],
  page: { readonly after: SubjectPlace | null; readonly limit: number },
): Promise<{ readonly all: number; readonly places: readonly SubjectPlace[] }> => {
  const count = await selectOne<{ n: number }>(
    tx,
    'select count(*)::int as n from subject s where not s.retired and s.kind = any($1)',
    [kinds],
  );
  const places = await select<SubjectPlace>(
    tx,
    `select s.kind, s.id from subject s
      where not s.retired and s.kind = any($1) and ($2::text is null or (s.kind, s.id) > ($2, $3::text))
      order by s.kind, s.id limit $4`,
    [kinds, page.after?.kind ?? null, page.after?.id ?? null, page.limit],
  );
  return { all: count?.n ?? 0, places };
};

/** Coverage of some subjects of some kinds, day by day, from one day to another, both included. */
export const coverageOf = async (
  tx: EntityManager,
  kinds: readonly SubjectKind[],
  {
    from,
    to,
    subjectIds,
  }: { readonly from: CivilDate; readonly to: CivilDate; readonly subjectIds: readonly string[] },
): Promise<Coverage[]> => {
  const dates = datesOf({ from, to });
  const span = { from: shanghaiInstant(from), to: shanghaiInstant(addDays(to, 1)) };
  const counts = new Map<string, number>();
  for (const kind of kinds) {
    for (const { id, day, n } of await countsByDay(tx, kind, { ...span, subjectIds })) counts.set(`${id} ${day}`, n);
  }
  const subjects = await select<{
    id: string;
    kind: SubjectKind;
    name: string;
    areaId: string;
    network: string;
    firstAt: Date | null;
  }>(
    tx,
    `select s.id, s.kind, s.name, s.area_id, s.network, ${FIRST_DATA} as first_at
       from subject s where not s.retired and s.kind = any($1) and s.id = any($2)
      order by s.kind, s.id`,
    [kinds, subjectIds],
  );
  return subjects.map(({ id, kind, name, areaId, network, firstAt }) => ({
    subject: { kind, id, name },
    areaId,
    network,
    since: firstAt === null ? null : DAY_OF[KINDS_OF_SUBJECT[kind].time](firstAt),
    received: dates.map((day) => counts.get(`${id} ${day}`) ?? 0),
  }));
};
