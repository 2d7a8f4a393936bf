import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { crcBitwise } from './crc.js';
import { composeFrame } from './compose.js';
import { framesOfLines, vector, VECTORS } from './fixtures/vectors.js';
import { createFrameSplitter, type FrameSplitter, type FrameSplitterOptions } from './framing.js';

const RECEIVED = framesOfLines(readFileSync(new URL('./fixtures/received-frames.txt', import.meta.url), 'utf8'));

/** What came out, as text that can be compared. */
function splitterOf(options?: FrameSplitterOptions): { splitter: FrameSplitter; events: string[] } {
  const events: string[] = [];
  const splitter = createFrameSplitter(
    {
      frame: ({ bytes, start, end, marks }) =>
        events.push(`frame ${Buffer.from(bytes.subarray(start, end)).toString('latin1')} ${marks.join()}`),
      fault: ({ reason, length, raw }) =>
        events.push(`fault ${reason} ${length} ${Buffer.from(raw).toString('latin1')}`),
    },
    options,
  );
  return { splitter, events };
}

function split(
  chunks: readonly Uint8Array[],
  options?: FrameSplitterOptions,
): { events: string[]; splitter: FrameSplitter } {
  const { splitter, events } = splitterOf(options);
  for (const chunk of chunks) splitter.push(chunk);
  return { events, splitter };
}

const heads = (events: readonly string[]): string[] =>
  events.map((event) => (event.startsWith('frame') ? `frame ${event.slice(6, 12)}` : event.split(' ', 3).join(' ')));
const bytewise = (bytes: Uint8Array): Uint8Array[] => Array.from(bytes, (byte) => Uint8Array.of(byte));
const g = (...ids: string[]): Buffer => Buffer.concat(ids.map(vector));

describe('one frame', () => {
  const good = [...VECTORS.keys()].filter((id) => id.startsWith('G') && id !== 'G21');

  it.each(good)('%s is taken whole', (id) => {
    const { events, splitter } = split([vector(id)]);
    expect(events).toEqual([`frame ${vector(id).toString('latin1').slice(0, -2)} `]);
    expect(splitter.counts).toEqual({ frames: 1, faults: 0, skippedBytes: 0, missingTails: 0, nonstandardTails: 0 });
    expect(splitter.pendingBytes()).toBe(0);
  });

  it.each([
    ['B01', 'fault CRC_MISMATCH 180'],
    ['B02', 'fault CRC_MISMATCH 180'],
    ['B03', 'fault CRC_MISMATCH 180'],
    ['B04', 'fault CRC_MISMATCH 180'],
    ['B05', 'fault CRC_NOT_HEX 180'],
    ['B09', 'fault NOISE 182'],
    ['B10', 'fault NOISE 181'],
    ['G21', 'fault CRC_MISMATCH 180'],
  ])('%s gives %s with its bytes, and the next frame is read', (id, expected) => {
    const { events } = split([g(id, 'G05')]);
    expect(heads(events)).toEqual([expected, 'frame ##0326']);
    expect(events[0]).toContain(vector(id).subarray(0, 100).toString('latin1'));
  });

  it.each([
    ['B06', 'LENGTH_MISMATCH'],
    ['B07', 'LENGTH_MISMATCH'],
    ['B08', 'LENGTH_MISMATCH'],
    ['B26', 'OVERSIZE'],
    ['B13', ''],
  ])('%s is accepted, marked %p', (id, mark) => {
    const { events } = split([vector(id)]);
    expect(events).toEqual([`frame ${vector(id).toString('latin1').slice(0, -2)} ${mark}`]);
  });

  it('B11, B12: counts tails that are not CR LF', () => {
    expect(split([g('B11', 'G05')]).splitter.counts).toMatchObject({ frames: 2, nonstandardTails: 1, missingTails: 0 });
    expect(split([vector('B12')]).splitter.counts).toMatchObject({ frames: 2, nonstandardTails: 0, missingTails: 1 });
  });

  it('keeps to its cap', () => {
    expect(heads(split([g('B26', 'G05')], { maxSegmentBytes: 1024 }).events)).toEqual([
      'fault LENGTH_OVER_CAP 1322',
      'frame ##0326',
    ]);
  });
});

describe('a stream', () => {
  it('S01: byte by byte', () => {
    const { events, splitter } = split(bytewise(vector('G01')));
    expect(events).toEqual([`frame ${vector('G01').toString('latin1').slice(0, -2)} `]);
    expect(splitter.counts).toEqual({ frames: 1, faults: 0, skippedBytes: 0, missingTails: 0, nonstandardTails: 0 });
  });

  it('S02: three frames in one read', () => {
    expect(heads(split([g('G01', 'G03', 'G08a')]).events)).toEqual(['frame ##0440', 'frame ##0440', 'frame ##0087']);
  });

  it('S03: noise before a frame, with a stray #', () => {
    const { events, splitter } = split([Buffer.concat([Buffer.from('00ff0d0a23', 'hex'), vector('G05')])]);
    expect(heads(events)).toEqual(['fault NOISE 5', 'frame ##0326']);
    expect(splitter.counts.skippedBytes).toBe(5);
  });

  it('S04: halves', () => {
    const [a, b] = [vector('G03'), vector('G05')];
    const chunks = [a.subarray(0, 200), Buffer.concat([a.subarray(200), b.subarray(0, 50)]), b.subarray(50)];
    expect(heads(split(chunks).events)).toEqual(['frame ##0440', 'frame ##0326']);
  });

  it('S05: a frame cut off does not eat the ones behind it, nor make them wait', () => {
    const start = vector('G01').subarray(0, 100);
    expect(heads(split([Buffer.concat([start, g('G05')])]).events)).toEqual(['fault TRUNCATED 100', 'frame ##0326']);
    expect(heads(split([Buffer.concat([start, g('G05', 'G06')])]).events)).toEqual([
      'fault TRUNCATED 100',
      'frame ##0326',
      'frame ##0284',
    ]);
  });

  it('does so again and again', () => {
    const chunk = Buffer.concat([vector('G01').subarray(0, 100), vector('G05')]);
    expect(heads(split([chunk, chunk]).events)).toEqual([
      'fault TRUNCATED 100',
      'frame ##0326',
      'fault TRUNCATED 100',
      'frame ##0326',
    ]);
  });

  it('never takes two frames for one, even where the checksum of the second fits both', () => {
    const whole = vector('G05');
    const crc = Number.parseInt(whole.toString('latin1', whole.length - 6, whole.length - 2), 16);
    const starts = Array.from({ length: 5000 }, (_, value) =>
      Buffer.from(`##0900QN=${(value * 7919).toString(36)}`, 'latin1'),
    );
    const fitting = starts.filter((start) => {
      const text = Buffer.concat([start.subarray(6), whole.subarray(0, -6)]);
      return crcBitwise(text) === crc;
    });
    expect(fitting.length).toBeGreaterThan(3);
    for (const start of fitting) {
      expect(heads(split([Buffer.concat([start, whole])]).events)).toEqual([
        `fault TRUNCATED ${start.length}`,
        'frame ##0326',
      ]);
    }
  });

  it('does not wait for the end of a line that another frame has begun', () => {
    const broken = Buffer.from(`##0020${'QN=2026030809300012'.repeat(3)}`, 'latin1');
    expect(heads(split([Buffer.concat([broken, vector('G02').subarray(0, -2)])]).events)).toEqual([
      'fault LENGTH_MISMATCH 63',
      'frame ##0087',
    ]);
  });

  it('takes a frame with CP open only where its line ends with it', () => {
    const open = vector('B13').subarray(0, -2);
    expect(heads(split([Buffer.concat([open, Buffer.from('\r\n')])]).events)).toEqual(['frame ##0168']);
    expect(heads(split([Buffer.concat([open, Buffer.from('0\r\n'), vector('G05')])]).events)).toEqual([
      'fault LENGTH_MISMATCH 181',
      'frame ##0326',
    ]);
  });

  it('does not take the opening of CP for its end', () => {
    const text = vector('G01').toString('latin1');
    const header = text.indexOf('CP=&&') + 5 - 6;
    const bytes = Buffer.from(text.replace('##0440', `##00${header}`), 'latin1');
    expect(split([bytes]).events).toEqual([`frame ${bytes.toString('latin1').trimEnd()} LENGTH_MISMATCH`]);
  });

  it('comes back to the header it waits for after looking at others on its line', () => {
    const text = '##0170QN=##0087#N=1;CP=&&&&EB01\r\n';
    const bytes = Buffer.concat([Buffer.from(text, 'latin1'), g('G02', 'G02')]);
    const { events } = split(bytewise(bytes));
    expect(events).toEqual(split([bytes]).events);
    expect(heads(events)).toEqual(['fault LENGTH_MISMATCH 33', 'frame ##0087', 'frame ##0087']);
  });

  it('names a run after the first frame that broke in it', () => {
    const { events, splitter } = split([Buffer.from('##9000QN=1\r\n##0100QN=2', 'latin1')], { maxSegmentBytes: 1024 });
    splitter.flush();
    expect(heads(events)).toEqual(['fault LENGTH_OVER_CAP 22']);
  });

  it('S06, S07, S08: behind a wrong length, a wrong checksum, half a tail', () => {
    expect(heads(split([g('B07', 'G05')]).events)).toEqual(['frame ##0210', 'frame ##0326']);
    expect(heads(split([g('B01', 'G05')]).events)).toEqual(['fault CRC_MISMATCH 180', 'frame ##0326']);
    const a = vector('G01');
    const { events, splitter } = split([a.subarray(0, -1), Buffer.concat([a.subarray(-1), vector('G05')])]);
    expect(heads(events)).toEqual(['frame ##0440', 'frame ##0326']);
    expect(splitter.counts.skippedBytes).toBe(0);
  });

  it('S09: something else altogether', () => {
    const { events, splitter } = split([Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')]);
    expect(events).toEqual([]);
    expect(splitter.bytesSinceFrame()).toBe(27);
    splitter.flush();
    expect(heads(events)).toEqual(['fault NOISE 27']);
  });

  it('S12: several devices on one connection', () => {
    expect(heads(split([g('G01', 'G03')]).events)).toHaveLength(2);
  });

  it('S13: a frame that is never completed', () => {
    const { events, splitter } = split([vector('G01').subarray(0, 300)]);
    expect([events, splitter.pendingBytes()]).toEqual([[], 300]);
    splitter.flush();
    expect(heads(events)).toEqual(['fault TRUNCATED 300']);
    expect(splitter.pendingBytes()).toBe(0);
    splitter.push(vector('G05'));
    expect(heads(events)).toEqual(['fault TRUNCATED 300', 'frame ##0326']);
  });

  it('S14: nothing but #', () => {
    const { events, splitter } = split([Buffer.alloc(70_000, '#')]);
    expect(splitter.pendingBytes()).toBeLessThan(6);
    expect(splitter.bytesSinceFrame()).toBe(70_000);
    splitter.flush();
    expect(heads(events)).toEqual(['fault NOISE 70000']);
  });

  it('delivers at the deadline what can be read although its length is wrong', () => {
    const { events, splitter } = split([vector('B07').subarray(0, -2)]);
    expect(events).toEqual([]);
    splitter.flush();
    expect(heads(events)).toEqual(['frame ##0210']);
  });

  it('does not search inside a consistent frame', () => {
    const text = composeFrame({
      st: '32',
      cn: '3020',
      mn: 'B2',
      parameters: [['i11001', { Info: `//${vector('G02').toString('latin1').slice(0, -2)}//` }]],
    });
    expect(split([text, vector('G05')]).events).toHaveLength(2);
  });

  it('reads what loggers really sent', () => {
    const stream = Buffer.concat([...RECEIVED.flatMap((frame) => [frame, Buffer.from('\r\n')]), vector('G05')]);
    expect(heads(split([stream]).events)).toEqual([
      'frame ##0872',
      'frame ##0234',
      'fault CRC_MISMATCH 878',
      'fault CRC_MISMATCH 1035',
      'frame ##0285',
      'fault CRC_MISMATCH 1633',
      'frame ##0121',
      'fault LENGTH_MISMATCH 131',
      'frame ##0326',
    ]);
  });
});

describe('any stream', () => {
  const short = [...VECTORS.values()].filter((bytes) => bytes.length < 200);
  const frame = fc.constantFrom(...short);
  const cutOff = fc.tuple(frame, fc.nat(199)).map(([bytes, at]) => bytes.subarray(0, at));
  const changed = fc
    .tuple(frame, fc.nat(), fc.constantFrom(...Buffer.from('#09AQ=&\r\n;,\xff', 'latin1')))
    .map(([bytes, at, byte]) => {
      const copy = Buffer.from(bytes);
      copy[at % copy.length] = byte;
      return copy;
    });
  const noise = fc
    .array(
      fc.constantFrom('##0010', '##', '#', '0', '9', 'QN=', 'CP=&&', '&&', 'FFFF', '\r\n', '\n', '\r', ' ', '\0', 'é'),
      {
        maxLength: 12,
      },
    )
    .map((parts) => Buffer.from(parts.join(''), 'latin1'));
  const stream = fc
    .array(fc.oneof({ weight: 3, arbitrary: frame }, cutOff, changed, { weight: 2, arbitrary: noise }), {
      maxLength: 8,
    })
    .map((parts) => Buffer.concat(parts));
  const cuts = fc.array(fc.nat(), { maxLength: 12 });

  it('is read the same wherever it is cut', () => {
    fc.assert(
      fc.property(stream, cuts, fc.constantFrom(9999, 150, 100), (bytes, places, maxSegmentBytes) => {
        const whole = split([bytes], { maxSegmentBytes });
        whole.splitter.flush();
        const at = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
        const pieces = at.slice(1).map((end, index) => bytes.subarray(at[index], end));
        for (const chunks of [pieces, bytewise(bytes)]) {
          const cut = split(chunks, { maxSegmentBytes });
          cut.splitter.flush();
          expect(cut.events).toEqual(whole.events);
          expect(cut.splitter.counts).toEqual(whole.splitter.counts);
        }
      }),
      { seed: 9014, numRuns: 800 },
    );
  });

  it('loses no good frame behind noise that holds no header', () => {
    const quiet = fc
      .uint8Array({ maxLength: 300 })
      .map((bytes) => Buffer.from(bytes.map((byte) => (byte === 0x23 ? 0x2e : byte))));
    const good = fc.constantFrom(...['G02', 'G05', 'G08a', 'G10c', 'B06', 'B08'].map(vector));
    fc.assert(
      fc.property(fc.array(fc.tuple(quiet, good), { maxLength: 6 }), (parts) => {
        const frames = split([Buffer.concat(parts.flat())]).events.filter((event) => event.startsWith('frame'));
        expect(frames.map((event) => event.split(' ')[1])).toEqual(
          parts.map(([, bytes]) => bytes.toString('latin1').trimEnd()),
        );
      }),
      { seed: 9013, numRuns: 300 },
    );
  });

  it('accounts for every byte', () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        let inFrames = 0;
        let inFaults = 0;
        const splitter = createFrameSplitter({
          frame: ({ start, end }) => (inFrames += end - start),
          fault: ({ length }) => (inFaults += length),
        });
        splitter.push(bytes);
        splitter.flush();
        const separators = bytes.filter((byte) => [0x0d, 0x0a, 0x20, 0].includes(byte)).length;
        expect(inFrames + inFaults).toBeLessThanOrEqual(bytes.length);
        expect(inFrames + inFaults + separators).toBeGreaterThanOrEqual(bytes.length);
      }),
      { seed: 9011, numRuns: 500 },
    );
  });

  const SIZE = 2_000_000;
  const repeated = (text: string): Buffer => Buffer.alloc(SIZE, text, 'latin1');

  it.each<[string, Buffer]>([
    ['headers that announce the most', repeated('##9999QN=')],
    ['headers that announce a line too long', repeated('##1000QN=A0A0')],
    ['closings without frames', repeated('##0020QN=&&FFFF&&')],
    ['lines that nearly are frames', repeated('##0100QN=1;CP=&&a=1&&0000\r\n')],
    ['headers on one endless line of closings', repeated('##0500ST=&&0000')],
    ['only #', repeated('#')],
    ['only line ends', repeated('\r\n')],
  ])('stays linear on %s', (_name, bytes) => {
    // Work that grew with the square of the longest frame would take minutes here.
    const before = process.cpuUsage();
    const { splitter } = split([bytes]);
    for (let at = 0; at < 300_000; at += 7) splitter.push(bytes.subarray(at, at + 7));
    splitter.flush();
    const used = process.cpuUsage(before);
    expect((used.user + used.system) / 1e6).toBeLessThan(8);
  });
});
