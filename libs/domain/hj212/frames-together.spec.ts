import { describe, expect, it } from '@jest/globals';
import { composeFrame, frameOfSegment } from './compose.js';
import { vector } from './fixtures/vectors.js';
import { framesTogether } from './frames-together.js';
import { PLAIN, parameterOf } from './packet.js';

describe('frames that are one packet', () => {
  it.each([
    ['in their order', ['G07a', 'G07b']],
    ['in another order', ['G07b', 'G07a']],
  ])('%s', (_name, ids) => {
    const read = framesTogether(Buffer.concat(ids.map((id) => vector(id))));
    if (read.kind === 'fault') throw new Error(read.reason);
    expect(read.parameters.map(([key]) => key)).toEqual(['DataTime', 'w00000', 'w01001', 'w01018']);
    expect(read.isSplit).toBe(false);
  });

  it('one of them alone is what came', () => {
    const read = framesTogether(vector('G07b'));
    expect(read.kind === 'packet' && parameterOf(read, 'w01018')?.['Avg']).toBe('38.4');
  });

  it('a value cut in two is one value', () => {
    const part = (pno: number, area: string): Buffer => {
      const fields = { qn: `2026030811000053${pno}`, st: '32', cn: '2061', pw: '1', mn: 'M', flag: 7, pnum: 2, pno };
      const frame = composeFrame({ ...fields, parameters: [['X', { [PLAIN]: 'y' }]] }).toString('latin1');
      return refit(frame.replace('X=y', area));
    };
    const cut = Buffer.concat([part(1, 'DataTime=20260308100000;w01018-Avg=38'), part(2, '.4,w01018-Flag=N')]);
    const read = framesTogether(cut);
    expect(read.kind === 'packet' && parameterOf(read, 'w01018')).toEqual({ Avg: '38.4', Flag: 'N' });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['noise', Buffer.from('hello')],
    ['a damaged part', Buffer.concat([vector('G07a'), vector('B01')])],
  ])('%s is a fault', (_name, bytes) => {
    expect(framesTogether(bytes).kind).toBe('fault');
  });
});

/** The frame around another data segment, with its length and checksum. */
const refit = (frame: string): Buffer => frameOfSegment(Buffer.from(frame.slice(6, -6), 'latin1'));
