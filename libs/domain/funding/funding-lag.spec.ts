import { describe, expect, it } from '@jest/globals';
import type { LagLevel } from '../plan/lag.js';
import { expectedPercent, type FundingLagPolicy, gravestLevel, payLag, startLag } from './funding-lag.js';

/** The lines a place begins with. */
const policy: FundingLagPolicy = {
  startDays: { yellow: 60, orange: 90, red: 180 },
  startRedFrom: '12-31',
  yearLine: [
    { until: '03-31', percent: 25 },
    { until: '06-30', percent: 50 },
    { until: '09-30', percent: 75 },
    { until: '12-31', percent: 100 },
  ],
  payPoints: { yellow: 5, orange: 15, red: 30 },
  paidAheadPoints: 20,
  builtAheadPoints: 30,
};

describe('start', () => {
  it.each<[string, string | null, number | null, LagLevel]>([
    ['2026-02-28', null, null, 'green'],
    ['2026-03-01', null, 0, 'green'],
    ['2026-04-29', null, 59, 'green'],
    ['2026-04-30', null, 60, 'yellow'],
    ['2026-05-29', null, 89, 'yellow'],
    ['2026-05-30', null, 90, 'orange'],
    ['2026-08-27', null, 179, 'orange'],
    ['2026-08-28', null, 180, 'red'],
    ['2026-05-30', '2026-05-30', null, 'green'],
    ['2026-05-30', '2026-05-31', 90, 'orange'],
  ])('on %s, started %s: %s days, %s', (on, startedOn, waitingDays, level) =>
    expect(startLag({ firstNoticeOn: '2026-03-01', startedOn }, on, policy)).toEqual({ waitingDays, level }),
  );

  it('is red at the end of the year however late the money came, and nothing without money', () => {
    const late = { firstNoticeOn: '2026-12-20', startedOn: null };
    expect(startLag(late, '2026-12-30', policy).level).toBe('green');
    expect(startLag(late, '2026-12-31', policy).level).toBe('red');
    expect(startLag(late, '2027-01-04', policy).level).toBe('red');
    expect(startLag({ firstNoticeOn: null, startedOn: null }, '2026-12-31', policy)).toEqual({
      waitingDays: null,
      level: 'green',
    });
  });
});

describe('line of the year', () => {
  it.each([
    ['2025-12-31', '2026-03-31', '100'],
    ['2026-01-01', '2026-01-01', '0'],
    ['2026-03-31', '2026-03-31', '0'],
    ['2026-03-31', '2026-06-30', '33.333333'],
    ['2026-06-30', '2026-09-30', '50'],
    ['2026-06-30', '2026-12-31', '100'],
    ['2026-12-31', '2026-12-31', '0'],
    ['2026-06-30', '2026-06-01', '0'],
  ])('money of %s on %s: %s %%', (noticeOn, on, percent) =>
    expect(expectedPercent(policy, noticeOn, on)).toBe(percent),
  );

  it('rises day by day between marks', () => {
    // 45 of the 91 days from 03-31 to 06-30; 25 points of the 75 left
    expect(Number(expectedPercent(policy, '2026-03-31', '2026-05-15'))).toBeCloseTo((45 / 91) * 25 * (100 / 75), 5);
  });
});

describe('payments', () => {
  const notices = [{ on: '2026-06-30', amount: '1000' }];
  it.each<[string, string, string, LagLevel]>([
    ['500', '50', '0', 'green'],
    ['450', '45', '5', 'green'],
    ['449.99', '44.999', '5.001', 'yellow'],
    ['350', '35', '15', 'yellow'],
    ['349.9', '34.99', '15.01', 'orange'],
    ['200', '20', '30', 'orange'],
    ['199', '19.9', '30.1', 'red'],
    ['600', '60', '-10', 'green'],
  ])('%s paid by 09-30 is %s of 50 %%: %s points, %s', (paid, _, gapPoints, level) =>
    expect(payLag({ notices, paid, builtPct: null }, '2026-09-30', policy)).toMatchObject({
      expectedPct: '50',
      gapPoints,
      level,
      flag: null,
    }),
  );

  it('weighs notices by their money', () => {
    const two = [...notices, { on: '2026-09-30', amount: '3000' }];
    expect(payLag({ notices: two, paid: '0', builtPct: null }, '2026-09-30', policy)).toMatchObject({
      expectedPct: '12.5',
      paidPct: '0.0',
      gapPoints: '12.5',
    });
    expect(payLag({ notices: two, paid: '500', builtPct: null }, '2026-09-29', policy).paidPct).toBe('50.0');
  });

  it.each([
    ['70', 'paid-ahead', 49.9],
    ['70', null, 50],
    ['20', 'built-ahead', 50.1],
    ['20', null, 50],
  ])('%s %% paid: flag %s at %s %% built', (share, flag, built) =>
    expect(
      payLag({ notices, paid: String(Number(share) * 10), builtPct: String(built) }, '2026-09-30', policy).flag,
    ).toBe(flag),
  );

  it('says nothing before any money has come', () =>
    expect(payLag({ notices, paid: '0', builtPct: 10 }, '2026-06-29', policy)).toEqual({
      expectedPct: null,
      paidPct: null,
      gapPoints: null,
      level: 'green',
      flag: null,
    }));

  it('grades a project by its gravest lag', () => {
    expect(gravestLevel([])).toBe('green');
    expect(gravestLevel(['yellow', 'red', 'green'])).toBe('red');
  });
});
