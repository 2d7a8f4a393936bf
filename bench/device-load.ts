/**
 * Many devices over TCP: `devices` of them share `connections`, each connection has `window` frames under way and sends the
 * next when one is answered, or by a rate; so what is counted is what Kafka holds. Reads its orders from the first argument as JSON and
 * prints what it sent and what was answered, as JSON, on stdout.
 */
import { connect } from 'node:net';
import { composeFrame } from '#libs/domain/hj212/compose.js';
import { crc16 } from '#libs/domain/hj212/crc.js';
import { LOAD_FACTORS, type LoadOrders, mnOf } from './load-orders.js';

const HEAD_BYTES = 6;
const CRC_AND_END = 6;
const SHANGHAI_MS = 8 * 3_600_000;
const LAST_ANSWERS_MS = 30_000;

const orders = JSON.parse(process.argv[2] ?? '{}') as LoadOrders;
const digitsOf = (ms: number): string => new Date(ms + SHANGHAI_MS).toISOString().replace(/\D/g, '');

/** One device: its frame is composed once; every next one has another time, and with it another checksum. */
class Device {
  private readonly frame: Buffer;
  private readonly places: { readonly qn: number; readonly time: number };
  private atMs = orders.firstTimeMs;

  constructor(n: number) {
    const time = digitsOf(this.atMs);
    this.frame = composeFrame({
      qn: time,
      st: '22',
      cn: '2011',
      pw: orders.password,
      mn: mnOf(orders.series, n),
      flag: 5,
      parameters: [
        ['DataTime', { '': time.slice(0, 14) }],
        ...LOAD_FACTORS.map((code, k) => [code, { Rtd: (20 + k + (n % 100) / 100).toFixed(4), Flag: 'N' }] as const),
      ],
    });
    this.places = { qn: this.frame.indexOf('QN=') + 3, time: this.frame.indexOf('DataTime=') + 9 };
  }

  /** Writes the next frame, a second after the last one, into `into` and returns where it ends. */
  next(into: Buffer, at: number): number {
    this.atMs += 1_000;
    const time = digitsOf(this.atMs);
    this.frame.write(time, this.places.qn, 'latin1');
    this.frame.write(time.slice(0, 14), this.places.time, 'latin1');
    const end = this.frame.length - CRC_AND_END;
    const crc = crc16(this.frame, HEAD_BYTES, end).toString(16).toUpperCase().padStart(4, '0');
    this.frame.write(crc, end, 'latin1');
    return at + this.frame.copy(into, at);
  }

  get length(): number {
    return this.frame.length;
  }
}

let sent = 0;
let answered = 0;
let twice = 0;
let isOver = false;

const RATE_STEP_MS = 20;
/** By rate: what every connection may still send in this step. */
const senders: ((most: number) => number)[] = [];

/** One connection and its devices in turn. Resolves when the time is over and every frame is answered, or given up. */
const drive = (devices: readonly Device[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: orders.port, host: '127.0.0.1', noDelay: true });
    const longest = Math.max(...devices.map(({ length }) => length));
    let turn = 0;
    let underWay = 0;
    const send = (count: number): void => {
      if (count <= 0) return;
      const chunk = Buffer.allocUnsafe(2 * count * longest);
      let at = 0;
      for (let k = 0; k < count; k += 1) {
        const from = at;
        at = devices[turn++ % devices.length]!.next(chunk, at);
        sent += 1;
        underWay += 1;
        if (orders.twiceEvery === null || sent % orders.twiceEvery !== 0) continue;
        at += chunk.copy(chunk, at, from, at);
        twice += 1;
        underWay += 1;
      }
      socket.write(chunk.subarray(0, at));
    };
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.once('connect', () => {
      if (orders.rate === null) send(orders.window);
      else
        senders.push((most) => {
          const count = Math.max(0, Math.min(most, orders.window - underWay));
          send(count);
          return count;
        });
    });
    socket.on('data', (chunk: Buffer) => {
      let answers = 0;
      for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) answers += 1;
      answered += answers;
      underWay -= answers;
      if (!isOver && orders.rate === null) send(Math.min(answers, orders.window - underWay));
      else if (isOver && underWay <= 0) socket.end();
    });
    setTimeout(() => underWay <= 0 && socket.end(), orders.seconds * 1_000 + RATE_STEP_MS).unref();
  });

/** Sends what the rate asks for by now, the connections taking turns. */
const byRate = (rate: number): void => {
  const from = performance.now();
  let turn = 0;
  const steps = setInterval(() => {
    if (isOver) return clearInterval(steps);
    let owed = Math.floor(((performance.now() - from) / 1_000) * rate) - sent;
    for (let tried = 0; owed > 0 && tried < senders.length; tried += 1)
      owed -= senders[turn++ % senders.length]!(Math.max(1, Math.ceil(owed / senders.length)));
  }, RATE_STEP_MS);
};

const devices = Array.from({ length: orders.devices }, (_, n) => new Device(n));
const start = performance.now();
if (orders.rate !== null) byRate(orders.rate);
setTimeout(() => {
  isOver = true;
  setTimeout(() => process.exit(1), LAST_ANSWERS_MS).unref();
}, orders.seconds * 1_000).unref();
await Promise.all(
  Array.from({ length: orders.connections }, (_, c) =>
    drive(devices.filter((_one, n) => n % orders.connections === c)),
  ),
);
process.stdout.write(`${JSON.stringify({ sent, answered, twice, seconds: (performance.now() - start) / 1_000 })}\n`);
