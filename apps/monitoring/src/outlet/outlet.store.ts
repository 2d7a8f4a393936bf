import type { EntityManager } from 'typeorm';
import type { DataOf } from '#libs/contracts/event.js';
import type { ExceedanceStarted } from '#libs/contracts/monitoring.events.js';
import { selectVersion } from '#libs/evidence/kept-version.js';
import { select } from '#libs/persistence/select.js';
import type { OutletHourSent } from '../packet/measured.js';

export type ExceedanceData = DataOf<typeof ExceedanceStarted>;

const HOUR = 'r.outlet_id, r.factor, r.label, r.value, r.mark, r.is_usable, r.revision, r.packet_id';

export interface OutletHour {
  readonly outletId: string;
  readonly factor: string;
  readonly label: Date;
  readonly value: string | null;
  readonly mark: string | null;
  readonly isUsable: boolean;
  readonly revision: number;
  readonly packetId: string;
}

/**
 * Hours that changed: new ones, and those that say something else than before, whose past is kept. A value absent now takes
 * nothing away.
 */
export const upsertOutletHours = (tx: EntityManager, hours: readonly OutletHourSent[]): Promise<OutletHour[]> =>
  select<OutletHour>(
    tx,
    `with sent as materialized (
     select n.* from unnest($1::text[], $2::text[], $3::timestamptz[], $4::numeric[], $5::text[], $6::boolean[], $7::int[],
                            $8::bigint[], $9::timestamptz[])
            as n (outlet_id, factor, label, value, mark, is_usable, source_no, packet_id, received_at)),
     before as materialized (
     select b.* from sent n join outlet_hour b on b.outlet_id = n.outlet_id and b.factor = n.factor and b.label = n.label),
     changed as (
     insert into outlet_hour as h (outlet_id, factor, label, value, mark, is_usable, revision, source_no, packet_id, received_at)
     select n.outlet_id, n.factor, n.label, n.value, n.mark, n.is_usable, 1, n.source_no, n.packet_id, n.received_at
       from sent n
     on conflict on constraint outlet_hour_pkey do update
       set value = excluded.value, mark = excluded.mark, is_usable = excluded.is_usable, revision = h.revision + 1,
           source_no = excluded.source_no, packet_id = excluded.packet_id, received_at = excluded.received_at
       where excluded.value is not null
         and (h.value, h.mark, h.is_usable) is distinct from (excluded.value, excluded.mark, excluded.is_usable)
     returning h.*),
     past as (
     insert into outlet_hour_past (outlet_id, factor, label, value, mark, is_usable, revision, source_no, packet_id, received_at)
     select b.outlet_id, b.factor, b.label, b.value, b.mark, b.is_usable, b.revision, b.source_no, b.packet_id, b.received_at
       from before b join changed c on c.outlet_id = b.outlet_id and c.factor = b.factor and c.label = b.label)
     select c.outlet_id, c.factor, c.label, c.value, c.mark, c.is_usable, c.revision, c.packet_id from changed c`,
    [
      hours.map((h) => h.outletId),
      hours.map((h) => h.factor),
      hours.map((h) => h.label),
      hours.map((h) => h.value),
      hours.map((h) => h.mark),
      hours.map((h) => h.isUsable),
      hours.map((h) => h.sourceNo),
      hours.map((h) => h.packetId),
      hours.map((h) => h.receivedAt),
    ],
  );

/** An hour in one revision, or (null) in force. */
export const outletHourRevision = (
  tx: EntityManager,
  of: { readonly outletId: string; readonly factor: string; readonly label: Date },
  revision: number | null,
): Promise<OutletHour | null> =>
  selectVersion<OutletHour>(
    tx,
    {
      table: 'outlet_hour',
      columns: HOUR,
      key: 'r.outlet_id = $1 and r.factor = $2 and r.label = $3',
      version: 'revision',
    },
    [of.outletId, of.factor, of.label],
    revision,
  );

export interface HourKey {
  readonly outletId: string;
  readonly label: Date;
}

/** These hours of these factors, as far as they are there. */
export const outletHoursAt = async (
  tx: EntityManager,
  keys: readonly (HourKey & { readonly factor: string })[],
): Promise<OutletHour[]> =>
  keys.length === 0
    ? []
    : select<OutletHour>(
        tx,
        `select ${HOUR}
           from (select distinct * from unnest($1::text[], $2::text[], $3::timestamptz[]) as n (outlet_id, factor, label)) k
           join outlet_hour r on r.outlet_id = k.outlet_id and r.factor = k.factor and r.label = k.label
          order by r.outlet_id, r.label, r.factor`,
        [keys.map(({ outletId }) => outletId), keys.map(({ factor }) => factor), keys.map(({ label }) => label)],
      );

/** A limit over the hours with labels behind one instant and up to another; null for no bound. */
export interface LimitSpan {
  readonly limit: string;
  readonly after: Date | null;
  readonly upTo: Date | null;
}

/** Labels of hours not above the limit in force then; the nearest one before or after is found without reading the others. */
const NOT_ABOVE = `select f.label from outlet_hour f
   where f.outlet_id = $1 and f.factor = $2 and f.is_usable
     and not exists (select 1 from span s
                      where (s.after is null or f.label > s.after) and (s.up_to is null or f.label <= s.up_to)
                        and f.value > s.value)`;

/**
 * Hours around a span of labels that decide its episodes: back to the last hour before it that is not above a limit in force
 * then, and on to the first one after it.
 */
export const hoursAround = (
  tx: EntityManager,
  of: { outletId: string; factor: string; limits: readonly LimitSpan[]; from: Date; to: Date },
): Promise<OutletHour[]> =>
  select<OutletHour>(
    tx,
    `with span as (
       select * from unnest($3::numeric[], $4::timestamptz[], $5::timestamptz[]) as s (value, after, up_to))
     select ${HOUR}
       from outlet_hour r
      where r.outlet_id = $1 and r.factor = $2
        and r.label >= coalesce((${NOT_ABOVE} and f.label < $6 order by f.label desc limit 1), '-infinity')
        and r.label <= coalesce((${NOT_ABOVE} and f.label > $7 order by f.label limit 1), 'infinity')
      order by r.label`,
    [
      of.outletId,
      of.factor,
      of.limits.map(({ limit }) => limit),
      of.limits.map(({ after }) => after),
      of.limits.map(({ upTo }) => upTo),
      of.from,
      of.to,
    ],
  );

export interface ExceedanceRow {
  readonly id: string;
  readonly outletId: string;
  readonly factor: string;
  readonly limitValue: string;
  readonly unit: string;
  readonly limitBasis: string;
  readonly startedAt: Date;
  readonly lastLabel: Date;
  readonly hours: { label: string; value: string; revision: number }[];
  readonly peak: string;
  readonly endedAt: Date | null;
  readonly withdrawn: 'merged' | 'corrected' | null;
  readonly version: number;
}

/** Episodes with an hour in a span of labels, both ends included. */
export const exceedancesIn = (
  tx: EntityManager,
  of: { outletId: string; factor: string; from: Date; to: Date },
): Promise<ExceedanceRow[]> =>
  select<ExceedanceRow>(
    tx,
    `select e.* from exceedance e
      where e.outlet_id = $1 and e.factor = $2 and e.started_at <= $4 and e.last_label >= $3 and e.withdrawn is null
      order by e.started_at`,
    [of.outletId, of.factor, of.from, of.to],
  );

/** An episode in one version, or (null) as it stands. */
export const exceedanceVersion = (
  tx: EntityManager,
  id: string,
  version: number | null,
): Promise<ExceedanceRow | null> =>
  selectVersion<ExceedanceRow>(
    tx,
    { table: 'exceedance', columns: 'r.*', key: 'r.id = $1', version: 'version' },
    [id],
    version,
  );

/** Writes an episode as it is from now on; what it was before is kept. */
export const upsertExceedance = async (tx: EntityManager, row: ExceedanceRow): Promise<void> => {
  await tx.query(
    `with past as (
     insert into exceedance_past (id, outlet_id, factor, limit_value, unit, limit_basis, started_at, last_label, hours, peak,
                                  ended_at, withdrawn, version)
     select e.id, e.outlet_id, e.factor, e.limit_value, e.unit, e.limit_basis, e.started_at, e.last_label, e.hours, e.peak,
            e.ended_at, e.withdrawn, e.version
       from exceedance e where e.id = $1 and e.version < $13)
     insert into exceedance (id, outlet_id, factor, limit_value, unit, limit_basis, started_at, last_label, hours, peak, ended_at,
                             withdrawn, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
     on conflict on constraint exceedance_pkey do update
       set started_at = excluded.started_at, last_label = excluded.last_label, hours = excluded.hours, peak = excluded.peak,
           ended_at = excluded.ended_at, withdrawn = excluded.withdrawn, version = excluded.version,
           limit_value = excluded.limit_value, unit = excluded.unit, limit_basis = excluded.limit_basis`,
    [
      row.id,
      row.outletId,
      row.factor,
      row.limitValue,
      row.unit,
      row.limitBasis,
      row.startedAt,
      row.lastLabel,
      JSON.stringify(row.hours),
      row.peak,
      row.endedAt,
      row.withdrawn,
      row.version,
    ],
  );
};

/** Exceedances, the newest first, a page at a time. */
export const exceedancePage = (
  tx: EntityManager,
  page: {
    outletId: string | null;
    open: boolean | null;
    before: { at: Date; id: string } | null;
    limit: number;
  },
): Promise<ExceedanceRow[]> =>
  select<ExceedanceRow>(
    tx,
    `select e.* from exceedance e
      where ($1::text is null or e.outlet_id = $1) and ($2::boolean is null or (e.ended_at is null) = $2)
        and ($3::timestamptz is null or (e.started_at, e.id) < ($3::timestamptz, $4::uuid))
      order by e.started_at desc, e.id desc limit $5`,
    [page.outletId, page.open, page.before?.at ?? null, page.before?.id ?? null, page.limit],
  );
