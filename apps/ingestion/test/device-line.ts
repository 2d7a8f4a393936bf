import { createHmac } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { connect as connectSecurely } from 'node:tls';
import type { DataOf } from '#libs/contracts/event.js';
import { DeviceState } from '#libs/contracts/monitoring.events.js';
import { composeFrame } from '#libs/domain/hj212/compose.js';
import { decodeSegment } from '#libs/domain/hj212/decode.js';
import { createFrameSplitter } from '#libs/domain/hj212/framing.js';
import { PLAIN, type Packet, type Parameter } from '#libs/domain/hj212/packet.js';
import { INTERNAL_KEY } from '#libs/testing/test-service.js';

export const PASSWORD = '123456';

/** A device as the register tells of it. */
export const deviceState = (
  id: string,
  mn: string,
  settings?: DataOf<typeof DeviceState>['settings'],
): DataOf<typeof DeviceState> => ({
  ...{ id, version: 1, retired: false, mn, protocol: 'HJ212-2017', silenceAfterHours: null },
  passwordHash: createHmac('sha256', Buffer.from(INTERNAL_KEY, 'hex')).update(PASSWORD).digest('hex'),
  subject: { kind: 'station', id: 's1' },
  profile: { hourLabelOffsetMinutes: 60, units: {} },
  ...(settings ? { settings } : {}),
});

export interface FrameWish {
  readonly mn: string;
  readonly pw?: string;
  readonly cn?: string;
  readonly qn?: string | null;
  readonly st?: string;
  readonly flag?: number;
  readonly pnum?: number;
  readonly pno?: number;
  readonly parameters?: readonly Parameter[];
}

export const plain = (key: string, value: string): Parameter => [key, { [PLAIN]: value }];
const MINUTE: readonly Parameter[] = [plain('DataTime', '20260507090000'), ['a21026', { Avg: '35', Flag: 'N' }]];
let serial = 0;
/** A QN of its own for every frame. */
export const nextQn = (): string => `202605070900${String(serial++).padStart(5, '0')}`;

/** A minute's data (CN 2051) that wants an answer, unless something else is wished. */
export const frameOf = (wish: FrameWish): Buffer =>
  composeFrame({ qn: nextQn(), st: '31', cn: '2051', pw: PASSWORD, flag: 5, parameters: MINUTE, ...wish });

export interface Line {
  readonly socket: Socket;
  /** Everything the host said. */
  readonly heard: Packet[];
  /** Of these the QNs of CN 9014. */
  answers(): (string | null)[];
  closed(): boolean;
}

/** A line to the door. */
export const openLine = async (port: number, isSecure = false, localAddress?: string): Promise<Line> => {
  const to = { host: '127.0.0.1', port, ...(localAddress === undefined ? {} : { localAddress }) };
  const socket = isSecure ? connectSecurely({ ...to, rejectUnauthorized: false }) : connect({ ...to, noDelay: true });
  const heard: Packet[] = [];
  let isClosed = false;
  const splitter = createFrameSplitter({
    frame: ({ bytes, segmentStart, segmentEnd }) => {
      const packet = decodeSegment(bytes, segmentStart, segmentEnd);
      if (packet.kind === 'packet') heard.push(packet);
    },
    fault: () => undefined,
  });
  socket.on('data', (chunk) => splitter.push(chunk));
  socket.on('close', () => (isClosed = true));
  socket.on('error', () => undefined);
  await new Promise<void>((done) => {
    socket.once(isSecure ? 'secureConnect' : 'connect', () => done());
    socket.once('close', () => done());
  });
  return {
    socket,
    heard,
    answers: () => heard.filter(({ cn }) => cn === '9014').map(({ qn }) => qn),
    closed: () => isClosed,
  };
};
