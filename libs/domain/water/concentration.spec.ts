import { describe, expect, it } from '@jest/globals';
import { readConcentration } from './concentration.js';

describe('reading a reported concentration', () => {
  it.each([
    ['1.410964E+07', '14109640'],
    ['7.50', '7.5'],
    [' 0.21 ', '0.21'],
    ['+3', '3'],
    ['.5', '0.5'],
    [0.1001, '0.1001'],
    [1e-7, '0.0000001'],
  ])('%p is %s', (reported, expected) => {
    const read = readConcentration(reported);
    expect(read?.effective.toFixed()).toBe(expected);
    expect(read?.isBelowDetection).toBe(false);
  });

  it('takes half of a detection limit, once', () => {
    const read = readConcentration('0.0003L');
    expect(read?.effective.toFixed()).toBe('0.00015');
    expect(read?.detectionLimit?.toFixed()).toBe('0.0003');
    expect(readConcentration('0.025')?.effective.toFixed()).toBe('0.025');
  });

  it.each([null, undefined, '', '--', '*', 'NaN', 'Infinity', '-0.1', '1,5', '1.2.3', '0x10', Number.NaN, -1])(
    'sees no value in %p',
    (reported) => {
      expect(readConcentration(reported)).toBeNull();
    },
  );

  it('keeps zero only for a source that vouches for it', () => {
    expect(readConcentration('0.00')).toBeNull();
    expect(readConcentration('0.00', { keepsZero: true })?.effective.isZero()).toBe(true);
  });
});
