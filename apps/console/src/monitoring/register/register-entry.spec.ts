import { describe, expect, it } from '@jest/globals';
import {
  CODE,
  limitRows,
  limitsSent,
  outletLimitFault,
  placeFault,
  positionOf,
  silenceOf,
  silenceSent,
} from './register-entry.js';

describe('a register entry', () => {
  it.each([
    [[null, null], null],
    [[120.5, null], 'half'],
    [[null, 30], 'half'],
    [[180, -90], null],
    [[180.1, 0], 'outside'],
    [[0, 90.5], 'outside'],
  ] as const)('knows of the place %j: %s', (place, fault) => expect(placeFault(place)).toBe(fault));

  it('sends a place only when both halves are there', () => {
    expect(positionOf([120.5, 30.25])).toEqual([120.5, 30.25]);
    expect(positionOf([120.5, null])).toBeNull();
    expect(positionOf(undefined)).toBeNull();
  });

  it.each([
    [undefined, {}],
    [null, { silenceAfterHours: null }],
    [24, { silenceAfterHours: 24 }],
  ])('sends the allowed silence %s back as it came', (hours, sent) =>
    expect(silenceSent(silenceOf(hours))).toEqual(sent),
  );

  const limit = { factor: 'w01018', limit: '50', unit: 'mg/L', basis: '排污许可证', averaging: 'hour' as const };
  it.each([
    [[], null],
    [[limit], null],
    [[limit, { ...limit, limit: '60' }], 'twice'],
    [[limit, { ...limit, limit: '40', averaging: 'day' as const }], null],
    [[limit, { ...limit, averaging: 'day' as const, unit: 'µg/L' }], 'units'],
    [[{ ...limit, basis: '' }], 'incomplete'],
    [[{ ...limit, averaging: undefined }], 'incomplete'],
    [[limit, { ...limit, limit: '40', from: '2026-07-01' }], null],
    [
      [
        { ...limit, from: '2026-07-01' },
        { ...limit, from: '2026-07-01' },
      ],
      'twice',
    ],
    [[{ ...limit, from: '2026-07-01', to: '2026-06-30' }], 'dates'],
    [
      [
        { ...limit, to: '2026-06-30' },
        { ...limit, unit: 'µg/L', from: '2026-07-01' },
      ],
      null,
    ],
    [[{ ...limit, limit: '5mg' }], 'incomplete'],
  ])('knows of the limits %j: %s', (rows, fault) => expect(outletLimitFault(rows)).toBe(fault));

  it('asks of each limit what it is averaged over, and sends hours of a day only', () => {
    const { averaging: _hour, ...silent } = limit;
    expect(limitRows([silent])).toEqual([limit]);
    expect(limitsSent([{ ...limit, fewestHours: 20 }])).toEqual([limit]);
    expect(limitsSent([{ ...limit, averaging: 'day', fewestHours: 20 }])).toEqual([
      { ...limit, averaging: 'day', fewestHours: 20 },
    ]);
  });

  it.each([
    ['ST-01.a_B', true],
    ['', false],
    ['断面1', false],
    ['a/b', false],
    ['x'.repeat(41), false],
  ])('takes %s as a code: %s', (code, fits) => expect(CODE.test(code)).toBe(fits));
});
