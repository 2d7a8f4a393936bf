/** The weekly sheet (周调度表): every lagging item of a cut-off on one printable sheet. */
import type { CellObject, Row } from 'write-excel-file/node';
import { Refusal } from '#libs/domain/refusal.js';
import { dateCell } from './sheet.js';
import { fillText, type Template } from './template.js';
import { fittedRow, guardedText, LINED, spanning, workbookOf } from './workbook.js';

export type LagGrade = 'normal' | 'yellow' | 'orange' | 'red';

/** One item. Percentages are percent, lag is percentage points and days; null where there is no such number. */
export interface WeeklyRow {
  readonly list: string;
  readonly matter: string;
  readonly leadUnit: string;
  readonly supportingUnits: readonly string[];
  readonly territorialUnit: string | null;
  readonly supervisingUnit: string | null;
  /** Post of the leader in charge. */
  readonly leader: string | null;
  readonly deadline: string | null;
  readonly plannedClosure: string | null;
  readonly promisedLastWeek: string | null;
  /** The unit's reply of this week; null when it has not replied. */
  readonly newThisWeek: string | null;
  /** The reply says the same as last week's; printed as 无进展. */
  readonly sameAsLastWeek: boolean;
  readonly evidence: readonly string[];
  readonly plannedPercent: number | null;
  readonly reportedPercent: number | null;
  readonly confirmedPercent: number | null;
  readonly lagPoints: number | null;
  readonly lagDays: number | null;
  readonly timesRunning: number;
  readonly grade: LagGrade;
  readonly obstacle: string | null;
  readonly coordinatingUnit: string | null;
  readonly replyDue: string | null;
  readonly nextMilestone: string | null;
  /** Post of the person in charge. */
  readonly personInCharge: string | null;
  readonly reviewerOpinion: string | null;
}

export interface WeeklySheet {
  readonly sheetName: string;
  readonly issueNumber: number;
  readonly cutoff: Date;
  readonly rows: readonly WeeklyRow[];
  /** Items new on this sheet, and those of the last one that left it. */
  readonly added: number;
  readonly removed: number;
  /** Sources that had not arrived when the sheet was drawn up. */
  readonly missingSources?: readonly string[];
  readonly signers?: {
    readonly filledBy?: string;
    readonly unitHead?: string;
    readonly reviewedBy?: string;
    readonly issuedBy?: string;
  };
  readonly watermark?: string;
}

const GRADES: Readonly<Record<LagGrade, { readonly name: string; readonly color?: string }>> = {
  normal: { name: '正常' },
  yellow: { name: '黄色', color: '#FFF2A8' },
  orange: { name: '橙色', color: '#FFD2A1' },
  red: { name: '红色', color: '#F4B0B0' },
};
const NO_PROGRESS = '无进展';
const NO_REPLY = '未回复';
const ALERT = '#C00000';

interface Column {
  /** Heading over several columns. */
  readonly group?: string;
  readonly header: string;
  readonly width: number;
  readonly cell: (row: WeeklyRow, index: number) => CellObject;
}

const words = (text: string | null): CellObject => ({ value: text === null ? '' : guardedText(text), type: String });
const centred = (cell: CellObject): CellObject => ({ ...cell, align: 'center' });
const day = (date: string | null): CellObject => centred(date === null ? words(null) : dateCell(date));
const number = (value: number | null, format: string): CellObject =>
  centred(value === null ? { value: '—' } : { value, type: Number, format });

const progress = (row: WeeklyRow): CellObject => {
  if (row.newThisWeek === null) return { value: NO_REPLY, textColor: ALERT };
  if (!row.sameAsLastWeek) return words(row.newThisWeek);
  return { value: `${NO_PROGRESS}：${row.newThisWeek}`, textColor: ALERT };
};
const grade = (row: WeeklyRow): CellObject => {
  const { name, color } = GRADES[row.grade];
  return centred({ value: name, ...(color === undefined ? {} : { backgroundColor: color }) });
};

const COLUMNS: readonly Column[] = [
  { header: '序号', width: 5, cell: (_, index) => number(index + 1, '0') },
  { header: '清单', width: 10, cell: (row) => words(row.list) },
  { header: '事项', width: 22, cell: (row) => words(row.matter) },
  { group: '责任单位', header: '牵头', width: 10, cell: (row) => words(row.leadUnit) },
  { group: '责任单位', header: '配合', width: 10, cell: (row) => words(row.supportingUnits.join('、')) },
  { group: '责任单位', header: '属地', width: 9, cell: (row) => words(row.territorialUnit) },
  { group: '责任单位', header: '督导', width: 9, cell: (row) => words(row.supervisingUnit) },
  { header: '包抓领导', width: 9, cell: (row) => words(row.leader) },
  { header: '整改时限', width: 11, cell: (row) => day(row.deadline) },
  { header: '计划销号', width: 11, cell: (row) => day(row.plannedClosure) },
  { header: '上周承诺', width: 18, cell: (row) => words(row.promisedLastWeek) },
  { header: '本周新进展', width: 22, cell: progress },
  { header: '佐证材料', width: 12, cell: (row) => words(row.evidence.join('、')) },
  { group: '进度（%）', header: '计划', width: 7, cell: (row) => number(row.plannedPercent, '0.0') },
  { group: '进度（%）', header: '填报', width: 7, cell: (row) => number(row.reportedPercent, '0.0') },
  { group: '进度（%）', header: '核实', width: 7, cell: (row) => number(row.confirmedPercent, '0.0') },
  { group: '滞后', header: '百分点', width: 7, cell: (row) => number(row.lagPoints, '0.0') },
  { group: '滞后', header: '天数', width: 6, cell: (row) => number(row.lagDays, '0') },
  { header: '连续\n次数', width: 6, cell: (row) => number(row.timesRunning, '0') },
  { header: '等级', width: 6, cell: grade },
  { header: '存在困难', width: 14, cell: (row) => words(row.obstacle) },
  { header: '请求协调单位', width: 12, cell: (row) => words(row.coordinatingUnit) },
  { header: '回复时限', width: 11, cell: (row) => day(row.replyDue) },
  { header: '下一节点', width: 14, cell: (row) => words(row.nextMilestone) },
  { header: '责任人\n（职务）', width: 11, cell: (row) => words(row.personInCharge) },
  { header: '审核意见', width: 14, cell: (row) => words(row.reviewerOpinion) },
];

const HEAD = { ...LINED, fontWeight: 'bold', align: 'center' } as const;

/** Two head rows: a group over its columns, other headings over both rows. */
const headRows = (): Row[] => {
  const upper: Row = [];
  const lower: Row = [];
  COLUMNS.forEach((column, index) => {
    if (column.group === undefined) {
      upper.push({ ...HEAD, value: column.header, rowSpan: 2, height: 18 });
      lower.push(null);
      return;
    }
    lower.push({ ...HEAD, value: column.header, height: 18 });
    if (COLUMNS[index - 1]?.group === column.group) {
      upper.push(null);
      return;
    }
    const span = COLUMNS.filter((other) => other.group === column.group).length;
    upper.push({ ...HEAD, value: column.group, columnSpan: span });
  });
  return [upper, lower];
};

/** Foot entries side by side over the whole width. */
const footRow = (texts: readonly string[]): Row => {
  const cells: Row = [];
  texts.forEach((text, index) => {
    const until = Math.round((COLUMNS.length * (index + 1)) / texts.length);
    cells.push(
      ...spanning(
        { value: guardedText(text), fontSize: 12, height: 30, alignVertical: 'center' },
        until - cells.length,
      ),
    );
  });
  return cells;
};

/**
 * The sheet as `.xlsx`, A3 landscape, one page wide, head rows repeated. The template gives title, head line, notes and
 * foot; the counts of items and of those three times running are taken from the rows. A sheet without items is still
 * dated and counted. Refusal SHEET_COUNT when more items are new than are on the sheet; otherwise as `fillText`.
 */
export const weeklySheet = (template: Template, sheet: WeeklySheet): Promise<Uint8Array> => {
  if (sheet.added > sheet.rows.length) {
    throw new Refusal('SHEET_COUNT', `${sheet.added} new items on a sheet of ${sheet.rows.length}`);
  }
  const text = fillText(template, {
    sheetName: sheet.sheetName,
    issueNumber: sheet.issueNumber,
    cutoff: sheet.cutoff,
    onSheet: sheet.rows.length,
    added: sheet.added,
    removed: sheet.removed,
    threeTimes: sheet.rows.filter((row) => row.timesRunning >= 3).length,
    isEmpty: sheet.rows.length === 0,
    missingSources: (sheet.missingSources ?? []).map((name) => ({ name })),
    ...sheet.signers,
  });
  const full = COLUMNS.length;
  const widths = COLUMNS.map((column) => column.width);
  const title: Row = spanning(
    {
      value: text.title,
      fontFamily: '方正小标宋简体',
      fontSize: 22,
      align: 'center',
      alignVertical: 'center',
      height: 42,
    },
    full,
  );
  const lines: Row[] = text.lines.map((line) =>
    spanning({ value: line, fontSize: 12, alignVertical: 'center', height: 24 }, full),
  );
  const body: Row[] =
    sheet.rows.length === 0
      ? [spanning({ ...LINED, value: '（无）', align: 'center', height: 30 }, full)]
      : sheet.rows.map((row, index) =>
          fittedRow(
            COLUMNS.map((column) => ({ ...LINED, ...column.cell(row, index) })),
            widths,
          ),
        );
  const head = 1 + lines.length;
  return workbookOf([title, ...lines, ...headRows(), ...body, footRow(text.foot)], {
    name: '周调度表',
    widths,
    paper: 'A3',
    orientation: 'landscape',
    headRows: [head + 1, head + 2],
    fixedColumns: 3,
    ...(sheet.watermark === undefined ? {} : { mark: sheet.watermark }),
  });
};
