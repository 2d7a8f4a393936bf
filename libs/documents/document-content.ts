/**
 * What an official paper says, free of how it looks. Plain values that survive JSON, so a draft can be stored, shown,
 * edited and hashed before it is rendered.
 */
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import { Refusal } from '#libs/domain/refusal.js';
import type { HeadingLevel } from './chinese-writing.js';

/** 通知、通报、函、纪要、表. The first two stand under a red head, the letter and minutes in their own formats. */
export type DocumentKind = 'NOTICE' | 'BULLETIN' | 'LETTER' | 'MINUTES' | 'FORM';

/** How far a number has been confirmed: 实时、初步、审核 for measurements, 填报、核实 for progress. */
export type FigureState =
  | 'realtime'
  | 'preliminary'
  | 'reviewed'
  | 'reported'
  | 'confirmed'
  /** Set by a plan or a target paper. */
  | 'planned'
  /** Nobody has reported yet. */
  | 'unreported';

export const FIGURE_STATE_NAMES: Readonly<Record<FigureState, string>> = {
  realtime: '实时',
  preliminary: '初步',
  reviewed: '审核',
  reported: '填报',
  confirmed: '核实',
  planned: '计划目标',
  unreported: '未填报',
};

/** One number of the paper and where it comes from; a row of the annex of data sources. */
export interface Figure {
  readonly id: string;
  readonly label: string;
  /** As printed, rounded once by whoever computed it. */
  readonly value: string;
  readonly unit: string;
  /** Civil date, or ISO instant where the hour matters. */
  readonly cutoff: string;
  readonly state: FigureState;
  /** Indicator, snapshot or record the number was read from. */
  readonly sourceId: string;
}

/** A piece of a line. `figureId` ties the printed number to `figures[]`; `face` is the type face (黑体, 楷体). */
export type Inline = string | { readonly text: string; readonly figureId?: string; readonly face?: 'hei' | 'kai' };
export type Line = Inline | readonly Inline[];

export interface TableColumn {
  readonly label: string;
  /** Share of the width; equal shares when absent. */
  readonly weight?: number;
  readonly align?: 'left' | 'center' | 'right';
}

/** A cell of a form: `label` cells are set in 黑体 and centred, `lines` is the least height in lines. */
export interface FormCell {
  readonly text: Line;
  readonly label?: boolean;
  readonly span?: number;
  readonly lines?: number;
}

export type Block =
  | { readonly type: 'text'; readonly line: Line }
  /** `then` runs on in the same paragraph, as in 一、督办事项。……; the mark is set by the renderer. */
  | { readonly type: 'heading'; readonly level: HeadingLevel; readonly line: Line; readonly then?: Line }
  | { readonly type: 'list'; readonly level: HeadingLevel; readonly items: readonly Line[] }
  | { readonly type: 'table'; readonly columns: readonly TableColumn[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly type: 'form'; readonly weights: readonly number[]; readonly rows: readonly (readonly FormCell[])[] }
  /** The annex table of data sources, made of the document's figures. */
  | { readonly type: 'figures' };

export interface Attachment {
  readonly title: string;
  readonly blocks: readonly Block[];
  /**
   * A loose leaf, such as a receipt to be returned: it follows the imprint, unnumbered, and carries the document number
   * before its mark (GB/T 9704-2012, 7.3.7, last sentence).
   */
  readonly loose?: boolean;
}

export interface OfficialDocument {
  readonly kind: DocumentKind;
  /** Full or standard short name of the issuing unit. */
  readonly issuer: string;
  /** Red head: 发文机关标志; minutes: their mark, e.g. 约谈纪要. */
  readonly issuingMark: string;
  /** 发文字号, or the issue of minutes. Absent until signed. */
  readonly number?: string;
  readonly title: string;
  /** Without the colon. */
  readonly addressee?: string;
  readonly paragraphs: readonly Block[];
  readonly attachments: readonly Attachment[];
  /** `sealed` (the default) leaves room for a seal. A draft has no date yet. */
  readonly signature?: { readonly unit: string; readonly date?: CivilDate; readonly sealed?: boolean };
  /** Minutes only: 出席、请假、列席. */
  readonly attendance?: {
    readonly present: readonly string[];
    readonly excused: readonly string[];
    readonly observing: readonly string[];
  };
  readonly copyTo?: readonly string[];
  readonly printing?: { readonly office: string; readonly date: CivilDate };
  readonly disclosure: 'ACTIVE' | 'ON_REQUEST' | 'NOT_DISCLOSED';
  readonly copyNumber?: number;
  /** 密级和保密期限, e.g. 秘密★1年. */
  readonly secrecy?: string;
  /** 特急、加急. */
  readonly urgency?: string;
  /** Large grey text across every page, e.g. 样例. */
  readonly watermark?: string;
  readonly draft?: boolean;
  readonly figures?: readonly Figure[];
}

export const inlinesOf = (line: Line): readonly Inline[] =>
  typeof line === 'string' || 'text' in line ? [line] : line;

export const textOf = (line: Line): string =>
  inlinesOf(line)
    .map((inline) => (typeof inline === 'string' ? inline : inline.text))
    .join('');

const linesOf = (block: Block): readonly Line[] => {
  switch (block.type) {
    case 'text':
      return [block.line];
    case 'heading':
      return block.then === undefined ? [block.line] : [block.line, block.then];
    case 'list':
      return block.items;
    case 'table':
      return block.rows.flat();
    case 'form':
      return block.rows.flatMap((row) => row.map((cell) => cell.text));
    case 'figures':
      return [];
  }
};

const blocksOf = (document: OfficialDocument): Block[] => [
  ...document.paragraphs,
  ...document.attachments.flatMap((attachment) => attachment.blocks),
];

/** Figures in the order in which the paper first names them, those only listed at the end. */
export const figuresInOrder = (document: OfficialDocument): readonly Figure[] => {
  const figures = new Map((document.figures ?? []).map((figure) => [figure.id, figure]));
  const order = new Set<string>();
  for (const line of blocksOf(document).flatMap(linesOf)) {
    for (const inline of inlinesOf(line)) {
      if (typeof inline !== 'string' && inline.figureId !== undefined) order.add(inline.figureId);
    }
  }
  return [...new Set([...order, ...figures.keys()])].flatMap((id) => figures.get(id) ?? []);
};

/**
 * The document made ready for rendering: the annex of data sources is added when figures are given and no attachment
 * lists them. Refusals: DOCUMENT_FIGURE (a number without a listed figure, an id twice), DOCUMENT_INCOMPLETE (empty
 * title or issuer, or a numbered paper still marked as a draft), DOCUMENT_TABLE (a row that does not fit its columns).
 */
export const completeDocument = (document: OfficialDocument): OfficialDocument => {
  for (const [name, text] of [
    ['title', document.title],
    ['issuer', document.issuer],
    ['issuingMark', document.issuingMark],
  ] as const) {
    if (text.trim() === '') throw new Refusal('DOCUMENT_INCOMPLETE', `${name} is empty`);
  }
  if (document.draft === true && document.number !== undefined) {
    throw new Refusal('DOCUMENT_INCOMPLETE', 'a numbered paper is no draft');
  }
  const figures = document.figures ?? [];
  const known = new Set(figures.map((figure) => figure.id));
  if (known.size !== figures.length) throw new Refusal('DOCUMENT_FIGURE', 'a figure id is used twice');
  const blocks = blocksOf(document);
  for (const block of blocks) {
    checkShape(block);
    for (const inline of linesOf(block).flatMap(inlinesOf)) {
      if (typeof inline !== 'string' && inline.figureId !== undefined && !known.has(inline.figureId)) {
        throw new Refusal('DOCUMENT_FIGURE', `“${inline.text}” names figure ${inline.figureId}, which is not listed`);
      }
    }
  }
  if (figures.length === 0 || blocks.some((block) => block.type === 'figures')) return document;
  const annex: Attachment = { title: '数据来源', blocks: [{ type: 'figures' }] };
  const bound = document.attachments.filter((attachment) => attachment.loose !== true);
  const loose = document.attachments.filter((attachment) => attachment.loose === true);
  return { ...document, attachments: [...bound, annex, ...loose] };
};

const checkShape = (block: Block): void => {
  if (block.type === 'table') {
    for (const [index, row] of block.rows.entries()) {
      if (row.length !== block.columns.length) {
        throw new Refusal(
          'DOCUMENT_TABLE',
          `row ${index + 1} has ${row.length} cells for ${block.columns.length} columns`,
        );
      }
    }
  }
  if (block.type === 'form') {
    for (const [index, row] of block.rows.entries()) {
      const span = row.reduce((sum, cell) => sum + (cell.span ?? 1), 0);
      if (span !== block.weights.length) {
        throw new Refusal('DOCUMENT_TABLE', `form row ${index + 1} spans ${span} of ${block.weights.length} columns`);
      }
    }
  }
};
