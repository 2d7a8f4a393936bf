/** Hours and days of stations and areas as screens read them. */
import type { EntityManager } from 'typeorm';
import type { AqiLevel } from '#libs/domain/air/category.js';
import type { Concentrations } from '#libs/domain/air/pollutant.js';
import { select } from '#libs/persistence/select.js';
import type { AreaDayContent } from './day.store.js';
import type { StationDay } from '#libs/domain/air/day-statistics.js';
import { valuesOfRow } from './station-hour.store.js';
import { POLLUTANT_COLUMNS } from '../subject/station-value.js';

export interface HourView {
  readonly stationId: string;
  readonly label: Date;
  readonly revision: number;
  readonly isCurrent: boolean;
  readonly values: Concentrations;
  readonly aqi: number | null;
  readonly level: AqiLevel | null;
  readonly primary: readonly string[];
  readonly dataState: string;
  readonly edition: string;
  readonly packetId: string;
  /** Of the values, those two persons have voided: shown, and out of every figure. */
  readonly voided: readonly string[];
}
type HourRow = Omit<HourView, 'values' | 'primary'> & { readonly primaryPollutants: string[] };

const HOUR = `h.station_id, h.label, h.revision, h.is_current, h.aqi, h.level, h.primary_pollutants, h.data_state, h.edition, h.packet_id, h.voided,
              ${POLLUTANT_COLUMNS.map(([column]) => `h.${column}`).join(', ')}`;
const viewOf = ({ primaryPollutants, ...row }: HourRow): HourView => ({
  stationId: row.stationId,
  label: row.label,
  revision: row.revision,
  isCurrent: row.isCurrent,
  values: valuesOfRow(row),
  aqi: row.aqi,
  level: row.level,
  primary: primaryPollutants,
  dataState: row.dataState,
  edition: row.edition,
  packetId: row.packetId,
  voided: row.voided,
});

/** Hours in force of a station, the newest first, before a label. */
export const hourPage = async (
  tx: EntityManager,
  page: { stationId: string; from: Date | null; before: Date | null; limit: number },
): Promise<HourView[]> =>
  (
    await select<HourRow>(
      tx,
      `select ${HOUR} from station_hour h
        where h.is_current and h.station_id = $1 and ($2::timestamptz is null or h.label >= $2)
          and ($3::timestamptz is null or h.label < $3)
        order by h.label desc limit $4`,
      [page.stationId, page.from, page.before, page.limit],
    )
  ).map(viewOf);

/** Every revision of an hour, the newest first. */
export const hourRevisions = async (tx: EntityManager, stationId: string, label: Date): Promise<HourView[]> =>
  (
    await select<HourRow>(
      tx,
      `select ${HOUR} from station_hour h where h.station_id = $1 and h.label = $2 order by h.revision desc limit 100`,
      [stationId, label],
    )
  ).map(viewOf);

export interface DayView<C> {
  readonly id: string;
  readonly day: string;
  readonly revision: number;
  readonly dataState: string;
  readonly edition: string;
  readonly content: C;
}

/** Days in force of a station, the newest first, before a day. */
export const stationDayPage = (
  tx: EntityManager,
  page: { id: string; before: string | null; limit: number },
): Promise<DayView<StationDay>[]> =>
  select(
    tx,
    `select d.station_id as id, d.day::text as day, d.revision, d.data_state, d.edition, d.content from station_day d
      where d.is_current and d.station_id = $1 and ($2::date is null or d.day < $2) order by d.day desc limit $3`,
    [page.id, page.before, page.limit],
  );

export const areaDayPage = (
  tx: EntityManager,
  page: { id: string; before: string | null; limit: number },
): Promise<DayView<AreaDayContent>[]> =>
  select(
    tx,
    `select d.area_id as id, d.day::text as day, d.revision, d.data_state, d.edition, d.content from area_day d
      where d.is_current and d.area_id = $1 and ($2::date is null or d.day < $2) order by d.day desc limit $3`,
    [page.id, page.before, page.limit],
  );

/** A day with the revisions of the hours it was worked out from; null of days written before these were kept. */
export interface RevisionOfDay extends DayView<StationDay> {
  readonly hourRevisions: readonly (number | null)[] | null;
  readonly isCurrent: boolean;
}

/** A station's day in one revision, or in force. */
export const stationDayRevision = async (
  tx: EntityManager,
  stationId: string,
  day: string,
  revision: number | null,
): Promise<RevisionOfDay | null> =>
  (
    await select<RevisionOfDay>(
      tx,
      `select d.station_id as id, d.day::text as day, d.revision, d.data_state, d.edition, d.content, d.hour_revisions, d.is_current
         from station_day d
        where d.station_id = $1 and d.day = $2 and (d.revision = $3 or ($3::int is null and d.is_current))`,
      [stationId, day, revision],
    )
  )[0] ?? null;
