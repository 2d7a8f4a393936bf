/** The text of a paper: headings with their marks, lists, tables, forms, the annex of data sources. */
import { headingMark, writtenDate, writtenTime, type HeadingLevel } from './chinese-writing.js';
import {
  type Block,
  type Figure,
  FIGURE_STATE_NAMES,
  type FormCell,
  inlinesOf,
  type Line,
  type TableColumn,
} from './document-content.js';
import { TYPE_WIDTH } from './page-styles.js';
import { paragraph, run, sharedWidths, table, tableRow } from './word-markup.js';

const FACE_STYLE = { hei: '<w:rStyle w:val="Hei"/>', kai: '<w:rStyle w:val="Kai"/>' } as const;
const ALL_EDGES = { top: 4, left: 4, bottom: 4, right: 4, insideH: 4, insideV: 4 } as const;
/** 1 mm between a table's line and its text. */
const CELL_MARGIN = 57;
/** Tables with more columns than this are set in size 5 instead of small 4. */
const WIDE_TABLE = 5;
const FORM_LINE = 440;

/** Writes blocks one after another; knows the figures so that each is bookmarked where it is first named. */
export interface BodyWriter {
  readonly blocks: (blocks: readonly Block[]) => string;
  readonly line: (line: Line) => string;
}

/** `figures` in the order of the annex: figure 3 carries the bookmark `figure_3` and stands in row 3. */
export const bodyWriter = (figures: readonly Figure[]): BodyWriter => {
  const numbers = new Map(figures.map((figure, index) => [figure.id, index + 1]));
  const bookmarked = new Set<number>();

  const line = (source: Line): string =>
    inlinesOf(source)
      .map((inline) => {
        if (typeof inline === 'string') return run(inline);
        const written = run(inline.text, inline.face === undefined ? '' : FACE_STYLE[inline.face]);
        const number = inline.figureId === undefined ? undefined : numbers.get(inline.figureId);
        if (number === undefined || bookmarked.has(number)) return written;
        bookmarked.add(number);
        return `<w:bookmarkStart w:id="${number}" w:name="figure_${number}"/>${written}<w:bookmarkEnd w:id="${number}"/>`;
      })
      .join('');

  const blocks = (source: readonly Block[]): string => {
    const counters = [0, 0, 0, 0];
    return source
      .map((block, index) => {
        const next = source[index + 1];
        const last = next === undefined;
        // What introduces a list or table stays with it; the last lines stay with the signature.
        const keepNext = last || next.type === 'list' || next.type === 'table';
        switch (block.type) {
          case 'text':
            return paragraph('Body', line(block.line), { keepNext });
          case 'heading': {
            const number = (counters[block.level - 1] ?? 0) + 1;
            counters[block.level - 1] = number;
            counters.fill(0, block.level);
            const then = block.then === undefined ? undefined : line(block.then);
            return headingParagraph(block.level, number, line(block.line), then, keepNext);
          }
          case 'list':
            return block.items
              .map((item, at) => paragraph('Body', run(headingMark(block.level, at + 1)) + line(item)))
              .join('');
          case 'table':
            return dataTable(block.columns, block.rows, line, last) + afterTable(last);
          case 'form':
            return formTable(block.weights, block.rows, line) + afterTable(last);
          case 'figures':
            return dataTable(FIGURE_COLUMNS, figures.map(figureRow), line, last) + afterTable(last);
        }
      })
      .join('');
  };

  return { blocks, line };
};

/**
 * Word needs a paragraph after a table; in running text it is also the distance to what follows. The last of an annex keeps
 * to the imprint, which else stands alone on a page or takes the whole table with it.
 */
const afterTable = (last: boolean): string =>
  last ? paragraph('Anchor', '', { keepNext: true }) : paragraph('Body', '', { spacing: { line: 240 } });

const headingParagraph = (
  level: HeadingLevel,
  number: number,
  text: string,
  then: string | undefined,
  keepNext: boolean,
): string => {
  const face = level === 1 ? FACE_STYLE.hei : level === 2 ? FACE_STYLE.kai : '';
  const mark = run(headingMark(level, number), face);
  if (then === undefined) return paragraph(`BodyHeading${level}`, mark + text);
  const faced = face === '' ? text : text.replaceAll('<w:r>', `<w:r><w:rPr>${face}</w:rPr>`);
  return paragraph('Body', mark + faced + then, { keepNext });
};

const dataTable = (
  columns: readonly TableColumn[],
  rows: readonly (readonly Line[])[],
  line: (line: Line) => string,
  last: boolean,
): string => {
  const widths = sharedWidths(
    columns.map((column) => column.weight ?? 1),
    TYPE_WIDTH,
  );
  const small = columns.length > WIDE_TABLE ? 'Small' : '';
  const widthOf = (index: number): number => widths[index] ?? 0;
  const head = tableRow(
    columns.map((column, index) => ({
      width: widthOf(index),
      content: paragraph(`${small}TableHead`, run(column.label)),
    })),
    { head: true },
  );
  const body = rows.map((row, number) =>
    tableRow(
      row.map((cell, index) => ({
        width: widthOf(index),
        content: paragraph(`${small}TableText`, line(cell), {
          keepNext: last && number === rows.length - 1,
          align: columns[index]?.align ?? 'left',
        }),
      })),
    ),
  );
  return table(widths, [head, ...body], { edges: ALL_EDGES, cellMargin: CELL_MARGIN });
};

const formTable = (
  weights: readonly number[],
  rows: readonly (readonly FormCell[])[],
  line: (line: Line) => string,
): string => {
  const widths = sharedWidths(weights, TYPE_WIDTH);
  const written = rows.map((row) => {
    let at = 0;
    const cells = row.map((cell) => {
      const span = cell.span ?? 1;
      const width = widths.slice(at, at + span).reduce((sum, one) => sum + one, 0);
      at += span;
      return { width, span, content: paragraph(cell.label === true ? 'FormLabel' : 'FormText', line(cell.text)) };
    });
    const lines = Math.max(1, ...row.map((cell) => cell.lines ?? 1));
    return tableRow(cells, { height: lines * FORM_LINE + 120 });
  });
  return table(widths, written, { edges: ALL_EDGES, cellMargin: 2 * CELL_MARGIN });
};

const FIGURE_COLUMNS: readonly TableColumn[] = [
  { label: '序号', weight: 7, align: 'center' },
  { label: '指标', weight: 20 },
  { label: '数值', weight: 9, align: 'right' },
  { label: '单位', weight: 9, align: 'center' },
  { label: '截止时间', weight: 22, align: 'center' },
  { label: '数据状态', weight: 11, align: 'center' },
  { label: '来源编号', weight: 22 },
];

const figureRow = (figure: Figure, index: number): Line[] => [
  String(index + 1),
  figure.label,
  figure.value,
  figure.unit,
  /^\d{4}-\d{2}-\d{2}$/.test(figure.cutoff) ? writtenDate(figure.cutoff) : writtenTime(new Date(figure.cutoff)),
  FIGURE_STATE_NAMES[figure.state],
  figure.sourceId,
];
