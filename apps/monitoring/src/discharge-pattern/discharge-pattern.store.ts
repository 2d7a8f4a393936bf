import type { EntityManager } from 'typeorm';
import { select, selectOne } from '#libs/persistence/select.js';

export interface PatternHourRow {
  readonly factor: string;
  readonly label: Date;
  /** Null where the mean is absent or its mark is not normal. */
  readonly value: string | null;
  readonly revision: number;
}

/** Hours of an outlet with labels behind one instant and up to another. */
export const hoursOfOutlet = (
  tx: EntityManager,
  of: { outletId: string; after: Date; upTo: Date },
): Promise<PatternHourRow[]> =>
  select<PatternHourRow>(
    tx,
    `select h.factor, h.label, case when h.is_usable then h.value::text end as value, h.revision
       from outlet_hour h where h.outlet_id = $1 and h.label > $2 and h.label <= $3 order by h.label, h.factor limit 20000`,
    [of.outletId, of.after, of.upTo],
  );

/** The median of the hours of a factor in which it was above zero; null without one. */
export const usualValue = async (
  tx: EntityManager,
  of: { outletId: string; factor: string; after: Date; upTo: Date },
): Promise<string | null> =>
  (
    await selectOne<{ usual: string | null }>(
      tx,
      `select (percentile_disc(0.5) within group (order by h.value))::text as usual from outlet_hour h
        where h.outlet_id = $1 and h.factor = $2 and h.label > $3 and h.label <= $4 and h.is_usable and h.value > 0`,
      [of.outletId, of.factor, of.after, of.upTo],
    )
  )?.usual ?? null;

/** Hours of episodes of an outlet, whatever the factor, behind one instant and up to another. */
export const exceedingHours = async (
  tx: EntityManager,
  of: { outletId: string; after: Date; upTo: Date },
): Promise<Date[]> =>
  (
    await select<{ label: Date }>(
      tx,
      `select distinct (h ->> 'label')::timestamptz as label
         from exceedance e cross join lateral jsonb_array_elements(e.hours) h
        where e.outlet_id = $1 and e.withdrawn is null and e.started_at <= $3 and e.last_label > $2
          and (h ->> 'label')::timestamptz > $2 and (h ->> 'label')::timestamptz <= $3
        order by label`,
      [of.outletId, of.after, of.upTo],
    )
  ).map(({ label }) => label);

export interface FacilityRecord {
  readonly kind: 'equipmentState' | 'runTime';
  readonly at: Date;
  readonly content: Readonly<Record<string, string | null>>;
  readonly packetId: string;
}

/** What the devices of an outlet said of its facilities, from one instant to before another. */
export const facilityRecords = (
  tx: EntityManager,
  of: { outletId: string; from: Date; before: Date },
): Promise<FacilityRecord[]> =>
  select<FacilityRecord>(
    tx,
    `select r.kind, r.at, r.content, r.packet_id
       from device d join device_record r on r.device_id = d.id
      where d.subject_id = $1 and r.kind in ('equipmentState', 'runTime') and r.at >= $2 and r.at < $3
      order by r.at, r.id limit 50000`,
    [of.outletId, of.from, of.before],
  );

export interface FoundPattern {
  readonly id: string;
  readonly definition: string;
  readonly day: string;
  readonly value: string;
  readonly revision: number;
  readonly details: Readonly<Record<string, unknown>>;
}

/** Days of an outlet on which something was found, the newest first. */
export const foundPatterns = (
  tx: EntityManager,
  of: { outletId: string; definitions: readonly string[]; from: string; to: string },
): Promise<FoundPattern[]> =>
  select<FoundPattern>(
    tx,
    `select i.id, i.definition, i.period_label as day, i.value::text as value, i.revision, i.content -> 'details' as details
       from indicator i
      where i.is_current and i.subject_kind = 'outlet' and i.subject_id = $1 and i.definition = any($2)
        and i.period_label between $3 and $4 and i.value > 0
      order by i.period_label desc, i.definition limit 1000`,
    [of.outletId, of.definitions, of.from, of.to],
  );
