/** B1: HJ 212 frames decoded on one core, as the door does it: split from a stream, checksum tested, every field delivered. */
import { composeFrame } from '#libs/domain/hj212/compose.js';
import { decodeSegment } from '#libs/domain/hj212/decode.js';
import { createFrameSplitter } from '#libs/domain/hj212/framing.js';
import type { Parameter } from '#libs/domain/hj212/packet.js';
import { watchCpu } from './cpu-shares.js';
import { report } from './report.js';

/** Code, least value and decimals: the widths of an ambient station's packet. */
const FACTORS: readonly (readonly [code: string, least: number, decimals: number])[] = [
  ['a34004', 10, 1],
  ['a34002', 10, 1],
  ['a21026', 1, 1],
  ['a21004', 10, 1],
  ['a21005', 0, 3],
  ['a05024', 10, 1],
  ['a01001', -9, 1],
  ['a01002', 10, 1],
  ['a01006', 100, 2],
  ['a01007', 1, 1],
  ['a01008', 100, 0],
];
const FRAMES = 2_000;
const FRAME_BYTES = 452;
const CHUNK = 64 * 1024;
const WARM_SECONDS = 1;
const SECONDS = 5;

/** A day of one device in real-time packets of 452 bytes, values and times all different. */
const streamOfDevice = (): Buffer => {
  const frames = Array.from({ length: FRAMES }, (_, n) => {
    const time = new Date(Date.UTC(2026, 4, 7) + n * 30_000).toISOString().replace(/\D/g, '');
    const factors = FACTORS.map(([code, least, decimals], k): Parameter => {
      const steps = least < 0 || least === 1 || decimals === 3 ? 80 : 800;
      const value = least + ((n * 7 + k * 13) % steps) / 10 ** Math.max(1, decimals);
      return [code, { Rtd: decimals === 0 ? String(Math.trunc(value)) : value.toFixed(decimals), Flag: 'N' }];
    });
    return composeFrame({
      qn: time.slice(0, 17),
      st: '22',
      cn: '2011',
      pw: '123456',
      mn: '010000A8900016F000169DC0',
      flag: 5,
      parameters: [['DataTime', { '': time.slice(0, 14) }], ...factors],
    });
  });
  const other = frames.find((frame) => frame.length !== FRAME_BYTES);
  if (other) throw new Error(`a frame of ${other.length} bytes: ${other.toString('latin1')}`);
  return Buffer.concat(frames);
};

const bytes = streamOfDevice();
let frames = 0;
let values = 0;
let faults = 0;
const splitter = createFrameSplitter({
  frame: (frame) => {
    const packet = decodeSegment(frame.bytes, frame.segmentStart, frame.segmentEnd);
    if (packet.kind === 'fault') faults += 1;
    else {
      frames += 1;
      values += packet.parameters.length;
    }
  },
  fault: () => (faults += 1),
});
const runFor = (seconds: number): number => {
  const start = performance.now();
  frames = values = faults = 0;
  for (;;) {
    for (let at = 0; at < bytes.length; at += CHUNK)
      splitter.push(bytes.subarray(at, Math.min(at + CHUNK, bytes.length)));
    const passed = (performance.now() - start) / 1_000;
    if (passed >= seconds) return passed;
  }
};

runFor(WARM_SECONDS);
const cpu = watchCpu();
const seconds = runFor(SECONDS);
const used = cpu();
if (faults > 0 || values !== frames * (FACTORS.length + 1)) throw new Error(`${faults} faults, ${values} parameters`);
// On a busy machine the processor time says what one core does; the wall clock says what it was given.
const own = used?.named['the benchmark'] ?? seconds;
report(
  [
    {
      what: `frames of ${FRAME_BYTES} bytes, 11 factors, by processor time`,
      value: frames / own,
      unit: 'frames/s',
      goal: 500_000,
    },
    { what: 'the same by the clock', value: frames / seconds, unit: 'frames/s' },
  ],
  used,
  'splitting, CRC and fields, nothing else',
);
