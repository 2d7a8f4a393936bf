import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import ExcelJS from 'exceljs';
import { strFromU8, unzipSync } from 'fflate';
import { parse } from 'yaml';
import { packTemplate } from './fixtures/notice-of-talk.js';
import { weeklySheet, type WeeklyColumn, type WeeklyRow, type WeeklySheet } from './weekly-sheet.js';

const row = (changes: Partial<WeeklyRow> = {}): WeeklyRow => ({
  itemNo: 'T-07',
  listName: '夏季攻势',
  title: '入河排污口排查整治',
  leadUnit: '示例镇',
  supportingUnits: ['水利局', '执法局'],
  territorialUnit: '己区',
  supervisingUnit: '督查室',
  leader: '副区长',
  deadline: '2026-05-06',
  plannedClosure: '2026-06-15',
  promised: '完成溯源',
  progress: '完成4个排污口溯源',
  sameAsLastWeek: false,
  evidence: ['溯源报告', '照片'],
  plannedPct: '60.0',
  reportedPct: '50.5',
  confirmedPct: '45.0',
  lagPoints: '15.0',
  lagDays: 8,
  timesRunning: 1,
  grade: 'orange',
  obstacle: null,
  coordinateWith: null,
  replyDue: '2026-05-20',
  nextMilestone: '混排口改造进场',
  responsiblePost: '副镇长',
  opinion: null,
  ...changes,
});
/** Those of the default pack. */
const { items } = parse(
  readFileSync(new URL('../../packs/default-district/dispatch.yaml', import.meta.url), 'utf8'),
) as {
  items: { columns: { id: string; name: { zh: string }; width: number }[] }[];
};
const COLUMNS: WeeklyColumn[] = (items[0]?.columns ?? []).map(({ id, name, width }) => ({
  id,
  header: name.zh,
  width,
}));
const sheetOf = (rows: WeeklyRow[], changes: Partial<WeeklySheet> = {}): WeeklySheet => ({
  sheetName: '滞后任务周调度表',
  issueNumber: 3,
  cutoff: new Date('2026-05-14T09:00:00Z'),
  rows,
  added: 0,
  removed: 0,
  ...changes,
});
const template = packTemplate('weekly-sheet');
const read = async (sheet: WeeklySheet): Promise<ExcelJS.Worksheet> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(Buffer.from(await weeklySheet(template, COLUMNS, sheet)) as unknown as ExcelJS.Buffer);
  const [first] = book.worksheets;
  if (first === undefined) throw new Error('no sheet');
  return first;
};
const texts = (sheet: ExcelJS.Worksheet, number: number): unknown[] =>
  (sheet.getRow(number).values as unknown[]).slice(1);
describe('the weekly sheet', () => {
  it('counts and dates itself in the head', async () => {
    const sheet = await read(
      sheetOf([row(), row({ timesRunning: 3 }), row({ timesRunning: 7 })], {
        added: 1,
        removed: 2,
        missingSources: ['资金台账'],
      }),
    );
    expect(sheet.getCell('A1').value).toBe('滞后任务周调度表');
    expect(sheet.getCell('A2').value).toBe(
      '第3期　　截止时间：2026年5月14日17:00　　在表3项，新增1项，移出2项，连续三次及以上在表2项',
    );
    expect(sheet.getCell('A3').value).toBe('截止时以下来源尚未到齐：资金台账。');
  });
  it('has every column, groups over their own', async () => {
    const sheet = await read(sheetOf([row()]));
    expect(texts(sheet, 4).map((text) => String(text).replace('\n', ''))).toEqual(
      COLUMNS.map((column) => column.header),
    );
    expect(COLUMNS).toHaveLength(25);
    expect(sheet.getCell('D3').value).toBe('责任单位');
    expect(sheet.getCell('D3').isMerged && sheet.getCell('G3').master.address === 'D3').toBe(true);
    expect(sheet.getCell('M3').value).toBe('进度');
    expect(sheet.getCell('P3').value).toBe('滞后');
    expect(sheet.getCell('A4').master.address).toBe('A3');
  });
  it('keeps numbers and dates as such and shows what is not there as —', async () => {
    const sheet = await read(sheetOf([row({ reportedPct: null })]));
    const values = texts(sheet, 5);
    expect(values[0]).toBe('T-07');
    expect(values[8]).toEqual(new Date('2026-05-06T00:00:00Z'));
    expect(values.slice(12, 18)).toEqual([60, '—', 45, 15, 8, 1]);
    expect(sheet.getCell('O5').numFmt).toBe('0.0');
    expect(values[18]).toBe('橙色');
    expect(values[4]).toBe('水利局、执法局');
  });
  it('marks a reply that says the same as last week, and one that did not come', async () => {
    const sheet = await read(
      sheetOf([
        row({ sameAsLastWeek: true }),
        row({ progress: null, timesRunning: 2 }),
        row({ progress: null, timesRunning: 1 }),
      ]),
    );
    expect(sheet.getCell('L5').value).toBe('无进展：完成4个排污口溯源\n佐证：溯源报告、照片');
    expect(sheet.getCell('L6').value).toBe('未回复');
    expect(sheet.getCell('L7').value).toBe('本期新列入');
    expect(sheet.getCell('L7').font.color?.argb).not.toBe('FFC00000');
    expect(sheet.getCell('L5').font.color?.argb).toBe('FFC00000');
  });
  it('takes no text for a formula', async () => {
    const sheet = await read(sheetOf([row({ obstacle: '=HYPERLINK("x")', title: '+1', leadUnit: '@甲' })]));
    expect([sheet.getCell('T5').value, sheet.getCell('C5').value, sheet.getCell('D5').value]).toEqual([
      '\'=HYPERLINK("x")',
      "'+1",
      "'@甲",
    ]);
  });
  it('is still dated when nothing lags', async () => {
    const sheet = await read(sheetOf([], { removed: 4 }));
    expect(sheet.getCell('A2').value).toContain('截止时间：2026年5月14日17:00');
    expect(sheet.getCell('A2').value).toContain('在表0项，新增0项，移出4项');
    expect(sheet.getCell('A3').value).toBe('截至2026年5月14日17:00，无进度滞后事项，本期为空表。');
    expect(sheet.getCell('A6').value).toBe('（无）');
  });
  it('has a foot for the four who answer for it', async () => {
    const sheet = await read(sheetOf([row()], { signers: { filledBy: '督查专班' } }));
    const foot = texts(sheet, 6).filter((value, index, all) => value !== undefined && value !== all[index - 1]);
    expect(foot).toEqual(['填表人：督查专班', '单位负责人：', '审核人：', '签发人：']);
  });
  it('prints on A3 landscape, one page wide, head rows on every page', async () => {
    const sheet = await read(sheetOf([row()], { watermark: '样例' }));
    expect(sheet.pageSetup).toMatchObject({
      orientation: 'landscape',
      paperSize: 8,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
    });
    expect(sheet.pageSetup.printTitlesRow).toBe('3:4');
    expect(sheet.headerFooter.oddHeader).toContain('样例');
    expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 4, xSplit: 3 });
  });
  it('leaves dates room to print', async () => {
    const sheet = await read(sheetOf([row()]));
    for (const column of [9, 10, 22]) expect(sheet.getColumn(column).width).toBeGreaterThanOrEqual(11);
    const total = COLUMNS.reduce((sum, _, index) => sum + (sheet.getColumn(index + 1).width ?? 0), 0);
    expect(total).toBeLessThan(300);
  });
  it('gives rows the height their texts need', async () => {
    const sheet = await read(sheetOf([row(), row({ progress: '很长的进展'.repeat(20) })]));
    expect(sheet.getRow(6).height).toBeGreaterThan(2 * sheet.getRow(5).height);
  });
  it('gives the same bytes for the same rows', async () => {
    const [one, other] = [
      await weeklySheet(template, COLUMNS, sheetOf([row()])),
      await weeklySheet(template, COLUMNS, sheetOf([row()])),
    ];
    expect(Buffer.compare(one, other)).toBe(0);
    expect(strFromU8(unzipSync(one)['xl/workbook.xml'] ?? new Uint8Array())).toContain('周调度表');
  });
  it('refuses more new items than items, and a column it does not know', async () => {
    await expect(weeklySheet(template, COLUMNS, sheetOf([row()], { added: 2 }))).rejects.toMatchObject({
      code: 'SHEET_COUNT',
    });
    const odd = [...COLUMNS, { id: 'toString', header: '其他', width: 8 }];
    await expect(weeklySheet(template, odd, sheetOf([row()]))).rejects.toMatchObject({ code: 'SHEET_COLUMN' });
  });
  it('sets a single column under no group over both head rows', async () => {
    const chosen = COLUMNS.filter((column) => ['title', 'leadUnit', 'grade'].includes(column.id));
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(
      Buffer.from(await weeklySheet(template, chosen, sheetOf([row()]))) as unknown as ExcelJS.Buffer,
    );
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    expect(['A4', 'B4', 'C4'].map((cell) => sheet.getCell(cell).master.address)).toEqual(['A3', 'B3', 'C3']);
  });
});
