import { describe, expect, it } from '@jest/globals';
import { AIR_2005_MARKS, readMark, STANDARD_MARKS } from './value.js';

describe('marks', () => {
  it.each([
    ['N', 'N', 'normal'],
    [' n', 'N', 'normal'],
    ['D', 'D', 'abnormal'],
    ['B', 'B', 'abnormal'],
    ['St', 'ST', 'abnormal'],
    ['3', '3', 'abnormal'],
    ['', null, 'unknown'],
    [undefined, null, 'unknown'],
  ])('%p is %p, %s', (raw, mark, quality) => {
    expect(readMark(raw)).toEqual({ mark, quality });
  });

  it('follows the profile', () => {
    expect(readMark('3', AIR_2005_MARKS).quality).toBe('normal');
    expect(readMark(undefined, { ...STANDARD_MARKS, withoutMark: 'normal' }).quality).toBe('normal');
  });
});
