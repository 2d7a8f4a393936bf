/** A raw record as it arrived, with what its headers say. Pure: it reads bytes and nothing else. */
import { hash } from 'node:crypto';
import { isDataState, type DataState } from '#libs/domain/telemetry/data-state.js';
import { readLineRanges } from '#libs/domain/telemetry/line-ranges.js';
import type { RawRecord } from '#libs/messaging/on.js';
import type { Door } from '../reading/numbers.store.js';

export interface Arrival {
  readonly record: RawRecord;
  readonly door: Door;
  /** MN of the device, code of the subject of a feed's row, or the import that brought a file first. */
  readonly source: string;
  readonly receivedAt: Date;
  readonly sha256: Buffer;
  readonly layout: string | null;
  readonly fileSha256: string | null;
  readonly line: number | null;
  readonly dataState: DataState;
  /** HJ 212: one of several parts, kept and not read by itself, or what several parts came to. */
  readonly split: 'part' | 'whole' | null;
  /** Imports only. */
  readonly slice: Slice | null;
}

/** Some lines of an imported file. */
export interface Slice {
  readonly importId: string;
  /** Numbers of the lines behind the heading, ascending. */
  readonly lines: readonly number[];
  readonly province: string | null;
  /** JSON of the mapping the lines are read by, where the layout is one. */
  readonly mapping: string | null;
}

export type HeaderFault = 'HEADER_MISSING' | 'HEADER_INVALID';

const LONGEST_SOURCE = 100;
const MOST_LINES = 10_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DOORS: readonly string[] = ['hj212', 'feed', 'import'] satisfies Door[];
const isDoor = (text: string | undefined): text is Door => text !== undefined && DOORS.includes(text);

const sliceOf = ({ importId = '', lines = '', province, mapping }: RawRecord['headers']): Slice | null => {
  const numbers = readLineRanges(lines, MOST_LINES);
  return UUID.test(importId) && numbers
    ? { importId, lines: numbers, province: province ?? null, mapping: mapping ?? null }
    : null;
};

/** Reads the headers of a record; a fault names the header that is missing or wrong. */
export const arrivalOf = (record: RawRecord): { arrival: Arrival } | { fault: HeaderFault; where: string } => {
  const { door, receivedAt, source = record.key, layout, fileSha256, line, dataState = 'realtime' } = record.headers;
  if (!isDoor(door)) return { fault: door === undefined ? 'HEADER_MISSING' : 'HEADER_INVALID', where: 'door' };
  if (!source || source.length > LONGEST_SOURCE)
    return { fault: source ? 'HEADER_INVALID' : 'HEADER_MISSING', where: 'source' };
  const at = new Date(receivedAt ?? '');
  if (Number.isNaN(at.getTime()))
    return { fault: receivedAt === undefined ? 'HEADER_MISSING' : 'HEADER_INVALID', where: 'receivedAt' };
  if (door !== 'hj212' && !layout) return { fault: 'HEADER_MISSING', where: 'layout' };
  if (!isDataState(dataState)) return { fault: 'HEADER_INVALID', where: `dataState ${dataState.slice(0, 50)}` };
  const slice = door === 'import' ? sliceOf(record.headers) : null;
  if (door === 'import' && slice === null) return { fault: 'HEADER_INVALID', where: 'importId, lines' };
  return {
    arrival: {
      record,
      door,
      source,
      receivedAt: at,
      sha256: hash('sha256', record.value, 'buffer'),
      layout: layout ?? null,
      fileSha256: fileSha256 ?? null,
      line: line !== undefined && /^\d{1,9}$/.test(line) ? Number(line) : null,
      dataState,
      split: record.headers['part'] !== undefined ? 'part' : record.headers['parts'] !== undefined ? 'whole' : null,
      slice,
    },
  };
};
