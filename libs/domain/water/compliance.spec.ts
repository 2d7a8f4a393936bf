import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { againstAverage, compliance, type ComplianceOutcome } from './compliance.js';

const month = (period: string, compliant: number, failing: number, skipped = 0): ComplianceOutcome[] =>
  [
    ...Array<boolean | null>(compliant).fill(true),
    ...Array<boolean | null>(failing).fill(false),
    ...Array<boolean | null>(skipped).fill(null),
  ].map((isCompliant, n) => ({ subject: `s${n + 1}`, period, isCompliant }));

const QUARTER = [...month('04', 47, 13), ...month('05', 48, 12), ...month('06', 45, 15)];

describe('compliance rate', () => {
  it.each([
    ['C01 April', month('04', 47, 13), '78.3'],
    ['C01 May', month('05', 48, 12), '80.0'],
    ['C01 June', month('06', 45, 15), '75.0'],
    ['C01 quarter', QUARTER, '77.8'],
    ['C02 one dry', month('04', 8, 1, 1), '88.9'],
    ['one of two thousand fails', month('04', 1999, 1), '99.9'],
    ['only dry sections', month('04', 0, 0, 3), null],
    ['nothing', [], null],
  ])('%s', (_, outcomes, rate) => {
    expect(compliance(outcomes).rate).toBe(rate);
  });

  it('C02 counts nine, and names the dry one', () => {
    expect(compliance(month('04', 8, 1, 1))).toEqual({
      compliant: 8,
      evaluated: 9,
      skipped: [{ subject: 's10', period: '04' }],
      rate: '88.9',
    });
  });

  it('of each section', () => {
    const rateOf = (section: string) => compliance(QUARTER.filter(({ subject }) => subject === section)).rate;
    expect([rateOf('s1'), rateOf('s46'), rateOf('s60')]).toEqual(['100.0', '66.7', '0.0']);
  });

  it('against an average', () => {
    expect(againstAverage(compliance(QUARTER), '80.2')).toEqual({ points: '-2.4', isWorse: true });
    expect(againstAverage(compliance(month('05', 48, 12)), '80')).toEqual({ points: '0', isWorse: false });
    expect(againstAverage(compliance([]), '80')).toBeNull();
    const third = { compliant: 1, evaluated: 3, rate: '33.3' };
    expect(againstAverage(third, '33.3', 'good-share')).toEqual({ points: '0', isWorse: false });
    expect(againstAverage(third, '33.3', 'inferior-share')).toEqual({ points: '0', isWorse: true });
    expect(againstAverage({ compliant: 0, evaluated: 3, rate: '0.0' }, '0', 'inferior-share')).toEqual({
      points: '0',
      isWorse: false,
    });
  });

  it('prints 100.0 only where everybody complies', () => {
    fc.assert(
      fc.property(fc.nat(4000), fc.nat(4000), (compliant, failing) => {
        const { rate } = compliance(month('01', compliant, failing));
        expect(rate === '100.0').toBe(failing === 0 && compliant > 0);
      }),
      { seed: 77, numRuns: 40 },
    );
  });
});
