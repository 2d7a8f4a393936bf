import { connect, type Socket } from 'node:net';
import { decodeSegment } from '#libs/domain/hj212/decode.js';
import { createFrameSplitter } from '#libs/domain/hj212/framing.js';
import type { Packet } from '#libs/domain/hj212/packet.js';

/** What happened on all lines together. */
export interface LineCounts {
  sent: number;
  /** Frames that wanted an answer. */
  wanted: number;
  /** CN 9014. */
  answered: number;
  /** Requests and notices of the host. */
  asked: number;
  other: number;
  opened: number;
  lost: number;
  readonly waitsMs: number[];
}

export const noCounts = (): LineCounts => ({
  ...{ sent: 0, wanted: 0, answered: 0, asked: 0, other: 0, opened: 0, lost: 0 },
  waitsMs: [],
});

export interface DeviceLine {
  /** False where the line is down or full; the frame was not sent. */
  send(frame: Buffer, wantedQn: string | null): boolean;
  readonly isOpen: boolean;
  /** Frames whose answer is missing. */
  readonly underWay: number;
  close(): void;
}

const AGAIN_MS = 1_000;
/** Beyond it a frame counts as unanswered, and an oldest wait makes room. */
const MOST_UNDER_WAY = 10_000;
const MOST_WAITS = 1_000_000;
const LONGEST_QUEUE_BYTES = 1 << 20;

/** One device's connection to the server; opens again a second after it was lost. */
export const openDeviceLine = (
  to: { readonly host: string; readonly port: number },
  counts: LineCounts,
  answersTo: (packet: Packet) => Promise<readonly Buffer[]>,
): DeviceLine => {
  let socket: Socket | null = null;
  let again: NodeJS.Timeout | null = null;
  let isClosed = false;
  const underWay = new Map<string, number>();

  const heard = async (packet: Packet): Promise<void> => {
    if (packet.cn === '9014') {
      counts.answered += 1;
      const since = packet.qn === null ? undefined : underWay.get(packet.qn);
      if (since === undefined) return;
      underWay.delete(packet.qn as string);
      if (counts.waitsMs.length < MOST_WAITS) counts.waitsMs.push(performance.now() - since);
      return;
    }
    const answers = await answersTo(packet);
    if (answers.length === 0) counts.other += 1;
    else {
      counts.asked += 1;
      socket?.write(Buffer.concat(answers));
    }
  };

  const open = (): void => {
    const line = connect({ ...to, noDelay: true });
    const splitter = createFrameSplitter({
      frame: ({ bytes, segmentStart, segmentEnd }) => {
        const packet = decodeSegment(bytes, segmentStart, segmentEnd);
        if (packet.kind === 'packet') void heard(packet);
        else counts.other += 1;
      },
      fault: () => (counts.other += 1),
    });
    line.on('connect', () => {
      socket = line;
      counts.opened += 1;
    });
    line.on('data', (chunk) => splitter.push(chunk));
    line.on('error', () => line.destroy());
    line.on('close', () => {
      if (socket === line) socket = null;
      // An answer comes on the connection that asked for it, or never.
      underWay.clear();
      if (isClosed) return;
      counts.lost += 1;
      again = setTimeout(open, AGAIN_MS);
    });
  };
  open();

  return {
    send(frame, wantedQn) {
      if (socket === null || socket.writableLength > LONGEST_QUEUE_BYTES) return false;
      socket.write(frame);
      counts.sent += 1;
      if (wantedQn !== null) {
        counts.wanted += 1;
        if (underWay.size >= MOST_UNDER_WAY) underWay.delete(underWay.keys().next().value as string);
        underWay.set(wantedQn, performance.now());
      }
      return true;
    },
    get isOpen() {
      return socket !== null;
    },
    get underWay() {
      return underWay.size;
    },
    close() {
      isClosed = true;
      if (again) clearTimeout(again);
      socket?.end();
      setTimeout(() => socket?.destroy(), AGAIN_MS).unref();
    },
  };
};
