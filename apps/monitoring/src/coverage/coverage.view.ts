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
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import { availabilityPercent, countedUntil, dueByDay, receivedOfDue } from '#libs/domain/telemetry/coverage.js';
import { select, selectOne } from '#libs/persistence/select.js';
import { countsByDay, type DayCount, FIRST_DATA } from '../subject/subject-data.store.js';
import type { PolicyOn } from '../policy.js';
import { KINDS_OF_SUBJECT, SUBJECT_KINDS, type SubjectKind } from '../subject/subject-kind.js';

export interface Coverage {
  readonly subject: { readonly kind: SubjectKind; readonly id: string; readonly name: string };
  readonly areaId: string;
  readonly network: string;
  /** Day of its first data of all; nothing is due before. Null where nothing ever came. */
  readonly since: CivilDate | null;
  /** Hours (stations, outlets) or spans of hours with a row (sections) of each day of the span that have to be there by now. */
  readonly due: readonly number[];
  /** Those of them in which something usable came; where one pollutant is asked for, a value of it. */
  readonly received: readonly number[];
  /** What came of each pollutant of a station over all days, in the order of its values; none of other kinds. */
  readonly byPollutant: readonly PollutantCoverage[];
}

/** How many of the hours that were due a pollutant has a value in. */
export interface PollutantCoverage {
  readonly pollutant: Pollutant;
  readonly received: number;
  /** Null where nothing was due. */
  readonly percent: string | null;
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

/** What is due of whom, and when it is asked. */
export interface DueNow {
  readonly cadence: PolicyOn['cadence'];
  readonly now: Date;
}

/**
 * Coverage of some subjects of some kinds, day by day, from one day to another, both included. Due is what a subject has to
 * send from the day of its first data on; of one that never sent anything, from when it was registered.
 */
export const coverageOf = async (
  tx: EntityManager,
  kinds: readonly SubjectKind[],
  {
    from,
    to,
    subjectIds,
    pollutant,
  }: {
    readonly from: CivilDate;
    readonly to: CivilDate;
    readonly subjectIds: readonly string[];
    readonly pollutant?: Pollutant | undefined;
  },
  { cadence, now }: DueNow,
): Promise<Coverage[]> => {
  const dates = datesOf({ from, to });
  const [begins, ends] = [shanghaiInstant(from), shanghaiInstant(addDays(to, 1))];
  const counts = new Map<string, DayCount>();
  for (const kind of kinds) {
    const { everyHours } = cadence[kind];
    const last = countedUntil({ ...cadence[kind], time: KINDS_OF_SUBJECT[kind].time }, now).getTime();
    const span = { from: begins, to: new Date(Math.min(ends.getTime(), last)), subjectIds, everyHours };
    for (const count of await countsByDay(tx, kind, span)) counts.set(`${count.id} ${count.day}`, count);
  }
  const subjects = await select<{
    id: string;
    kind: SubjectKind;
    name: string;
    areaId: string;
    network: string;
    firstAt: Date | null;
    watchedFrom: Date | null;
  }>(
    tx,
    `select s.id, s.kind, s.name, s.area_id, s.network, ${FIRST_DATA} as first_at,
            case when h.last_label is null then h.heard_at end as watched_from
       from subject s left join heard h on h.subject_id = s.id
      where not s.retired and s.kind = any($1) and s.id = any($2)
      order by s.kind, s.id`,
    [kinds, subjectIds],
  );
  return subjects.map(({ id, kind, name, areaId, network, firstAt, watchedFrom }) => {
    const { time, data } = KINDS_OF_SUBJECT[kind];
    const since = firstAt === null ? null : DAY_OF[time](firstAt);
    const dueFrom = since === null ? (watchedFrom ?? begins) : shanghaiInstant(since);
    const due = dueByDay(dates, { ...cadence[kind], time }, { from: dueFrom, now });
    const countOf = (of: (count: DayCount) => number | undefined): number[] =>
      dates.map((day) => {
        const count = counts.get(`${id} ${day}`);
        return (count && of(count)) ?? 0;
      });
    const single = data.pollutants.map(([, one], place) => ({ pollutant: one, days: countOf((c) => c.single[place]) }));
    return {
      subject: { kind, id, name },
      areaId,
      network,
      since,
      due,
      received: single.find((one) => one.pollutant === pollutant)?.days ?? countOf(({ n }) => n),
      byPollutant: single.map(({ pollutant: one, days }) => {
        const came = receivedOfDue({ received: days, due });
        return { pollutant: one, received: came.received, percent: availabilityPercent(came.received, came.due) };
      }),
    };
  });
};

/** Coverage of all subjects of a kind over some days together. */
export interface KindCoverage {
  readonly kind: SubjectKind;
  readonly subjects: number;
  /** Those of them that never sent anything usable. */
  readonly never: number;
  readonly received: number;
  readonly due: number;
  /** Null where nothing was due. */
  readonly percent: string | null;
  readonly byPollutant: readonly PollutantCoverage[];
}

/** Subjects counted at once. */
const SLICE = 500;

/** Coverage of all subjects in use, kind by kind. */
export const coverageByKind = async (
  tx: EntityManager,
  { from, to }: { readonly from: CivilDate; readonly to: CivilDate },
  due: DueNow,
): Promise<KindCoverage[]> => {
  const found: KindCoverage[] = [];
  for (const kind of SUBJECT_KINDS) {
    const sum = { subjects: 0, never: 0, received: 0, due: 0 };
    const single = KINDS_OF_SUBJECT[kind].data.pollutants.map(([, pollutant]) => ({ pollutant, received: 0 }));
    for (let after: SubjectPlace | null = null; ;) {
      const { places } = await subjectPage(tx, [kind], { after, limit: SLICE });
      for (const one of await coverageOf(tx, [kind], { from, to, subjectIds: places.map(({ id }) => id) }, due)) {
        const counted = receivedOfDue(one);
        sum.subjects += 1;
        sum.never += one.since === null ? 1 : 0;
        sum.received += counted.received;
        sum.due += counted.due;
        for (const [place, { received }] of one.byPollutant.entries()) single[place]!.received += received;
      }
      if (places.length < SLICE) break;
      after = places.at(-1)!;
    }
    found.push({
      kind,
      ...sum,
      percent: availabilityPercent(sum.received, sum.due),
      byPollutant: single.map((one) => ({ ...one, percent: availabilityPercent(one.received, sum.due) })),
    });
  }
  return found;
};
