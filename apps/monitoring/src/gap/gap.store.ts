import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';
import { KIND_NAMES } from '../reading/reading.store.js';
import { FIRST_DATA } from '../subject/subject-data.store.js';
import type { SubjectKind } from '../subject/subject-kind.js';

export interface GapDevice {
  readonly id: string;
  readonly mn: string;
  readonly subjectId: string;
  readonly kind: SubjectKind;
  readonly hourLabelOffsetMinutes: number;
  /** What its hours are: sent as such, or built here from the minutes it sends. */
  readonly hoursFrom: 'device' | 'minutes';
  readonly minuteInterval: number | null;
  /** The source its packets are kept under; null before the first. */
  readonly sourceNo: number | null;
  /** Newest data time heard of, and label of the first data of its subject. */
  readonly lastLabel: Date;
  readonly firstLabel: Date | null;
}

/** One asker at a time. */
export const lockGaps = async (tx: EntityManager): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('monitoring.gaps'))`);
};

/** Devices that are not silent and whose gaps are to be asked for; those without hours of their own only of stations. */
export const gapDevices = (tx: EntityManager): Promise<GapDevice[]> =>
  select<GapDevice>(
    tx,
    `select d.id, d.mn, s.id as subject_id, s.kind, (d.state -> 'profile' ->> 'hourLabelOffsetMinutes')::int as hour_label_offset_minutes,
            coalesce(d.state -> 'settings' ->> 'hoursFrom', 'device') as hours_from,
            (d.state -> 'settings' ->> 'minuteInterval')::int as minute_interval, o.no as source_no,
            h.last_label,
            ${FIRST_DATA} as first_label
       from device d
       join subject s on s.id = d.subject_id and not s.retired
       join heard h on h.subject_id = s.id and h.silent_since is null and h.last_label is not null
       left join source o on o.door = 'hj212' and o.code = d.mn
      where not d.retired and coalesce(d.state -> 'settings' ->> 'gaps', 'ask') = 'ask'
        and (s.kind = 'station' or coalesce(d.state -> 'settings' ->> 'hoursFrom', 'device') = 'device')
      order by d.id`,
  );

/** Starts of the minutes that came of a source, whatever they say. */
export const minutesThere = async (
  tx: EntityManager,
  sourceNo: number,
  span: { readonly from: Date; readonly to: Date },
): Promise<Date[]> =>
  (
    await select<{ at: Date }>(
      tx,
      `select distinct r.at from reading_set r where r.source_no = $1 and r.kind = $2 and r.at >= $3 and r.at < $4`,
      [sourceNo, KIND_NAMES.indexOf('minute'), span.from, span.to],
    )
  ).map(({ at }) => at);

export interface Asking {
  readonly deviceId: string;
  readonly periodStart: Date;
  readonly askings: number;
  readonly lastAskedAt: Date;
  readonly isAbsent: boolean;
}

export const askingsSince = (tx: EntityManager, from: Date): Promise<Asking[]> =>
  select<Asking>(tx, 'select g.* from gap_asking g where g.period_start >= $1', [from]);

/** Notes that hours of a device are asked for in one request. */
export const noteAsking = async (
  tx: EntityManager,
  asking: { readonly deviceId: string; readonly askingId: string; readonly starts: readonly Date[]; readonly at: Date },
): Promise<void> => {
  await tx.query(
    `insert into gap_asking as g (device_id, period_start, askings, last_asked_at, asking_id)
     select $1, n.start, 1, $4, $2 from unnest($3::timestamptz[]) as n (start)
     on conflict on constraint gap_asking_pkey do update
       set askings = g.askings + 1, last_asked_at = excluded.last_asked_at, asking_id = excluded.asking_id`,
    [asking.deviceId, asking.askingId, asking.starts, asking.at],
  );
};

/** The device has nothing for what was asked for: it is not asked for it again. */
export const markAbsent = async (tx: EntityManager, askingId: string): Promise<void> => {
  await tx.query('update gap_asking set is_absent = true where asking_id = $1', [askingId]);
};

export const forgetAskings = async (tx: EntityManager, before: Date): Promise<void> => {
  await tx.query('delete from gap_asking where period_start < $1', [before]);
};

/** Hours of a device that were asked for, the newest first, a page at a time. */
export const askingsOf = (
  tx: EntityManager,
  of: { readonly deviceId: string; readonly before: Date | null; readonly limit: number },
): Promise<Asking[]> =>
  select<Asking>(
    tx,
    `select g.* from gap_asking g
      where g.device_id = $1 and ($2::timestamptz is null or g.period_start < $2)
      order by g.period_start desc limit $3`,
    [of.deviceId, of.before, of.limit],
  );
