/** B1: HJ 212 frames decoded on one core, as the door does it: split from a stream, checksum tested, every field delivered. */
import { composeFrame } from '#libs/domain/hj212/compose.js';
import { decodeSegment } from '#libs/domain/hj212/decode.js';
import { createFrameSplitter } from '#libs/domain/hj212/framing.js';
import type { Parameter } from '#libs/domain/hj212/packet.js';
import { watchCpu } from './cpu-shares.js';
import { report } from './report.js';

const FACTORS = [
  'a34004',
  'a34002',
  'a21026',
  'a21004',
  'a05024',
  'a21005',
  'a01001',
  'a01002',
  'a01006',
  'a01007',
  'a01008',
];
const FRAMES = 2_000;
const CHUNK = 64 * 1024;
const WARM_SECONDS = 1;
const SECONDS = 5;

/** A day of one device in real-time packets: 452 bytes each without the line's end, values and times all different. */
const streamOfDevice = (): { bytes: Buffer; length: number } => {
  const frames = Array.from({ length: FRAMES }, (_, n) => {
    const time = new Date(Date.UTC(2026, 4, 7) + n * 30_000).toISOString().replace(/\D/g, '');
    const factors = FACTORS.map((code, k): Parameter => [
      code,
      { Rtd: (((n * 7 + k * 13) % 9_000) / 100 + 10).toFixed(k === 0 ? 3 : 4), Flag: 'N' },
    ]);
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
  return { bytes: Buffer.concat(frames), length: frames[0]!.length - 2 };
};

const { bytes, length } = streamOfDevice();
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
      what: `frames of ${length} bytes, 11 factors, by processor time`,
      value: frames / own,
      unit: 'frames/s',
      goal: 500_000,
    },
    { what: 'the same by the clock', value: frames / seconds, unit: 'frames/s' },
  ],
  used,
  'splitting, CRC and fields, nothing else',
);
