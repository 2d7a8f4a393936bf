import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '#libs/clock/clock.js';
import { counted } from '../counted.js';
import { FileFault, requireFile, tellFileFaults } from '../file-fault.js';
import { type DeviceLine, type LineCounts, noCounts, openDeviceLine } from './device-line.js';
import { framesOfFile } from './frames-of-file.js';
import { simulatedDevice, simulatedMn } from './simulated-device.js';

export interface SendOptions {
  readonly host: string;
  readonly port: string;
  readonly devices: string;
  readonly rate: string;
  readonly for?: string;
  readonly file?: string;
  readonly mn: string;
  readonly password: string;
}

interface Frame {
  readonly frame: Buffer;
  readonly wantedQn: string | null;
}

const TICK_MS = 20;
const CONNECT_MS = 5_000;
const LOST_MS = 10_000;
const LAST_ANSWERS_MS = 5_000;
const DEFAULT_SECONDS = 60;

const whole = (name: string, text: string, most: number): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most)
    throw new Error(`--${name} is a whole number up to ${most}`);
  return value;
};
const positive = (name: string, text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new Error(`--${name} is a number above 0`);
  return value;
};

/** Frames of a file for whichever line is next: once through it, or round and round where a time is given. */
async function* fromFile(path: string, isRepeated: boolean): AsyncGenerator<Frame> {
  let count = 0;
  do {
    const before = count;
    for await (const one of framesOfFile(path)) {
      count += 1;
      yield one;
    }
    if (count === before) throw new FileFault(path, 'holds no line');
  } while (isRepeated);
}

/**
 * Sends at the rate until the source ends or the time is over. A frame that its line cannot take goes to the next one that
 * can; where none can, the rate is not kept, and the summary shows it.
 */
const play = async (
  next: (turn: number) => Promise<Frame | null>,
  lines: readonly DeviceLine[],
  rate: number,
  seconds: number | null,
): Promise<void> => {
  const start = performance.now();
  const passed = (): number => (performance.now() - start) / 1_000;
  const isOver = (): boolean => seconds !== null && passed() >= seconds;
  let openSince = start;
  let turn = 0;
  const sendSomewhere = async ({ frame, wantedQn }: Frame): Promise<void> => {
    for (;;) {
      for (let tries = 0; tries < lines.length; tries += 1) {
        if (lines[(turn + tries) % lines.length]?.send(frame, wantedQn)) return;
      }
      if (lines.some(({ isOpen }) => isOpen)) openSince = performance.now();
      else if (performance.now() - openSince > LOST_MS) throw new Error('every connection was lost');
      if (isOver()) return;
      await pause(TICK_MS);
    }
  };
  while (!isOver()) {
    for (const due = Math.floor(passed() * rate); turn < due && !isOver(); turn += 1) {
      const frame = await next(turn % lines.length);
      if (frame === null) return;
      openSince = performance.now();
      await sendSomewhere(frame);
    }
    await pause(TICK_MS);
  }
};

const summaryOf = (counts: LineCounts, seconds: number): string => {
  const waits = counts.waitsMs.sort((a, b) => a - b);
  const wait = (share: number): string => (waits[Math.floor(share * (waits.length - 1))] ?? 0).toFixed(1);
  return [
    `sent ${counted(counts.sent, 'frame')} in ${seconds.toFixed(1)} s (${(counts.sent / seconds).toFixed(1)}/s)`,
    `answered (9014) ${counts.answered} of ${counts.wanted} that wanted it`,
    ...(waits.length > 0 ? [`answer after p50 ${wait(0.5)} ms, p99 ${wait(0.99)} ms`] : []),
    `connections opened ${counts.opened}, lost ${counts.lost}`,
    `requests answered ${counts.asked}, other frames received ${counts.other}`,
  ].join('\n');
};

export interface SendOutcome {
  readonly counts: LineCounts;
  readonly seconds: number;
}

/** Opens a connection for each device, sends, waits for the last answers, and closes. */
export const sendFrames = async (options: SendOptions): Promise<SendOutcome> => {
  const count = whole('devices', options.devices, 100_000);
  const to = { host: options.host, port: whole('port', options.port, 65_535) };
  const rate = positive('rate', options.rate);
  const timed = options.for === undefined ? null : positive('for', options.for);
  if (options.file !== undefined) await requireFile(options.file);
  const counts = noCounts();
  const devices = Array.from({ length: count }, (_, n) =>
    simulatedDevice(n + 1, simulatedMn(options.mn, n + 1), options.password),
  );
  const lines = devices.map((device) =>
    openDeviceLine(to, counts, async (packet) => device.answersTo(packet, await systemClock.now())),
  );
  const waitFor = async (mostMs: number, isSo: () => boolean): Promise<void> => {
    for (let waited = 0; !isSo() && waited < mostMs; waited += TICK_MS) await pause(TICK_MS);
  };
  try {
    await waitFor(CONNECT_MS, () => counts.opened >= count);
    if (counts.opened === 0) throw new Error(`nobody listens at ${to.host}:${to.port}`);
    const file = options.file === undefined ? null : fromFile(options.file, timed !== null);
    const next = async (turn: number): Promise<Frame | null> => {
      if (file !== null) {
        const { value, done } = await tellFileFaults(options.file!, () => file.next());
        return done ? null : value;
      }
      const { frame, qn } = devices[turn]!.realtime(await systemClock.now());
      return { frame, wantedQn: qn };
    };
    const start = performance.now();
    await play(next, lines, rate, timed ?? (file === null ? DEFAULT_SECONDS : null));
    const seconds = (performance.now() - start) / 1_000;
    await waitFor(LAST_ANSWERS_MS, () => lines.every(({ underWay }) => underWay === 0));
    return { counts, seconds };
  } finally {
    for (const line of lines) line.close();
  }
};

const NOBODY_ANSWERED =
  'nobody answered: the device may not be registered, or its password be another; the console says so under 监测 (Monitoring), 未采用数据';

/**
 * `duban hj212 send`: plays a file, or devices that do not exist, to a server, and says what was answered. Answers the exit
 * code: 0, or 2 where frames wanted an answer and none of them got one.
 */
export const sendCommand = async (options: SendOptions): Promise<0 | 2> => {
  const { counts, seconds } = await sendFrames(options);
  process.stdout.write(`${summaryOf(counts, seconds)}\n`);
  if (counts.wanted === 0 || counts.answered > 0) return 0;
  console.error(NOBODY_ANSWERED);
  return 2;
};
