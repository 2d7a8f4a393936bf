/** The sample city's register and rows, sent as its doors would send them. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { AreaState, UnitState } from '#libs/contracts/directory.events.js';
import type { DataOf } from '#libs/contracts/event.js';
import {
  dataTime,
  deviceRecord,
  feedRecord,
  type RawSend,
  shanghai,
  type MonitoringService,
} from './monitoring-service.js';

const SAMPLE = new URL('../../../samples/jiaxing/', import.meta.url);
const json = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, SAMPLE), 'utf8')) as T;

export const expected = json<any>('expected.json'); // eslint-disable-line @typescript-eslint/no-explicit-any

export const rowsOf = (name: string): Record<string, string>[] => {
  const [head = '', ...lines] = gunzipSync(readFileSync(new URL(`data/${name}`, SAMPLE)))
    .toString('utf8')
    .trim()
    .split('\n');
  const columns = head.split(',');
  return lines.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, n) => [column, cells[n] ?? '']));
  });
};

interface SampleArea {
  id: string;
  name: string;
  level: 'city' | 'county' | 'town' | 'village';
  parent: string | null;
  unit: string | null;
}
interface SampleSubject {
  id: string;
  kind: 'station' | 'section' | 'outlet';
  name: string;
  area: string;
  position: [number, number] | null;
  network: string;
  silenceAfterHours: number | null;
  evaluationPoint?: { status: 'yes' | 'no' | 'unknown'; basis: string | null; from: string | null };
  water?: { type: 'river' | 'lake'; target: number };
  limits?: { factor: string; limit: string; unit: string; basis: string }[];
  answersFor: { unit: string; sharePerMille: number; basis: string; from: string; to: string | null }[];
}
interface SampleDevice {
  id: string;
  subject: { kind: 'station' | 'outlet'; id: string };
  mn: string;
  password: string;
  protocol: 'HJ212-2017';
  profile: { hourLabelOffsetMinutes: number; units: Record<string, string> };
  columns: Record<string, string>;
  silenceAfterHours: number;
}

export const areas = json<SampleArea[]>('city/areas.json');
export const subjects = json<SampleSubject[]>('city/subjects.json');
export const devices = json<SampleDevice[]>('city/devices.json');
/** Letter of an area on papers and in the expected figures. */
export const areaLetter = new Map(
  areas.filter(({ level }) => level === 'county').map(({ id, name }) => [id, name.slice(0, 1)]),
);

const PATHS: Record<string, string> = { station: 'stations', section: 'sections', outlet: 'outlets' };

/** Registers areas, units, subjects and devices through the doors of the service. */
export const registerCity = async (
  service: MonitoringService,
  which: (subject: SampleSubject) => boolean = () => true,
): Promise<void> => {
  const chosen = subjects.filter(which);
  await service.keep(
    AreaState,
    areas.map((area): DataOf<typeof AreaState> => ({
      id: area.id,
      version: 1,
      retired: false,
      name: area.name,
      level: area.level,
      parentId: area.parent,
      unitId: area.unit,
      outline: [],
    })),
  );
  const units = [...new Set(chosen.flatMap(({ answersFor }) => answersFor.map(({ unit }) => unit)))];
  await service.keep(
    UnitState,
    units.map((id): DataOf<typeof UnitState> => ({
      id,
      version: 1,
      retired: false,
      name: id,
      shortName: id,
      type: 'TOWNSHIP',
      parentId: 'city',
      path: ['city', id],
      external: false,
      areaId: null,
    })),
  );
  await service.settle();
  for (const subject of chosen) {
    const { status, body } = await service.put(`/${PATHS[subject.kind]}/${subject.id}`, {
      name: subject.name,
      areaId: subject.area,
      position: subject.position,
      network: subject.network,
      silenceAfterHours: subject.silenceAfterHours,
      answersFor: subject.answersFor.map(({ unit, ...rest }) => ({ unitId: unit, ...rest })),
      expectedVersion: 0,
      ...(subject.kind === 'station' ? { evaluationPoint: subject.evaluationPoint } : {}),
      ...(subject.kind === 'section' ? { water: { type: subject.water!.type, target: subject.water!.target } } : {}),
      ...(subject.kind === 'outlet'
        ? { limits: subject.limits!.map(({ factor, limit, unit, basis }) => ({ factor, limit, unit, basis })) }
        : {}),
    });
    if (status !== 200) throw new Error(`${subject.id}: ${status} ${JSON.stringify(body)}`);
  }
  for (const device of devices.filter(({ subject }) => chosen.some(({ id }) => id === subject.id))) {
    const { id, subject, mn, password, protocol, profile, silenceAfterHours } = device;
    const { status, body } = await service.put(`/devices/${id}`, {
      subject,
      mn,
      password,
      protocol,
      profile,
      silenceAfterHours,
      expectedVersion: 0,
    });
    if (status !== 200) throw new Error(`${id}: ${status} ${JSON.stringify(body)}`);
  }
};

const HOUR_MS = 3_600_000;
const later = (wall: string, minutes: number): string =>
  new Date(Date.parse(shanghai(wall)) + minutes * 60_000).toISOString();
const hourBefore = (wall: string): string => {
  const at = new Date(Date.parse(`${wall.replace(' ', 'T')}:00Z`) - HOUR_MS).toISOString();
  return `${at.slice(0, 10)} ${at.slice(11, 16)}`;
};
const FACTOR: Record<string, string> = {
  so2: 'a21026',
  no2: 'a21004',
  co: 'a21005',
  o3: 'a05024',
  pm10: 'a34002',
  pm2_5: 'a34004',
};
const isNumber = (text: string): boolean => /^\d+(\.\d+)?$/.test(text);

/** A county station's hour as its device sends it: CN 2061 with the start of the hour, five minutes after its end. */
export const countyHour = (row: Record<string, string>, options: { receivedAt?: string } = {}): RawSend => {
  const device = devices.find(({ subject }) => subject.id === row['code'])!;
  const factors = Object.entries(FACTOR).map(([column, code]) =>
    isNumber(row[column]!) ? `${code}-Avg=${row[column]},${code}-Flag=N` : `${code}-Flag=B`,
  );
  return deviceRecord(
    device.mn,
    '2061',
    [`DataTime=${dataTime(hourBefore(row['time']!))}`, ...factors].join(';'),
    options.receivedAt ?? later(row['time']!, 5),
  );
};

/** A national station's hour as the feed brings it, 25 minutes after its end. */
export const nationalHour = (row: Record<string, string>, receivedAt?: string): RawSend =>
  feedRecord('national-hourly', row, receivedAt ?? later(row['time']!, 25));

export const reviewedHour = (row: Record<string, string>, receivedAt: string): RawSend =>
  feedRecord('national-hourly', row, receivedAt, 'reviewed');

export const sectionRow = (row: Record<string, string>): RawSend =>
  feedRecord('sections', row, later(row['time']!, 20));

export const outletHour = (row: Record<string, string>): RawSend => {
  const device = devices.find(({ subject }) => subject.id === 'OUT01')!;
  const mark = row['mark'] ?? 'N';
  return deviceRecord(
    device.mn,
    '2061',
    `DataTime=${dataTime(hourBefore(row['time']!))};w00000-Avg=${row['flow_avg']},w00000-Cou=${row['flow_cou']},w00000-Flag=${mark};w01001-Avg=${row['ph_avg']},w01001-Flag=${mark};w01018-Min=${row['cod_min']},w01018-Avg=${row['cod_avg']},w01018-Max=${row['cod_max']},w01018-Flag=${mark};w21003-Avg=${row['nh3n_avg']},w21003-Flag=${mark}`,
    later(row['time']!, 2),
  );
};

/** Rows whose hour label is after one wall time and at or before another. */
export const between = (
  rows: readonly Record<string, string>[],
  after: string,
  until: string,
): Record<string, string>[] => rows.filter(({ time = '' }) => time > after && time <= until);
