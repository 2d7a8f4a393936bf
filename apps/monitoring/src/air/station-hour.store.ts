import type { EntityManager } from 'typeorm';
import type { Concentrations, Pollutant } from '#libs/domain/air/pollutant.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { select } from '#libs/persistence/select.js';

/** Column of each pollutant. */
export const POLLUTANT_COLUMNS: readonly (readonly [column: string, pollutant: Pollutant])[] = [
  ['so2', 'SO2'],
  ['no2', 'NO2'],
  ['co', 'CO'],
  ['o3', 'O3'],
  ['pm10', 'PM10'],
  ['pm25', 'PM2.5'],
];
const VALUE_COLUMNS = POLLUTANT_COLUMNS.map(([column]) => column);

export interface StationHour {
  readonly stationId: string;
  readonly label: Date;
  readonly revision: number;
  readonly values: Concentrations;
  readonly dataState: DataState;
}

export interface HourReportRow extends StationHour {
  readonly edition: string;
  readonly aqi: number | null;
  readonly level: number | null;
  readonly primary: readonly string[];
  readonly sourceNo: number;
  readonly packetId: number;
  readonly receivedAt: Date;
}

type ValueRow = Readonly<Record<string, string | null>>;

export const valuesOfRow = (row: object): Concentrations => {
  const values: Partial<Record<Pollutant, number>> = {};
  for (const [column, pollutant] of POLLUTANT_COLUMNS) {
    const text = (row as ValueRow)[column];
    if (text !== null && text !== undefined) values[pollutant] = Number(text);
  }
  return values;
};

const HOUR_COLUMNS = `h.station_id, h.label, h.revision, h.data_state, ${VALUE_COLUMNS.map((c) => `h.${c}`).join(', ')}`;
type HourRow = Omit<StationHour, 'values'>;
const hourOf = (row: HourRow): StationHour => ({
  stationId: row.stationId,
  label: row.label,
  revision: row.revision,
  dataState: row.dataState,
  values: valuesOfRow(row),
});

/** Hours in force of the given stations at the given labels (pairwise). */
export const currentHours = async (
  tx: EntityManager,
  keys: readonly { stationId: string; label: Date }[],
): Promise<StationHour[]> =>
  (
    await select<HourRow>(
      tx,
      `select ${HOUR_COLUMNS}
         from unnest($1::text[], $2::timestamptz[]) as k (station_id, label)
         join station_hour h on h.is_current and h.station_id = k.station_id and h.label = k.label`,
      [keys.map((k) => k.stationId), keys.map((k) => k.label)],
    )
  ).map(hourOf);

/** Hours in force of stations in spans of labels; a span excludes its start and includes its end, like a day's labels. */
export const hoursInSpans = async (
  tx: EntityManager,
  spans: readonly { stationId: string; after: Date; until: Date }[],
): Promise<StationHour[]> =>
  (
    await select<HourRow>(
      tx,
      `select ${HOUR_COLUMNS}
         from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as s (station_id, after, until)
         join station_hour h on h.is_current and h.station_id = s.station_id and h.label > s.after and h.label <= s.until
        order by h.station_id, h.label`,
      [spans.map((s) => s.stationId), spans.map((s) => s.after), spans.map((s) => s.until)],
    )
  ).map(hourOf);

/** The same with the index they were given and the packet behind them. */
export const hoursReported = async (
  tx: EntityManager,
  spans: readonly { stationId: string; after: Date; until: Date }[],
): Promise<HourReportRow[]> => {
  type Row = HourRow & Omit<HourReportRow, keyof StationHour | 'primary'> & { readonly primaryPollutants: string[] };
  const rows = await select<Row>(
    tx,
    `select ${HOUR_COLUMNS}, h.edition, h.aqi, h.level, h.primary_pollutants, h.source_no, h.packet_id, h.received_at
       from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as s (station_id, after, until)
       join station_hour h on h.is_current and h.station_id = s.station_id and h.label > s.after and h.label <= s.until
      order by h.station_id, h.label`,
    [spans.map((s) => s.stationId), spans.map((s) => s.after), spans.map((s) => s.until)],
  );
  return rows.map(({ primaryPollutants, edition, aqi, level, sourceNo, packetId, receivedAt, ...row }) => ({
    ...hourOf(row),
    edition,
    aqi,
    level,
    primary: primaryPollutants,
    sourceNo,
    packetId: Number(packetId),
    receivedAt,
  }));
};

/** Adds revisions of hours; those before them are no longer in force. */
export const insertHours = async (tx: EntityManager, hours: readonly HourReportRow[]): Promise<void> => {
  if (hours.length === 0) return;
  await tx.query(
    `update station_hour h set is_current = false
       from unnest($1::text[], $2::timestamptz[]) as k (station_id, label)
      where h.is_current and h.station_id = k.station_id and h.label = k.label`,
    [hours.map((h) => h.stationId), hours.map((h) => h.label)],
  );
  await tx.query(
    `insert into station_hour (station_id, label, revision, is_current, ${VALUE_COLUMNS.join(', ')}, data_state, edition, aqi, level,
                               primary_pollutants, source_no, packet_id, received_at)
     select n.station_id, n.label, n.revision, true, ${VALUE_COLUMNS.map((c) => `n.${c}`).join(', ')}, n.data_state, n.edition,
            n.aqi, n.level, coalesce(string_to_array(nullif(n.primaries, ''), ','), '{}'), n.source_no, n.packet_id, n.received_at
       from unnest($1::text[], $2::timestamptz[], $3::int[], $4::numeric[], $5::numeric[], $6::numeric[], $7::numeric[],
                   $8::numeric[], $9::numeric[], $10::text[], $11::text[], $12::int[], $13::smallint[], $14::text[],
                   $15::int[], $16::bigint[], $17::timestamptz[])
            as n (station_id, label, revision, ${VALUE_COLUMNS.join(', ')}, data_state, edition, aqi, level, primaries,
                  source_no, packet_id, received_at)`,
    [
      hours.map((h) => h.stationId),
      hours.map((h) => h.label),
      hours.map((h) => h.revision),
      ...POLLUTANT_COLUMNS.map(([, pollutant]) => hours.map((h) => h.values[pollutant] ?? null)),
      hours.map((h) => h.dataState),
      hours.map((h) => h.edition),
      hours.map((h) => h.aqi),
      hours.map((h) => h.level),
      hours.map((h) => h.primary.join(',')),
      hours.map((h) => h.sourceNo),
      hours.map((h) => h.packetId),
      hours.map((h) => h.receivedAt),
    ],
  );
};
