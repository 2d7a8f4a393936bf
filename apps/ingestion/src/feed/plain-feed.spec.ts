import { expect, it } from '@jest/globals';
import { PLAIN_LAYOUTS } from '#libs/domain/telemetry/file-layout.js';
import { readPlainFeed } from './plain-feed.js';

const [air] = PLAIN_LAYOUTS;
const HEAD = 'code,time,so2,no2,co,o3,pm10,pm2_5';

it('reads good rows and names the line, the column and the words of a bad one', () => {
  const text = [
    HEAD,
    'S1,2026-05-01 01:00,5,6,0.4,70,NA,20',
    'S1,2026-02-30 01:00,1,1,1,1,1,1',
    'S1,2026-05-01 02:00,x,1,1,1,1,1',
    'S1,2026-05-01 03:00,1',
    ',2026-05-01 03:00,1,1,1,1,1,1',
    '',
  ].join('\r\n');
  const { rows, faults } = readPlainFeed(air!, `\uFEFF${text}`);
  expect(rows).toEqual([
    {
      line: 2,
      code: 'S1',
      row: { code: 'S1', time: '2026-05-01 01:00', so2: '5', no2: '6', co: '0.4', o3: '70', pm10: 'NA', pm2_5: '20' },
    },
  ]);
  expect(faults.map(({ line, reason, where }) => [line, reason, where])).toEqual([
    [3, 'TIME_IMPOSSIBLE', 'time: 2026-02-30 01:00'],
    [4, 'NOT_A_NUMBER', 'so2: x'],
    [5, 'COLUMN_COUNT', '3 instead of 8'],
    [6, 'CODE_MISSING', 'code'],
  ]);
});

it('refuses a whole file without a needed column, by name', () => {
  expect(readPlainFeed(air!, 'code,time,so2,no2,co,o3,pm10\nS1,2026-05-01 01:00,1,1,1,1,1').faults).toMatchObject([
    { line: 1, reason: 'COLUMN_MISSING', where: 'pm2_5' },
  ]);
});

it('reads columns by name, in any order, and quoted cells', () => {
  expect(
    readPlainFeed(air!, 'time,code,no2,so2,co,o3,pm2_5,pm10\n"2026-05-01 01:00","S1",2,1,0.1,3,5,4').rows[0]?.row,
  ).toEqual({
    code: 'S1',
    time: '2026-05-01 01:00',
    so2: '1',
    no2: '2',
    co: '0.1',
    o3: '3',
    pm10: '4',
    pm2_5: '5',
  });
});
