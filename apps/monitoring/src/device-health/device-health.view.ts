/** What is known of devices: heard of when, what came of late, and what was wrong with it. */
import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';
import type { SubjectKind } from '../subject/subject-kind.js';

export interface DeviceHeard {
  readonly id: string;
  readonly mn: string;
  readonly kind: SubjectKind;
  /** Latest data time, and when silence began; null where nothing was ever heard, or is not silent. */
  readonly lastLabel: Date | null;
  readonly silentSince: Date | null;
}

/**
 * Every device in use, or one, or those of one subject; in no order. What was heard of a subject tells of its only device; of
 * several that share one, each goes by the newest of its own values, and is silent after the hours it is allowed itself.
 */
export const devicesHeard = (
  tx: EntityManager,
  of: { readonly deviceId?: string | undefined; readonly subjectId?: string | undefined },
  { silenceHours, now }: { readonly silenceHours: number; readonly now: Date },
): Promise<DeviceHeard[]> =>
  select<DeviceHeard>(
    tx,
    `select d.id, d.mn, s.kind, case when w.is_shared then v.at else h.last_label end as last_label,
            case when not w.is_shared then h.silent_since when v.at + a.allowed <= $4 then v.at + a.allowed end as silent_since
       from device d
       join subject s on s.id = d.subject_id
       left join heard h on h.subject_id = s.id
      cross join lateral (
        select exists (select 1 from device e where e.subject_id = d.subject_id and e.id <> d.id and not e.retired)
               as is_shared) w
      cross join lateral (
        -- Of its own where it says so; null says that nobody misses it.
        select case when d.state -> 'silenceAfterHours' is null then $3::int else (d.state ->> 'silenceAfterHours')::int end
               * interval '1 hour' as allowed) a
       left join lateral (
        select r.at from source o join reading_set r on r.source_no = o.no
         where w.is_shared and o.door = 'hj212' and o.code = d.mn
         order by r.at desc limit 1) v on true
      where not d.retired and ($1::text is null or d.id = $1) and ($2::text is null or d.subject_id = $2)`,
    [of.deviceId ?? null, of.subjectId ?? null, silenceHours, now],
  );

export interface DeviceOnPage {
  readonly id: string;
  readonly protocol: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string; readonly name: string };
  /** Units of its values by factor, from its profile. */
  readonly units: Readonly<Record<string, string>>;
}

export const devicesOnPage = (tx: EntityManager, ids: readonly string[]): Promise<DeviceOnPage[]> =>
  select<DeviceOnPage>(
    tx,
    `select d.id, d.state ->> 'protocol' as protocol,
            jsonb_build_object('kind', s.kind, 'id', s.id, 'name', s.name) as subject,
            coalesce(d.state #> '{profile,units}', '{}') as units
       from device d join subject s on s.id = d.subject_id
      where d.id = any($1)`,
    [ids],
  );

export type FaultCounts = Readonly<Record<string, number>>;

/** Faults of devices between two instants, by number MN and reason; of every device where no numbers are given. */
export const faultsOfDevices = async (
  tx: EntityManager,
  numbers: readonly string[] | null,
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, FaultCounts>> => {
  const rows = await select<{ source: string; faults: Record<string, number> }>(
    tx,
    `select g.source, jsonb_object_agg(g.reason, g.n) as faults
       from (select f.source, f.reason, count(*)::int as n from fault f
              where f.at >= $1 and f.at < $2 and f.door = 'hj212' ${numbers ? 'and f.source = any($3)' : ''}
              group by f.source, f.reason) g
      group by g.source`,
    numbers ? [from, to, numbers] : [from, to],
  );
  return new Map(rows.map(({ source, faults }) => [source, faults]));
};

export interface DevicePackets {
  readonly mn: string;
  /** Packets with values of the last day, by the time of the values. */
  readonly packets: number;
  /** The one that came last of those; where the last day has none, the one that brought the newest values, however old. */
  readonly lastPacketId: string;
  readonly lastPacketAt: Date;
}

/**
 * What came of devices of late, asked of the key of the readings: raw packets have no index by device and time, since every
 * packet would pay for it. Devices that never sent a value are left out.
 */
export const packetsOfDevices = async (
  tx: EntityManager,
  numbers: readonly string[],
  lastDay: Date,
): Promise<ReadonlyMap<string, DevicePackets>> => {
  const rows = await select<DevicePackets>(
    tx,
    `select k.mn, k.packets, p.id::text as last_packet_id, p.received_at as last_packet_at
       from (select o.code as mn, coalesce(c.packets, 0)::int as packets, coalesce(c.newest, e.packet_id) as newest
               from source o
              cross join lateral (
                select count(distinct r.packet_id) as packets, max(r.packet_id) as newest from reading_set r
                 where r.source_no = o.no and r.at >= $2) c
               left join lateral (
                select r.packet_id from reading_set r
                 where c.newest is null and r.source_no = o.no and r.at < $2
                 order by r.at desc, r.kind desc, r.packet_id desc limit 1) e on true
              where o.door = 'hj212' and o.code = any($1)) k
       join raw_packet p on p.id = k.newest`,
    [numbers, lastDay],
  );
  return new Map(rows.map((row) => [row.mn, row]));
};
