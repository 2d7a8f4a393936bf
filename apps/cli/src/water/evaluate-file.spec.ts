import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import ExcelJS from 'exceljs';
import { evaluateFile } from './evaluate-file.js';
import { clockText } from '#libs/domain/telemetry/feed-time.js';

const HEAD = '省份,流域,断面名称,监测时间,水质类别,pH(无量纲),溶解氧(mg/L),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L)';
const HEAD_OUT = 'province,section,time,class,exceeding';
const RIVERS = 'no list of lakes: every section is held against the limits of rivers';

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

const fileOf = (name: string, content: string | Uint8Array): string => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};
const csv = (...rows: string[]): string => [HEAD, ...rows, ''].join('\n');
const rowOf = (values: string, section = '甲断面', published = '2'): string =>
  `某省,某流域,${section},2026-07-09 21:00,${published},${values}`;
const evaluate = async (
  file: string,
  { layout = 'cnemc-section', lakes }: { layout?: string; lakes?: string } = {},
): Promise<{ code: number; rows: string[] }> => {
  const out = join(folder, 'out.csv');
  const code = await evaluateFile(file, { layout, out, ...(lakes === undefined ? {} : { lakes }) });
  const [head, ...rows] = readFileSync(out, 'utf8').trimEnd().split('\n');
  expect(head).toBe(HEAD_OUT);
  return { code, rows };
};

describe('a row', () => {
  it.each([
    ['equal to the limits of Ⅰ', '7.5,7.5,2,0.15,0.02', '1,'],
    ['compared as published, not rounded', '7.5,7.5,2,0.151,0.02', '2,'],
    ['several items, the worse class first', '7,4,12,2.6,0.5', '6,氨氮(1.6)、总磷(1.5)、高锰酸盐指数(1.0)、溶解氧'],
    ['pH and 溶解氧 have no multiple', '9.01,4.99,2,0.1,0.02', '6,pH、溶解氧'],
    ['more than three items are all named', '9.5,1,16,3,0.5', '6,氨氮(2.0)、高锰酸盐指数(1.7)、总磷(1.5)、pH、溶解氧'],
    ['class Ⅲ exceeds nothing', '8,5,6,1.0,0.2', '3,'],
    ['missing items are left out', '8,8,--,*,0.03', '2,'],
    ['no item at all', ',,,,', ','],
    ['zeros are no concentrations', '7,7.5,0,0.00,0.02', '1,'],
    ['below detection counts half', '7,7.5,2,0.04L,0.02', '1,'],
    ['exponents are read', '7,7.5,2,1.5E-01,2e-2', '1,'],
  ])('%s', async (_, values, expected) => {
    expect(await evaluate(fileOf('a.csv', csv(rowOf(values))))).toEqual({
      code: 0,
      rows: [`某省,甲断面,2026-07-09 21:00,${expected}`],
    });
  });

  it.each(['1', '6', '-1', 'nonsense'])(
    'is evaluated from its concentrations, whatever was published (%s)',
    async (is) => {
      expect((await evaluate(fileOf('a.csv', csv(rowOf('8,8,3,0.2,0.03', '甲断面', is))))).rows[0]).toMatch(/,2,$/);
    },
  );

  it('is quoted where its names need it', async () => {
    const { rows } = await evaluate(fileOf('a.csv', csv(rowOf('8,8,3,0.2,0.03', '"甲,乙 ""丙"""'))));
    expect(rows).toEqual(['某省,"甲,乙 ""丙""",2026-07-09 21:00,2,']);
  });
});

describe('lakes', () => {
  const TWO = csv(rowOf('7.5,7.5,2,0.15,0.06'), rowOf('7.5,7.5,2,0.15,0.06', '乙水库'));

  it('are held against their own limits of phosphorus', async () => {
    const lakes = fileOf('lakes.csv', '\uFEFF省份,断面名称\r\n某省,乙水库\r\n\r\n');
    expect((await evaluate(fileOf('a.csv', TWO), { lakes })).rows.map((row) => row.split(',').slice(3))).toEqual([
      ['2', ''],
      ['4', '总磷(0.2)'],
    ]);
    expect(told).toEqual(['2 rows evaluated, 0 without a class']);
  });

  it('are told from a section of the same name in another province', async () => {
    const lakes = fileOf('lakes.csv', '他省,乙水库\n');
    expect((await evaluate(fileOf('a.csv', TWO), { lakes })).rows[1]).toMatch(/,2,$/);
    expect(told[0]).toBe('/lakes.csv: 1 of 1 lakes do not occur in the file: 他省,乙水库');
  });

  it('are asked for: without a list it is said that there is none', async () => {
    await evaluate(fileOf('a.csv', TWO));
    expect(told).toEqual([RIVERS, '2 rows evaluated, 0 without a class']);
  });

  it.each(['乙水库', '某省,', 'a,b,c'])('on a line that is none are refused: %s', async (line) => {
    const lakes = fileOf('lakes.csv', `某省,乙水库\n${line}\n`);
    await expect(evaluate(fileOf('a.csv', TWO), { lakes })).rejects.toThrow(
      `lakes.csv: row 2: not a line of 省份,断面名称: "${line}"`,
    );
  });
});

describe('files', () => {
  const ROW = rowOf('8,8,3,0.2,0.03');
  const OUT = '某省,甲断面,2026-07-09 21:00,2,';

  it('may be gzip, carry a byte order mark, other line ends, columns in another order and without units', async () => {
    expect((await evaluate(fileOf('a.csv', gzipSync(csv(ROW))))).rows).toEqual([OUT]);
    expect((await evaluate(fileOf('b.csv', `\uFEFF${csv(ROW).replaceAll('\n', '\r\n')}`))).rows).toEqual([OUT]);
    const other = '总磷,氨氮（mg/L）,高锰酸盐指数,溶解氧, pH ,监测时间,断面名称,省份\n';
    expect((await evaluate(fileOf('c.csv', `${other}0.03,0.2,3,8,8,2026-07-09 21:00,甲断面,某省\n`))).rows).toEqual([
      OUT,
    ]);
  });

  it('without a column are refused, and leave nothing behind', async () => {
    const bad = fileOf('bad.csv', csv(ROW).replace('氨氮(mg/L)', '氨').replace('监测时间', '时间'));
    await expect(evaluate(bad)).rejects.toThrow('bad.csv: column missing: 监测时间, 氨氮(mg/L)');
    const twice = fileOf('twice.csv', csv(ROW).replace('流域', '断面名称'));
    await expect(evaluate(twice)).rejects.toThrow('twice.csv: column more than once: 断面名称');
    expect(readdirSync(folder).sort()).toEqual(['bad.csv', 'twice.csv']);
  });

  it('without a row below the heading are refused, and leave nothing behind', async () => {
    await expect(evaluate(fileOf('head.csv', csv()))).rejects.toThrow('head.csv: no row below its heading');
    const made = new ExcelJS.Workbook();
    made.addWorksheet('一').addRow(['取样日期', '取样时间', '编号', '河道名称', 'COD', '氨氮', '总磷', '高锰酸钾']);
    const book = fileOf('head.xlsx', new Uint8Array(await made.xlsx.writeBuffer()));
    await expect(evaluate(book, { layout: 'manual-samples' })).rejects.toThrow('head.xlsx: no row below its heading');
    expect(readdirSync(folder).sort()).toEqual(['head.csv', 'head.xlsx']);
  });

  it('in GB 18030, as spreadsheet programs save, are read', async () => {
    const saved = [
      'caa1b7dd2cc1f7d3f22cb6cfc3e6c3fbb3c62cbce0b2e2cab1bce42ccbaed6cac0e0b1f02c704828cedec1bfb8d9292cc8dcbde2d1f5286d672f4c29',
      '2cb8dfc3cccbe1d1ced6b8cafd286d672f4c292cb0b1b5aa286d672f4c292cd7dcc1d7286d672f4c290d0ac4b3caa12cc4b3c1f7d3f22cbcd7b6cfc3',
      'e62c323032362d30372d30392032313a30302c322c382c382c332c302e322c302e30330d0a',
    ].join('');
    expect(await evaluate(fileOf('gbk.csv', Buffer.from(saved, 'hex')))).toEqual(
      await evaluate(fileOf('a.csv', csv(ROW))),
    );
  });

  it('that are not there, empty, folders, broken or in another encoding are refused by name', async () => {
    const good = fileOf('good.csv', csv(ROW));
    await expect(evaluate(join(folder, 'none.csv'))).rejects.toThrow('none.csv: no such file');
    await expect(evaluate(good, { lakes: join(folder, 'none.csv') })).rejects.toThrow('none.csv: no such file');
    await expect(evaluate(fileOf('empty.csv', ''))).rejects.toThrow('empty.csv: the file is empty');
    await expect(evaluate(folder)).rejects.toThrow(`${folder}: this is a folder, not a file`);
    const half = gzipSync(csv(ROW)).subarray(0, 90);
    await expect(evaluate(fileOf('half.gz', half))).rejects.toThrow(
      'half.gz: cannot be read: its gzip data end too early',
    );
    const neither = Uint8Array.from([0xca, 0xff, 0x2c, 0x0a]);
    await expect(evaluate(fileOf('neither.csv', neither))).rejects.toThrow(
      'neither.csv: neither UTF-8 nor GB 18030 text',
    );
    await expect(evaluateFile(good, { layout: 'cnemc-section', out: good })).rejects.toThrow('the file to be read');
    await expect(evaluateFile(good, { layout: 'cnemc-section', out: join(folder, 'no', 'out.csv') })).rejects.toThrow(
      'out.csv: no such folder to write it to',
    );
    expect(readdirSync(folder).filter((name) => name.includes('out.csv'))).toEqual([]);
  });
});

describe('rows that cannot be read', () => {
  it.each([
    [rowOf('8,8,3,abc,0.03'), '氨氮(mg/L): not a concentration: "abc"'],
    [rowOf('8,8,3,-0.2,0.03'), '氨氮(mg/L): not a concentration: "-0.2"'],
    [rowOf('NaN,8,3,0.2,0.03'), 'pH(无量纲): not a concentration: "NaN"'],
    [rowOf('8,8,3,0.2,Infinity'), '总磷(mg/L): not a concentration: "Infinity"'],
    [rowOf('8,8,3,0.2,0.03', ''), '断面名称: empty'],
    [`,某流域,甲断面,2026-07-09 21:00,2,8,8,3,0.2,0.03`, '省份: empty'],
    [`某省,某流域,甲断面,2026-02-30 21:00,2,8,8,3,0.2,0.03`, '监测时间: not a time: "2026-02-30 21:00"'],
    [`某省,某流域,甲断面,昨天,2,8,8,3,0.2,0.03`, '监测时间: not a time: "昨天"'],
    [rowOf('8,8,3,0.2'), '总磷(mg/L): 9 cells instead of 10'],
    [rowOf('8,8,3,0.2,0.03,9'), 'behind the last: 11 cells instead of 10'],
    [rowOf('8,8,3,0.2,0.03', '"甲'), '断面名称: its quotes do not match'],
  ])('%s', async (bad, message) => {
    const good = rowOf('8,8,3,0.2,0.03');
    const { code, rows } = await evaluate(fileOf('a.csv', csv(good, bad, good)));
    expect([code, rows.length]).toEqual([2, 2]);
    expect(told).toEqual([
      `/a.csv: row 3, column ${message}`,
      RIVERS,
      '2 rows evaluated, 0 without a class, 1 left out because they cannot be read',
    ]);
  });

  it('are told a hundred times, then counted', async () => {
    const bad = Array.from({ length: 130 }, () => rowOf('8,8,3,abc,0.03'));
    expect(await evaluate(fileOf('a.csv', csv(...bad)))).toEqual({ code: 2, rows: [] });
    expect(told).toHaveLength(103);
    expect(told[100]).toBe('/a.csv: 30 more rows that cannot be read');
  });
});

describe('other layouts', () => {
  it('hours of one station', async () => {
    const head = '序号,站点名称,检测时间,pH,溶解氧(mg/L),高锰酸盐指数(mg/L),氨氮(mg/L),总磷(mg/L)';
    const file = fileOf(
      'a.csv',
      `${head}\n3,甲站,2020-01-01 02,7.83,13.49,,,\n4,甲站,2020-01-01 04,7.8,13,1.6,0.9,0.3`,
    );
    expect((await evaluate(file, { layout: 'station-hours' })).rows).toEqual([
      ',甲站,2020-01-01 02,1,',
      ',甲站,2020-01-01 04,4,总磷(0.5)',
    ]);
  });

  const bookOf = async (...rows: unknown[][]): Promise<string> => {
    const made = new ExcelJS.Workbook();
    const head = ['取样日期', '取样时间', '编号', '河道名称', 'COD', 'COD等级', '氨氮', '总磷', '高锰酸钾'];
    made.addWorksheet('一').addRows([head, ...rows]);
    made.addWorksheet('二');
    return fileOf('a.xlsx', new Uint8Array(await made.xlsx.writeBuffer()));
  };
  const day = new Date('2025-01-02T00:00:00Z');

  it('a workbook of manual samples, with times as people write them and cells that are empty', async () => {
    const file = await bookOf(
      [day, 1025, 'A-进水', '甲河', 46, '劣Ⅴ类', 2.6, 0.5, 12],
      [day, '9：05', 'A-出水', '甲河', null, null, 0.1 + 0.2, null, 3.5],
      [day, null, null, '乙河', 10, 'Ⅱ类', null, null, null],
    );
    expect(await evaluate(file, { layout: 'manual-samples' })).toEqual({
      code: 0,
      rows: [
        ',甲河 A-进水,2025-01-02 10:25,6,氨氮(1.6)、总磷(1.5)、化学需氧量(1.3)、高锰酸盐指数(1.0)',
        ',甲河 A-出水,2025-01-02 09:05,2,',
        ',乙河,2025-01-02,1,',
      ],
    });
  });

  it('names what cannot be read of a workbook, in the order of its rows', async () => {
    const file = await bookOf(
      [day, '25:10', 'A', '甲河', 46, '', 2.6, 0.5, 12],
      [day, 1025, 'A', '甲河', '约46', '', 2.6, 0.5, 12],
      [day, 1025, 'A', '甲河', 46, '', -1, 0.5, 12],
      [null, 1025, 'A', '甲河', 46, '', 2.6, 0.5, 12],
      [day, 1025, 'A', '甲河', 46, '', 2.6, 0.5, 12],
    );
    expect((await evaluate(file, { layout: 'manual-samples' })).code).toBe(2);
    expect(told.slice(0, 4)).toEqual([
      '/a.xlsx: row 2, column 取样时间: not a time of day: "25:10"',
      '/a.xlsx: row 3, column COD: not a concentration: "约46"',
      '/a.xlsx: row 4, column 氨氮: not a concentration: "-1"',
      '/a.xlsx: row 5, column 取样日期: empty',
    ]);
  });

  it('that are not what they are called are refused', async () => {
    const text = fileOf('a.csv', csv(rowOf('8,8,3,0.2,0.03')));
    await expect(evaluate(text, { layout: 'manual-samples' })).rejects.toThrow(
      'a.csv: not a workbook (.xlsx) that can be read',
    );
    await expect(evaluate(text, { layout: 'station-hours' })).rejects.toThrow('column missing: 站点名称, 检测时间');
    await expect(evaluate(text, { layout: 'other' })).rejects.toThrow('no layout other: there are cnemc-section');
  });

  it.each([
    [1025, '10:25'],
    [905, '09:05'],
    ['7：50', '07:50'],
    ['14:34', '14:34'],
    [0.5, '12:00'],
    [null, ''],
    [2510, null],
    ['早上', null],
  ])('reads the time of day %s', (written, expected) => {
    expect(clockText(written)).toBe(expected);
  });
});
