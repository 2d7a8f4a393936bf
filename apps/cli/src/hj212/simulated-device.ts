/** A device that does not exist: what it sends of itself, and what it answers when the host asks. */
import { composeFrame } from '#libs/domain/hj212/compose.js';
import { dataPeriod, dataTimeText, readDataTime, requestNumber } from '#libs/domain/hj212/data-time.js';
import { plainParameter, type Packet, type Parameter } from '#libs/domain/hj212/packet.js';
import { executionResult, notifyAnswer, requestAnswer } from '#libs/domain/hj212/response.js';

export interface SimulatedFrame {
  readonly qn: string;
  readonly frame: Buffer;
}

export interface SimulatedDevice {
  readonly mn: string;
  /** A real-time packet of an air station, eleven factors, answer wanted. */
  realtime(at: Date): SimulatedFrame;
  /** What it sends when the host has sent this; empty where nothing is owed. */
  answersTo(packet: Packet, at: Date): readonly Buffer[];
}

/** Code, mean and half the range over a day. */
const FACTORS: readonly (readonly [code: string, mean: number, swing: number])[] = [
  ['a34004', 38, 22],
  ['a34002', 66, 30],
  ['a21026', 8, 3],
  ['a21004', 31, 14],
  ['a21005', 0.8, 0.3],
  ['a05024', 80, 60],
  ['a01001', 16, 7],
  ['a01002', 60, 20],
  ['a01006', 101.6, 0.4],
  ['a01007', 2.1, 1.4],
  ['a01008', 180, 150],
];
const AIR_STATION = '22';
/** Edition of 2017, answer wanted. */
const FLAG = 5;
const DAY_MS = 86_400_000;
const MOST_RECORDS = 1_000;
const HISTORY = ['2051', '2061', '2031'];
const NOTICES = ['2012', '2022'];

/** The value of a factor at an instant: a wave over the day, each device a little beside the other. */
const valueAt = ([, mean, swing]: (typeof FACTORS)[number], number: number, at: Date): string => {
  const angle = (at.getTime() / DAY_MS) * 2 * Math.PI + number;
  return (mean + swing * 0.9 * Math.sin(angle)).toFixed(mean < 10 ? 3 : 1);
};

export const simulatedDevice = (number: number, mn: string, pw: string): SimulatedDevice => {
  let lastQn = 0;
  const nextQn = (at: Date): string => {
    lastQn = Math.max(lastQn + 1, at.getTime());
    return requestNumber(new Date(lastQn));
  };
  const compose = (cn: string, qn: string, parameters: Parameter[]): Buffer =>
    composeFrame({ qn, st: AIR_STATION, cn, pw, mn, flag: FLAG, parameters });
  const packetAt = (cn: string, sub: string, dataTime: Date, sentAt: Date): SimulatedFrame => {
    const qn = nextQn(sentAt);
    const factors = FACTORS.map((row): Parameter => [row[0], { [sub]: valueAt(row, number, dataTime), Flag: 'N' }]);
    return { qn, frame: compose(cn, qn, [['DataTime', { '': dataTimeText(dataTime) }], ...factors]) };
  };

  /** The periods of a history request that are over by now, oldest first. */
  const history = (packet: Packet, at: Date): Buffer[] => {
    const [from, to] = ['BeginTime', 'EndTime'].map((key) => readDataTime(plainParameter(packet, key)));
    if (from?.kind !== 'time' || to?.kind !== 'time') return [];
    const frames: Buffer[] = [];
    let period = dataPeriod(packet.cn, from.at);
    while (period && period.start <= to.at && period.end <= at && frames.length < MOST_RECORDS) {
      frames.push(packetAt(packet.cn, 'Avg', period.start, at).frame);
      period = dataPeriod(packet.cn, period.end);
    }
    return frames;
  };

  return {
    mn,
    realtime: (at) => packetAt('2011', 'Rtd', at, at),
    answersTo: (packet, at) => {
      if (!packet.isAnswerWanted || packet.mn !== mn || packet.qn === null || packet.cn.startsWith('9')) return [];
      if (packet.pw !== pw) return [requestAnswer(packet, 'wrongPassword')];
      if (NOTICES.includes(packet.cn)) return [notifyAnswer(packet)];
      const accepted = requestAnswer(packet, 'willExecute');
      if (HISTORY.includes(packet.cn)) {
        const frames = history(packet, at);
        return [accepted, ...frames, executionResult(packet, frames.length > 0 ? 'success' : 'noData')];
      }
      const told: Readonly<Record<string, Parameter>> = {
        '1011': ['SystemTime', { '': dataTimeText(at) }],
        '1061': ['RtdInterval', { '': '60' }],
        '1063': ['MinInterval', { '': '10' }],
      };
      const field = told[packet.cn];
      return [accepted, ...(field ? [compose(packet.cn, packet.qn, [field])] : []), executionResult(packet, 'success')];
    },
  };
};

/** MN of the device with this number: the prefix, zeros, and the number, 24 characters as the standard has them. */
export const simulatedMn = (prefix: string, number: number): string =>
  prefix + String(number).padStart(Math.max(1, 24 - prefix.length), '0');
