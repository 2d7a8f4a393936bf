/** A raw record as it arrived, with what its headers say. Pure: it reads bytes and nothing else. */
import { createHash } from 'node:crypto';
import { isDataState, type DataState } from '#libs/domain/telemetry/data-state.js';
import type { RawRecord } from '#libs/messaging/on.js';
import type { Door } from '../reading/numbers.store.js';

export interface Arrival {
  readonly record: RawRecord;
  readonly door: Door;
  /** MN of the device, or code of the subject of a feed's row. */
  readonly source: string;
  readonly receivedAt: Date;
  readonly sha256: Buffer;
  readonly layout: string | null;
  readonly fileSha256: string | null;
  readonly line: number | null;
  readonly dataState: DataState;
}

export type HeaderFault = 'HEADER_MISSING' | 'HEADER_INVALID';

const LONGEST_SOURCE = 100;

/** Reads the headers of a record; a fault names the header that is missing or wrong. */
export const arrivalOf = (record: RawRecord): { arrival: Arrival } | { fault: HeaderFault; where: string } => {
  const { door, receivedAt, source, layout, fileSha256, line, dataState = 'realtime' } = record.headers;
  if (door !== 'hj212' && door !== 'feed')
    return { fault: door === undefined ? 'HEADER_MISSING' : 'HEADER_INVALID', where: 'door' };
  if (!source || source.length > LONGEST_SOURCE)
    return { fault: source ? 'HEADER_INVALID' : 'HEADER_MISSING', where: 'source' };
  const at = new Date(receivedAt ?? '');
  if (Number.isNaN(at.getTime()))
    return { fault: receivedAt === undefined ? 'HEADER_MISSING' : 'HEADER_INVALID', where: 'receivedAt' };
  if (door === 'feed' && !layout) return { fault: 'HEADER_MISSING', where: 'layout' };
  if (!isDataState(dataState)) return { fault: 'HEADER_INVALID', where: `dataState ${dataState.slice(0, 50)}` };
  return {
    arrival: {
      record,
      door,
      source,
      receivedAt: at,
      sha256: createHash('sha256').update(record.value).digest(),
      layout: layout ?? null,
      fileSha256: fileSha256 ?? null,
      line: line !== undefined && /^\d{1,9}$/.test(line) ? Number(line) : null,
      dataState,
    },
  };
};
