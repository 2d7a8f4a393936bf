/** The invented outlet: hours of the season, minutes and readings of two days, and frames that came damaged. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { devices } from './subjects.mjs';
import { SAMPLE, shift, writeRows } from './write.mjs';

/** Hour means (mg/L, tenths) the season sets, by label; around them the treatment fails and recovers. */
const SET = {
  '2026-06-16 09:00': 462,
  '2026-06-16 10:00': 580,
  '2026-06-16 11:00': 660,
  '2026-06-16 12:00': 710,
  '2026-06-16 13:00': 630,
  '2026-06-16 14:00': 540,
  '2026-06-16 15:00': 471,
  '2026-06-16 16:00': 442,
};
/** Hours in which the analyser was being looked after: value kept, mark M or C. */
const MARKED = { '2026-05-20 10:00': 'M', '2026-05-20 11:00': 'C', '2026-07-08 10:00': 'C' };
const DETAIL_DAYS = ['2026-06-15', '2026-06-16'];
/** Six ten-minute means around their hour, in tenths; they sum to nothing, so the hour mean holds. */
const AROUND = [-12, -6, -2, 4, 8, 8];

const one = (tenths) => `${Math.trunc(tenths / 10)}.${tenths % 10}`;
/** Label of hour 1 … 24 of a day; the last is 00:00 of the next. */
const label = (day, hour, minute = 0) =>
  hour === 24 && minute === 0
    ? `${shift(day, 1)} 00:00`
    : `${day} ${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;

function* days() {
  for (let day = '2026-04-30'; day <= '2026-08-07'; day = shift(day, 1)) yield day;
}

const number = (day) => Number(day.slice(5, 7)) * 31 + Number(day.slice(8));
const usual = (day, hour) => 300 + ((number(day) * 17 + hour * 29) % 121);
const flowOf = (day, hour) => 118 + ((number(day) * 5 + hour * 7) % 15);

function hourRows() {
  const rows = [];
  for (const day of days())
    for (let hour = day === '2026-04-30' ? 14 : 1; hour <= 24; hour += 1) {
      const time = label(day, hour);
      const cod = SET[time] ?? usual(day, hour);
      const flow = flowOf(day, hour);
      const volume = Math.round((flow * 36) / 10);
      rows.push({
        time,
        day,
        hour,
        cod,
        flow,
        line: [
          time,
          one(flow),
          `${Math.trunc(volume / 10)}.${volume % 10}`,
          `7.${1 + ((number(day) + hour) % 4)}`,
          one(cod - 12),
          one(cod),
          one(cod + 8),
          `0.${String(150 + ((number(day) + hour * 3) % 50))}`,
          MARKED[time] ?? 'N',
        ],
      });
    }
  return rows;
}

function write(name, header, lines) {
  writeFileSync(
    join(SAMPLE, 'data', name),
    gzipSync(Buffer.from(`${[header, ...lines.map((line) => line.join(','))].join('\n')}\n`), { level: 9 }),
  );
  console.log(`data/${name}: ${lines.length} rows`);
}

/** CRC of HJ 212-2017 annex A: only the high byte survives each step. */
function crc(text) {
  let register = 0xffff;
  for (const byte of Buffer.from(text)) {
    register = (register >> 8) ^ byte;
    for (let bit = 0; bit < 8; bit += 1) register = register & 1 ? (register >> 1) ^ 0xa001 : register >> 1;
  }
  return register.toString(16).toUpperCase().padStart(4, '0');
}
const frame = (data) => `##${String(Buffer.byteLength(data)).padStart(4, '0')}${data}${crc(data)}\r\n`;
if (crc('123456789') !== '2F80') throw new Error('CRC differs from the check value of the standard');

/** At a time, the hour frame of the outlet with something changed. */
function damaged(hours) {
  const device = devices.find(({ id }) => id === 'DEV-OUT01');
  const hourOf = (time) => hours.find((row) => row.time === time);
  const data = (qn, time, { password = device.password, mn = device.mn, stamp, avg } = {}) => {
    const row = hourOf(time);
    const from = label(row.day, row.hour - 1).replace(/\D/g, '');
    const [, flow, volume, ph, min, mean, max, ammonia] = row.line;
    return `QN=${qn};ST=32;CN=2061;PW=${password};MN=${mn};Flag=5;CP=&&DataTime=${stamp ?? `${from}00`};w00000-Avg=${flow},w00000-Cou=${volume},w00000-Flag=N;w01001-Avg=${ph},w01001-Flag=N;w01018-Min=${min},w01018-Avg=${avg ?? mean},w01018-Max=${max},w01018-Flag=N;w21003-Avg=${ammonia},w21003-Flag=N&&`;
  };
  const flip = (text) => text.replace(/w01018-Avg=(\d)/, (all, digit) => `w01018-Avg=${(Number(digit) + 5) % 10}`);
  return [
    {
      at: '2026-05-20 10:07',
      kind: 'crc',
      expect: 'fault: the check sum does not match, nothing stored',
      frame: flip(frame(data('20260520100700001', '2026-05-20 09:00'))),
    },
    {
      at: '2026-05-28 10:03',
      kind: 'cut',
      expect: 'fault: the frame ends early; the next frame on the line is read',
      frame: frame(data('20260528100300001', '2026-05-28 10:00')).slice(0, 120),
    },
    {
      at: '2026-06-10 09:05',
      kind: 'password',
      expect: 'fault: wrong password, nothing stored',
      frame: frame(data('20260610090500001', '2026-06-10 09:00', { password: '000000' })),
    },
    {
      at: '2026-06-16 11:08',
      kind: 'repeat',
      expect: 'acknowledged, stored once',
      frame: frame(data('20260616110800001', '2026-06-16 11:00')),
    },
    {
      at: '2026-06-18 10:04',
      kind: 'time',
      expect: 'fault: month 13 and hour 25 do not exist',
      frame: frame(data('20260618100400001', '2026-06-18 10:00', { stamp: '20261318250000' })),
    },
    {
      at: '2026-06-22 10:04',
      kind: 'nan',
      expect: 'the factor without a value is marked, the stored hour stands',
      frame: frame(data('20260622100400001', '2026-06-22 10:00', { avg: 'NaN' })),
    },
    {
      at: '2026-07-01 10:04',
      kind: 'length',
      expect: 'fault: the announced length is wrong; the next frame is read',
      frame: frame(data('20260701100400001', '2026-07-01 10:00')).replace(/^##\d{4}/, '##0900'),
    },
    {
      at: '2026-07-08 11:06',
      kind: 'unknown-device',
      expect: 'fault: this MN is not registered',
      frame: frame(data('20260708110600001', '2026-07-08 11:00', { mn: 'B32F00000000000000000999' })),
    },
    {
      at: '2026-07-14 10:04',
      kind: 'future',
      expect: 'quarantined: more than a day ahead',
      frame: frame(data('20260714100400001', '2026-07-14 10:00', { stamp: '20270714090000' })),
    },
    {
      at: '2026-07-20 09:07',
      kind: 'foreign',
      expect: 'fault: no HJ 212 at all',
      frame: 'GET / HTTP/1.1\r\nHost: example\r\n\r\n',
    },
  ];
}

export function writeOutlet() {
  const hours = hourRows();
  write(
    'outlet-hours.csv.gz',
    'time,flow_avg,flow_cou,ph_avg,cod_min,cod_avg,cod_max,nh3n_avg,mark',
    hours.map(({ line }) => line),
  );
  const detail = hours.filter(({ day }) => DETAIL_DAYS.includes(day));
  write(
    'outlet-minutes.csv.gz',
    'time,flow_avg,ph_avg,cod_min,cod_avg,cod_max,nh3n_avg,mark',
    detail.flatMap(({ day, hour, cod, line }) =>
      AROUND.map((offset, index) => [
        index === 5 ? label(day, hour) : label(day, hour - 1, (index + 1) * 10),
        line[1],
        line[3],
        one(cod + offset - 3),
        one(cod + offset),
        one(cod + offset + 3),
        line[7],
        line[8],
      ]),
    ),
  );
  write(
    'outlet-realtime.csv.gz',
    'time,flow,ph,cod,nh3n,mark',
    detail.flatMap(({ day, hour, cod, line }) =>
      AROUND.flatMap((offset, index) =>
        [-3, 3].map((swing, half) => {
          const minute = index * 10 + (half + 1) * 5;
          return [
            minute === 60 ? label(day, hour) : label(day, hour - 1, minute),
            line[1],
            line[3],
            one(cod + offset + swing),
            line[7],
            line[8],
          ];
        }),
      ),
    ),
  );
  writeRows('city/outlet-damaged.json', damaged(hours));
}
