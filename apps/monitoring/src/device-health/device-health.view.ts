/** How devices and feeds are doing: heard of when, and what was wrong with what they sent. */
import type { EntityManager } from 'typeorm';
import { select } from '#libs/persistence/select.js';
import type { SubjectKind } from '../subject/subject-kind.js';

export interface DeviceHeard {
  readonly id: string;
  readonly mn: string;
  readonly protocol: string;
  readonly subject: { readonly kind: SubjectKind; readonly id: string; readonly name: string };
  /** Latest data time, and when silence began; null where nothing was ever heard, or is not silent. */
  readonly lastLabel: Date | null;
  readonly silentSince: Date | null;
  /** Receipt of its latest packet in the span; where it has none, of the one that brought its newest values, however old. */
  readonly lastPacketAt: Date | null;
  readonly lastPacketId: string | null;
  readonly packets: number;
  /** Units of its values by factor, from its profile. */
  readonly units: Readonly<Record<string, string>>;
  /** Faults of the span by reason. */
  readonly faults: Readonly<Record<string, number>>;
}

/** Every device in use, with what came of it between two instants. */
export const devicesHeard = (tx: EntityManager, from: Date, to: Date): Promise<DeviceHeard[]> =>
  select<DeviceHeard>(
    tx,
    `select d.id, d.mn, d.state ->> 'protocol' as protocol,
            jsonb_build_object('kind', s.kind, 'id', s.id, 'name', s.name) as subject,
            h.last_label, h.silent_since, coalesce(p.last_packet_at, b.received_at) as last_packet_at,
            coalesce(p.last_packet_id, b.id) as last_packet_id, coalesce(p.packets, 0)::int as packets,
            coalesce(d.state #> '{profile,units}', '{}') as units, coalesce(f.faults, '{}') as faults
       from device d
       join subject s on s.id = d.subject_id
       left join heard h on h.subject_id = s.id
       left join source o on o.door = 'hj212' and o.code = d.mn
       left join lateral (
         select count(*) as packets, max(r.received_at) as last_packet_at, max(r.id)::text as last_packet_id
           from raw_packet r
          where r.source_no = o.no and r.month >= date_trunc('month', $1::timestamptz at time zone 'UTC')::date
            and r.received_at >= $1 and r.received_at < $2) p on true
       -- Packets have no index by source and time, their readings have: one look for each device that is silent.
       left join lateral (
         select r.received_at, r.id::text as id
           from (select n.packet_id from reading_set n
                  where n.source_no = o.no order by n.at desc, n.kind desc, n.packet_id desc limit 1) n
           join raw_packet r on r.id = n.packet_id
          where p.last_packet_id is null) b on true
       left join (
         select g.source, jsonb_object_agg(g.reason, g.n) as faults
           from (select x.source, x.reason, count(*)::int as n from fault x
                  where x.at >= $1 and x.at < $2 and x.door = 'hj212' group by x.source, x.reason) g
          group by g.source) f on f.source = d.mn
      where not d.retired
      order by d.id limit 5000`,
    [from, to],
  );
