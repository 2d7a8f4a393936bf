import type { Packet, PacketMark, Parameter } from './packet.js';
import { parametersOf, readUsualArea, readValues, type AreaLayout } from './usual-area.js';
import {
  hasUsualRequestNumber,
  isSameHeader,
  readUsualHeader,
  REQUEST_FIELD_BYTES,
  type UsualHeader,
} from './usual-header.js';

const HEADER_SLOTS = 8192;
const LAYOUT_SLOTS = 16;
const NO_MARKS: readonly PacketMark[] = [];
const NO_FIELDS: readonly (readonly [string, string])[] = [];

interface KnownHeader {
  readonly header: UsualHeader;
  layout: AreaLayout | null;
}

/** Slot of a device and command by bytes that differ between them; for other forms merely a poor choice. */
function slotOf(bytes: Uint8Array, start: number): number {
  let hash = 0;
  for (let at = start + 30; at < start + 34; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  for (let at = start + 56; at < start + 62; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  for (let at = start + 66; at < start + 72; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (HEADER_SLOTS - 1);
}

/** Reads one data segment of the usual form, or gives null: then the tolerant reader has to look at it. */
export type UsualSegmentReader = (bytes: Buffer, start: number, end: number) => Packet | null;

/**
 * A reader that remembers headers and the layouts of data areas, so that of a known one only request number and values
 * are read. What it remembers decides about its speed, never about the packet, and is bounded. The tolerant reader gives
 * the same packet for every segment this one accepts.
 */
export function createUsualSegmentReader(): UsualSegmentReader {
  const headers: (KnownHeader | null)[] = Array.from({ length: HEADER_SLOTS }, () => null);
  const layouts: AreaLayout[] = [];
  let nextLayout = 0;
  const found: string[] = [];

  function headerOf(bytes: Buffer, start: number, end: number): KnownHeader | null {
    const slot = slotOf(bytes, start);
    const at = start + REQUEST_FIELD_BYTES;
    const known = headers[slot] as KnownHeader | null;
    if (known !== null && isSameHeader(bytes, at, known.header)) return known;
    const header = readUsualHeader(bytes, at, end);
    return header === null ? null : (headers[slot] = { header, layout: null });
  }

  function areaOf(
    bytes: Buffer,
    start: number,
    end: number,
    text: string,
    shift: number,
    known: KnownHeader,
  ): readonly Parameter[] | null {
    if (known.layout !== null && readValues(bytes, start, end, text, shift, known.layout, found)) {
      return parametersOf(known.layout, found);
    }
    for (const layout of layouts) {
      if (!readValues(bytes, start, end, text, shift, layout, found)) continue;
      known.layout = layout;
      return parametersOf(layout, found);
    }
    const area = readUsualArea(bytes, start, end, text, shift);
    if (area === null) return null;
    known.layout = area.layout;
    layouts[nextLayout] = area.layout;
    nextLayout = (nextLayout + 1) % LAYOUT_SLOTS;
    return area.parameters;
  }

  return (bytes, start, end) => {
    if (!hasUsualRequestNumber(bytes, start)) return null;
    const known = headerOf(bytes, start, end);
    if (known === null) return null;
    const { header } = known;
    const areaStart = start + REQUEST_FIELD_BYTES + header.bytes.length;
    const areaEnd = end - 2;
    if (areaEnd < areaStart || bytes[areaEnd] !== 0x26 || bytes[areaEnd + 1] !== 0x26) return null;
    const text = bytes.toString('latin1', start, end);
    const parameters = areaOf(bytes, areaStart, areaEnd, text, start, known);
    if (parameters === null) return null;
    return {
      kind: 'packet',
      qn: text.substring(3, 20),
      st: header.st,
      cn: header.cn,
      pw: header.pw,
      mn: header.mn,
      flag: header.flag,
      edition: header.edition,
      isAnswerWanted: header.isAnswerWanted,
      isSplit: false,
      pnum: null,
      pno: null,
      area: null,
      isResent: false,
      extraFields: NO_FIELDS,
      parameters,
      marks: NO_MARKS,
    };
  };
}
