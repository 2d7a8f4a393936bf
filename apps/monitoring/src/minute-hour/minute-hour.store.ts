import type { EntityManager } from 'typeorm';
import { KIND_NAMES } from '../reading/reading.store.js';
import type { RegisteredDevice } from '../register/register.store.js';
import { select, selectOne } from '#libs/persistence/select.js';

/** One builder at a time. */
export const lockBuilding = async (tx: EntityManager): Promise<void> => {
  await tx.query(`select pg_advisory_xact_lock(hashtext('monitoring.minute-hours'))`);
};

export interface MinuteDevice {
  readonly device: RegisteredDevice;
  readonly sourceNo: number;
}

/** Devices of stations that send minutes and no hours, as far as anything was ever heard of them. */
export const minuteDevices = (tx: EntityManager): Promise<MinuteDevice[]> =>
  select<MinuteDevice>(
    tx,
    `select d.state as device, o.no as source_no
       from device d
       join subject s on s.id = d.subject_id and s.kind = 'station' and not s.retired
       join source o on o.door = 'hj212' and o.code = d.mn
      where not d.retired and d.state -> 'settings' ->> 'hoursFrom' = 'minutes'
      order by d.id`,
  );

export interface MinuteValue {
  /** Start of the minutes. */
  readonly at: Date;
  readonly factor: string;
  readonly value: number | null;
  readonly mark: string | null;
  readonly packetId: string;
}

/** Minute values of a source that count, of a span (half-open), oldest first. */
export const minuteValues = (
  tx: EntityManager,
  of: { sourceNo: number; factors: readonly string[]; from: Date; to: Date },
): Promise<MinuteValue[]> =>
  select<MinuteValue>(
    tx,
    `select r.at, r.factor, r.value, r.mark, r.packet_id from reading r
      where r.source_no = $1 and r.kind = $2 and r.factor = any($3) and r.at >= $4 and r.at < $5 and r.is_current
      order by r.at, r.factor`,
    [of.sourceNo, KIND_NAMES.indexOf('minute'), of.factors, of.from, of.to],
  );

export interface HourThere {
  readonly label: Date;
  readonly revision: number;
  /** Packets of the minutes it was built from; null where it came as an hour. */
  readonly packetIds: readonly string[] | null;
}

/** Hours in force of a station in a span of labels (its start excluded). */
export const hoursThere = (tx: EntityManager, stationId: string, after: Date, until: Date): Promise<HourThere[]> =>
  select<HourThere>(
    tx,
    `select h.label, h.revision, m.packet_ids::text[] as packet_ids
       from station_hour h
       left join minute_hour m on m.station_id = h.station_id and m.label = h.label and m.revision = h.revision
      where h.is_current and h.station_id = $1 and h.label > $2 and h.label <= $3`,
    [stationId, after, until],
  );

/** Notes what an hour in force was built from. */
export const noteBuiltHour = async (
  tx: EntityManager,
  hour: { stationId: string; label: Date; packetIds: readonly string[] },
): Promise<void> => {
  await tx.query(
    `insert into minute_hour (station_id, label, revision, packet_ids)
     select h.station_id, h.label, h.revision, $3::bigint[] from station_hour h
      where h.is_current and h.station_id = $1 and h.label = $2
     on conflict on constraint minute_hour_pkey do update set packet_ids = excluded.packet_ids`,
    [hour.stationId, hour.label, hour.packetIds],
  );
};

/** Packets of the minutes a revision of an hour was built from; none where it came as an hour. */
export const packetsOfBuiltHour = async (
  tx: EntityManager,
  stationId: string,
  label: Date,
  revision: number,
): Promise<readonly string[]> =>
  (
    await selectOne<{ packetIds: string[] }>(
      tx,
      `select m.packet_ids::text[] as packet_ids from minute_hour m
        where m.station_id = $1 and m.label = $2 and m.revision = $3`,
      [stationId, label, revision],
    )
  )?.packetIds ?? [];
