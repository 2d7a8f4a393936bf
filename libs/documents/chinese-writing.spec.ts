import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { chineseOrdinal, documentNumber, emsOf, headingMark, writtenDate, writtenTime } from './chinese-writing.js';

describe('dates and times', () => {
  it('has no leading zeros', () => {
    expect(writtenDate('2026-07-03')).toBe('2026年7月3日');
    expect(writtenDate('2026-12-31')).toBe('2026年12月31日');
  });
  it('refuses what is no date', () => {
    expect(() => writtenDate('2026-02-30')).toThrow(RangeError);
  });
  it('writes an instant on the clock of Asia/Shanghai', () => {
    expect(writtenTime(new Date('2026-07-16T07:05:00Z'))).toBe('2026年7月16日15:05');
    expect(writtenTime(new Date('2026-07-15T16:00:00Z'))).toBe('2026年7月16日0:00');
  });
});

describe('ordinals and heading marks', () => {
  it.each([
    [1, '一'],
    [10, '十'],
    [11, '十一'],
    [20, '二十'],
    [21, '二十一'],
    [99, '九十九'],
  ])('%i is %s', (n, text) => {
    expect(chineseOrdinal(n)).toBe(text);
  });
  it.each([0, 100, 1.5])('has none for %d', (n) => {
    expect(() => chineseOrdinal(n)).toThrow(RangeError);
  });
  it('marks the four levels', () => {
    expect(([1, 2, 3, 4] as const).map((level) => headingMark(level, 2))).toEqual(['二、', '（二）', '2.', '（2）']);
  });
});

describe('document numbers', () => {
  const pattern = '{{agencyCode}}函〔{{year}}〕{{serial}}号';
  it('fills a pattern', () => {
    expect(documentNumber(pattern, { agencyCode: '示环委办', year: 2026, serial: 5 })).toBe('示环委办函〔2026〕5号');
    expect(documentNumber('第{{serial}}期', { serial: 12 })).toBe('第12期');
  });
  it.each([
    ['square brackets', '{{agencyCode}}[{{year}}]{{serial}}号', { agencyCode: '示', year: 2026, serial: 5 }],
    ['no serial', '{{agencyCode}}〔{{year}}〕号', { agencyCode: '示', year: 2026, serial: 5 }],
    ['a missing agency code', pattern, { year: 2026, serial: 5 }],
    ['an unknown name', '{{office}}〔{{year}}〕{{serial}}号', { year: 2026, serial: 5 }],
    ['serial zero', pattern, { agencyCode: '示', year: 2026, serial: 0 }],
  ])('refuses %s', (_, given, parts) => {
    expect(() => documentNumber(given, parts)).toThrow(expect.objectContaining({ code: 'NUMBER_PATTERN' }));
  });
  it('never writes a leading zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 99_999 }), (serial) => {
        expect(documentNumber(pattern, { agencyCode: '示', year: 2026, serial })).toMatch(/〕[1-9]\d*号$/);
      }),
      { seed: 9704 },
    );
  });
});

it('counts ASCII as half an em', () => {
  expect(emsOf('2026年7月')).toBe(4.5);
});
