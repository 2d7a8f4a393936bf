import { describe, expect, it } from '@jest/globals';
import { layoutOfMapping } from './column-mapping.js';
import { fileLayout } from './file-layout.js';
import { openImport, type ReadLine } from './import-layout.js';

const READ_AT = new Date('2026-11-22T00:00:00Z');
const reader = (id: string, heading: string): ((line: string) => ReadLine) => {
  const opened = openImport(fileLayout(id)!, heading, READ_AT);
  if ('lacking' in opened) throw new Error(opened.lacking.join());
  return opened.read;
};
const told = (read: ReadLine): string =>
  'fault' in read
    ? `${read.fault.column} ${read.fault.reason}`
    : `${read.row.code} ${read.row.at.toISOString()} ${JSON.stringify({ ...read.row.concentrations, ...read.row.items })} ${read.row.exempt.join()}`.trim();

describe('national hours', () => {
  const read = reader('cnemc-hourly', 'timepoint,stationcode,aqi,pm10,pm2_5,o3,o3_24h,no2,so2,co');
  it.each([
    [
      '2026-06-01T0000,2568A,32,32,14,36,36,4,7,0.3',
      '2568A 2026-05-31T16:00:00.000Z {"SO2":7,"NO2":4,"CO":0.3,"O3":36,"PM10":32,"PM2.5":14}',
    ],
    ['2026-06-05,1001A,,,14,36,36,4,/,NA', '1001A 2026-06-04T16:00:00.000Z {"NO2":4,"O3":36,"PM2.5":14} SO2,PM10'],
    [
      '2018-02-20T07:00:00,1001A,,7,0,112,83,14,3,0.2',
      '1001A 2018-02-19T23:00:00.000Z {"SO2":3,"NO2":14,"CO":0.2,"O3":83,"PM10":7,"PM2.5":0}',
    ],
    ['2026-06-01T0000,2568A,32,32,14,36,36,4,7', 'co COLUMN_COUNT'],
    ['2026-06-01T0000,2568A,32,32,14,36,36,4,7,0.3,', '(behind the last) COLUMN_COUNT'],
    ['2026-06-01T0000,,32,32,14,36,36,4,7,0.3', 'stationcode CODE_MISSING'],
    ['2026-06-31T0000,2568A,32,32,14,36,36,4,7,0.3', 'timepoint TIME_IMPOSSIBLE'],
    ['2026-06-01T0030,2568A,32,32,14,36,36,4,7,0.3', 'timepoint TIME_NOT_ON_THE_HOUR'],
    ['2027-06-01T0000,2568A,32,32,14,36,36,4,7,0.3', 'timepoint TIME_IMPLAUSIBLE'],
    ['2011-06-01T0000,2568A,32,32,14,36,36,4,7,0.3', 'timepoint TIME_IMPLAUSIBLE'],
    ['2026-06-01T0000,2568A,32,32,NaN,36,36,4,7,0.3', 'pm2_5 NOT_A_NUMBER'],
    ['2026-06-01T0000,2568A,32,Infinity,14,36,36,4,7,0.3', 'pm10 NOT_A_NUMBER'],
    ['2026-06-01T0000,2568A,32,-1,14,36,36,4,7,0.3', 'pm10 NEGATIVE'],
    ['2026-06-01T0000,2568A,32,99999999999999,14,36,36,4,7,0.3', 'pm10 TOO_LARGE'],
    ['2026-06-01T0000,"2568A,32,32,14,36,36,4,7,0.3', 'stationcode QUOTES_OPEN'],
  ])('%s', (line, expected) => expect(told(read(line))).toBe(expected));

  it('names the columns a file lacks', () => {
    expect(openImport(fileLayout('cnemc-hourly')!, 'timepoint,stationcode,pm10', READ_AT)).toEqual({
      lacking: ['so2', 'no2', 'co', 'o3', 'pm2_5'],
    });
  });
});

it.each([
  ['cnemc-hourly', 'timepoint,stationcode,aqi,so2,no2,co,o3,pm10,pm2_5,,SO2', { unread: ['aqi', 'SO2'], absent: [] }],
  [
    'cnemc-section',
    '省份,断面名称,监测时间,水温,pH,溶解氧,高锰酸盐指数,氨氮,总磷,总氦',
    { unread: ['总氦'], absent: ['电导率(μS/cm)', '浊度(NTU)', '总氮(mg/L)'] },
  ],
  [
    'station-hours',
    '站点名称,检测时间,总磷,氨氮,高锰酸盐指数,溶解氧,pH(无量纲),备注',
    { unread: ['备注'], absent: [] },
  ],
])('%s: names the headings it does not read and the columns a file does without: %s', (id, heading, left) =>
  expect(openImport(fileLayout(id)!, heading, READ_AT)).toMatchObject({ left }),
);

it('reads provincial hours; the mean of the city among the stations is none', () => {
  const read = reader('provincial-hourly', 'filehour,sitecode,AQI,PM25,PM10,SO2,NO2,O3,CO,time');
  expect(told(read('2026-04-30T13,330481002,39,19,25,8,12,123,0.3,2026-04-30 13:00:00'))).toBe(
    '330481002 2026-04-30T05:00:00.000Z {"SO2":8,"NO2":12,"CO":0.3,"O3":123,"PM10":25,"PM2.5":19}',
  );
  expect(told(read('2026-04-30T13,330481002,39,--,25,8,12,123,--,2026-04-30 13:00:00'))).toBe(
    '330481002 2026-04-30T05:00:00.000Z {"SO2":8,"NO2":12,"O3":123,"PM10":25}',
  );
  expect(told(read('2026-04-30T13,330400,39,19,25,8,12,123,0.3,2026-04-30 13:00:00'))).toBe('sitecode NOT_A_SUBJECT');
});

it('reads rows of sections by province and name, at any minute', () => {
  const read = reader(
    'cnemc-section',
    '省份,流域,断面名称,监测时间,水质类别,水温(℃),pH(无量纲),溶解氧(mg/L),电导率(μS/cm),浊度(NTU),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L),总氮(mg/L)',
  );
  expect(told(read('浙江省,浙闽片河流,小金山,2026-07-09 21:15,2,-0.2,,12.66,132.495,4.104,2.12,0.016,0.025,*'))).toBe(
    '浙江省/小金山 2026-07-09T13:15:00.000Z {"wt":"-0.2","do":"12.66","ec":"132.495","turbidity":"4.104","codmn":"2.12","nh3n":"0.016","tp":"0.025"}',
  );
  expect(told(read('浙江省,浙闽片河流,,2026-07-09 21:15,2,1,,1,1,1,1,1,1,1'))).toBe('断面名称 CODE_MISSING');
  expect(told(read('浙江省,浙闽片河流,小金山,2026-07-09 21:15,2,1,,1,1,1,1,-1,1,1'))).toBe('氨氮(mg/L) NEGATIVE');
});

describe('manual samples', () => {
  const read = reader('manual-samples', '河道名称,取样日期,取样时间,COD,氨氮,pH');
  it.each([
    ['北塘河,2026-05-06,1025,18,0.61,7.4', '北塘河 2026-05-06T02:25:00.000Z {"ph":"7.4","cod":"18","nh3n":"0.61"}'],
    ['北塘河,2026-05-06,,18,,', '北塘河 2026-05-06T04:00:00.000Z {"cod":"18"}'],
    ['北塘河,2026-05-06,soon,18,,', '取样时间 TIME_IMPOSSIBLE'],
    ['北塘河,2026-05-06,1025,18,NaN,', '氨氮 NOT_A_NUMBER'],
    ['北塘河,2026-05-06,1025,18,,74', 'pH TOO_LARGE'],
    ['北塘河,2027-05-06,1025,18,,', '取样日期 TIME_IMPLAUSIBLE'],
  ])('%s', (line, expected) => expect(told(read(line))).toBe(expected));
});

describe('a table read by a mapping', () => {
  const mapping = {
    subject: 'station',
    code: ['站'],
    time: '时',
    labelsStart: true,
    values: [
      { key: 'PM2.5', heading: '细', factor: '1000' },
      { key: 'CO', heading: '碳', factor: '1' },
    ],
  } as const;
  const opened = openImport(layoutOfMapping(mapping), '碳,时,细,站', READ_AT);
  if ('lacking' in opened) throw new Error(opened.lacking.join());
  it.each([
    ['0.4,2026/5/6 8:00,0.0351,S1', 'S1 2026-05-06T01:00:00.000Z {"PM2.5":35.1,"CO":0.4} PM10'],
    ['0.4,2026/5/6 8:30,0.0351,S1', '时 TIME_NOT_ON_THE_HOUR'],
    ['0.4,2026/5/6 8:00,x,S1', '细 NOT_A_NUMBER'],
  ])('%s', (line, expected) => expect(told(opened.read(line))).toBe(expected));
  it('names the columns a table lacks', () =>
    expect(openImport(layoutOfMapping(mapping), '站,时', READ_AT)).toEqual({ lacking: ['细', '碳'] }));
});

it('finds columns whatever their case, and takes sections without what decides no class', () => {
  const readAt = new Date('2026-06-01T00:00:00Z');
  const air = openImport(fileLayout('cnemc-hourly')!, 'TimePoint,StationCode,SO2,NO2,CO,O3,PM10,PM2_5', readAt);
  expect(air).toHaveProperty('read');
  const twice = openImport(
    layoutOfMapping({
      subject: 'station',
      code: ['A'],
      time: 't',
      labelsStart: false,
      values: [{ key: 'SO2', heading: 'a', factor: '1' }],
    }),
    'a,t,A',
    readAt,
  );
  const read = 'read' in twice ? twice.read('5,2026-05-01 13:00,S1') : twice;
  expect(read).toMatchObject({ row: { code: 'S1', concentrations: { SO2: 5 } } });
  const five = '省份,断面名称,监测时间,PH,溶解氧,高锰酸盐指数,氨氮,总磷';
  expect(openImport(fileLayout('cnemc-section')!, five, readAt)).toHaveProperty('read');
  expect(openImport(fileLayout('cnemc-section')!, five.replace(',氨氮', ''), readAt)).toEqual({
    lacking: ['氨氮(mg/L)'],
  });
});
