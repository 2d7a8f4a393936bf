import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  cumulativeMeans,
  longPeriodMeans,
  meanOfItem,
  periodMeans,
  type SectionRow,
  weekMeans,
  windowMeans,
} from './period-mean.js';
import { evaluateSection, exceedingItemText, type SectionValues } from './section-class.js';

const W02: SectionValues = { ph: '8', do: '5', codmn: '6', cod: '20', bod5: '4', nh3n: '1.0', tp: '0.2' };

const evaluate = (values: SectionValues) => evaluateSection({ values, body: 'river', decimals: 'none' });

describe('means of a period', () => {
  it('N03: pH by the mean of its hydrogen ions', () => {
    expect(meanOfItem('ph', ['6.5', '8.5'])?.mean.toFixed(2)).toBe('6.80');
  });

  it('gives equal pH values back, so that a tie stays a tie', () => {
    expect(periodMeans([{ ph: '7.5' }, { ph: '7.5' }, { ph: '7.5' }], 'assess').values.ph).toBe('8');
    expect(periodMeans([{ ph: '8.5' }, { ph: '8.50' }], 'assess').values.ph).toBe('8');
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 1300 }), fc.integer({ min: 1, max: 9 }), (hundredths, count) => {
        const value = (hundredths / 100).toFixed(2);
        expect(meanOfItem('ph', Array(count).fill(value))?.mean.eq(value)).toBe(true);
      }),
      { seed: 65, numRuns: 60 },
    );
  });

  it('W29: mean first, then the class', () => {
    const means = periodMeans(
      [
        { ...W02, nh3n: '0.9' },
        { ...W02, nh3n: '1.2' },
      ],
      'none',
    );
    expect(means.values.nh3n).toBe('1.05');
    const evaluation = evaluate(means.values);
    expect(evaluation.waterClass).toBe(4);
    expect(evaluation.mainIndicators.map(exceedingItemText)).toEqual(['氨氮(0.05)']);
  });

  it('W30: a year of six months Ⅲ and six months Ⅳ is Ⅲ', () => {
    const months = Array.from({ length: 12 }, (_, month) => ({ ...W02, nh3n: month < 6 ? '0.8' : '1.1' }));
    expect(months.filter((month) => evaluate(month).waterClass === 4)).toHaveLength(6);
    const year = longPeriodMeans(months, 'year', 'none');
    expect(year?.values.nh3n).toBe('0.95');
    expect(evaluate(year?.values ?? {}).waterClass).toBe(3);
  });

  it('W31: seven months make no year, one result no quarter', () => {
    const months = [...Array<SectionValues>(7).fill(W02), ...Array<SectionValues>(5).fill({ do: '--' })];
    expect(longPeriodMeans(months, 'year', 'none')).toBeNull();
    expect(longPeriodMeans([...months, W02], 'year', 'none')?.counts.do).toBe(8);
    expect(longPeriodMeans([W02], 'quarter', 'none')).toBeNull();
    expect(longPeriodMeans([W02, W02], 'quarter', 'none')?.values.tp).toBe('0.2');
  });

  it('rounds once: 1.959 is 2.0 and Ⅴ, where the unrounded mean would be 劣Ⅴ', () => {
    const samples = [{ do: '1.9' }, { do: '1.95' }, { do: '2.027' }];
    expect(periodMeans(samples, 'none').values.do).toBe('1.959');
    expect(evaluate(periodMeans(samples, 'assess').values).waterClass).toBe(5);
    expect(evaluate(periodMeans(samples, 'none').values).waterClass).toBe(6);
  });

  it('has exact arithmetic means in any order', () => {
    const values = fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(values, (thousandths) => {
        const texts = thousandths.map((value) => (value / 1000).toFixed(3));
        const mean = meanOfItem('tp', texts)?.mean;
        const sum = thousandths.reduce((total, value) => total + value, 0);
        expect(mean?.times(texts.length).times(1000).toDecimalPlaces(20).toFixed()).toBe(String(sum));
        expect(meanOfItem('tp', [...texts].reverse())?.mean.eq(mean ?? 0)).toBe(true);
      }),
      { seed: 22 },
    );
  });
});

describe('means from January on', () => {
  const results = ['2025-12', '2026-01', '2026-02', '2026-04', '2026-05'].map((month, n) => ({
    month,
    values: { nh3n: ['9', '0.9', '1.2', '1.5', '9'][n] as string },
  }));

  it.each([
    ['2026-01', '0.90', 1],
    ['2026-02', '1.05', 2],
    ['2026-03', '1.05', 2],
    ['2026-04', '1.20', 3],
    ['2025-12', '9.00', 1],
  ])('up to %s are %s over %i months', (upTo, nh3n, count) => {
    expect(cumulativeMeans(results, upTo, 'assess')).toEqual({ values: { nh3n }, counts: { nh3n: count } });
  });

  it('are none without a value', () => {
    expect(cumulativeMeans(results, '2027-03', 'assess')).toBeNull();
    expect(cumulativeMeans([{ month: '2026-01', values: { nh3n: '--' } }], '2026-01', 'assess')).toBeNull();
  });
});

describe('a week', () => {
  const MONDAY = '2026-07-13';
  const rowAt = (iso: string, values: SectionValues = { do: '6' }): SectionRow => ({ at: new Date(iso), values });
  const sevenDays = Array.from({ length: 7 }, (_, day) => rowAt(`2026-07-${13 + day}T12:00:00+08:00`));

  it('takes its own rows only', () => {
    const outside = [rowAt('2026-07-13T00:00:00+08:00', { do: '1' }), rowAt('2026-07-20T01:00:00+08:00', { do: '1' })];
    const inside = rowAt('2026-07-20T00:00:00+08:00', { do: '14' });
    const means = weekMeans([...outside, ...sevenDays, inside], MONDAY, 'assess');
    expect(means.values.do).toBe('7.0');
    expect(means.rowCount).toBe(8);
    expect(means.isComplete).toBe(true);
  });

  it('needs rows with a value on all seven days', () => {
    const rows = sevenDays.map((row, day) => (day === 3 ? { ...row, values: { do: '--' } } : row));
    const means = weekMeans(rows, MONDAY, 'assess');
    expect(means.isComplete).toBe(false);
    expect(means.missingDays).toEqual(['2026-07-16']);
  });

  it('leaves held items out and keeps the rest of the row', () => {
    const rows = sevenDays.map((row, day) => ({
      ...row,
      values: { do: '6', codmn: day === 6 ? '46.56' : '5' },
      heldItems: day === 6 ? (['codmn'] as const) : [],
    }));
    const means = weekMeans(rows, MONDAY, 'assess');
    expect([means.values.codmn, means.counts.codmn, means.counts.do]).toEqual(['5.0', 6, 7]);
  });
});

describe('a window of any days', () => {
  const rowAt = (iso: string, values: SectionValues): SectionRow => ({ at: new Date(iso), values });

  it('goes from midnight, not included, to midnight, included, and names its empty days', () => {
    const rows = [
      rowAt('2026-07-01T00:00:00+08:00', { do: '1' }),
      rowAt('2026-07-01T00:30:00+08:00', { do: '6' }),
      rowAt('2026-07-02T12:00:00+08:00', { do: '--' }),
      rowAt('2026-07-04T00:00:00+08:00', { do: '8' }),
      rowAt('2026-07-04T00:01:00+08:00', { do: '1' }),
    ];
    expect(windowMeans(rows, { from: '2026-07-01', to: '2026-07-03' }, 'assess')).toEqual({
      values: { do: '7.0' },
      counts: { do: 2 },
      missingDays: ['2026-07-02'],
      rowCount: 2,
    });
  });
});
