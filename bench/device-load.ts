/**
 * Many devices over TCP: `devices` of them share `connections`, each connection has `window` frames under way and sends the
 * next when one is answered, so what is counted is what Kafka holds. Reads its orders from the first argument as JSON and
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
let isOver = false;

/** One connection and its devices in turn. Resolves when the time is over and every frame is answered, or given up. */
const drive = (devices: readonly Device[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ port: orders.port, host: '127.0.0.1', noDelay: true });
    const longest = Math.max(...devices.map(({ length }) => length));
    let turn = 0;
    let underWay = 0;
    const send = (count: number): void => {
      const chunk = Buffer.allocUnsafe(count * longest);
      let at = 0;
      for (let k = 0; k < count; k += 1) at = devices[turn++ % devices.length]!.next(chunk, at);
      sent += count;
      underWay += count;
      socket.write(chunk.subarray(0, at));
    };
    socket.once('error', reject);
    socket.once('close', () => resolve());
    socket.once('connect', () => send(orders.window));
    socket.on('data', (chunk: Buffer) => {
      let answers = 0;
      for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, at + 1)) answers += 1;
      answered += answers;
      underWay -= answers;
      if (!isOver) send(answers);
      else if (underWay === 0) socket.end();
    });
  });

const devices = Array.from({ length: orders.devices }, (_, n) => new Device(n));
const start = performance.now();
setTimeout(() => {
  isOver = true;
  setTimeout(() => process.exit(1), LAST_ANSWERS_MS).unref();
}, orders.seconds * 1_000).unref();
await Promise.all(
  Array.from({ length: orders.connections }, (_, c) =>
    drive(devices.filter((_one, n) => n % orders.connections === c)),
  ),
);
process.stdout.write(`${JSON.stringify({ sent, answered, seconds: (performance.now() - start) / 1_000 })}\n`);
