import { describe, expect, it } from '@jest/globals';
import { openSampleFile, type ReadSample } from './black-water-file.js';

const HEADING = '\uFEFF水体,点位,采样日期,透明度（cm）,水深(cm),溶解氧,氧化还原电位(mV),氨氮(mg/L),备注';
const read = (line: string, heading = HEADING): ReadSample => {
  const opened = openSampleFile(heading);
  if ('lacking' in opened) throw new Error(opened.lacking.join());
  return opened.read(line);
};

it('a row says whose sample it is, of which day, and what was measured', () => {
  expect(read('示例沟,起点,2026/7/2,22,60,1.8,-35.5,0.02L,晴')).toEqual({
    row: {
      ...{ water: '示例沟', point: '起点', sampledOn: '2026-07-02' },
      values: { clarity: '22', depth: '60', do: '1.8', orp: '-35.5', nh3n: '0.02L' },
    },
  });
  expect(read('B1,P1,2026-07-02 09:30,,--,/,-,3.1,')).toMatchObject({ row: { values: { nh3n: '3.1' } } });
});

describe('a row is not taken', () => {
  it.each([
    ['its quotes do not match', '"示例沟,起点,2026-07-02,22,,,,,', '', 'QUOTES_OPEN'],
    ['a cell too few', '示例沟,起点,2026-07-02,22,,,,', '', 'COLUMN_COUNT'],
    ['no water', ',起点,2026-07-02,22,,,,,', '水体', 'CODE_MISSING'],
    ['no point', '示例沟,,2026-07-02,22,,,,,', '点位', 'CODE_MISSING'],
    ['a day that does not exist', '示例沟,起点,2026-02-30,22,,,,,', '采样日期', 'TIME_IMPOSSIBLE'],
    ['a text for a value', '示例沟,起点,2026-07-02,很清,,,,,', '透明度(cm)', 'NOT_A_NUMBER'],
    ['a negative concentration', '示例沟,起点,2026-07-02,,,-1.2,,,', '溶解氧', 'NEGATIVE'],
    ['a potential below a limit', '示例沟,起点,2026-07-02,,,,50L,,', '氧化还原电位(mV)', 'NOT_A_NUMBER'],
    ['depth alone', '示例沟,起点,2026-07-02,,60,,,,', '透明度(cm)', 'CELL_EMPTY'],
  ])('%s', (_name, line, column, reason) => {
    expect(read(line)).toEqual({ fault: { column, reason } });
  });
});

it.each([
  ['all of them', '时间,数值', ['水体', '点位', '采样日期', '透明度(cm)/溶解氧(mg/L)/氧化还原电位(mV)/氨氮(mg/L)']],
  ['a graded item', '水体,点位,采样日期,水深', ['透明度(cm)/溶解氧(mg/L)/氧化还原电位(mV)/氨氮(mg/L)']],
])('columns that are missing are named: %s', (_name, heading, lacking) => {
  expect(openSampleFile(heading)).toEqual({ lacking });
});
