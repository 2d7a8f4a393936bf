import { describe, expect, it } from '@jest/globals';
import { AIR_2005_MARKS, entersStatistics, readMark, readValue, STANDARD_MARKS } from './value.js';

describe('values', () => {
  it.each([
    ['38.40', '38.40', 38.4],
    [' 0.21 ', '0.21', 0.21],
    ['+007', '+007', 7],
    ['-3.5', '-3.5', -3.5],
    ['1.2E-3', '1.2E-3', 0.0012],
    ['1.410964E+07', '1.410964E+07', 14109640],
    ['.5', '.5', 0.5],
    ['5.', '5.', 5],
  ])('%p is %p', (raw, text, number) => {
    expect(readValue(raw)).toEqual({ text, number, isInvalid: false });
  });

  it.each([
    '',
    ' ',
    '--',
    '****',
    'NaN',
    'null',
    'Infinity',
    '-inf',
    '1,5',
    '1.2.3',
    '0x1F',
    '1e999',
    '1 2',
    'N',
    '9'.repeat(40),
  ])('%p is invalid, not zero', (raw) => {
    expect(readValue(raw)).toEqual({ text: null, number: null, isInvalid: true });
  });

  it('tells an absent value from an invalid one', () => {
    expect(readValue(undefined)).toEqual({ text: null, number: null, isInvalid: false });
  });

  it('takes placeholders from the profile', () => {
    expect(readValue('-9999.0').number).toBe(-9999);
    expect(readValue('-9999.0', ['-9999', '9999.99'])).toMatchObject({ number: null, isInvalid: true });
  });
});

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

  it('lets only normal numbers into statistics', () => {
    expect(entersStatistics(readValue('1'), readMark('N'))).toBe(true);
    expect(entersStatistics(readValue('1'), readMark('M'))).toBe(false);
    expect(entersStatistics(readValue('1'), readMark(undefined))).toBe(false);
    expect(entersStatistics(readValue('NaN'), readMark('N'))).toBe(false);
  });
});
