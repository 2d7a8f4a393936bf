/** The weekly sheet (周调度表): every lagging item of a cut-off on one printable sheet. */
import type { CellObject, Row } from 'write-excel-file/node';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { LAG_LEVELS, type LagLevel } from '#libs/domain/plan/lag.js';
import { Refusal } from '#libs/domain/refusal.js';
import { dateCell, decimalCell } from './sheet.js';
import { fillText, type Template } from './template.js';
import { fittedRow, guardedText, LINED, spanning, workbookOf } from './workbook.js';

/** One item. Percentages are percent, lag is percentage points, both rounded decimals as text; null where there is none. */
export interface WeeklyRow {
  readonly itemNo: string;
  readonly listName: string;
  readonly title: string;
  readonly leadUnit: string;
  readonly supportingUnits: readonly string[];
  readonly territorialUnit: string | null;
  readonly supervisingUnit: string | null;
  /** Post of the leader in charge. */
  readonly leader: string | null;
  readonly deadline: CivilDate | null;
  readonly plannedClosure: CivilDate | null;
  readonly promised: string | null;
  /** The unit's reply of this week; null when it has not replied. */
  readonly progress: string | null;
  /** The reply says the same as last week's; printed as 无进展. */
  readonly sameAsLastWeek: boolean;
  readonly evidence: readonly string[];
  readonly plannedPct: string | null;
  readonly reportedPct: string | null;
  readonly confirmedPct: string | null;
  readonly lagPoints: string | null;
  readonly lagDays: number | null;
  readonly timesRunning: number;
  readonly grade: LagLevel;
  readonly obstacle: string | null;
  readonly coordinateWith: string | null;
  readonly replyDue: CivilDate | null;
  readonly nextMilestone: string | null;
  /** Post of the person in charge. */
  readonly responsiblePost: string | null;
  readonly opinion: string | null;
}

/** A column the pack asks for: `id` is a field of the row, `width` in characters. */
export interface WeeklyColumn {
  readonly id: string;
  readonly header: string;
  readonly width: number;
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

const COLOURS: Readonly<Record<LagLevel, string | undefined>> = {
  green: undefined,
  yellow: '#FFF2A8',
  orange: '#FFD2A1',
  red: '#F4B0B0',
};
const NO_PROGRESS = '无进展';
const NO_REPLY = '未回复';
/** On no sheet before this one: no reply was owed yet. */
const NEWLY_LISTED = '本期新列入';
const ALERT = '#C00000';
/** Number, list and matter stay in view. */
const FIXED_COLUMNS = 3;
const GROUP_HEIGHT = 18;
/** Characters that fit across A3 landscape without shrinking the type below what can be read. */
const PAGE_WIDTH = 270;

type CellOf = (row: WeeklyRow) => CellObject;

const words = (text: string | null): CellObject => ({ value: text === null ? '' : guardedText(text), type: String });
const centred = (cell: CellObject): CellObject => ({ ...cell, align: 'center' });
const day = (date: CivilDate | null): CellObject => centred(date === null ? words(null) : dateCell(date));
const NOTHING: CellObject = { value: '—', align: 'center' };
const whole = (value: number | null): CellObject =>
  value === null ? NOTHING : centred({ value, type: Number, format: '0' });
const decimal = (text: string | null): CellObject => (text === null ? NOTHING : centred(decimalCell(text)));

const progress = (row: WeeklyRow): CellObject => {
  if (row.progress === null) return row.timesRunning > 1 ? { value: NO_REPLY, textColor: ALERT } : words(NEWLY_LISTED);
  const evidence = row.evidence.length === 0 ? '' : `\n佐证：${row.evidence.join('、')}`;
  if (!row.sameAsLastWeek) return words(row.progress + evidence);
  return { value: `${NO_PROGRESS}：${row.progress}${evidence}`, textColor: ALERT };
};
const grade = (row: WeeklyRow): CellObject => {
  const colour = COLOURS[row.grade];
  return centred({
    value: LAG_LEVELS[row.grade].zh,
    ...(colour === undefined ? {} : { backgroundColor: colour }),
  });
};

const CELLS: Readonly<Record<string, CellOf>> = {
  itemNo: (row) => words(row.itemNo),
  listName: (row) => words(row.listName),
  title: (row) => words(row.title),
  leadUnit: (row) => words(row.leadUnit),
  supportingUnits: (row) => words(row.supportingUnits.join('、')),
  territorialUnit: (row) => words(row.territorialUnit),
  supervisingUnit: (row) => words(row.supervisingUnit),
  leader: (row) => words(row.leader),
  deadline: (row) => day(row.deadline),
  plannedClosure: (row) => day(row.plannedClosure),
  promised: (row) => words(row.promised),
  progress,
  plannedPct: (row) => decimal(row.plannedPct),
  reportedPct: (row) => decimal(row.reportedPct),
  confirmedPct: (row) => decimal(row.confirmedPct),
  lagPoints: (row) => decimal(row.lagPoints),
  lagDays: (row) => whole(row.lagDays),
  timesRunning: (row) => whole(row.timesRunning),
  grade,
  obstacle: (row) => words(row.obstacle),
  coordinateWith: (row) => words(row.coordinateWith),
  replyDue: (row) => day(row.replyDue),
  nextMilestone: (row) => words(row.nextMilestone),
  responsiblePost: (row) => words(row.responsiblePost),
  opinion: (row) => words(row.opinion),
};

const DATES: readonly string[] = ['deadline', 'plannedClosure', 'replyDue'];
const DATE_WIDTH = 11.5;

/** Headings over neighbouring columns. */
const GROUPS: Readonly<Record<string, string>> = {
  leadUnit: '责任单位',
  supportingUnits: '责任单位',
  territorialUnit: '责任单位',
  supervisingUnit: '责任单位',
  plannedPct: '进度',
  reportedPct: '进度',
  confirmedPct: '进度',
  lagPoints: '滞后',
  lagDays: '滞后',
};

const HEAD = { ...LINED, fontWeight: 'bold', align: 'center' } as const;

/** A remark in brackets goes under the heading. */
const headingOf = (column: WeeklyColumn): string => column.header.replace('（', '\n（');

/** Two head rows: a group over its columns where they stand together, other headings over both rows. */
const headRows = (columns: readonly WeeklyColumn[], widths: readonly number[]): Row[] => {
  const groupAt = (index: number): string | undefined => GROUPS[columns[index]?.id ?? ''];
  const lower = fittedRow(
    columns.map((column) => ({ ...HEAD, value: headingOf(column) })),
    widths,
  );
  const upper: Row = [];
  columns.forEach((column, index) => {
    const group = groupAt(index);
    let span = 1;
    while (group !== undefined && groupAt(index + span) === group) span += 1;
    if (group !== undefined && groupAt(index - 1) === group) upper.push(null);
    else if (span > 1) upper.push({ ...HEAD, value: group ?? '', columnSpan: span, height: GROUP_HEIGHT });
    else upper.push({ ...HEAD, value: headingOf(column), rowSpan: 2, height: GROUP_HEIGHT });
  });
  const underOne = upper.map((cell) => typeof cell === 'object' && cell !== null && 'rowSpan' in cell);
  return [upper, lower.map((cell, index) => (underOne[index] === true ? null : cell))];
};

/** The widths asked for, drawn in to what A3 can show; a date is never drawn in, since it would print as ###. */
const fittedWidths = (columns: readonly WeeklyColumn[]): number[] => {
  const dates = columns.filter((column) => DATES.includes(column.id));
  const others = columns.filter((column) => !DATES.includes(column.id)).reduce((sum, column) => sum + column.width, 0);
  const share = Math.min(1, (PAGE_WIDTH - dates.length * DATE_WIDTH) / others);
  return columns.map((column) => (DATES.includes(column.id) ? DATE_WIDTH : column.width * share));
};

/** Foot entries side by side over the whole width. */
const footRow = (texts: readonly string[], columns: number): Row => {
  const cells: Row = [];
  texts.forEach((text, index) => {
    const until = Math.round((columns * (index + 1)) / texts.length);
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
 * foot, the pack the columns; the counts of items and of those three times running are taken from the rows. A sheet
 * without items is still dated and counted. Refusals: SHEET_COLUMN for a column no row has, SHEET_COUNT when more items
 * are new than are on the sheet; otherwise as `fillText`.
 */
export const weeklySheet = async (
  template: Template,
  columns: readonly WeeklyColumn[],
  sheet: WeeklySheet,
): Promise<Uint8Array> => {
  if (sheet.added > sheet.rows.length) {
    throw new Refusal('SHEET_COUNT', `${sheet.added} new items on a sheet of ${sheet.rows.length}`);
  }
  const cells = columns.map(({ id }) => {
    const cell = Object.hasOwn(CELLS, id) ? CELLS[id] : undefined;
    if (cell === undefined) throw new Refusal('SHEET_COLUMN', `a weekly sheet has no column ${id}`);
    return cell;
  });
  const widths = fittedWidths(columns);
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
  const full = columns.length;
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
      : sheet.rows.map((row) =>
          fittedRow(
            cells.map((cell) => ({ ...LINED, ...cell(row) })),
            widths,
          ),
        );
  const head = 1 + lines.length;
  return workbookOf([title, ...lines, ...headRows(columns, widths), ...body, footRow(text.foot, full)], {
    name: '周调度表',
    widths,
    paper: 'A3',
    orientation: 'landscape',
    headRows: [head + 1, head + 2],
    fixedColumns: Math.min(FIXED_COLUMNS, full),
    ...(sheet.watermark === undefined ? {} : { mark: sheet.watermark }),
  });
};
