/** An act as a `.docx` file in the layout of GB/T 9704-2012 (Format for Party and Government Documents). */
import { archiveOf, packPart } from './archive.js';
import { bodyWriter } from './paper-body.js';
import {
  attachmentHead,
  attachmentNote,
  attendanceList,
  headOf,
  imprintOf,
  sideNote,
  signatureOf,
} from './paper-head.js';
import { completeDocument, figuresInOrder, type DocumentKind, type OfficialDocument } from './document-content.js';
import { preparedPackage, type PageFormat } from './page-layout.js';
import { escaped, paragraph } from './word-markup.js';

export type {
  Attachment,
  Block,
  DocumentKind,
  Figure,
  FigureState,
  FormCell,
  Inline,
  Line,
  OfficialDocument,
  TableColumn,
} from './document-content.js';

const FORMATS: Readonly<Record<DocumentKind, PageFormat>> = {
  NOTICE: 'RED_HEAD',
  BULLETIN: 'RED_HEAD',
  LETTER: 'LETTER',
  MINUTES: 'MINUTES',
  FORM: 'FORM',
};

const coreProperties = (document: OfficialDocument): string => {
  const date = document.signature?.date;
  const stamp = date === undefined ? '' : `${date}T00:00:00+08:00`;
  return (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' +
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escaped(document.title.replaceAll('\n', ''))}</dc:title><dc:creator>${escaped(document.issuer)}</dc:creator>` +
    (stamp === ''
      ? ''
      : `<dcterms:created xsi:type="dcterms:W3CDTF">${stamp}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">${stamp}</dcterms:modified>`) +
    (document.draft === true ? '<cp:contentStatus>草稿</cp:contentStatus>' : '') +
    '</cp:coreProperties>'
  );
};

/**
 * Renders the paper. The same document gives the same bytes, so the file's hash can stand for its content. Refusals as
 * in `completeDocument`; RangeError for text that is no date.
 */
export const renderOfficialDocument = async (source: OfficialDocument): Promise<Uint8Array> => {
  const document = completeDocument(source);
  const format = FORMATS[document.kind];
  const page = await preparedPackage(format, document.watermark, document.draft === true);
  const writer = bodyWriter(figuresInOrder(document));
  const { attachments } = document;
  const leafOf = (loose: boolean): string => {
    let first = true;
    return attachments
      .map((attachment, index) => {
        if ((attachment.loose === true) !== loose) return '';
        // The section break before the first loose leaf already turns the page.
        const newPage = !(loose && first);
        first = false;
        return (
          attachmentHead(attachment, index, attachments.length, document.number, newPage) +
          writer.blocks(attachment.blocks)
        );
      })
      .join('');
  };
  const formal = format === 'RED_HEAD' || format === 'LETTER';
  const text = [
    headOf(document, format),
    writer.blocks(document.paragraphs),
    attachmentNote(attachments),
    format === 'MINUTES' ? attendanceList(document) : signatureOf(document),
    formal ? sideNote(document) : '',
    leafOf(false),
    imprintOf(document, format),
  ].join('');
  const loose = leafOf(true);
  const body =
    loose === ''
      ? text + page.section
      : text + paragraph('Anchor', '', { section: page.section }) + loose + page.looseSection;
  return archiveOf([
    ...page.parts,
    packPart('docProps/core.xml', Buffer.from(coreProperties(document))),
    packPart('word/document.xml', Buffer.from(page.open + body + page.close)),
  ]);
};
