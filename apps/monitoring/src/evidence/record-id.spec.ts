import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { hourRecord, readDated, readReadingId, readingRecord } from './record-id.js';

const AT = new Date('2026-05-11T05:00:00.000Z');

describe('ids of records', () => {
  it('of readings lead back to what they were made of, whatever the number of the device', () => {
    const number = fc.stringMatching(/^[!-%'-+\--:<>-~]{1,40}$/);
    fc.assert(
      fc.property(number, (code) => {
        const { id } = readingRecord({ door: 'hj212', code, kind: 'hour', at: AT, factor: 'a05024' }, 1);
        expect(readReadingId(id)).toEqual({ door: 'hj212', code, kind: 'hour', at: AT, factor: 'a05024' });
      }),
    );
  });
  it('of hours name the station and the label', () => {
    expect(readDated(hourRecord('ST05', AT, 2).id)).toEqual({ subject: 'ST05', at: AT });
  });
  it.each(['', '~', 'ST05', 'ST05~yesterday', '~2026-05-11T05:00:00.000Z'])('%s is none', (id) => {
    expect(readDated(id)).toBeNull();
    expect(readReadingId(id)).toBeNull();
  });
});
