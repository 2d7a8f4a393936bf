/** The cells of an `.xlsx` sheet, read with built-in modules only: a zip archive of XML files. */
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END_OF_DIRECTORY = 0x06054b50;
const DEFLATED = 8;

/** Files of a zip archive by name. */
function unzip(bytes) {
  let end = bytes.length - 22;
  while (bytes.readUInt32LE(end) !== END_OF_DIRECTORY) end -= 1;
  const files = new Map();
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, packed, nameLength, extraLength, commentLength, offset] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
      bytes.readUInt32LE(at + 42),
    ];
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28);
    const content = bytes.subarray(start, start + packed);
    files.set(name, () => (method === DEFLATED ? inflateRawSync(content) : content).toString('utf8'));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return files;
}

const textsOf = (xml) => [...xml.matchAll(/<t[^>]*>([^<]*)<\/t>/g)].map(([, text]) => text).join('');

/** Rows of the first sheet by their headings; a cell is the text or number as stored, '' where there is none. */
export function readWorkbook(file) {
  const files = unzip(readFileSync(file));
  const shared = [
    ...files
      .get('xl/sharedStrings.xml')()
      .matchAll(/<si>(.*?)<\/si>/gs),
  ].map(([, xml]) => textsOf(xml));
  const rows = [];
  for (const [, xml] of files
    .get('xl/worksheets/sheet1.xml')()
    .matchAll(/<row [^>]*>(.*?)<\/row>/gs)) {
    const cells = {};
    for (const [, column, attributes, body] of xml.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
      const value = /<v>(.*?)<\/v>/.exec(body ?? '')?.[1] ?? '';
      cells[column] = attributes.includes('t="s"') && value !== '' ? shared[Number(value)] : value;
    }
    rows.push(cells);
  }
  const [head, ...body] = rows;
  return body.map((cells) =>
    Object.fromEntries(Object.entries(head).map(([column, heading]) => [heading, cells[column] ?? ''])),
  );
}
