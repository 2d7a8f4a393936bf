import { describe, expect, it } from '@jest/globals';
import { decodeFrame } from './decode.js';
import { vector } from './fixtures/vectors.js';
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

  it('leave out what the device left out', () => {
    expect(text(dataAnswer(packetOf('G11')))).toBe(
      text(dataAnswer({ qn: null, pw: '123456', mn: '88880000001234', flag: null })),
    );
    expect(text(notifyAnswer(packetOf('G11')))).toMatch(/^##00\d\dST=91;CN=9013;PW=123456;MN=88880000001234;CP=&&&&/);
  });
});
