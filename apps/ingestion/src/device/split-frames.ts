import { type Packet, plainParameter } from '#libs/domain/hj212/packet.js';
import { collectParts, type PartLimits, STANDARD_PART_LIMITS } from '#libs/domain/hj212/split-packets.js';

/** Frames that together are one packet, or what came of one: each with CR LF behind it. */
export interface JoinedFrames {
  readonly mn: string;
  readonly count: number;
  readonly bytes: Buffer;
  readonly receivedAt: string;
}

export interface GivenUp {
  /** Parts that can be read by themselves. */
  readonly readable: readonly JoinedFrames[];
  readonly all: JoinedFrames;
  /** Numbers of the parts that never came. */
  readonly missing: readonly number[];
}

interface Held {
  readonly frame: Buffer;
  readonly receivedAt: string;
}

const LIMITS: PartLimits = { ...STANDARD_PART_LIMITS, maxGroups: 5_000 };
const TAIL = Buffer.from('\r\n', 'latin1');

const namesItsTime = (part: Packet): boolean => plainParameter(part, 'DataTime') !== null;

/**
 * A later part that names its time shows that the device cuts between factors (HJ 212-2017 table C.49): then each part is
 * whole in itself. Otherwise the last value of the first part may be cut in two, and nothing is read.
 */
const readableOf = (parts: readonly Packet[]): readonly Packet[] =>
  parts.some((part) => (part.pno ?? 1) > 1 && namesItsTime(part)) ? parts.filter(namesItsTime) : [];

/**
 * Holds the parts of split packets until all of one are there. Devices cut anywhere, so no part says by itself what it
 * measured: read alone, a value at the cut would be another number.
 */
export class SplitFrames {
  private readonly parts = collectParts(LIMITS);
  private readonly bytes = new WeakMap<Packet, Held>();

  /** Packets that are not whole yet. */
  get size(): number {
    return this.parts.waiting();
  }

  /** Takes a part; the whole of it once nothing is missing. */
  add(packet: Packet, frame: Buffer, receivedAt: string): JoinedFrames | null {
    this.bytes.set(packet, { frame, receivedAt });
    const outcome = this.parts.add(packet, new Date(receivedAt));
    return outcome.kind === 'complete' ? this.joined(outcome.parts) : null;
  }

  /** What will never be whole: what can be read of it, and how much is missing. */
  givenUp(now: Date): GivenUp[] {
    return this.parts.takeIncomplete(now).map(({ parts, missing }) => ({
      ...{ readable: readableOf(parts).map((part) => this.joined([part])), missing },
      all: this.joined(parts),
    }));
  }

  private joined(parts: readonly Packet[]): JoinedFrames {
    const held = parts.map((part) => this.bytes.get(part) as Held);
    return {
      mn: (parts[0] as Packet).mn,
      count: parts.length,
      bytes: Buffer.concat(held.flatMap(({ frame }) => [frame, TAIL])),
      receivedAt: (held.at(-1) as Held).receivedAt,
    };
  }
}
