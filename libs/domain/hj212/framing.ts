import { crc16 } from './crc.js';
import {
  CRC_BYTES,
  declaredLength,
  firstKey,
  HEAD_BYTES,
  hexCrc,
  isClosed,
  LONGEST_SEGMENT,
  STANDARD_SEGMENT,
} from './frame-shape.js';
import { collectGivenUpBytes, type FrameFault, type FrameFaultReason, type TailCounts } from './given-up.js';
import { createStreamSearch } from './stream-search.js';

export type { FrameFault, FrameFaultReason } from './given-up.js';

export type FrameMark = 'CRC_BY_PROFILE' | 'LENGTH_MISMATCH' | 'OVERSIZE';

/**
 * A frame whose length and checksum hold. `bytes` is a buffer that is used again: copy what must outlive the call.
 * `start` is the first `#`, `end` lies behind the checksum; the data segment is `segmentStart` to `segmentEnd`.
 */
export interface SplitFrame {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  readonly segmentStart: number;
  readonly segmentEnd: number;
  readonly marks: readonly FrameMark[];
}

export interface FrameReceiver {
  frame(frame: SplitFrame): void;
  fault(fault: FrameFault): void;
}

export interface FrameCounts extends TailCounts {
  frames: number;
  faults: number;
  /** Bytes that belonged to no frame, separators between frames not counted. */
  skippedBytes: number;
}

export interface FrameSplitter {
  /** Takes the next bytes of the connection, cut anywhere. The result does not depend on where they are cut. */
  push(chunk: Uint8Array): void;
  /** Gives up waiting: on the frame timeout, and when the connection ends. What can be read is delivered first. */
  flush(): void;
  /** Bytes held because a frame is not complete. */
  pendingBytes(): number;
  /** Bytes taken since the last good frame; a listener closes a connection by it. */
  bytesSinceFrame(): number;
  readonly counts: Readonly<FrameCounts>;
}

export interface FrameSplitterOptions {
  /** Longest data segment accepted, at most 9999 bytes. */
  readonly maxSegmentBytes?: number;
  /** How much of a fault is kept as evidence. */
  readonly keptRawBytes?: number;
  /**
   * Asked about a whole frame with a wrong checksum: whether the setting of its device explains it. Such a frame has to be
   * decoded with that setting.
   */
  readonly isAcceptedByProfile?: (bytes: Uint8Array, start: number, end: number) => boolean;
}

const NO_MARKS: readonly FrameMark[] = [];
const LENGTH_MARK: readonly FrameMark[] = ['LENGTH_MISMATCH'];
const PROFILE_MARK: readonly FrameMark[] = ['CRC_BY_PROFILE'];

function hasRightCrc(bytes: Uint8Array, start: number, end: number): boolean {
  return hexCrc(bytes, end - CRC_BYTES) === crc16(bytes, start + HEAD_BYTES, end - CRC_BYTES);
}

/**
 * Splits the byte stream of one connection into frames. One buffer of fixed size holds what is incomplete; frames that
 * lie whole in a chunk are delivered in place. Every search remembers how far it came, so the work is linear in the
 * bytes however they are cut and whatever they are.
 *
 * A frame is taken at its declared length where that is consistent (`&&` and a checksum lie there), and dropped whole
 * where only the checksum is wrong. Otherwise the end of the line decides: with a right checksum there the frame is
 * accepted with a mark, and a wrong length is never waited for. After a failure only the two bytes `##` are passed over.
 */
export function createFrameSplitter(receiver: FrameReceiver, options: FrameSplitterOptions = {}): FrameSplitter {
  const maxSegment = Math.min(options.maxSegmentBytes ?? LONGEST_SEGMENT, LONGEST_SEGMENT);
  const longest = HEAD_BYTES + maxSegment + CRC_BYTES;
  const keptRawBytes = options.keptRawBytes ?? 2048;
  const counts: FrameCounts = { frames: 0, faults: 0, skippedBytes: 0, missingTails: 0, nonstandardTails: 0 };
  const search = createStreamSearch();
  const givenUp = collectGivenUpBytes(keptRawBytes, counts);

  let pending: Buffer | null = null;
  let head = 0;
  let tail = 0;
  // Offsets of the stream: the next byte not consumed, index 0 of the buffer at work, the end of the last good frame.
  let consumed = 0;
  let origin = 0;
  let lastFrameEnd = 0;
  // The header that waits for more bytes: searches inside its frame have gone on beyond it.
  let openHead = -1;
  // The last line that was tried as a frame and for which start; the last header on the line looked through for one.
  let triedStart = -1;
  let triedLine = -1;
  let innerLine = -1;
  let innerStart = -1;

  function report(fault: FrameFault | null): void {
    if (fault === null) return;
    counts.faults += 1;
    counts.skippedBytes += fault.length;
    receiver.fault(fault);
  }

  function deliver(bytes: Uint8Array, start: number, end: number, marks: readonly FrameMark[]): number {
    report(givenUp.end());
    givenUp.expectTail();
    counts.frames += 1;
    lastFrameEnd = origin + end;
    const segmentStart = start + HEAD_BYTES;
    const segmentEnd = end - CRC_BYTES;
    const isOversize = segmentEnd - segmentStart > STANDARD_SEGMENT;
    receiver.frame({
      bytes,
      start,
      end,
      segmentStart,
      segmentEnd,
      marks: isOversize ? [...marks, 'OVERSIZE'] : marks,
    });
    return end;
  }

  function drop(bytes: Uint8Array, start: number, end: number, reason: FrameFaultReason): number {
    report(givenUp.end());
    givenUp.expectTail();
    report({ reason, length: end - start, raw: bytes.slice(start, Math.min(end, start + keptRawBytes)) });
    return end;
  }

  function fail(bytes: Uint8Array, start: number, reason: FrameFaultReason): number {
    givenUp.blame(reason);
    givenUp.add(bytes, start, start + 2);
    return start + 2;
  }

  function hasInnerHead(bytes: Uint8Array, start: number, end: number): boolean {
    const inner = search.head(bytes, start + 2, end);
    return inner >= 0 && inner < end;
  }

  /** Whether the text from a header to the end of its line is a whole frame in spite of its length. */
  function isFrameByLine(bytes: Uint8Array, start: number, lineEnd: number): boolean {
    return (
      isClosed(bytes, start + HEAD_BYTES, lineEnd - CRC_BYTES) &&
      !hasInnerHead(bytes, start, lineEnd) &&
      hasRightCrc(bytes, start, lineEnd)
    );
  }

  /** Whether the last header on the line begins a whole frame: then the frame at `start` was cut off. */
  function isCutOff(bytes: Uint8Array, start: number, lineEnd: number): boolean {
    if (innerLine !== origin + lineEnd) {
      innerLine = origin + lineEnd;
      innerStart = -1;
      for (let at = lineEnd - HEAD_BYTES; at > start; at -= 1) {
        const length = declaredLength(bytes, at);
        if (length < 0) continue;
        const isWhole = at + HEAD_BYTES + length + CRC_BYTES === lineEnd;
        if (isWhole && isClosed(bytes, at + HEAD_BYTES, lineEnd - CRC_BYTES) && hasRightCrc(bytes, at, lineEnd)) {
          innerStart = origin + at;
        }
        break;
      }
    }
    return innerStart > origin + start;
  }

  /** The frame at its declared length, or its loss; -1 where nothing consistent lies there. */
  function judgeAtLength(bytes: Uint8Array, start: number, end: number, lineEnd: number): number {
    if (isClosed(bytes, start + HEAD_BYTES, end - CRC_BYTES)) {
      if (hexCrc(bytes, end - CRC_BYTES) < 0) return drop(bytes, start, end, 'CRC_NOT_HEX');
      if (hasRightCrc(bytes, start, end)) return deliver(bytes, start, end, NO_MARKS);
      return options.isAcceptedByProfile?.(bytes, start, end) === true
        ? deliver(bytes, start, end, PROFILE_MARK)
        : drop(bytes, start, end, 'CRC_MISMATCH');
    }
    // CP was never closed, but length, line and checksum agree: a frame, and for the packet reader to refuse.
    if (lineEnd === end && !hasInnerHead(bytes, start, end) && hasRightCrc(bytes, start, end)) {
      return deliver(bytes, start, end, NO_MARKS);
    }
    return lineEnd > end && isFrameByLine(bytes, start, lineEnd) ? deliver(bytes, start, lineEnd, LENGTH_MARK) : -1;
  }

  /** Judges the header at `start`: the index behind what was decided, or -1 while more bytes are needed. */
  function judge(bytes: Buffer, start: number, to: number, isFinal: boolean): number {
    const key = firstKey(bytes, start + HEAD_BYTES, to);
    if (key === 'no') return fail(bytes, start, 'NOISE');
    if (key === 'undecided') return isFinal ? fail(bytes, start, 'TRUNCATED') : -1;

    const length = declaredLength(bytes, start);
    const isOverCap = length > maxSegment;
    const end = isOverCap ? Number.POSITIVE_INFINITY : start + HEAD_BYTES + length + CRC_BYTES;
    const found = search.lineEnd(bytes, start + HEAD_BYTES, to);
    const isLineTooLong = (found < 0 ? to : found) > start + longest;
    const lineEnd = isLineTooLong ? -1 : found < 0 && isFinal ? to : found;

    if (lineEnd >= 0 && lineEnd < end && (triedStart !== origin + start || triedLine !== origin + lineEnd)) {
      triedStart = origin + start;
      triedLine = origin + lineEnd;
      if (isFrameByLine(bytes, start, lineEnd)) return deliver(bytes, start, lineEnd, LENGTH_MARK);
      if (isCutOff(bytes, start, lineEnd)) return fail(bytes, start, isOverCap ? 'LENGTH_OVER_CAP' : 'TRUNCATED');
    }
    if (!isOverCap) {
      if (to < end) return isFinal ? fail(bytes, start, 'TRUNCATED') : -1;
      const next = judgeAtLength(bytes, start, end, lineEnd);
      if (next >= 0) return next;
    }
    const mayStillEnd = lineEnd < 0 && !isLineTooLong && !isFinal;
    if (mayStillEnd && !hasInnerHead(bytes, start, to)) return -1;
    return fail(bytes, start, isOverCap ? 'LENGTH_OVER_CAP' : 'LENGTH_MISMATCH');
  }

  /** Works through bytes[from, to) and returns the index of the first byte that has to be kept. */
  function work(bytes: Buffer, from: number, to: number, isFinal: boolean): number {
    origin = consumed - from;
    search.moveTo(origin);
    let at = from;
    while (at < to) {
      const start = openHead === origin + at ? at : search.head(bytes, at, to);
      const known = start >= 0 ? start : isFinal ? to : Math.max(at, search.undecidedHead());
      givenUp.add(bytes, at, known);
      at = known;
      if (start < 0) break;
      const next = judge(bytes, start, to, isFinal);
      openHead = next < 0 ? origin + start : -1;
      if (next < 0) break;
      at = next;
    }
    consumed += at - from;
    return at;
  }

  function hold(bytes: Uint8Array): void {
    pending ??= Buffer.alloc(2 * longest + HEAD_BYTES);
    if (tail + bytes.length > pending.length) {
      pending.copyWithin(0, head, tail);
      tail -= head;
      head = 0;
    }
    pending.set(bytes, tail);
    tail += bytes.length;
  }

  function push(piece: Uint8Array): void {
    const chunk = Buffer.isBuffer(piece) ? piece : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let offset = 0;
    while (tail > head && offset < chunk.length) {
      const heldBefore = tail - head;
      const taken = chunk.subarray(offset, offset + longest);
      hold(taken);
      offset += taken.length;
      const from = head;
      head = work(pending as Buffer, head, tail, false);
      if (head - from >= heldBefore) {
        // Nothing old is left: go on in the chunk itself.
        offset -= tail - head;
        head = 0;
        tail = 0;
      }
    }
    if (offset >= chunk.length) return;
    const at = work(chunk, offset, chunk.length, false);
    if (at < chunk.length) hold(chunk.subarray(at));
  }

  function flush(): void {
    if (tail > head) work(pending as Buffer, head, tail, true);
    head = 0;
    tail = 0;
    report(givenUp.end());
  }

  return {
    push,
    flush,
    pendingBytes: () => tail - head,
    bytesSinceFrame: () => consumed + (tail - head) - lastFrameEnd,
    counts,
  };
}
