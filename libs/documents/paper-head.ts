/** What stands around the text: red head, title, signature, notes, imprint (GB/T 9704-2012, 7.2 to 7.4, 10.1, 10.3). */
import { emsOf, writtenDate } from './chinese-writing.js';
import type { Attachment, OfficialDocument } from './document-content.js';
import { LETTER_LINE, type PageFormat } from './page-layout.js';
import { CHARACTER, LINE, PAGE, RED, TYPE_WIDTH } from './page-styles.js';
import { titleLines } from './title-lines.js';
import { paragraph, run, sharedWidths, table, tableRow } from './word-markup.js';

/** Size 2 type: 20 characters fill the line; one is kept free so that a line never turns by itself. */
const TITLE_EMS = 19;
const MARK_POINTS = 44;
const LETTER_MARK_POINTS = 36;
/** Marks are set narrower before they are set smaller, but no narrower than this. */
const NARROWEST = 0.7;
const FOUR_CHARACTER = 280;
/** Eighths of a point: 0.35 and 0.25 mm (7.4.1). */
const THICK_LINE = 8;
const THIN_LINE = 6;
/** 30 mm from the upper edge (10.1). */
const LETTER_MARK_TOP = 1701;

const characters = (count: number): number => Math.round(count * CHARACTER);

/** Size and width scale that let a mark fill, but not pass, a line of `width` twips. */
const markType = (mark: string, points: number, width: number): { points: number; scale: number } => {
  const full = (emsOf(mark) * points * 20) / (width * 0.98);
  if (full <= 1) return { points, scale: 100 };
  if (1 / full >= NARROWEST) return { points, scale: Math.floor(100 / full) };
  return { points: Math.floor(points / (full * NARROWEST)), scale: NARROWEST * 100 };
};

const markRun = (mark: string, type: { points: number; scale: number }): string =>
  run(
    mark,
    (type.scale === 100 ? '' : `<w:w w:val="${type.scale}"/>`) +
      `<w:sz w:val="${type.points * 2}"/><w:szCs w:val="${type.points * 2}"/>`,
  );

/** Copy number, secrecy, urgency, from top to bottom in this order (7.2.1 to 7.2.3). */
const headFields = (document: OfficialDocument): string[] => [
  ...(document.copyNumber === undefined ? [] : [String(document.copyNumber).padStart(6, '0')]),
  ...(document.secrecy === undefined ? [] : [document.secrecy]),
  ...(document.urgency === undefined ? [] : [document.urgency]),
];

/** Three lines for the fields whether used or not, then the mark 35 mm under the edge of the type area (7.2.4). */
const standingMark = (document: OfficialDocument): string => {
  const type = markType(document.issuingMark, MARK_POINTS, TYPE_WIDTH);
  const fields = headFields(document);
  return (
    [0, 1, 2].map((index) => paragraph('HeadField', run(fields[index] ?? ''))).join('') +
    paragraph('IssuingMark', markRun(document.issuingMark, type), {
      spacing: { before: 1984 - 3 * LINE, line: Math.round(type.points * 20 * 1.15) },
    })
  );
};

/** A number is given after signing; until then its place stays open. */
const OPEN_NUMBER = '　　　　〔　　　　〕　　号';

const redHead = (document: OfficialDocument): string =>
  standingMark(document) + paragraph('DocumentNumber', run(document.number ?? OPEN_NUMBER));

const minutesHead = (document: OfficialDocument): string => {
  const date = document.signature?.date;
  return (
    standingMark(document) +
    paragraph('MinutesIssue', run(document.number ?? '第　　期')) +
    paragraph('MinutesIssuer', run(`${document.issuer}\t${date === undefined ? '' : writtenDate(date)}`), {
      rightTab: TYPE_WIDTH,
    })
  );
};

/** Name 30 mm from the edge, thick over thin red line 4 mm under it, number at the right under the line (10.1). */
const letterHead = (document: OfficialDocument): string => {
  const type = markType(document.issuingMark, LETTER_MARK_POINTS, LETTER_LINE);
  const frame = `<w:framePr w:w="${LETTER_LINE}" w:vSpace="0" w:hSpace="0" w:wrap="notBeside" w:vAnchor="page" w:hAnchor="page" w:x="${(PAGE.width - LETTER_LINE) / 2}" w:y="${LETTER_MARK_TOP}"/>`;
  const fields = headFields(document);
  const first = `${fields[0] ?? ''}\t${document.number ?? OPEN_NUMBER}`;
  return (
    paragraph('IssuingMark', markRun(document.issuingMark, type), {
      frame,
      border: `<w:bottom w:val="thickThinSmallGap" w:sz="24" w:space="4" w:color="${RED}"/>`,
      spacing: { line: Math.round(type.points * 20 * 1.05) },
    }) +
    paragraph('LetterNumber', run(first), { rightTab: TYPE_WIDTH, align: 'left', spacing: { before: 140 } }) +
    fields
      .slice(1)
      .map((field) => paragraph('HeadField', run(field)))
      .join('')
  );
};

const titleParagraphs = (style: string, title: string, before: number, after: number): string => {
  const lines = titleLines(title, TITLE_EMS);
  return lines
    .map((line, index) =>
      paragraph(style, run(line), {
        spacing: {
          ...(index === 0 ? { before } : {}),
          ...(index === lines.length - 1 ? { after } : {}),
        },
      }),
    )
    .join('');
};

/** Everything above the text. */
export const headOf = (document: OfficialDocument, format: PageFormat): string => {
  const head =
    format === 'RED_HEAD'
      ? redHead(document)
      : format === 'LETTER'
        ? letterHead(document)
        : format === 'MINUTES'
          ? minutesHead(document)
          : '';
  const title = titleParagraphs('DocumentTitle', document.title, format === 'FORM' ? 0 : 2 * LINE, 0);
  // Without an addressee the text begins one line under the title, where the addressee would stand.
  const addressee =
    document.addressee === undefined ? paragraph('Body', '') : paragraph('Addressee', run(`${document.addressee}：`));
  return head + title + addressee;
};

/** 附件：1.……, one line under the text; a wrapped name turns under its own first character (7.3.4). */
export const attachmentNote = (attachments: readonly Attachment[]): string => {
  const alone = attachments.length === 1;
  return attachments
    .map((attachment, index) => {
      const label = `${index === 0 ? '附件：' : ''}${alone ? '' : `${index + 1}.`}`;
      const left = 2 + 3 + (alone ? 0 : 1);
      return paragraph('AttachmentNote', run(label + attachment.title), {
        ...(index === 0 ? { spacing: { before: LINE } } : {}),
        indent: { left: characters(left), hanging: characters(emsOf(label)) },
      });
    })
    .join('');
};

const ATTENDANCE_LABELS = [
  ['出席', 'present'],
  ['请假', 'excused'],
  ['列席', 'observing'],
] as const;

/** 出席、请假、列席 under the text of minutes (10.3). */
export const attendanceList = (document: OfficialDocument): string => {
  const attendance = document.attendance;
  if (attendance === undefined) return '';
  return ATTENDANCE_LABELS.filter(([, key]) => attendance[key].length > 0)
    .map(([label, key], index) =>
      paragraph('Attendance', run(`${label}：`, '<w:rStyle w:val="Hei"/>') + run(attendance[key].join('，')), {
        // Keeps to the imprint, which else may stand alone on a page.
        keepNext: true,
        ...(index === 0 ? { spacing: { before: LINE } } : {}),
        indent: { left: characters(5), hanging: characters(3) },
      }),
    )
    .join('');
};

/**
 * Signature and date (7.3.5). With a seal the date keeps four characters free at the right and the name stands centred
 * over it; without one the name keeps two, and the date begins two characters further in than the name.
 */
export const signatureOf = (document: OfficialDocument): string => {
  const signature = document.signature;
  if (signature === undefined) return '';
  const date = signature.date === undefined ? '　　　　年　　月　　日' : writtenDate(signature.date);
  const nameEms = emsOf(signature.unit);
  const dateEms = emsOf(date);
  let nameBlank: number;
  let dateBlank: number;
  if (signature.sealed === false) {
    dateBlank = Math.max(2, 2 + nameEms - 2 - dateEms);
    nameBlank = Math.max(2, dateBlank + dateEms + 2 - nameEms);
  } else {
    dateBlank = Math.max(4, (nameEms - dateEms) / 2);
    nameBlank = Math.max(0, dateBlank + (dateEms - nameEms) / 2);
  }
  const sealRoom = signature.sealed === false ? LINE : 2 * LINE;
  return (
    paragraph('Signature', run(signature.unit), {
      spacing: { before: sealRoom },
      indent: { right: characters(nameBlank) },
    }) + paragraph('Signature', run(date), { indent: { right: characters(dateBlank) } })
  );
};

const DISCLOSURE = {
  ACTIVE: '（此件主动公开）',
  ON_REQUEST: '（此件依申请公开）',
  NOT_DISCLOSED: '（此件不予公开）',
} as const;

/** 附注, on the line under the date (7.3.6). */
export const sideNote = (document: OfficialDocument): string =>
  paragraph('SideNote', run(DISCLOSURE[document.disclosure]), { keepNext: true });

/** The mark and title on top of an attachment; a loose one names the paper it belongs to (7.3.7). */
export const attachmentHead = (
  attachment: Attachment,
  index: number,
  count: number,
  documentNumber: string | undefined,
  newPage: boolean,
): string => {
  const mark = `附件${count === 1 ? '' : index + 1}`;
  return (
    paragraph('AttachmentMark', run(attachment.loose === true ? (documentNumber ?? '') + mark : mark), { newPage }) +
    titleParagraphs('AttachmentTitle', attachment.title, LINE, LINE / 2)
  );
};

/**
 * 版记 at the foot of the last page (7.4): copy-to, printing office and date between lines of 0.35 and 0.25 mm. A letter
 * has neither lines nor printing office (10.1). Empty when there is nothing to say.
 */
export const imprintOf = (document: OfficialDocument, format: PageFormat): string => {
  const copies = document.copyTo ?? [];
  const printing = format === 'LETTER' ? undefined : document.printing;
  if (copies.length === 0 && printing === undefined) return '';
  const widths = sharedWidths([62, 38], TYPE_WIDTH);
  const [left = 0, right = 0] = widths;
  const verb = format === 'MINUTES' ? '分送' : '抄送';
  const rows: string[] = [];
  if (copies.length > 0) {
    const text = run(`${verb}：${copies.join('，')}。`);
    const indent = { left: 4 * FOUR_CHARACTER, right: FOUR_CHARACTER, hanging: 3 * FOUR_CHARACTER };
    rows.push(tableRow([{ width: TYPE_WIDTH, span: 2, content: paragraph('Imprint', text, { indent }) }]));
  }
  if (printing !== undefined) {
    const date = run(`${writtenDate(printing.date)}印发`);
    rows.push(
      tableRow([
        { width: left, content: paragraph('Imprint', run(printing.office), { indent: { left: FOUR_CHARACTER } }) },
        { width: right, content: paragraph('Imprint', date, { indent: { right: FOUR_CHARACTER }, align: 'right' }) },
      ]),
    );
  }
  const position = `<w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="margin" w:horzAnchor="page" w:tblpX="${PAGE.left}" w:tblpYSpec="bottom"/><w:tblOverlap w:val="never"/>`;
  const edges = format === 'LETTER' ? {} : { top: THICK_LINE, bottom: THICK_LINE, insideH: THIN_LINE };
  // The paragraph after it belongs to the page: a table directly before the end of a section is not let float.
  return table(widths, rows, { edges, cellMargin: 0, position }) + paragraph('Anchor', '');
};
