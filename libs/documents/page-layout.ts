/**
 * The page of GB/T 9704-2012 as an empty `.docx` package, built once per kind of paper with `docx` and kept.
 *
 * A paper is this package with its own `word/document.xml`: filling a prepared package is several times faster than
 * building every part anew, and the bytes depend on the text alone.
 */
import {
  AlignmentType,
  BorderStyle,
  Document,
  DocumentGridType,
  Footer,
  FrameAnchorType,
  FrameWrap,
  Header,
  HeightRule,
  type ISectionOptions,
  Packer,
  PageNumber,
  Paragraph,
  TextRun,
} from 'docx';
import { TextWatermark } from 'docx/watermarks';
import { strFromU8, strToU8, unzipSync } from 'fflate';
import { packPart, type PackedPart } from './archive.js';
import { FACES, FONT_TABLE, LINE, PAGE, characterStyles, paragraphStyles, RED } from './page-styles.js';

/** The dashes of the page number stand 7 mm under the type area (7.5); the line of 14 pt type is centred on them. */
const FOOTER = PAGE.bottom - 397 - 140;
const HEADER = 964;
const PAGE_NUMBER_BLANK = 280;
/** 170 mm (10.1). */
export const LETTER_LINE = 9638;
/** 20 mm (10.1). */
const LETTER_FOOT = 1134;

export type PageFormat = 'RED_HEAD' | 'LETTER' | 'MINUTES' | 'FORM';

export interface PreparedPackage {
  /** Every part but the document itself and its core properties, as they go into the archive. */
  readonly parts: readonly PackedPart[];
  /** `word/document.xml` up to and including `<w:body>`, and from `</w:body>` on. */
  readonly open: string;
  readonly close: string;
  /** Section properties of the paper, and of the loose leaves after it. */
  readonly section: string;
  readonly looseSection: string;
}

const pageNumber = (alignment: (typeof AlignmentType)['LEFT' | 'RIGHT']): Footer =>
  new Footer({
    children: [
      new Paragraph({
        style: 'PageNumber',
        alignment,
        indent: alignment === AlignmentType.LEFT ? { left: PAGE_NUMBER_BLANK } : { right: PAGE_NUMBER_BLANK },
        children: [new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'] })],
      }),
    ],
  });

const blankFooter = (): Footer => new Footer({ children: [new Paragraph({ style: 'PageNumber' })] });

/** The lower red double line of a letter: thin over thick, 170 mm, 20 mm from the lower edge of page 1 (10.1). */
const letterFooter = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        style: 'Anchor',
        frame: {
          type: 'absolute',
          position: { x: (PAGE.width - LETTER_LINE) / 2, y: PAGE.height - LETTER_FOOT - 40 },
          width: LETTER_LINE,
          height: 60,
          rule: HeightRule.EXACT,
          anchor: { horizontal: FrameAnchorType.PAGE, vertical: FrameAnchorType.PAGE },
          wrap: FrameWrap.AROUND,
        },
        // Under the paragraph, where word processors agree on which of the two lines is the upper one.
        border: { bottom: { color: RED, style: BorderStyle.THIN_THICK_SMALL_GAP, size: 24, space: 0 } },
      }),
      new Paragraph({ style: 'PageNumber' }),
    ],
  });

const pageHeader = (watermark: string | undefined, draft: boolean): Header =>
  new Header({
    children: [
      new Paragraph({
        style: 'HeadMark',
        children: [
          ...(draft ? [new TextRun('草稿')] : []),
          ...(watermark === undefined
            ? []
            : [
                new TextWatermark({
                  text: watermark,
                  font: FACES.hei,
                  color: 'C0C0C0',
                  opacity: 0.4,
                  width: 380,
                  height: 190,
                }),
              ]),
        ],
      }),
    ],
  });

const TYPES = '[Content_Types].xml';

const build = async (format: PageFormat, watermark: string | undefined, draft: boolean): Promise<PreparedPackage> => {
  const header = (): Header => pageHeader(watermark, draft);
  const properties: ISectionOptions['properties'] = {
    page: {
      size: { width: PAGE.width, height: PAGE.height },
      margin: {
        top: PAGE.top,
        right: PAGE.right,
        bottom: PAGE.bottom,
        left: PAGE.left,
        header: HEADER,
        footer: FOOTER,
      },
    },
    grid: { type: DocumentGridType.LINES, linePitch: LINE },
  };
  const isLetter = format === 'LETTER';
  const document = new Document({
    evenAndOddHeaderAndFooters: true,
    styles: { paragraphStyles: paragraphStyles(), characterStyles: characterStyles() },
    sections: [
      {
        properties: { ...properties, titlePage: isLetter },
        headers: { default: header(), even: header(), ...(isLetter ? { first: header() } : {}) },
        footers: {
          default: pageNumber(AlignmentType.RIGHT),
          even: pageNumber(AlignmentType.LEFT),
          ...(isLetter ? { first: letterFooter() } : {}),
        },
        children: [],
      },
      {
        properties,
        headers: { default: header(), even: header() },
        footers: { default: blankFooter(), even: blankFooter() },
        children: [],
      },
    ],
  });
  const parts = unzipSync(await Packer.toBuffer(document));
  const xml = strFromU8(partOf(parts, 'word/document.xml'));
  const body = xml.indexOf('<w:body>') + '<w:body>'.length;
  const [section, looseSection] = [...xml.matchAll(/<w:sectPr>.*?<\/w:sectPr>/gs)].map(([found]) => found);
  if (section === undefined || looseSection === undefined) throw new Error('docx wrote no section properties');
  const { 'word/document.xml': _document, 'docProps/core.xml': _core, ...kept } = parts;
  const ready: Record<string, Uint8Array> = {
    // First, so that a reader of the first bytes can tell an office file from any other archive.
    [TYPES]: partOf(parts, TYPES),
    ...kept,
    'word/fontTable.xml': strToU8(FONT_TABLE),
    'word/styles.xml': strToU8(withGridSettings(strFromU8(partOf(parts, 'word/styles.xml')))),
  };
  return {
    parts: Object.entries(ready).map(([name, content]) => packPart(name, content)),
    open: xml.slice(0, body),
    close: xml.slice(xml.indexOf('</w:body>')),
    section,
    looseSection,
  };
};

const partOf = (parts: Readonly<Record<string, Uint8Array>>, name: string): Uint8Array => {
  const part = parts[name];
  if (part === undefined) throw new Error(`docx wrote no ${name}`);
  return part;
};

/**
 * Two settings `docx` does not write. No added space between Chinese characters and digits or letters: it would push
 * the 28th character off the line. And paragraphs whose type is off the grid do not snap to its lines either.
 */
const withGridSettings = (styles: string): string =>
  styles
    .replace(
      /(<w:style [^>]*w:styleId="Normal".*?)(<w:spacing )/s,
      '$1<w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>$2',
    )
    .replaceAll(/<w:style [^>]*>.*?<\/w:style>/gs, (style) =>
      style.includes('<w:snapToGrid w:val="false"/>')
        ? style.replace('<w:spacing ', '<w:snapToGrid w:val="0"/><w:spacing ')
        : style,
    );

const kept = new Map<string, Promise<PreparedPackage>>();

/** The empty package of a format; built on first use and shared afterwards. */
export const preparedPackage = (
  format: PageFormat,
  watermark: string | undefined,
  draft: boolean,
): Promise<PreparedPackage> => {
  const key = JSON.stringify([format, watermark ?? null, draft]);
  const found = kept.get(key);
  if (found !== undefined) return found;
  const built = build(format, watermark, draft);
  kept.set(key, built);
  return built;
};
