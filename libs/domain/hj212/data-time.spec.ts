import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dataPeriod, dataTimeText, readDataTime, requestNumber, STANDARD_PERIODS } from './data-time.js';

const isoOf = (raw: string, profile = {}): string => {
  const reading = readDataTime(raw, profile);
  return reading.kind === 'time' ? `${reading.at.toISOString()}${reading.isNonstandard ? ' *' : ''}` : reading.reason;
};

describe('DataTime', () => {
  it.each([
    ['20260308093000', '2026-03-08T01:30:00.000Z'],
    ['20260101000000', '2025-12-31T16:00:00.000Z'],
    ['20240229120000', '2024-02-29T04:00:00.000Z'],
    ['20260308240000', '2026-03-08T16:00:00.000Z'],
    ['20260308093000123', '2026-03-08T01:30:00.123Z *'],
    ['2026-03-08T09:30:00', '2026-03-08T01:30:00.000Z *'],
    ['20261332250061', 'DATA_TIME_IMPOSSIBLE'],
    ['20260229000000', 'DATA_TIME_IMPOSSIBLE'],
    ['20260431000000', 'DATA_TIME_IMPOSSIBLE'],
    ['20260300000000', 'DATA_TIME_IMPOSSIBLE'],
    ['20260308240001', 'DATA_TIME_IMPOSSIBLE'],
    ['20260308243000', 'DATA_TIME_IMPOSSIBLE'],
    ['20260308236000', 'DATA_TIME_IMPOSSIBLE'],
    ['00000000000000', 'DATA_TIME_IMPOSSIBLE'],
    ['260308100500', 'DATA_TIME_MALFORMED'],
    ['2026030809300', 'DATA_TIME_MALFORMED'],
    ['2026030809300x', 'DATA_TIME_MALFORMED'],
    [' ', 'DATA_TIME_MISSING'],
  ])('%s is %s', (raw, expected) => {
    expect(isoOf(raw)).toBe(expected);
  });

  it('reads twelve digits by profile only', () => {
    expect(isoOf('260308100500', { twelveDigits: 'YYMMDDhhmmss' })).toBe('2026-03-08T02:05:00.000Z *');
    expect(isoOf('202603081005', { twelveDigits: 'YYYYMMDDhhmm' })).toBe('2026-03-08T02:05:00.000Z *');
  });

  it('is written as it is read', () => {
    const instant = fc.date({
      min: new Date('1990-01-01T00:00:00Z'),
      max: new Date('2090-01-01T00:00:00Z'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instant, (at) => {
        const seconds = new Date(Math.floor(at.getTime() / 1000) * 1000);
        expect(isoOf(dataTimeText(seconds))).toBe(seconds.toISOString());
        expect(isoOf(requestNumber(at))).toBe(`${at.toISOString()} *`);
      }),
      { seed: 14 },
    );
  });
});

describe('periods', () => {
  const at = (iso: string): Date => new Date(`${iso}+08:00`);
  const period = (cn: string, iso: string, profile = STANDARD_PERIODS): string => {
    const found = dataPeriod(cn, at(iso), profile);
    return found === null
      ? 'none'
      : `${dataTimeText(found.start).slice(4, 12)} ${dataTimeText(found.end).slice(4, 12)} ${found.isAligned}`;
  };

  it.each([
    ['2051', '2026-03-08T08:40:00', '03080840 03080850 true'],
    ['2061', '2026-03-08T08:00:00', '03080800 03080900 true'],
    ['2061', '2026-03-08T23:00:00', '03082300 03090000 true'],
    ['2061', '2026-03-08T08:00:05', '03080800 03080900 false'],
    ['2031', '2026-03-08T00:00:00', '03080000 03090000 true'],
    ['2041', '2026-03-08T00:00:00', '03080000 03090000 true'],
    ['2011', '2026-03-08T08:00:00', 'none'],
  ])('CN %s at %s: %s', (cn, iso, expected) => {
    expect(period(cn, iso)).toBe(expected);
  });

  it('follows devices that stamp the end', () => {
    expect(period('2061', '2026-03-08T09:00:00', { ...STANDARD_PERIODS, stamps: 'end' })).toBe(
      '03080800 03080900 true',
    );
  });

  it.each([
    ['20260307230000', 'start', '2026-03-08T00:00:00'],
    ['20260308000000', 'end', '2026-03-08T00:00:00'],
    ['20260308040000', 'start', '2026-03-08T05:00:00'],
    ['20260308050000', 'end', '2026-03-08T05:00:00'],
  ] as const)('%s of a device that stamps the %s is the hour with the label %s', (sent, stamps, label) => {
    const read = readDataTime(sent);
    expect(read).toMatchObject({ at: expect.any(Date) });
    expect(dataPeriod('2061', (read as { at: Date }).at, { stamps, minuteInterval: 10 })?.end).toEqual(at(label));
  });
});
