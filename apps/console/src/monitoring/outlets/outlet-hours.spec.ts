import { describe, expect, it } from '@jest/globals';
import {
  aboveIn,
  curveOf,
  episodesIn,
  hoursByFactor,
  lastAbove,
  limitAt,
  type OutletIndicator,
} from './outlet-hours.js';

const hour = (end: string, value: string | null, details: Record<string, unknown>, valid = true): OutletIndicator => ({
  value,
  valid,
  details,
  dataState: 'realtime',
  period: { kind: 'hour', label: end, start: end, end },
});
const AT_2 = '2026-06-16T02:00:00.000Z';
const AT_3 = '2026-06-16T03:00:00.000Z';
const AT_5 = '2026-06-16T05:00:00.000Z';

describe('hours of an outlet by factor', () => {
  it('takes the factor that stands for the hour and those beside it, ascending', () => {
    const byFactor = hoursByFactor([
      hour(AT_3, '66.0', { factor: 'w01018', limit: '50', others: [{ factor: 'w21003', value: '4.1', limit: '5' }] }),
      hour(AT_2, '4.9', { factor: 'w21003', limit: '5', others: [{ factor: 'w01018', value: '40.0', limit: '50' }] }),
    ]);
    expect(Object.fromEntries(byFactor)).toEqual({
      w01018: [
        { label: AT_2, value: '40.0', limit: '50', dataState: 'realtime' },
        { label: AT_3, value: '66.0', limit: '50', dataState: 'realtime' },
      ],
      w21003: [
        { label: AT_2, value: '4.9', limit: '5', dataState: 'realtime' },
        { label: AT_3, value: '4.1', limit: '5', dataState: 'realtime' },
      ],
    });
  });

  it.each([
    ['without a value', hour(AT_2, null, { factor: 'w01018', limit: '50' })],
    ['not valid', hour(AT_2, '66.0', { factor: 'w01018', limit: '50' }, false)],
    ['without a factor', hour(AT_2, '66.0', {})],
    ['with others that are none', hour(AT_2, null, { others: [null, 3, { factor: 'w01018' }] })],
  ])('leaves out an hour %s', (_name, indicator) => {
    expect(hoursByFactor([indicator]).size).toBe(0);
  });
});

describe('a curve', () => {
  const at = (label: string, value: string, limit: string) => ({ label, value, limit, dataState: 'realtime' as const });
  it('keeps gaps as gaps, and the limit of each time', () => {
    const curve = curveOf([at(AT_2, '58.0', '50'), at(AT_3, '66.0', '50'), at(AT_5, '45', '40')])!;
    expect(curve).toEqual({
      first: AT_2,
      values: [58, 66, null, 45],
      limits: [
        { from: 0, to: 3, limit: '50' },
        { from: 3, to: 3, limit: '40' },
      ],
    });
    expect([0, 1, 2, 3].map((n) => limitAt(curve, n))).toEqual(['50', '50', '50', '40']);
  });

  it('of nothing is none', () => {
    expect(curveOf([])).toBeNull();
  });
});

describe('episodes of a span', () => {
  const episode = (...labels: string[]) => ({ hours: labels.map((label) => ({ label, value: '66.0' })) });
  const long = episode(AT_2, AT_5);
  const short = episode(AT_3);

  it.each([
    ['an hour at its beginning is not in it', { from: AT_3, to: AT_5 }, [AT_5], [long]],
    ['one at its end is', { from: '2026-06-16T00:00:00.000Z', to: AT_3 }, [AT_2, AT_3], [long, short]],
    ['none', { from: AT_5, to: '2026-06-17T00:00:00.000Z' }, [], []],
  ])('%s', (_name, span, labels, episodes) => {
    expect(aboveIn([long, short], span)).toEqual(labels);
    expect(episodesIn([long, short], span)).toEqual(episodes);
  });

  it('end with the newest hour, whichever began last', () => {
    expect(lastAbove([short, long])).toBe(AT_5);
    expect(lastAbove([])).toBeNull();
  });
});
