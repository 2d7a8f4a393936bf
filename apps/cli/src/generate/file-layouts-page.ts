import { FILE_LAYOUTS, type FileLayout, type Headings } from '#libs/domain/telemetry/file-layout.js';
import { BASIC_ITEMS, GB3838_2002 } from '#libs/domain/water/edition.js';

/** Lines a file of the layout may consist of: a heading and a row; of a workbook its cells. */
export const EXAMPLES: Readonly<Record<(typeof FILE_LAYOUTS)[number]['id'], readonly [heading: string, row: string]>> =
  {
    'cnemc-hourly': ['timepoint,stationcode,so2,no2,co,o3,pm10,pm2_5', '2026-05-01T1300,1001A,6,21,0.5,88,60,35'],
    'provincial-hourly': ['time,sitecode,SO2,NO2,CO,O3,PM10,PM25', '2026-05-01 13:00,990101001,6,21,0.5,88,60,35'],
    'cnemc-section': [
      '省份,断面名称,监测时间,水温(℃),pH(无量纲),溶解氧(mg/L),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L)',
      '某省,甲断面,2026-05-01 08:00,18.2,7.9,8.1,2.6,0.15,0.04',
    ],
    'station-hours': [
      '站点名称,检测时间,pH(无量纲),溶解氧(mg/L),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L)',
      '甲站,2026-05-01 08:00,7.9,8.1,2.6,0.15,0.04',
    ],
    'manual-samples': ['河道名称,取样日期,取样时间,编号,高锰酸盐指数,氨氮', '甲河,2026-05-06,1025,1,2.6,0.15'],
  };

const shown = (headings: Headings): string => headings.map((heading) => `\`${heading}\``).join(' or ');

const unitOf = (item: string): string => {
  const basic = BASIC_ITEMS.find((one) => one === item);
  if (basic) return GB3838_2002.basic[basic].unit || 'no unit';
  return { wt: '℃', ec: 'μS/cm', turbidity: 'NTU' }[item] ?? 'mg/L';
};

const columnsOf = ({ form, subject, columns }: FileLayout): string[][] => {
  const { code, time, clock, marks, pollutants = {}, ozoneMaximum, items = {}, optionalItems, isPartial } = columns;
  const word = isPartial ? 'one of them' : 'yes';
  const written =
    form === 'workbook'
      ? 'a day, as a date or as text'
      : '`2026-05-01 13:00`, `2026-05-01T13:00:00` or `2026-05-01T1300`';
  return [
    ...code.map((one) => [shown(one), `names the ${subject}`, 'yes']),
    [shown(time), `${written}, China Standard Time${subject === 'station' ? '; the end of the hour' : ''}`, 'yes'],
    ...(clock ? [[shown(clock), 'time of day, `10:25` or `1025`; 12:00 where it is empty', 'no']] : []),
    ...(marks ? [[shown(marks), 'tells samples of one place apart', 'no']] : []),
    ...Object.entries<Headings>(pollutants).map(([one, names]) => [
      shown(names),
      one === 'CO' ? 'mg/m³' : 'µg/m³',
      word,
    ]),
    ...(ozoneMaximum
      ? [[`\`${ozoneMaximum}\``, 'µg/m³; read for old hours in which it was swapped with `o3`', 'no']]
      : []),
    ...Object.entries<Headings>(items).map(([item, names]) => [
      shown(names),
      unitOf(item),
      optionalItems?.includes(item) ? 'no' : word,
    ]),
  ];
};

const sectionOf = (layout: FileLayout, id: keyof typeof EXAMPLES): string[] => [
  `## ${id}`,
  '',
  layout.form === 'workbook' ? 'A workbook (.xlsx); its first sheet is read.' : 'Comma-separated text, plain or gzip.',
  ...(layout.isBare ? ['`duban water evaluate` only: it does not say which section of the register it is about.'] : []),
  ...(id === 'cnemc-section' ? ['An import needs the province (`--province`) the registered sections lie in.'] : []),
  '',
  '| Column | Holds | Needed |',
  '| --- | --- | --- |',
  ...columnsOf(layout).map((cells) => `| ${cells.join(' | ')} |`),
  '',
  'An example:',
  '',
  ...EXAMPLES[id].map((line) => `    ${line}`),
  '',
];

/** The layouts of files people look up. */
export const fileLayoutsPage = (): string =>
  [
    '# Layouts of files (文件格式)',
    '',
    'Generated from `libs/domain/telemetry/file-layout.ts`; do not edit.',
    '',
    'What `duban import`, `duban air evaluate`, `duban water evaluate` and the page 数据导入 read. Columns are found by their heading, in',
    'any order; spaces, capital letters and the width of brackets do not matter, and other columns are passed over (an import names them). Text is UTF-8',
    'or GB 18030 (GBK). An empty cell, or `--`, is a missing value.',
    '',
    'Imported, two rows of one station and hour, or section and time, are both read, in their order: a value of the later row stands, and one',
    'it leaves empty does not take away the value of the earlier row. The file as it came is kept. `duban air evaluate` reads `cnemc-hourly`',
    'and `duban water evaluate` `cnemc-section`, `station-hours` and `manual-samples`; both answer for each row by itself.',
    '',
    ...FILE_LAYOUTS.flatMap((layout) => sectionOf(layout, layout.id)),
  ].join('\n');
