import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { evaluateHours } from './evaluate-hours.js';

const HEADER = 'timepoint,stationcode,primarypollutant,aqi,pm10,pm2_5,o3,o3_24h,no2,so2,co';
const HEAD_OUT = 'timepoint,stationcode,aqi,primary_pollutant,level,standard';

let folder: string;
let told: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'evaluate-'));
  told = [];
  jest.spyOn(console, 'error').mockImplementation((line: string) => void told.push(line.replaceAll(folder, '')));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  jest.restoreAllMocks();
});

const fileOf = (name: string, content: string | Buffer): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const csv = (...rows: string[]): string => [HEADER, ...rows, ''].join('\n');
const evaluate = async (...files: string[]): Promise<{ code: number; rows: string[] }> => {
  const out = join(folder, 'out.csv');
  const code = await evaluateHours(files, { layout: 'cnemc-hourly', out });
  const [head, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(head).toBe(HEAD_OUT);
  return { code, rows };
};

describe('a row', () => {
  it.each([
    // Columns: PM10, PM2.5, O3, copy of O3, NO2, SO2, CO.
    ['2026-06-01T0100,1001A,,,34,25,52,52,14,7,0.4', '2026-06-01T0100,1001A,36,,1,HJ 633-2026'],
    ['2026-06-01 01:00:00,1001A,,,40,36,52,52,14,7,0.4', '2026-06-01 01:00:00,1001A,52,PM2.5,2,HJ 633-2026'],
    ['2026-06-05,1001A,,,121,20,52,52,14,7,0.4', '2026-06-05,1001A,101,PM10,3,HJ 633-2026'],
    ['2026-06-05,1001A,,,125,62,52,52,14,7,0.4', '2026-06-05,1001A,102,PM2.5+PM10,3,HJ 633-2026'],
    ['2026-03-01T0000,1001A,,,40,61,52,,14,7,0.4', '2026-03-01T0000,1001A,83,PM2.5,2,HJ 633-2012'],
    ['2026-03-01T0100,1001A,,,40,61,52,,14,7,0.4', '2026-03-01T0100,1001A,101,PM2.5,3,HJ 633-2026'],
    ['2018-02-20T07:00:00,1001A,,,7,0,112,83,14,3,0.2', '2018-02-20T07:00:00,1001A,26,,1,HJ 633-2012'],
    ['2026-06-01T0100,1001A,,,40,20,200,200,14,7,10', '2026-06-01T0100,1001A,100,O3+CO,2,HJ 633-2026'],
    ['2026-06-01T0100,1001A,,,40,20,160,160,101,151,0.4', '2026-06-01T0100,1001A,51,NO2+SO2,2,HJ 633-2026'],
    ['2026-06-01T0100,1001A,,,0,0,0,0,0,0,0', '2026-06-01T0100,1001A,1,,1,HJ 633-2026'],
    ['2026-06-01T0100,1001A,,,NA,25,52,52,14,/,/', '2026-06-01T0100,1001A,36,,1,HJ 633-2026'],
    ['2026-06-01T0100,1001A,,,34,25,52,52,NA,7,0.4', '2026-06-01T0100,1001A,,,,HJ 633-2026'],
    ['2026-06-01T0100,1001A,"PM10,PM2.5",88,34,25,52,52,14,7,0.4', '2026-06-01T0100,1001A,36,,1,HJ 633-2026'],
    ['2026-06-01T0100,1001A,PM10,999,34,25,52,52,14,7,0.4', '2026-06-01T0100,1001A,36,,1,HJ 633-2026'],
  ])('%s', async (row, expected) => {
    expect(await evaluate(fileOf('a.csv', csv(row)))).toEqual({ code: 0, rows: [expected] });
    expect(told).toEqual(['1 row evaluated']);
  });
});

describe('rows as published', () => {
  const NAMES: Readonly<Record<string, string>> = {
    '细颗粒物(PM2.5)': 'PM2.5',
    '颗粒物(PM10)': 'PM10',
    '臭氧1小时(O3_1h)': 'O3',
    '二氧化氮(NO2)': 'NO2',
    '二氧化硫(SO2)': 'SO2',
    '一氧化碳(CO)': 'CO',
  };
  const published = fileURLToPath(new URL('./fixtures/published-rows.csv', import.meta.url));

  it('are reproduced, with all primary pollutants and with none where no index was published', async () => {
    const rows = parse(readFileSync(published), { columns: true }) as Record<string, string>[];
    const { rows: computed } = await evaluate(published);
    const wrong = rows.flatMap((row, index) => {
      const [timepoint, station, aqi, primary] = computed[index]!.split(',');
      const names = row['primarypollutant']!.split(',').map((name) => NAMES[name] ?? '');
      const expected = [row['aqi'] === 'NA' ? '' : row['aqi'], names.sort().join('+')];
      const is = [aqi, primary!.split('+').sort().join('+')];
      return String(is) === String(expected) ? [] : [{ timepoint, station, expected, is }];
    });
    expect(wrong).toEqual([]);
    expect(rows.length).toBe(354);
  });
});

describe('files', () => {
  const ROW = '2026-06-01T0100,1001A,,,34,25,52,52,14,7,0.4';
  const OUT = '2026-06-01T0100,1001A,36,,1,HJ 633-2026';

  it('may be gzip, carry a byte order mark, other line ends and columns in another order', async () => {
    const zipped = fileOf('a.gz', gzipSync(csv(ROW)));
    const windows = fileOf('b.csv', `\uFEFF${csv(ROW).replaceAll('\n', '\r\n')}`);
    const other = fileOf(
      'c.csv',
      'co,so2,no2,o3,pm2_5,pm10,area,stationcode,timepoint\n0.4,7,14,52,25,34,甲,1001A,2026-06-01T0100',
    );
    expect((await evaluate(zipped, windows, other)).rows).toEqual([OUT, OUT, OUT]);
  });

  it('are read piece by piece without losing a row', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => ROW.replace('1001A', `甲${n}`));
    const { rows } = await evaluate(fileOf('a.gz', gzipSync(csv(...many))));
    expect(rows).toEqual(many.map((_, n) => OUT.replace('1001A', `甲${n}`)));
  });

  it.each([
    ['pm2_5', HEADER.replace('pm2_5', 'pm25'), 'column missing: pm2_5'],
    ['several', 'timepoint,aqi,so2', 'column missing: stationcode, no2, co, o3, pm10, pm2_5'],
    ['all', '', 'column missing: timepoint, stationcode, so2, no2, co, o3, pm10, pm2_5'],
  ])('with a column missing are refused (%s)', async (_, header, message) => {
    const good = fileOf('good.csv', csv(ROW));
    await expect(evaluate(good, fileOf('bad.csv', `${header}\n${ROW}\n`))).rejects.toThrow(`bad.csv: ${message}`);
    expect(readdirSync(folder).sort()).toEqual(['bad.csv', 'good.csv']);
  });

  it.each(['', '\n\n'])('without a row below the heading are refused (%j), and leave nothing behind', async (end) => {
    const good = fileOf('good.csv', csv(ROW));
    await expect(evaluate(good, fileOf('head.csv', `${HEADER}${end}`))).rejects.toThrow(
      'head.csv: no row below its heading',
    );
    expect(readdirSync(folder).sort()).toEqual(['good.csv', 'head.csv']);
  });

  it('are read whatever the case of their headings', async () => {
    const rows = (await evaluate(fileOf('a.csv', csv(ROW)))).rows;
    const upper = csv(ROW).replace(HEADER, HEADER.toUpperCase());
    expect((await evaluate(fileOf('b.csv', upper))).rows).toEqual(rows);
  });

  it('in another encoding are refused', async () => {
    const neither = Buffer.from([0xca, 0xff, 0x2c, 0x0a]);
    await expect(evaluate(fileOf('neither.csv', neither))).rejects.toThrow(
      'neither.csv: neither UTF-8 nor GB 18030 text',
    );
  });

  it('with stations in another encoding have those rows left out', async () => {
    const [before, after] = ROW.split('1001A') as [string, string];
    const station = Buffer.from([0xc1, 0xff, 0xd3]);
    const file = fileOf('b.csv', Buffer.concat([Buffer.from(`${csv(ROW)}${before}`), station, Buffer.from(after)]));
    expect(await evaluate(file)).toMatchObject({ code: 2, rows: [expect.stringContaining(',1001A,')] });
    expect(told).toEqual([
      '/b.csv: row 3, column stationcode: neither UTF-8 nor GB 18030 text',
      '1 row evaluated, 1 left out because they cannot be read',
    ]);
  });

  it('to write need their folder', async () => {
    const out = join(folder, 'none', 'out.csv');
    const written = evaluateHours([fileOf('a.csv', csv(ROW))], { layout: 'cnemc-hourly', out });
    await expect(written).rejects.toThrow(`${out}: no such folder to write it to`);
  });

  it('that are not there, empty, folders or broken are refused by name', async () => {
    await expect(evaluate(join(folder, 'none.csv'))).rejects.toThrow('none.csv: no such file');
    await expect(evaluate(fileOf('empty.csv', ''))).rejects.toThrow('empty.csv: the file is empty');
    await expect(evaluate(folder)).rejects.toThrow(`${folder}: this is a folder, not a file`);
    const half = gzipSync(csv(ROW)).subarray(0, 60);
    await expect(evaluate(fileOf('half.gz', half))).rejects.toThrow(
      'half.gz: cannot be read: its gzip data end too early',
    );
    const endless = fileOf('endless.csv', `${csv(ROW)}${'x'.repeat(2_000_000)}`);
    await expect(evaluate(endless)).rejects.toThrow('endless.csv: cannot be read: a line is longer than 1000000 bytes');
  });
});

describe('rows that cannot be read', () => {
  it.each([
    ['2026-06-01T0100,1001A,,,34,abc,52,52,14,7,0.4', 'pm2_5: not a concentration: "abc"'],
    ['2026-06-01T0100,1001A,,,34,-5,52,52,14,7,0.4', 'pm2_5: not a concentration: "-5"'],
    ['2026-06-01T0100,1001A,,,34,25,52,52,14,7,NaN', 'co: not a concentration: "NaN"'],
    ['2026-06-01T0100,1001A,,,34,25,52,x,14,7,0.4', 'o3_24h: not a concentration: "x"'],
    ['2026-13-01T0100,1001A,,,34,25,52,52,14,7,0.4', 'timepoint: not a time: "2026-13-01T0100"'],
    ['2026-06-01T2500,1001A,,,34,25,52,52,14,7,0.4', 'timepoint: not a time: "2026-06-01T2500"'],
    ['yesterday,1001A,,,34,25,52,52,14,7,0.4', 'timepoint: not a time: "yesterday"'],
    ['2015-06-01T0100,1001A,,,34,25,52,52,14,7,0.4', 'timepoint: no air quality edition in force on 2015-06-01'],
    ['2026-06-01T0100,,,,34,25,52,52,14,7,0.4', 'stationcode: empty'],
    ['2026-06-01T0100,1001A,,,34,25', 'o3: 6 cells instead of 11'],
    ['2026-06-01T0100,1001A,,,34,25,52,52,14,7,0.4,9', '(behind the last): 12 cells instead of 11'],
    ['2026-06-01T0100,1001A,"PM10,88,34,25,52,52,14,7,0.4', 'primarypollutant: its quotes do not match'],
  ])('%s', async (bad, message) => {
    const good = '2026-06-01T0100,1002A,,,34,25,52,52,14,7,0.4';
    const { code, rows } = await evaluate(fileOf('a.csv', csv(good, bad, good)));
    expect([code, rows.length]).toEqual([2, 2]);
    expect(told).toEqual([
      `/a.csv: row 3, column ${message}`,
      '2 rows evaluated, 1 left out because they cannot be read',
    ]);
  });

  it('are told a hundred times a file, then counted', async () => {
    const bad = Array.from({ length: 130 }, () => 'x,1001A,,,34,25,52,52,14,7,0.4');
    expect(await evaluate(fileOf('a.csv', csv(...bad)))).toEqual({ code: 2, rows: [] });
    expect(told.length).toBe(102);
    expect(told.slice(-2)).toEqual([
      '/a.csv: 30 more rows that cannot be read',
      '0 rows evaluated, 130 left out because they cannot be read',
    ]);
  });
});
