import { isDeviceNumber, readFlag, type RawHeader } from './packet-header.js';
import {
  packetFault,
  PLAIN,
  type Packet,
  type PacketFault,
  type PacketMark,
  type Parameter,
  type ParameterValues,
} from './packet.js';

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const strictGb18030 = new TextDecoder('gb18030', { fatal: true });

/**
 * Text of a segment: UTF-8 as the standard says, GB18030 as many loggers send it, else one character per byte, which
 * loses nothing. In all three the separators of the protocol are bytes of their own.
 */
export function textOf(bytes: Uint8Array, marks: Set<PacketMark>): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    try {
      const text = strictGb18030.decode(bytes);
      marks.add('ENCODING_GB18030');
      return text;
    } catch {
      marks.add('ENCODING_UNKNOWN');
      return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
    }
  }
}

const HEADER_FIELDS: Readonly<Record<string, Exclude<keyof RawHeader, 'extraFields'>>> = {
  QN: 'qn',
  ST: 'st',
  CN: 'cn',
  PW: 'pw',
  MN: 'mn',
  FLAG: 'flag',
  PNUM: 'pnum',
  PNO: 'pno',
  RF: 'rf',
};

/** Reads the header fields, the text before `CP=`, by their names. What no edition knows is kept. */
export function readHeader(text: string, marks: Set<PacketMark>): RawHeader {
  const header: RawHeader = {
    qn: null,
    st: null,
    cn: null,
    pw: null,
    mn: null,
    flag: null,
    pnum: null,
    pno: null,
    rf: null,
    extraFields: [],
  };
  if (text !== '' && !text.endsWith(';')) marks.add('HEADER_SEPARATOR');
  for (const part of text.split(/[;,]/)) {
    const at = part.indexOf('=');
    const name = (at < 0 ? part : part.slice(0, at)).trim();
    if (name === '') continue;
    const value = at < 0 ? '' : part.slice(at + 1).trim();
    const field = HEADER_FIELDS[name.toUpperCase()];
    if (field === undefined) header.extraFields.push([name, value]);
    else if (header[field] === null) header[field] = value;
    else {
      header[field] = value;
      marks.add('DUPLICATE_FIELD');
    }
  }
  if (text.includes(',')) marks.add('HEADER_SEPARATOR');
  return header;
}

/** What stands behind a decimal comma: the comma separates in this protocol, so such a value is kept whole and is no number. */
const BEHIND_DECIMAL_COMMA = /^\d+(?:[eE][+-]?\d+)?\s*$/;

/** Cuts the data area at `,` and `;`, but not inside a log text between two `//` and not at a decimal comma. */
function itemsOf(area: string, marks: Set<PacketMark>): string[] {
  const items: string[] = [];
  let from = 0;
  let index = 0;
  const take = (end: number): void => {
    const item = area.slice(from, end);
    const before = items.at(-1);
    if (before !== undefined && area[from - 1] === ',' && /\d$/.test(before) && BEHIND_DECIMAL_COMMA.test(item)) {
      items[items.length - 1] = `${before},${item}`;
      marks.add('ITEM_MALFORMED');
    } else items.push(item);
  };
  while (index < area.length) {
    if (area.startsWith('=//', index)) {
      const close = area.indexOf('//', index + 3);
      if (close >= 0) {
        index = close + 2;
        continue;
      }
    }
    if (area[index] === ',' || area[index] === ';') {
      take(index);
      from = index + 1;
    }
    index += 1;
  }
  take(area.length);
  return items;
}

/** `w01018-Rtd` → code and sub-key; a doubled hyphen counts once, a capital first letter of a code is folded. */
function splitKey(name: string, marks: Set<PacketMark>): [key: string, sub: string] {
  const hyphen = name.indexOf('-');
  let key = hyphen < 0 ? name : name.slice(0, hyphen).trim();
  const sub = hyphen < 0 ? PLAIN : name.slice(hyphen).replace(/^-+/, '').trim();
  if (/^[A-Z]\d{5}$/.test(key)) {
    key = key.toLowerCase();
    marks.add('CODE_CASE');
  }
  return [key, sub];
}

/** Reads the data area of CP: items grouped by their code, a new record from each further DataTime on. */
export function readParameters(area: string, marks: Set<PacketMark>): Parameter[] {
  const parameters: [string, Record<string, string>][] = [];
  let byKey = new Map<string, Record<string, string>>();
  let lastFactor: Record<string, string> | null = null;
  for (const item of itemsOf(area, marks)) {
    if (item.trim() === '') continue;
    const at = item.indexOf('=');
    const name = (at < 0 ? item : item.slice(0, at)).trim();
    const value = at < 0 ? '' : item.slice(at + 1);
    const [key, sub] = splitKey(name, marks);
    if (at < 0 || key === '' || (sub === PLAIN && name.includes('-')) || sub === '__proto__') {
      marks.add('ITEM_MALFORMED');
      continue;
    }
    if (sub === PLAIN && key.toLowerCase() === 'flag' && lastFactor !== null && !Object.hasOwn(lastFactor, 'Flag')) {
      lastFactor['Flag'] = value;
      marks.add('FLAG_DETACHED');
      continue;
    }
    if (key === 'DataTime' && sub === PLAIN && Object.hasOwn(byKey.get(key) ?? {}, PLAIN)) byKey = new Map();
    let values = byKey.get(key);
    if (values === undefined) {
      values = {};
      byKey.set(key, values);
      parameters.push([key, values]);
    }
    if (Object.hasOwn(values, sub)) marks.add('DUPLICATE_FIELD');
    values[sub] = value;
    if (sub !== PLAIN) lastFactor = values;
  }
  return parameters;
}

function valuesOfPlain(parameters: readonly Parameter[], key: string): ParameterValues | undefined {
  return parameters.find(([name]) => name === key)?.[1];
}

/**
 * Reads a data segment the careful way: by names, with every deviation that is known from the field accepted under a
 * mark. The fast way gives the same packet where it gives one at all.
 */
export function readSegmentTolerantly(segment: Uint8Array): Packet | PacketFault {
  const found = new Set<PacketMark>();
  const text = textOf(segment, found);
  const open = text.indexOf('CP=&&');
  if (open < 0) return packetFault('CP_MISSING');
  if (!text.endsWith('&&') || text.length < open + 7) return packetFault('CP_UNCLOSED');

  const header = readHeader(text.slice(0, open), found);
  if (header.mn === null || header.mn === '') return packetFault('NO_MN');
  if (!isDeviceNumber(header.mn)) return packetFault('MN_MALFORMED');
  if (header.st === null || header.st === '') return packetFault('NO_ST');
  if (header.cn === null || header.cn === '') return packetFault('NO_CN');
  const flag = readFlag(header, found);
  if ('kind' in flag) return flag;

  const area = text.slice(open + 5, -2);
  const parameters = readParameters(area, found);
  let qn = header.qn === '' ? null : header.qn;
  const acknowledged = valuesOfPlain(parameters, 'QN')?.[PLAIN];
  if (qn === null && acknowledged !== undefined) {
    qn = acknowledged.trim();
    found.add('QN_IN_CP');
  }
  if (qn !== null && !/^\d{17}$/.test(qn)) found.add('QN_NONSTANDARD');
  if (header.rf !== null && header.rf !== '1') found.add('RF_UNEXPECTED');
  return {
    kind: 'packet',
    qn,
    st: header.st,
    cn: header.cn,
    pw: header.pw,
    mn: header.mn,
    flag: flag.flag,
    edition: flag.edition,
    isAnswerWanted: flag.isAnswerWanted,
    isSplit: flag.isSplit,
    pnum: flag.pnum,
    pno: flag.pno,
    area: flag.isSplit ? area : null,
    isResent: header.rf === '1',
    extraFields: header.extraFields,
    parameters,
    marks: [...found].sort(),
  };
}
