import { describe, expect, it } from '@jest/globals';
import { addDays, type CivilDate, datesOf, monthsOf } from '../calendar/shanghai.js';
import { lostValidity, pollutantsNeeded, tooFewDays } from './lost-validity.js';
import { CN_2026_TRANSITION } from './national-editions.js';
import { type PeriodDay, shortfallsOf } from './period-statistics.js';
import { type Pollutant, POLLUTANTS } from './pollutant.js';

const YEAR = { from: '2026-01-01', to: '2026-12-31' };
const ALL = { SO2: 6, NO2: 20, CO: 0.8, O3: 140, PM10: 40, 'PM2.5': 24 };
const day = (date: CivilDate, without: readonly Pollutant[] = []): PeriodDay => ({
  date,
  values: Object.fromEntries(Object.entries(ALL).filter(([name]) => !without.includes(name as Pollutant))),
  aqi: 60,
  primary: [],
});
/** Every day of the period with all values but those dates, which are not there at all. */
const daysWithout = (period: typeof YEAR, gaps: readonly CivilDate[]): PeriodDay[] =>
  datesOf(period).flatMap((date) => (gaps.includes(date) ? [] : [day(date)]));
const at = (gaps: readonly CivilDate[], until: CivilDate, period = YEAR, of: readonly Pollutant[] = ['PM2.5']) =>
  lostValidity(daysWithout(period, gaps), period, until, of, CN_2026_TRANSITION);

describe('a month of a year', () => {
  it.each<[string, CivilDate[], number, number]>([
    ['of 31 days may lack four', datesOf({ from: '2026-01-05', to: '2026-01-09' }), 26, 27],
    ['of 30 days may lack three', datesOf({ from: '2026-04-11', to: '2026-04-14' }), 26, 27],
    ['of 28 days may lack three: February needs 25', datesOf({ from: '2026-02-20', to: '2026-02-23' }), 24, 25],
  ])('%s, and is lost on the day of the next', (_what, gaps, mostDays, requiredDays) => {
    const last = gaps.at(-1)!;
    expect(at(gaps, addDays(last, -1))).toEqual([]);
    const lost = { pollutant: 'PM2.5', period: last.slice(0, 7), since: last, mostDays, requiredDays };
    expect(at(gaps, last)).toEqual([lost]);
    expect(at(gaps, YEAR.to)).toEqual([lost]);
    expect(at(gaps.slice(1), YEAR.to)).toEqual([]);
  });

  it('of 29 days may lack four', () => {
    const leap = { from: '2028-01-01', to: '2028-12-31' };
    const gaps = datesOf({ from: '2028-02-01', to: '2028-02-05' });
    expect(at(gaps.slice(1), leap.to, leap)).toEqual([]);
    expect(at(gaps, leap.to, leap)).toMatchObject([{ period: '2028-02', since: '2028-02-05', mostDays: 24 }]);
  });

  it('says how many it can still have: more that are lost lower it', () => {
    const gaps = datesOf({ from: '2026-03-01', to: '2026-03-10' });
    expect(at(gaps, '2026-03-05')).toMatchObject([{ period: '2026-03', since: '2026-03-05', mostDays: 26 }]);
    expect(at(gaps, '2026-03-31')).toMatchObject([{ period: '2026-03', since: '2026-03-05', mostDays: 21 }]);
  });
});

describe('a year', () => {
  // Three or four days of each month: no month is lost, and 325 days of the year are left.
  const spread = monthsOf(YEAR).flatMap((month) => {
    const most = ['01', '03', '05', '07'].includes(month.slice(5)) ? 4 : 3;
    return Array.from({ length: most }, (_, n) => `${month}-1${n}`);
  });

  it('needs 324 days: the 42nd without a value loses it, on that day', () => {
    expect(spread).toHaveLength(40);
    expect(at(spread, YEAR.to)).toEqual([]);
    const oneMore = [...spread, '2026-12-20'];
    expect(at(oneMore, YEAR.to).filter(({ period }) => period === '2026')).toEqual([]);
    const gaps = [...spread.filter((date) => date < '2026-12'), '2026-10-20', '2026-08-20', ...spread.slice(-3)].sort();
    expect(gaps).toHaveLength(42);
    expect(at(gaps, '2026-12-11')).toEqual([]);
    expect(at(gaps, '2026-12-12')).toEqual([
      { pollutant: 'PM2.5', period: '2026', since: '2026-12-12', mostDays: 323, requiredDays: 324 },
    ]);
  });

  it('that begins without a station is lost in its first months, by each pollutant asked for', () => {
    const from = datesOf({ from: '2026-01-01', to: '2026-02-26' });
    const lost = at(from, '2026-06-30', YEAR, POLLUTANTS);
    expect(lost).toHaveLength(18);
    expect(new Set(lost.map(({ period, since }) => `${period} ${since}`))).toEqual(
      new Set(['2026-01 2026-01-05', '2026-02 2026-02-04', '2026 2026-02-11']),
    );
    expect(at(from, '2026-06-30', YEAR, [])).toEqual([]);
  });

  it('counts a day on which only this pollutant is missing', () => {
    const days = datesOf(YEAR).map((date) => day(date, date >= '2026-05-01' && date <= '2026-05-05' ? ['PM10'] : []));
    const of = (pollutant: Pollutant) => lostValidity(days, YEAR, YEAR.to, [pollutant], CN_2026_TRANSITION);
    expect(of('PM10')).toMatchObject([{ pollutant: 'PM10', period: '2026-05', since: '2026-05-05' }]);
    expect(of('PM2.5')).toEqual([]);
  });
});

it('agrees at the end with what a period that is over lacks', () => {
  const gaps = datesOf({ from: '2026-01-01', to: '2026-02-26' });
  const days = daysWithout(YEAR, gaps);
  const told = lostValidity(days, YEAR, YEAR.to, POLLUTANTS, CN_2026_TRANSITION).map(
    ({ pollutant, period, mostDays }) => `${pollutant} ${period} ${mostDays}`,
  );
  const lacking = shortfallsOf(days, monthsOf(YEAR), CN_2026_TRANSITION);
  expect(told.sort()).toEqual(lacking.map((one) => `${one.pollutant} ${one.period} ${one.validDays}`).sort());
});

it.each<[string, { from: CivilDate; to: CivilDate }, number]>([
  ['a season of whole months has its months only', { from: '2026-10-01', to: '2027-03-31' }, 1],
  ['a span that is no whole months has nothing to lose', { from: '2026-10-02', to: '2027-03-31' }, 0],
])('%s', (_what, period, expected) => {
  const gaps = datesOf({ from: '2026-10-02', to: '2026-10-31' });
  expect(at(gaps, period.to, period)).toHaveLength(expected);
});

it.each([
  [{ statistic: 'mean', pollutant: 'PM2.5' }, ['PM2.5']],
  [{ statistic: 'percentile', pollutant: 'O3' }, ['O3']],
  [{ statistic: 'composite-index' }, [...POLLUTANTS]],
  [{ statistic: 'good-day-percent' }, []],
  [{ statistic: 'good-days' }, []],
  [{ statistic: 'heavy-days' }, []],
] as const)('%j needs %j', (formula, needed) => {
  expect(pollutantsNeeded(formula)).toEqual(needed);
});

describe('days of a figure to date against what validity asks of the part that has passed', () => {
  it.each<[number, CivilDate, CivilDate, number, number | null]>([
    [85, '2026-01-01', '2026-08-06', 218, 194],
    [193, '2026-01-01', '2026-08-06', 218, 194],
    [194, '2026-01-01', '2026-08-06', 218, null],
    // Whole months are asked what Table 4 asks of each.
    [27, '2026-05-01', '2026-05-31', 31, null],
    [26, '2026-05-01', '2026-05-31', 31, 27],
    [25, '2026-02-01', '2026-02-28', 28, null],
    [24, '2028-02-01', '2028-02-29', 29, 25],
    [81, '2026-07-01', '2026-09-30', 92, null],
    [80, '2026-07-01', '2026-09-30', 92, 81],
    [160, '2026-10-01', '2027-03-31', 182, null],
    [159, '2026-10-01', '2027-03-31', 182, 160],
    [324, '2026-01-01', '2026-12-31', 365, null],
    [323, '2026-01-01', '2026-12-31', 365, 324],
    [324, '2028-01-01', '2028-12-31', 366, null],
    [28, '2026-05-01', '2026-06-01', 32, 29],
    // A leap year is asked no more than another, nor is any part of it.
    [323, '2028-01-01', '2028-12-30', 365, 324],
    [324, '2028-01-02', '2028-12-31', 365, null],
    [0, '2026-01-01', '2026-01-01', 1, 1],
    [1, '2026-01-01', '2026-01-01', 1, null],
  ])('%d from %s to %s', (days, from, to, passed, asked) =>
    expect(tooFewDays(days, { from, to }, CN_2026_TRANSITION)).toEqual(
      asked === null ? null : { days, passed, asked, ofYear: 324 },
    ),
  );
});
