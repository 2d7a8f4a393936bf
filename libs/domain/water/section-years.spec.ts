import { describe, expect, it } from '@jest/globals';
import { monthFigures, type MonthValues, type SectionOfMonths } from './month-figures.js';
import { sectionYears, type YearsWish } from './section-years.js';

const month = (name: string, nh3n: string): MonthValues => ({
  month: name,
  values: { ph: '7', do: '8', codmn: '1.5', nh3n, tp: '0.02' },
});
const river: SectionOfMonths = { body: 'river', targetOf: () => 3, absences: [], mustKeep: null };
const results = [
  month('2025-01', '1.2'),
  month('2025-02', '1.6'),
  month('2026-01', '0.8'),
  month('2026-03', '1.0'),
  month('2026-04', '9.0'),
];
const years = (wish: Partial<YearsWish> = {}) =>
  sectionYears(river, results, monthFigures(river, results, '2026-04'), {
    year: 2026,
    back: 1,
    from: 1,
    to: 3,
    gaps: 'OWN_MONTHS',
    closedThrough: '2026-04',
    ...wish,
  });

describe('the same months of several years', () => {
  it('count closed months only, and show the open one', () => {
    const [now] = years({ closedThrough: '2026-01' }).years;
    expect(now!.counted).toEqual(['2026-01']);
    expect(now!.compliance).toMatchObject({ compliant: 1, evaluated: 1 });
    expect(now!.months[2]?.evaluation.waterClass).toBe(3);
    expect(years({ closedThrough: null }).years[0]!.counted).toEqual([]);
  });

  it('take the mean first and then the class, over the months each year has', () => {
    const found = years();
    expect(found.years.map(({ year, counted, waterClass }) => [year, counted, waterClass])).toEqual([
      [2026, ['2026-01', '2026-03'], 3],
      [2025, ['2025-01', '2025-02'], 4],
    ]);
    expect(found.years[0]!.months.map((one) => one?.month ?? null)).toEqual(['2026-01', '2026-02', '2026-03']);
    expect(found.years.map(({ compliance }) => [compliance.compliant, compliance.evaluated, compliance.rate])).toEqual([
      [2, 2, '100.0'],
      [0, 2, '0.0'],
    ]);
  });

  it('change in the unit, in percent of the earlier, and rates in percentage points', () => {
    const [change] = years().against;
    expect(change!.items.find(({ item }) => item === 'nh3n')).toEqual({
      item: 'nh3n',
      name: '氨氮',
      current: '0.90',
      earlier: '1.40',
      change: '-0.5',
      changePercent: '-35.7',
    });
    expect(change!.items.find(({ item }) => item === 'ph')).toMatchObject({ change: '0', changePercent: null });
    expect(change!.ratePoints).toBe('100.0');
    expect(change!.change).toBe('有所好转');
  });

  it('count only months every year has when asked', () => {
    const found = years({ gaps: 'COMMON_MONTHS' });
    expect(found.years.map(({ counted }) => counted)).toEqual([['2026-01'], ['2025-01']]);
    expect(found.against[0]!.items.find(({ item }) => item === 'nh3n')).toMatchObject({ change: '-0.4' });
  });

  it('say nothing of a year without a month', () => {
    const found = years({ back: 2 });
    expect(found.years[2]).toMatchObject({ year: 2024, counted: [], waterClass: null });
    expect(found.against[1]).toMatchObject({ change: null, ratePoints: null });
    expect(years({ from: 5, to: 6 }).against[0]!.items).toEqual([]);
  });
});
