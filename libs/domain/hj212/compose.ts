import { crcOf, type CrcVariant } from './crc-variant.js';
import { LONGEST_SEGMENT } from './frame-shape.js';
import { PLAIN, type Parameter } from './packet.js';

/** Fields of a packet to be sent. Absent ones are left out. */
export interface PacketFields {
  readonly qn?: string | null;
  readonly st: string;
  readonly cn: string;
  readonly pw?: string | null;
  readonly mn: string;
  readonly flag?: number | null;
  readonly pnum?: number | null;
  readonly pno?: number | null;
  readonly isResent?: boolean;
  readonly parameters: readonly Parameter[];
}

/** A header value or a parameter that would break the grammar of the segment. */
export class FrameNotComposable extends Error {}

const HEADER_TEXT = /^[!-%'-+\--:<>-~]*$/;
const KEY_TEXT = /^[0-9A-Za-z_]+$/;

function headerField(name: string, value: string | number | null | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  if (!HEADER_TEXT.test(text)) throw new FrameNotComposable(`${name} holds a character of the protocol itself`);
  return `${name}=${text};`;
}

function itemsOf([key, values]: Parameter): string {
  return Object.entries(values)
    .map(([sub, value]) => {
      const isLogText = value.length >= 4 && value.startsWith('//') && value.indexOf('//', 2) === value.length - 2;
      if (!KEY_TEXT.test(key) || (sub !== PLAIN && !KEY_TEXT.test(sub)) || (!isLogText && /[,;=&]|\/\//.test(value))) {
        throw new FrameNotComposable(`${key} holds a character of the protocol itself`);
      }
      return sub === PLAIN ? `${key}=${value}` : `${key}-${sub}=${value}`;
    })
    .join(',');
}

/** The data segment of a packet in UTF-8: fields in the order of HJ 212-2017 6.3.2 table 3, RF of 2025 before CP. */
export function composeSegment(fields: PacketFields): Uint8Array {
  const header = [
    headerField('QN', fields.qn),
    headerField('ST', fields.st),
    headerField('CN', fields.cn),
    headerField('PW', fields.pw),
    headerField('MN', fields.mn),
    headerField('Flag', fields.flag),
    headerField('PNUM', fields.pnum),
    headerField('PNO', fields.pno),
    fields.isResent === true ? 'RF=1;' : '',
  ];
  return Buffer.from(`${header.join('')}CP=&&${fields.parameters.map(itemsOf).join(';')}&&`, 'utf8');
}

/**
 * A whole frame around a data segment, with length, checksum in upper case and CR LF.
 *
 * @param crc the checksum the device understands
 */
export function frameOfSegment(segment: Uint8Array, crc: CrcVariant = 'standard'): Buffer {
  if (segment.length > LONGEST_SEGMENT) throw new FrameNotComposable(`segment of ${segment.length} bytes`);
  const length = String(segment.length).padStart(4, '0');
  const digits = crcOf(crc, segment).toString(16).toUpperCase().padStart(4, '0');
  return Buffer.concat([Buffer.from(`##${length}`, 'latin1'), segment, Buffer.from(`${digits}\r\n`, 'latin1')]);
}

/** Composes the frame of a packet. Throws `FrameNotComposable`, a fault of the caller, for what cannot be sent. */
export function composeFrame(fields: PacketFields, crc: CrcVariant = 'standard'): Buffer {
  return frameOfSegment(composeSegment(fields), crc);
}
