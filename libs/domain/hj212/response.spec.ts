import { describe, expect, it } from '@jest/globals';
import { decodeFrame, decodeSegment } from './decode.js';
import { vector } from './fixtures/vectors.js';
import { createFrameSplitter } from './framing.js';
import type { Packet } from './packet.js';
import { answerTo, dataAnswer, executionResult, notifyAnswer, requestAnswer } from './response.js';

const packetOf = (id: string): Packet => {
  const decoded = decodeFrame(vector(id));
  if (decoded.kind !== 'packet') throw new Error(decoded.reason);
  return decoded;
};
const text = (bytes: Buffer | null): string | undefined => bytes?.toString('latin1');
const latin1 = (id: string): string => vector(id).toString('latin1');

describe('answers', () => {
  it.each([
    ['G01', 'G02'],
    ['G08a', 'G08b'],
    ['G09a', 'G09b'],
  ])('to %s is %s', (asked, answered) => {
    expect(text(answerTo(packetOf(asked)))).toBe(latin1(answered));
  });

  it.each([['G04'], ['G11'], ['G10b'], ['G02']])('there is none to %s', (id) => {
    expect(answerTo(packetOf(id))).toBeNull();
  });

  it('carry results', () => {
    expect(text(requestAnswer(packetOf('G10a'), 'willExecute'))).toBe(latin1('G10b'));
    expect(text(executionResult(packetOf('G10a'), 'success'))).toBe(latin1('G10c'));
    expect(text(executionResult(packetOf('G10a'), 'noData'))).toContain('ExeRtn=100&&');
  });

  it('name what they answer inside CP for devices of 2005', () => {
    const said = decodeFrame(answerTo(packetOf('G12'), { crc: 'standard', names: 'insideCp' }) ?? Buffer.alloc(0));
    expect(said).toMatchObject({
      cn: '9014',
      qn: packetOf('G12').qn,
      flag: 0,
      parameters: [
        ['QN', { '': '20260308093200000' }],
        ['CN', { '': '2072' }],
      ],
      marks: ['QN_IN_CP'],
    });
  });

  it('carry the checksum the device understands', () => {
    const answer = answerTo(packetOf('G01'), { crc: 'modbus', names: 'byQn' }) as Buffer;
    expect(decodeFrame(answer)).toEqual({ kind: 'fault', reason: 'CRC_MISMATCH' });
    expect(decodeFrame(answer, () => ({ crc: 'modbus' }))).toMatchObject({ cn: '9014', marks: ['CRC_BY_PROFILE'] });
  });

  it('leave out what the device left out', () => {
    expect(text(dataAnswer(packetOf('G11')))).toBe(
      text(dataAnswer({ qn: null, cn: '2011', pw: '123456', mn: '88880000001234', flag: null })),
    );
    expect(text(notifyAnswer(packetOf('G11')))).toMatch(/^##00\d\dST=91;CN=9013;PW=123456;MN=88880000001234;CP=&&&&/);
  });
});

describe('answers to a stream', () => {
  const answersTo = (...chunks: Buffer[]): string[] => {
    const answers: string[] = [];
    const splitter = createFrameSplitter({
      frame: ({ bytes, segmentStart, segmentEnd }) => {
        const packet = decodeSegment(bytes, segmentStart, segmentEnd);
        const answer = packet.kind === 'packet' ? answerTo(packet) : null;
        if (answer === null) return;
        const said = decodeFrame(answer);
        if (said.kind === 'packet') answers.push(`${said.cn} ${said.qn?.slice(-6)} ${said.mn.slice(-2)}`);
      },
      fault: () => undefined,
    });
    for (const chunk of chunks) splitter.push(chunk);
    splitter.flush();
    return answers;
  };
  const all = (...ids: string[]): Buffer => Buffer.concat(ids.map(vector));

  it.each<[string, Buffer[], string[]]>([
    [
      'S02: in the order of the frames',
      [all('G01', 'G03', 'G08a')],
      ['9014 000123 A1', '9014 000456 B2', '9013 015000 E5'],
    ],
    ['S07: none to a wrong checksum', [all('B01', 'G05')], ['9014 000002 B2']],
    ['S09: none to something else', [Buffer.from('GET / HTTP/1.1\r\nHost: x\r\n\r\n')], []],
    ['S10: twice to a frame sent twice', [all('G01'), all('G01')], ['9014 000123 A1', '9014 000123 A1']],
    ['S11: to every part', [all('G07b'), all('G07a')], ['9014 000535 B2', '9014 000534 B2']],
    ['S12: to each device of one connection', [all('G01', 'G03')], ['9014 000123 A1', '9014 000456 B2']],
    ['S13: none to a part of a frame', [all('G01').subarray(0, 300)], []],
    ['S14: none to nothing but #', [Buffer.alloc(70_000, '#')], []],
    ['none where none is wanted', [all('G04', 'G11')], []],
    ['none to what cannot be routed', [all('B13', 'B14', 'B15', 'B17')], []],
  ])('%s', (_name, chunks, expected) => {
    expect(answersTo(...chunks)).toEqual(expected);
  });
});
