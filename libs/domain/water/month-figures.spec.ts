import { describe, expect, it } from '@jest/globals';
import {
  cumulativeFigures,
  monthFigures,
  type MonthValues,
  type SectionOfMonths,
  yearFigures,
} from './month-figures.js';
import type { AbsenceRecord } from './section-absence.js';

/** Means that put a river into a class by ammonia alone. */
const NH3N: Readonly<Record<number, string>> = { 1: '0.1', 2: '0.4', 3: '0.9', 4: '1.3', 5: '1.8', 6: '2.5' };
const month = (name: string, waterClass: number): MonthValues => ({
  month: name,
  values: { ph: '7', do: '8', codmn: '1.5', nh3n: NH3N[waterClass] ?? null, tp: '0.02' },
});
const months = (year: number, classes: readonly (number | null)[]): MonthValues[] =>
  classes.flatMap((waterClass, n) =>
    waterClass === null ? [] : [month(`${year}-${String(n + 1).padStart(2, '0')}`, waterClass)],
  );
const river = (more: Partial<SectionOfMonths> = {}): SectionOfMonths => ({
  body: 'river',
  targetOf: () => 3,
  absences: [],
  mustKeep: null,
  ...more,
});
const dry = (from: string, to: string | null): AbsenceRecord => ({
  state: 'dry',
  from,
  to,
  reason: '断流',
  proof: ['letter'],
});

describe('months of a section', () => {
  it('C03: a dry month neither adds to the failing months nor ends them', () => {
    const results = months(2026, [3, 4, null, 4, 5]);
    const figures = monthFigures(river({ absences: [dry('2026-03-01', '2026-03-31')] }), results, '2026-05');
    expect(figures.map(({ evaluation, failing }) => [evaluation.state, failing.count])).toEqual([
      ['evaluated', 0],
      ['evaluated', 1],
      ['dry', 1],
      ['evaluated', 2],
      ['evaluated', 3],
    ]);
    expect(figures[4]?.failing).toEqual({ count: 3, firstPeriod: '2026-02', skippedPeriods: ['2026-03'] });
  });

  it('are missing where nobody says why, and evaluated where there is a result whatever is recorded', () => {
    const absences = [dry('2026-01-01', '2026-01-20')];
    const figures = monthFigures(river({ absences }), months(2026, [2, null, 2]), '2026-03');
    expect(figures.map(({ evaluation, absence }) => [evaluation.state, absence])).toEqual([
      ['evaluated', null],
      ['missing', null],
      ['evaluated', null],
    ]);
    expect(figures[1]?.comparison?.isCompliant).toBeNull();
  });

  it('begin with the first result or absence and end where asked', () => {
    expect(monthFigures(river(), [], '2026-05')).toEqual([]);
    const named = monthFigures(river({ absences: [dry('2025-11-10', null)] }), months(2026, [2]), '2026-02');
    expect(named.map((one) => [one.month, one.evaluation.state])).toEqual([
      ['2025-11', 'dry'],
      ['2025-12', 'dry'],
      ['2026-01', 'evaluated'],
      ['2026-02', 'dry'],
    ]);
  });

  it('say what exceeds, by how much, and what is lacking to the target of their year', () => {
    const targets: Readonly<Record<number, 2 | 3>> = { 2025: 3, 2026: 2 };
    const section = river({ targetOf: (year) => targets[year] ?? null });
    const [last, now] = monthFigures(section, [month('2025-12', 3), month('2026-01', 3)], '2026-01');
    expect(last?.comparison).toEqual({ isCompliant: true, exceedingItems: [] });
    expect(now?.comparison).toEqual({
      isCompliant: false,
      exceedingItems: [{ item: 'nh3n', name: '氨氮', multiple: '0.8' }],
    });
    expect(now?.gap).toMatchObject({ classes: 1, items: [{ item: 'nh3n', amount: '0.4', percent: '44.5' }] });
    expect(monthFigures(river({ targetOf: () => null }), [month('2026-01', 3)], '2026-01')[0]).toMatchObject({
      target: null,
      comparison: null,
      gap: null,
    });
  });

  it('compare with the month before and the same month of last year only where both have a class', () => {
    const results = [...months(2025, [2, null, 2]), ...months(2026, [3, 5, 5])];
    const figures = monthFigures(river(), results, '2026-03').filter((one) => one.month >= '2026-01');
    expect(figures.map(({ againstLastMonth, againstLastYear }) => [againstLastMonth, againstLastYear])).toEqual([
      [null, '有所下降'],
      ['明显下降', null],
      ['无明显变化', '明显下降'],
    ]);
  });

  it('A02: warn of a basin when month and cumulative class are two classes worse than last year', () => {
    const results = [...months(2025, [3]), ...months(2026, [5])];
    const of = (section: SectionOfMonths) =>
      cumulativeFigures(section, results, monthFigures(section, results, '2026-01').at(-1)!);
    expect(of(river())).toEqual({ waterClass: 5, waterClassLastYear: 3, basinWarning: '一级', isComparable: true });
    expect(of(river({ targetOf: () => 5 })).basinWarning).toBeNull();
  });

  it('T07: give the trophic index of lakes only, marked where an item was missing', () => {
    const values = { ph: '8', do: '8', codmn: '4.0', nh3n: '0.2', tp: '0.05', tn: '1.0' };
    const results = [{ month: '2026-06', values, trophic: { chla: '10' } }];
    const of = (body: 'river' | 'lake') => monthFigures(river({ body }), results, '2026-06')[0]?.trophic;
    expect(of('river')).toBeNull();
    expect(of('lake')).toMatchObject({ index: '47.31', grade: '中营养', isStandard: false });
  });
});

describe('years of a section', () => {
  const yearOf = (section: SectionOfMonths, results: readonly MonthValues[], last: string) =>
    yearFigures(section, results, monthFigures(section, results, last)).at(-1);

  it('W30: are of the class of their mean though six months miss the target', () => {
    const results = [...Array(12).keys()].map((n): MonthValues => ({
      month: `2026-${String(n + 1).padStart(2, '0')}`,
      values: { ph: '7', do: '8', nh3n: n < 6 ? '0.8' : '1.1' },
    }));
    expect(yearOf(river(), results, '2026-12')).toMatchObject({
      state: 'evaluated',
      evaluation: { waterClass: 3 },
      isCompliant: true,
      months: { compliant: 6, evaluated: 12, rate: '50.0' },
    });
  });

  it('W31: are not evaluated with seven months', () => {
    expect(yearOf(river(), months(2026, [2, 2, 2, 2, 2, 2, 2]), '2026-12')).toMatchObject({
      state: 'tooFew',
      evaluation: null,
      isCompliant: null,
    });
    expect(yearOf(river(), months(2026, [2, 2, 2, 2, 2, 2, 2, 2]), '2026-12')).toMatchObject({ state: 'evaluated' });
  });

  it('are dry after six months running without flow', () => {
    const section = (to: string) => river({ absences: [dry('2026-01-01', to)] });
    const results = months(2026, [null, null, null, null, null, null, 2, 2, 2, 2, 2, 2]);
    expect(yearOf(section('2026-06-30'), results, '2026-12')).toMatchObject({ state: 'dry', evaluation: null });
    expect(yearOf(section('2026-05-31'), results, '2026-12')).toMatchObject({ state: 'tooFew' });
  });

  it('do not heal a single month in which an outbound section fell below the class it must keep', () => {
    const results = months(2026, [2, 2, 3, 2, 2, 2, 2, 2]);
    expect(yearOf(river({ mustKeep: 2 }), results, '2026-08')?.outbound).toEqual({
      mustKeep: 2,
      breaches: [{ period: '2026-03', waterClass: 3 }],
      isBroken: false,
      holdsOverYear: true,
    });
  });
});
