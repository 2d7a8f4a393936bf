import { strFromU8, unzipSync } from 'fflate';

const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');

/** Marks of the paper that lie beside its text: headers with the watermark, a workbook's print settings. */
const BESIDE = /^(word\/header\d*\.xml|xl\/worksheets\/sheet\d+\.xml)$/;
const TEXT = /^(word\/document\.xml|xl\/sharedStrings\.xml)$/;

/** The text of a Word document or workbook, a line per paragraph or cell, and what stands in headers as it is written. */
export const paperText = (bytes: Uint8Array): { text: string; beside: string } => {
  const parts = Object.entries(unzipSync(bytes, { filter: ({ name }) => TEXT.test(name) || BESIDE.test(name) }));
  const of = (pattern: RegExp): string =>
    parts
      .filter(([name]) => pattern.test(name))
      .map(([, content]) => strFromU8(content))
      .join('\n');
  const text = of(TEXT)
    .replaceAll(/<\/(w:p|w:tc|si)>/g, '\n')
    .replaceAll(/<[^>]*>/g, '');
  return { text: unescape(text).replaceAll(/\n+/g, '\n'), beside: of(BESIDE) };
};
