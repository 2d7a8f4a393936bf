import { declaredLength, HEAD_BYTES } from './frame-shape.js';

const CR = 0x0d;
const LF = 0x0a;
const HASH = 0x23;

/** Searches in a byte stream that never look at a byte twice, although the buffer under them moves and grows. */
export interface StreamSearch {
  /** Says which offset of the stream index 0 of the buffer now is. */
  moveTo(origin: number): void;
  /** Index of the first CR or LF from `from` on, or -1. Calls must not go back. */
  lineEnd(bytes: Buffer, from: number, to: number): number;
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

/** Offsets of the stream: the last place where a byte was found, and up to where has been looked. */
interface Hit {
  at: number;
  seen: number;
}

/** A search that begins at offset 0 of a stream; all its indexes are those of the buffer it is shown. */
export function createStreamSearch(): StreamSearch {
  let origin = 0;
  const carriageReturn: Hit = { at: -1, seen: 0 };
  const lineFeed: Hit = { at: -1, seen: 0 };
  let headHit = -1;
  let headSeen = 0;

  /** Behind `to` a buffer may hold old bytes; where it does not, the search of the platform is twenty times as fast. */
  function indexOf(bytes: Buffer, byte: number, from: number, to: number): number {
    if (to === bytes.length) return bytes.indexOf(byte, from);
    for (let index = from; index < to; index += 1) if (bytes[index] === byte) return index;
    return -1;
  }

  function next(hit: Hit, bytes: Buffer, byte: number, from: number, to: number): number {
    if (hit.at >= origin + from) return hit.at - origin;
    const start = Math.max(from, hit.seen - origin);
    const index = start < to ? indexOf(bytes, byte, start, to) : -1;
    if (index < 0) hit.seen = Math.max(hit.seen, origin + to);
    else {
      hit.at = origin + index;
      hit.seen = hit.at + 1;
    }
    return index;
  }

  return {
    moveTo(newOrigin) {
      origin = newOrigin;
    },
    lineEnd(bytes, from, to) {
      const cr = next(carriageReturn, bytes, CR, from, to);
      const lf = next(lineFeed, bytes, LF, from, to);
      return cr < 0 ? lf : lf < 0 ? cr : Math.min(cr, lf);
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
