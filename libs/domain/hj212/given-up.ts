/** Why bytes did not become a frame. All but the two of the checksum are runs up to the next frame. */
export type FrameFaultReason =
  'NOISE' | 'TRUNCATED' | 'LENGTH_MISMATCH' | 'LENGTH_OVER_CAP' | 'CRC_MISMATCH' | 'CRC_NOT_HEX';

export interface FrameFault {
  readonly reason: FrameFaultReason;
  /** Number of bytes given up. */
  readonly length: number;
  /** A copy of the first of them. */
  readonly raw: Uint8Array;
}

export interface TailCounts {
  missingTails: number;
  nonstandardTails: number;
}

/** Collects the bytes between frames: first the tail of the frame before, then a run that is reported as one fault. */
export interface GivenUpBytes {
  /** A frame has just ended; its CR LF may follow in this chunk, later, or never. */
  expectTail(): void;
  add(bytes: Uint8Array, from: number, to: number): void;
  /** Names the run after its first broken frame. */
  blame(reason: FrameFaultReason): void;
  /** Ends the run. Null where it was empty or held nothing but separators. */
  end(): FrameFault | null;
}

const CR = 0x0d;
const LF = 0x0a;
const SEPARATORS = new Set([CR, LF, 0x20, 0]);
/** Some firmware sends its CR LF as the four characters `\r\n`. */
const PRINTED_TAIL = Buffer.from('\\r\\n', 'latin1');

/**
 * Collects the bytes of a stream that belong to no frame, run by run, and keeps at most `keptBytes` of each; longer runs are
 * counted in full. Tails that are missing or not CR LF, with which HJ 212 ends a frame, are counted in `counts`.
 */
export function collectGivenUpBytes(keptBytes: number, counts: TailCounts): GivenUpBytes {
  let kept: Uint8Array | null = null;
  let length = 0;
  let reason: FrameFaultReason = 'NOISE';
  let isOnlySeparators = true;
  let tail: 'none' | 'expected' | 'carriageReturn' = 'none';
  /** How many characters of a printed tail have come. */
  let printed = 0;

  function addByte(byte: number): void {
    if (length < keptBytes) {
      kept ??= new Uint8Array(keptBytes);
      kept[length] = byte;
    }
    isOnlySeparators &&= SEPARATORS.has(byte);
    length += 1;
  }

  /** What began like a printed tail was none: its characters belong to the run. */
  function settlePrinted(): void {
    const begun = printed;
    printed = 0;
    for (let index = 0; index < begun; index += 1) addByte(PRINTED_TAIL[index] as number);
  }

  function settleTail(): void {
    if (tail === 'expected') counts.missingTails += 1;
    if (tail === 'carriageReturn') counts.nonstandardTails += 1;
    tail = 'none';
    settlePrinted();
  }

  /** Takes the tail off the front and returns the index behind it. */
  function takeTail(bytes: Uint8Array, from: number, to: number): number {
    let index = from;
    while (tail !== 'none' && index < to) {
      const byte = bytes[index];
      if (tail === 'expected' && printed === 0 && byte === CR) tail = 'carriageReturn';
      else if (tail === 'carriageReturn' && byte === LF) tail = 'none';
      else if (tail === 'expected' && printed === 0 && byte === LF) {
        counts.nonstandardTails += 1;
        tail = 'none';
      } else if (tail === 'expected' && byte === PRINTED_TAIL[printed]) {
        printed += 1;
        if (printed === PRINTED_TAIL.length) {
          printed = 0;
          counts.nonstandardTails += 1;
          tail = 'none';
        }
      } else {
        settleTail();
        return index;
      }
      index += 1;
    }
    return index;
  }

  return {
    expectTail() {
      settleTail();
      tail = 'expected';
    },
    add(bytes, from, to) {
      for (let index = takeTail(bytes, from, to); index < to; index += 1) addByte(bytes[index] as number);
    },
    blame(newReason) {
      if (reason === 'NOISE') reason = newReason;
    },
    end() {
      if (tail === 'carriageReturn' || printed > 0) settleTail();
      if (length === 0) {
        reason = 'NOISE';
        return null;
      }
      const raw = kept?.slice(0, Math.min(length, keptBytes)) ?? new Uint8Array(0);
      const fault = isOnlySeparators ? null : { reason, length, raw };
      length = 0;
      reason = 'NOISE';
      isOnlySeparators = true;
      return fault;
    },
  };
}
