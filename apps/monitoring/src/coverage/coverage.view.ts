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
import { select } from '#libs/persistence/select.js';
import { HAS_SOME_VALUE } from '../air/station-hour.store.js';
import { SUBJECT_KINDS, type SubjectKind } from '../policy.js';

export interface Coverage {
  readonly subject: { readonly kind: SubjectKind; readonly id: string; readonly name: string };
  readonly areaId: string;
  readonly network: string;
  /** Day of its first data of all; nothing is due before. Null where nothing ever came. */
  readonly since: CivilDate | null;
  /** Usable hours (stations, outlets) or rows (sections) of each day of the span. */
  readonly received: readonly number[];
}

/** Hours belong to the day they end in, an instant to the day it lies in. */
const HOUR_DAY = `((h.label - interval '1 second') at time zone 'Asia/Shanghai')::date`;
const COUNTS: Readonly<Record<SubjectKind, string>> = {
  station: `select h.station_id as id, ${HOUR_DAY} as day, count(*)::int as n from station_hour h
             where h.is_current and h.label > $1 and h.label <= $2 and ${HAS_SOME_VALUE} group by 1, 2`,
  section: `select r.section_id as id, (r.at at time zone 'Asia/Shanghai')::date as day, count(*)::int as n from section_row r
             where r.at >= $1 and r.at < $2 and r.item_values <> '{}' group by 1, 2`,
  outlet: `select h.outlet_id as id, ${HOUR_DAY} as day, count(distinct h.label)::int as n from outlet_hour h
             where h.is_usable and h.label > $1 and h.label <= $2 group by 1, 2`,
};

/** The first data of a subject `s`. */
export const FIRST_DATA: Readonly<Record<SubjectKind, string>> = {
  station: `select min(h.label) as at from station_hour h where h.station_id = s.id and h.is_current and ${HAS_SOME_VALUE}`,
  section: `select min(r.at) as at from section_row r where r.section_id = s.id and r.item_values <> '{}'`,
  outlet: 'select min(h.label) as at from outlet_hour h where h.outlet_id = s.id and h.is_usable',
};

/** Coverage of every subject in use, day by day, from one day to another, both included. */
export const coverageOf = async (
  tx: EntityManager,
  kinds: readonly SubjectKind[],
  from: CivilDate,
  to: CivilDate,
): Promise<Coverage[]> => {
  const dates = datesOf({ from, to });
  const span = [shanghaiInstant(from), shanghaiInstant(addDays(to, 1))];
  const counts = new Map<string, number>();
  for (const kind of kinds) {
    const rows = await select<{ id: string; day: string; n: number }>(
      tx,
      `select c.id, c.day::text as day, c.n from (${COUNTS[kind]}) c`,
      span,
    );
    for (const { id, day, n } of rows) counts.set(`${id} ${day}`, n);
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
    `select s.id, s.kind, s.name, s.area_id, s.network,
            case s.kind ${SUBJECT_KINDS.map((kind) => `when '${kind}' then (${FIRST_DATA[kind]})`).join(' ')} end as first_at
       from subject s where not s.retired and s.kind = any($1) order by s.kind, s.id`,
    [kinds],
  );
  return subjects.map(({ id, kind, name, areaId, network, firstAt }) => ({
    subject: { kind, id, name },
    areaId,
    network,
    since: firstAt === null ? null : (kind === 'section' ? shanghaiDate : naturalDayOf)(firstAt),
    received: dates.map((day) => counts.get(`${id} ${day}`) ?? 0),
  }));
};
