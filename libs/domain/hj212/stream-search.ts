import { declaredLength, HEAD_BYTES } from './frame-shape.js';

const CR = 0x0d;
const LF = 0x0a;
const HASH = 0x23;

/** Searches in a byte stream that never look at a byte twice, although the buffer under them moves and grows. */
export interface StreamSearch {
  /** Says which offset of the stream index 0 of the buffer now is. */
  moveTo(origin: number): void;
  /** Index of the first CR or LF from `from` on, or -1. Calls must not go back. */
  lineEnd(bytes: Uint8Array, from: number, to: number): number;
  /** Index of the first `##` with four digits from `from` on, or -1; it may lie behind `to`. Calls must not go back. */
  head(bytes: Uint8Array, from: number, to: number): number;
  /** After `head` found nothing: the first index that may still become one when more bytes come. */
  undecidedHead(): number;
}

function mayBecomeHead(bytes: Uint8Array, at: number, to: number): boolean {
  for (let index = at + 1; index < to; index += 1) {
    const byte = bytes[index] as number;
    if (index === at + 1 ? byte !== HASH : byte < 0x30 || byte > 0x39) return false;
  }
  return true;
}

export function createStreamSearch(): StreamSearch {
  let origin = 0;
  // The last hit, and the offset up to which everything has been looked at; both as offsets of the stream.
  let lineHit = -1;
  let lineSeen = 0;
  let headHit = -1;
  let headSeen = 0;

  return {
    moveTo(newOrigin) {
      origin = newOrigin;
    },
    lineEnd(bytes, from, to) {
      if (lineHit >= origin + from) return lineHit - origin;
      for (let index = Math.max(from, lineSeen - origin); index < to; index += 1) {
        const byte = bytes[index] as number;
        if (byte <= CR && (byte === CR || byte === LF)) {
          lineHit = origin + index;
          lineSeen = lineHit + 1;
          return index;
        }
      }
      lineSeen = Math.max(lineSeen, origin + to);
      return -1;
    },
    head(bytes, from, to) {
      if (headHit >= origin + from) return headHit - origin;
      let index = Math.max(from, headSeen - origin);
      for (; index < to; index += 1) {
        if (bytes[index] !== HASH) continue;
        if (index + HEAD_BYTES > to) {
          if (mayBecomeHead(bytes, index, to)) break;
        } else if (declaredLength(bytes, index) >= 0) {
          headHit = origin + index;
          headSeen = headHit + 1;
          return index;
        }
      }
      headSeen = Math.max(headSeen, origin + index);
      return -1;
    },
    undecidedHead: () => headSeen - origin,
  };
}
