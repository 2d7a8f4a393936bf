/** The few pieces of WordprocessingML (ECMA-376-1, 17.3 and 17.4) a paper's text is written in. */

/** Text as XML content: markup escaped, control characters XML 1.0 forbids left out. */
export const escaped = (text: string): string =>
  text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

/** A run; a tab and a line break in the text become their own elements. `properties` is the content of `w:rPr`. */
export const run = (text: string, properties = ''): string => {
  const pieces = text
    .split(/(\t|\n)/)
    .filter((piece) => piece !== '')
    .map((piece) => {
      if (piece === '\t') return '<w:tab/>';
      if (piece === '\n') return '<w:br/>';
      return `<w:t xml:space="preserve">${escaped(piece)}</w:t>`;
    });
  if (pieces.length === 0) return '';
  return `<w:r>${properties === '' ? '' : `<w:rPr>${properties}</w:rPr>`}${pieces.join('')}</w:r>`;
};

/** What a paragraph sets beside its style, written in the order the schema asks for (17.3.1.26). Lengths in twips. */
export interface ParagraphSetting {
  readonly keepNext?: boolean;
  readonly newPage?: boolean;
  readonly frame?: string;
  readonly border?: string;
  readonly rightTab?: number;
  readonly spacing?: { readonly before?: number; readonly after?: number; readonly line?: number };
  readonly indent?: { readonly left?: number; readonly right?: number; readonly hanging?: number };
  readonly align?: 'left' | 'center' | 'right';
  readonly section?: string;
}

const attributes = (values: Readonly<Record<string, number | string | undefined>>): string =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` w:${name}="${value}"`)
    .join('');

/** A paragraph of a style; `content` is runs. */
export const paragraph = (style: string, content: string, setting: ParagraphSetting = {}): string => {
  const { spacing, indent } = setting;
  const properties = [
    `<w:pStyle w:val="${style}"/>`,
    setting.keepNext === true ? '<w:keepNext/>' : '',
    setting.newPage === true ? '<w:pageBreakBefore/>' : '',
    setting.frame ?? '',
    setting.border === undefined ? '' : `<w:pBdr>${setting.border}</w:pBdr>`,
    setting.rightTab === undefined ? '' : `<w:tabs><w:tab w:val="right" w:pos="${setting.rightTab}"/></w:tabs>`,
    spacing === undefined
      ? ''
      : `<w:spacing${attributes({ before: spacing.before, after: spacing.after, line: spacing.line, lineRule: spacing.line === undefined ? undefined : 'exact' })}/>`,
    indent === undefined
      ? ''
      : `<w:ind${attributes({ left: indent.left, right: indent.right, hanging: indent.hanging, firstLine: indent.hanging === undefined ? 0 : undefined })}/>`,
    setting.align === undefined ? '' : `<w:jc w:val="${setting.align}"/>`,
    setting.section ?? '',
  ];
  return `<w:p><w:pPr>${properties.join('')}</w:pPr>${content}</w:p>`;
};

export interface TableCellMarkup {
  readonly width: number;
  readonly span?: number;
  readonly middle?: boolean;
  /** Paragraphs. */
  readonly content: string;
}

/** A row; `head` repeats it on every page. A row never splits over pages. */
export const tableRow = (
  cells: readonly TableCellMarkup[],
  setting: { readonly head?: boolean; readonly height?: number } = {},
): string => {
  const properties = `<w:cantSplit/>${setting.height === undefined ? '' : `<w:trHeight w:val="${setting.height}" w:hRule="atLeast"/>`}${setting.head === true ? '<w:tblHeader/>' : ''}`;
  const content = cells.map(
    (cell) =>
      `<w:tc><w:tcPr><w:tcW w:w="${cell.width}" w:type="dxa"/>${cell.span === undefined || cell.span === 1 ? '' : `<w:gridSpan w:val="${cell.span}"/>`}${cell.middle === false ? '' : '<w:vAlign w:val="center"/>'}</w:tcPr>${cell.content}</w:tc>`,
  );
  return `<w:tr><w:trPr>${properties}</w:trPr>${content.join('')}</w:tr>`;
};

/** Space over and under the text of a cell, in twips. */
const LEADING = 28;

type Edge = 'top' | 'left' | 'bottom' | 'right' | 'insideH' | 'insideV';

/** A table of fixed column widths. `edges` gives thickness in eighths of a point; an edge left out has no line. */
export const table = (
  widths: readonly number[],
  rows: readonly string[],
  setting: { readonly edges: Partial<Record<Edge, number>>; readonly cellMargin: number; readonly position?: string },
): string => {
  const total = widths.reduce((sum, width) => sum + width, 0);
  const order: readonly Edge[] = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV'];
  const borders = order
    .map((edge) => {
      const size = setting.edges[edge];
      return size === undefined
        ? `<w:${edge} w:val="nil"/>`
        : `<w:${edge} w:val="single" w:sz="${size}" w:space="0" w:color="000000"/>`;
    })
    .join('');
  return (
    `<w:tbl><w:tblPr>${setting.position ?? ''}<w:tblW w:w="${total}" w:type="dxa"/><w:tblBorders>${borders}</w:tblBorders>` +
    `<w:tblLayout w:type="fixed"/><w:tblCellMar><w:top w:w="${LEADING}" w:type="dxa"/><w:left w:w="${setting.cellMargin}" w:type="dxa"/><w:bottom w:w="${LEADING}" w:type="dxa"/><w:right w:w="${setting.cellMargin}" w:type="dxa"/></w:tblCellMar></w:tblPr>` +
    `<w:tblGrid>${widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('')}</w:tblGrid>${rows.join('')}</w:tbl>`
  );
};

/** Whole-number widths in proportion to weights, adding up to the total exactly. */
export const sharedWidths = (weights: readonly number[], total: number): number[] => {
  const sum = weights.reduce((all, weight) => all + weight, 0);
  let given = 0;
  let passed = 0;
  return weights.map((weight) => {
    passed += weight;
    const until = Math.round((total * passed) / sum);
    const width = until - given;
    given = until;
    return width;
  });
};
