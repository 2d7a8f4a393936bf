import type { EntityManager } from 'typeorm';
import type { Concentrations, Pollutant } from '#libs/domain/air/pollutant.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { withoutVoided } from '#libs/domain/telemetry/value-void.js';
import { select } from '#libs/persistence/select.js';
import { POLLUTANT_COLUMNS } from '../subject/station-value.js';
import { copyIn } from '../reading/copy-in.js';

const VALUE_COLUMNS = POLLUTANT_COLUMNS.map(([column]) => column);

export interface StationHour {
  readonly stationId: string;
  readonly label: Date;
  readonly revision: number;
  readonly values: Concentrations;
  readonly dataState: DataState;
  /** Pollutants whose absence does not withhold the index, because the publisher says so. */
  readonly exempt: readonly Pollutant[];
  /** Pollutants two persons have voided: measured, kept, and out of every figure. */
  readonly voided: readonly Pollutant[];
}

/** An hour in force with whence it came. */
export interface StandingHour extends StationHour {
  readonly sourceNo: number;
}

export interface HourReportRow extends StationHour {
  readonly edition: string;
  readonly aqi: number | null;
  readonly level: number | null;
  readonly primary: readonly string[];
  readonly sourceNo: number;
  readonly packetId: number;
  readonly receivedAt: Date;
  /** It was written because an import was taken back. */
  readonly isTakeBack?: boolean;
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

const HOUR_COLUMNS = `h.station_id, h.label, h.revision, h.data_state, h.exempt, h.voided, ${VALUE_COLUMNS.map((c) => `h.${c}`).join(', ')}`;
type HourRow = Omit<StationHour, 'values'>;
const hourOf = (row: HourRow): StationHour => ({
  stationId: row.stationId,
  label: row.label,
  revision: row.revision,
  dataState: row.dataState,
  exempt: row.exempt,
  voided: row.voided,
  values: valuesOfRow(row),
});

/**
 * Hours in force of the given stations at the given labels (pairwise). Looked up one by one (`offset 0`): thousands of keys
 * at once tempt the planner to read the whole table.
 */
export const currentHours = async (
  tx: EntityManager,
  keys: readonly { stationId: string; label: Date }[],
): Promise<StandingHour[]> =>
  (
    await select<HourRow & { readonly sourceNo: number }>(
      tx,
      `select ${HOUR_COLUMNS}, h.source_no
         from unnest($1::text[], $2::timestamptz[]) as k (station_id, label)
        cross join lateral (select c.* from station_hour c
                             where c.is_current and c.station_id = k.station_id and c.label = k.label offset 0) h`,
      [keys.map((k) => k.stationId), keys.map((k) => k.label)],
    )
  ).map((row) => ({ ...hourOf(row), sourceNo: row.sourceNo }));

/** Which of these labels have an hour in force at all: those of a file that comes for the first time have none. */
export const labelsInForce = async (tx: EntityManager, labels: readonly Date[]): Promise<ReadonlySet<number>> =>
  new Set(
    (
      await select<{ label: Date }>(
        tx,
        `select l.label from unnest($1::timestamptz[]) as l (label)
          where exists (select 1 from station_hour h where h.is_current and h.label = l.label)`,
        [labels],
      )
    ).map(({ label }) => label.getTime()),
  );

/** Hours of one span `s` at a time: joined at once, every span may read the hours of all stations in it. */
const IN_SPAN = `cross join lateral (
  select c.* from station_hour c
   where c.is_current and c.station_id = s.station_id and c.label > s.after and c.label <= s.until offset 0) h`;

/** An hour as one text: a span of a thousand days has as many rows, not twenty-four times as many with as many columns. */
const HOUR_TEXT = `concat_ws('|', extract(epoch from c.label), c.revision, c.data_state, array_to_string(c.exempt, ' '),
  array_to_string(c.voided, ' '), ${VALUE_COLUMNS.map((column) => `coalesce(c.${column}::text, '')`).join(', ')})`;
const VALUES_AT = 5;

const pollutantsIn = (text: string): readonly Pollutant[] =>
  text === '' ? NO_POLLUTANTS : (text.split(' ') as Pollutant[]);
const NO_POLLUTANTS: readonly Pollutant[] = [];

const hourFromText = (stationId: string, text: string): StationHour => {
  const parts = text.split('|');
  const voided = pollutantsIn(parts[4]!);
  const values: Partial<Record<Pollutant, number>> = {};
  for (const [n, [, pollutant]] of POLLUTANT_COLUMNS.entries()) {
    const value = parts[VALUES_AT + n]!;
    if (value !== '') values[pollutant] = Number(value);
  }
  return {
    stationId,
    label: new Date(Number(parts[0]) * 1_000),
    revision: Number(parts[1]),
    dataState: parts[2] as DataState,
    exempt: pollutantsIn(parts[3]!),
    voided,
    values: withoutVoided(values, voided),
  };
};

/**
 * Hours in force of stations in spans of labels, with the values that count: void ones are left out. A span excludes its
 * start and includes its end, like a day's labels. One answer for each span that has hours.
 */
export const hoursInSpans = async (
  tx: EntityManager,
  spans: readonly { stationId: string; after: Date; until: Date }[],
): Promise<{ readonly stationId: string; readonly after: Date; readonly hours: readonly StationHour[] }[]> =>
  (
    await select<{ stationId: string; after: Date; hours: string }>(
      tx,
      `select s.station_id, s.after, h.hours
         from unnest($1::text[], $2::timestamptz[], $3::timestamptz[]) as s (station_id, after, until)
        cross join lateral (
          select string_agg(${HOUR_TEXT}, E'\\n' order by c.label) as hours from station_hour c
           where c.is_current and c.station_id = s.station_id and c.label > s.after and c.label <= s.until offset 0) h
        where h.hours is not null`,
      [spans.map((s) => s.stationId), spans.map((s) => s.after), spans.map((s) => s.until)],
    )
  ).map(({ stationId, after, hours }) => ({
    stationId,
    after,
    hours: hours.split('\n').map((text) => hourFromText(stationId, text)),
  }));

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
      ${IN_SPAN}
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

const COPIED = `station_id, label, revision, is_current, ${VALUE_COLUMNS.join(', ')}, data_state, edition, aqi, level,
  primary_pollutants, source_no, packet_id, received_at, exempt, is_take_back, voided`;

/** A text as COPY reads it; the texts here hold neither tabs nor line ends but could. */
const copied = (text: string): string =>
  /[\\\t\n\r]/.test(text) ? text.replaceAll(/[\\\t\n\r]/g, (char) => (char === '\\' ? '\\\\' : ' ')) : text;
const NULL = '\\N';
const setOf = (texts: readonly string[]): string => (texts.length === 0 ? '{}' : `{${texts.join(',')}}`);

/** Writes lines of COPY; hours of a file share their instants hundreds of times running. */
const copyLines = (hours: readonly HourReportRow[]): string => {
  const instants = new Map<number, string>();
  const textOf = (instant: Date): string => {
    const known = instants.get(instant.getTime());
    if (known !== undefined) return known;
    const text = instant.toISOString();
    instants.set(instant.getTime(), text);
    return text;
  };
  let lines = '';
  for (const hour of hours) {
    lines += `${copied(hour.stationId)}\t${textOf(hour.label)}\t${hour.revision}\tt`;
    for (const [, pollutant] of POLLUTANT_COLUMNS) lines += `\t${hour.values[pollutant] ?? NULL}`;
    lines += `\t${hour.dataState}\t${hour.edition}\t${hour.aqi ?? NULL}\t${hour.level ?? NULL}\t${setOf(hour.primary)}`;
    lines += `\t${hour.sourceNo}\t${hour.packetId}\t${textOf(hour.receivedAt)}\t${setOf(hour.exempt)}`;
    lines += `\t${hour.isTakeBack ? 't' : 'f'}\t${setOf(hour.voided)}\n`;
  }
  return lines;
};

/**
 * Adds revisions of hours; those before them are no longer in force. By COPY, since a file brings half a million of them
 * and arrays of as many parameters cost three times as much.
 */
export const insertHours = async (tx: EntityManager, hours: readonly HourReportRow[]): Promise<void> => {
  if (hours.length === 0) return;
  const corrected = hours.filter(({ revision }) => revision > 1);
  if (corrected.length > 0)
    await tx.query(
      `update station_hour h set is_current = false
         from unnest($1::text[], $2::timestamptz[]) as k (station_id, label)
        where h.is_current and h.station_id = k.station_id and h.label = k.label`,
      [corrected.map((h) => h.stationId), corrected.map((h) => h.label)],
    );
  // A file has hour by hour all stations: by station, rows and index entries that are read together lie together, and a row
  // costs a quarter less.
  const byStation = new Map<string, HourReportRow[]>();
  for (const hour of hours)
    (byStation.get(hour.stationId) ?? byStation.set(hour.stationId, []).get(hour.stationId)!).push(hour);
  const stations = [...byStation.keys()].sort();
  const lines = copyLines(stations.flatMap((id) => byStation.get(id)!));
  await copyIn(tx, `copy station_hour (${COPIED}) from stdin`, Buffer.from(lines));
};

/** Which of these days have their last hour; `until` is its label. */
export const endedDays = (
  tx: EntityManager,
  days: readonly { stationId: string; day: CivilDate; until: Date }[],
): Promise<{ stationId: string; day: CivilDate }[]> =>
  days.length === 0
    ? Promise.resolve([])
    : select(
        tx,
        `select k.station_id, k.day
           from unnest($1::text[], $2::text[], $3::timestamptz[]) as k (station_id, day, until)
           join station_hour h on h.is_current and h.station_id = k.station_id and h.label = k.until`,
        [days.map((d) => d.stationId), days.map((d) => d.day), days.map((d) => d.until)],
      );
