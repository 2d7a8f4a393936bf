import { composeFrame } from '#libs/domain/hj212/compose.js';
import { dataTimeText, requestNumber } from '#libs/domain/hj212/data-time.js';
import type { Parameter } from '#libs/domain/hj212/packet.js';
import { instantOf, type SampleCity, type SampleDevice, type Script, type ScriptedStream } from './sample-city.js';

/** Something that comes in by itself at an instant. */
export type Arrival =
  | {
      readonly at: Date;
      readonly door: 'feed';
      readonly actor: string;
      readonly layout: string;
      readonly content: string;
    }
  | { readonly at: Date; readonly door: 'hj212'; readonly mn: string; readonly qn: string; readonly frame: Buffer }
  | { readonly at: Date; readonly door: 'raw'; readonly mn: string; readonly frame: Buffer };

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Flag of HJ 212-2017 with an answer wanted (6.3.2: version bits 000001, A = 1). */
const ANSWER_WANTED = 5;
const NUMBER = /^-?\d+(\.\d+)?$/;

const csv = (rows: readonly Readonly<Record<string, string>>[], columns: readonly string[]): string =>
  [columns.join(','), ...rows.map((row) => columns.map((column) => row[column] ?? '').join(','))].join('\n');

const columnsOf = (rows: readonly Readonly<Record<string, string>>[]): string[] =>
  Object.keys(rows[0] ?? {}).filter((column) => column !== 'feed_class');

/** One file per hour of observation, or per day for the history before the clock starts. */
const feedArrivals = (city: SampleCity, stream: ScriptedStream): Arrival[] => {
  const rows = city.rows(stream.file).filter((row) => row['time']! >= stream.from && row['time']! <= stream.to);
  const columns = columnsOf(rows);
  const cuts = new Map<string, Record<string, string>[]>();
  for (const row of rows) {
    const cut = stream.historical ? row['time']!.slice(0, 10) : row['time']!.slice(0, 13);
    (cuts.get(cut) ?? cuts.set(cut, []).get(cut)!).push(row);
  }
  return [...cuts.values()].map((of) => ({
    at: new Date(instantOf(of.at(-1)!['time']!).getTime() + (stream.delayMinutes ?? 0) * MINUTE),
    door: 'feed',
    actor: stream.actor ?? '',
    layout: stream.layout ?? '',
    content: csv(of, columns),
  }));
};

/** Values of one row by factor: plain for a station's hour, with Min, Avg, Max, Cou where the outlet has them. */
const parametersOf = (device: SampleDevice, row: Readonly<Record<string, string>>, plain: string): Parameter[] =>
  Object.entries(device.columns).map(([column, factor]) => {
    const values: Record<string, string> = {};
    for (const [sub, key] of [
      ['Cou', `${column}_cou`],
      ['Min', `${column}_min`],
      [plain, column],
      ['Avg', `${column}_avg`],
      ['Max', `${column}_max`],
    ] as const) {
      const value = row[key];
      if (value !== undefined && NUMBER.test(value)) values[sub] = value;
    }
    const known = Object.keys(values).length > 0;
    return [factor, { ...values, Flag: known ? (row['mark'] ?? 'N') : device.missingMark }];
  });

const deviceArrival = (
  device: SampleDevice,
  stream: ScriptedStream,
  label: Date,
  row: Readonly<Record<string, string>>,
  serial: number,
): Arrival => {
  const period = stream.command === '2061' ? HOUR : stream.command === '2051' ? 10 * MINUTE : 0;
  const at = new Date(label.getTime() + (stream.delayMinutes ?? 0) * MINUTE);
  const qn = requestNumber(new Date(at.getTime() + serial));
  const time: Parameter = ['DataTime', { '': dataTimeText(new Date(label.getTime() - period)) }];
  const frame = composeFrame({
    qn,
    st: device.systemCode,
    cn: stream.command ?? '',
    pw: device.password,
    mn: device.mn,
    flag: ANSWER_WANTED,
    parameters: [time, ...parametersOf(device, row, stream.command === '2011' ? 'Rtd' : 'Avg')],
  });
  return { at, door: 'hj212', mn: device.mn, qn, frame };
};

/** County stations: one frame an hour and station; an hour the archive lacks is a frame of marks, since the device was there. */
const stationArrivals = (city: SampleCity, stream: ScriptedStream, devices: readonly SampleDevice[]): Arrival[] => {
  const rows = new Map(city.rows(stream.file).map((row) => [`${row['code']} ${row['time']}`, row]));
  const arrivals: Arrival[] = [];
  const last = instantOf(stream.to).getTime();
  for (let label = instantOf(stream.from).getTime(); label <= last; label += HOUR) {
    const text = new Date(label + 8 * HOUR).toISOString().slice(0, 16).replace('T', ' ');
    for (const device of devices) {
      arrivals.push(deviceArrival(device, stream, new Date(label), rows.get(`${device.subject.id} ${text}`) ?? {}, 0));
    }
  }
  return arrivals;
};

/** Everything that comes by itself in the season, in time order; the history before the clock starts is listed apart. */
export const arrivalsOf = (city: SampleCity, script: Script): { history: Arrival[]; arrivals: Arrival[] } => {
  const devices = city.json<SampleDevice[]>('city/devices.json');
  const stations = devices.filter((device) => device.subject.kind === 'station');
  const outlet = devices.find((device) => device.subject.kind === 'outlet');
  const history: Arrival[] = [];
  const arrivals: Arrival[] = [];
  for (const stream of script.streams) {
    if (stream.door === 'feed') (stream.historical ? history : arrivals).push(...feedArrivals(city, stream));
    else if (stream.command === 'raw' && outlet) {
      for (const one of city.json<{ at: string; frame: string }[]>(stream.file)) {
        arrivals.push({ at: instantOf(one.at), door: 'raw', mn: outlet.mn, frame: Buffer.from(one.frame, 'utf8') });
      }
    } else if (stream.id === 'air-county') arrivals.push(...stationArrivals(city, stream, stations));
    else if (outlet) {
      // Ten-minute and real-time packets of one instant need request numbers of their own.
      const serial = { 'outlet-hours': 1, 'outlet-minutes': 2, 'outlet-realtime': 3 }[stream.id] ?? 4;
      for (const row of city.rows(stream.file))
        arrivals.push(deviceArrival(outlet, stream, instantOf(row['time']!), row, serial));
    }
  }
  return { history, arrivals: arrivals.sort((a, b) => a.at.getTime() - b.at.getTime()) };
};
