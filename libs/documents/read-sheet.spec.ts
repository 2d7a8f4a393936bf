import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import fc from 'fast-check';
import { zipSync } from 'fflate';
import { readSheet, type ReadColumn } from './read-sheet.js';
import { sheet } from './sheet.js';
import { guardedText, unguardedText } from './workbook.js';

const columns: ReadColumn[] = [
  { key: 'number', header: '编号', required: true, longest: 20 },
  { key: 'name', header: '名称', otherHeaders: ['单位名称'], required: true },
  { key: 'deadline', header: '整改时限', type: 'date' },
  { key: 'amount', header: '资金（万元）', type: 'decimal' },
  { key: 'count', header: '数量', type: 'integer', optionalColumn: true },
  { key: 'kind', header: '类型', type: 'choice', choices: { 立行立改: 'IMMEDIATE', 限期整改: 'DEADLINE' } },
];
const HEAD = ['编号', '名称', '整改时限', '资金（万元）', '数量', '类型'];

const book = async (rows: unknown[][], name = '问题清单'): Promise<Uint8Array> => {
  const made = new ExcelJS.Workbook();
  made.addWorksheet(name).addRows(rows);
  return new Uint8Array(await made.xlsx.writeBuffer());
};

it('reads a cell with a time of day as the program shows it', async () => {
  const made = new ExcelJS.Workbook();
  const cells = made.addWorksheet('样品');
  cells.addRows([['取样时间'], [0.42708333333333331], [1025], ['8:05']]);
  cells.getCell('A2').numFmt = 'h:mm';
  const { rows } = await readSheet(new Uint8Array(await made.xlsx.writeBuffer()), [
    { key: 'clock', header: '取样时间' },
  ]);
  expect(rows.map(({ values }) => values['clock'])).toEqual(['10:15', '1025', '8:05']);
});

it('takes a heading with other brackets or letters for the same', async () => {
  const water: ReadColumn[] = [
    { key: 'ph', header: 'pH', optionalColumn: true },
    { key: 'do', header: '溶解氧(mg/L)', optionalColumn: true },
  ];
  const { letters, unknownHeaders } = await readSheet(
    await book([
      ['PH', '溶解氧（mg/L）', 'Other'],
      ['7', '8', ''],
    ]),
    water,
  );
  expect(letters).toEqual({ ph: 'A', do: 'B' });
  expect(unknownHeaders).toEqual(['Other']);
});

describe('reading a list', () => {
  it('reads what people and programs write', async () => {
    const bytes = await book([
      ['问题清单（2026年）'],
      [],
      ['编号 *', '单位\n名称', '整改时限', '资金(万元)', '数量', '类型'],
      [1001, '甲镇', new Date('2026-05-06T00:00:00Z'), 449.99, 3, '立行立改'],
      ['T-02', ' 乙镇 ', '2026年5月6日', '1,200.50', null, '限期整改'],
      [],
      ['T-03', "'=丙", '2026/12/31', null, null, null],
    ]);
    expect(await readSheet(bytes, columns)).toEqual({
      sheet: '问题清单',
      problems: [],
      letters: { number: 'A', name: 'B', deadline: 'C', amount: 'D', count: 'E', kind: 'F' },
      unknownHeaders: [],
      rows: [
        {
          row: 4,
          values: {
            number: '1001',
            name: '甲镇',
            deadline: '2026-05-06',
            amount: '449.99',
            count: 3,
            kind: 'IMMEDIATE',
          },
        },
        {
          row: 5,
          values: {
            number: 'T-02',
            name: '乙镇',
            deadline: '2026-05-06',
            amount: '1200.50',
            count: null,
            kind: 'DEADLINE',
          },
        },
        {
          row: 7,
          values: { number: 'T-03', name: '=丙', deadline: '2026-12-31', amount: null, count: null, kind: null },
        },
      ],
    });
  });
  it('names sheet, row and column of every fault and keeps the sound rows', async () => {
    const bytes = await book([
      HEAD,
      ['T-01', '甲', '5月6日', '多', 1.5, '长期'],
      ['T-02', '乙', '2026-02-30', 1, 2, '立行立改'],
      ['T-03', '丙', null, null, null, null],
      ['x'.repeat(21), null, null, null, null, null],
    ]);
    const { rows, problems } = await readSheet(bytes, columns);
    expect(rows.map((one) => one.row)).toEqual([4]);
    expect(problems.map(({ sheet: name, row, column, code }) => [name, row, column, code])).toEqual([
      ['问题清单', 2, '整改时限', 'CELL_WRONG'],
      ['问题清单', 2, '资金（万元）', 'CELL_WRONG'],
      ['问题清单', 2, '数量', 'CELL_WRONG'],
      ['问题清单', 2, '类型', 'CELL_WRONG'],
      ['问题清单', 3, '整改时限', 'CELL_WRONG'],
      ['问题清单', 5, '编号', 'CELL_LONG'],
      ['问题清单', 5, '名称', 'CELL_EMPTY'],
    ]);
    expect(problems[3]?.problem).toContain('立行立改、限期整改');
  });
  it('names every column that is missing or there twice', async () => {
    const { rows, problems, unknownHeaders } = await readSheet(
      await book([
        ['编号', '编号', '备注'],
        ['T-01', 'T-01', '甲'],
      ]),
      columns,
    );
    expect(rows).toEqual([]);
    expect(unknownHeaders).toEqual(['备注']);
    expect(problems.map(({ column, code }) => [column, code])).toEqual([
      ['名称', 'COLUMN_MISSING'],
      ['整改时限', 'COLUMN_MISSING'],
      ['资金（万元）', 'COLUMN_MISSING'],
      ['类型', 'COLUMN_MISSING'],
      ['编号', 'COLUMN_TWICE'],
    ]);
  });
  it('says when there are no rows, no such sheet, no workbook', async () => {
    expect((await readSheet(await book([HEAD]), columns)).problems).toMatchObject([{ code: 'SHEET_EMPTY' }]);
    await expect(readSheet(await book([HEAD]), columns, '账号')).rejects.toMatchObject({ code: 'SHEET_NOT_FOUND' });
    await expect(readSheet(Buffer.from('编号,名称'), columns)).rejects.toMatchObject({ code: 'SHEET_UNREADABLE' });
    await expect(readSheet(zipSync({ 'a.txt': Buffer.from('x') }), columns)).rejects.toMatchObject({
      code: 'SHEET_UNREADABLE',
    });
  });
  it('does not unpack a bomb', async () => {
    const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(101 * 1024 * 1024) }, { level: 1 });
    expect(bomb.length).toBeLessThan(1_000_000);
    await expect(readSheet(bomb, columns)).rejects.toMatchObject({
      code: 'SHEET_UNREADABLE',
      details: { reason: 'too large' },
    });
  });
});

describe('writing a list', () => {
  const trial = [
    { header: '编号' },
    { header: '金额', type: 'decimal' },
    { header: '时限', type: 'date' },
    { header: '次数', type: 'integer' },
  ] as const;
  const load = async (bytes: Uint8Array): Promise<ExcelJS.Worksheet> => {
    const made = new ExcelJS.Workbook();
    await made.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);
    return made.worksheets[0] as ExcelJS.Worksheet;
  };
  it('keeps numbers numbers, dates dates and text text', async () => {
    const made = await load(
      await sheet(trial, [
        ['0012', '449.90', '2026-05-06', 3],
        ['-1', '99999999999999.99', null, null],
      ]),
    );
    expect(made.getCell('A2').value).toBe('0012');
    expect(made.getCell('B2').value).toBe(449.9);
    expect(made.getCell('B2').numFmt).toBe('0.00');
    expect(made.getCell('C2').value).toEqual(new Date('2026-05-06T00:00:00Z'));
    expect(made.getCell('D2').value).toBe(3);
    expect(made.getCell('A3').value).toBe("'-1");
    // Sixteen digits are more than a spreadsheet keeps, so they stay text.
    expect(made.getCell('B3').value).toBe('99999999999999.99');
  });
  it('never leaves a cell a program could take for a formula', async () => {
    const starts = fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' =', '"=', '＝', '', 'a', '1');
    await fc.assert(
      fc.asyncProperty(starts, fc.string({ maxLength: 8 }), async (start, rest) => {
        const made = await load(await sheet([{ header: '文本' }], [[start + rest]]));
        const { value, formula } = made.getCell('A2');
        expect(formula).toBeUndefined();
        if (typeof value === 'string') expect(value).not.toMatch(/^[=+\-@\t\r]/);
      }),
      { seed: 235, numRuns: 40 },
    );
  });
  it('reads back the text it guarded', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(unguardedText(guardedText(text))).toBe(text.startsWith("'") ? unguardedText(text) : text);
      }),
      { seed: 236, numRuns: 2_000 },
    );
  });
  it('goes round through the reader', async () => {
    const bytes = await sheet(
      HEAD.map((header) => ({ header })),
      [['T-01', '=甲', '2026-05-06', '449.99', '3', '限期整改']],
    );
    expect((await readSheet(bytes, columns)).rows).toEqual([
      {
        row: 2,
        values: { number: 'T-01', name: '=甲', deadline: '2026-05-06', amount: '449.99', count: 3, kind: 'DEADLINE' },
      },
    ]);
  });
  it('refuses a name no program accepts', async () => {
    await expect(sheet(trial, [], { name: 'a/b' })).rejects.toMatchObject({ code: 'SHEET_NAME' });
  });
});
