import { describe, expect, it } from '@jest/globals';
import {
  cleanMonths,
  elimination,
  type MonthGrade,
  standingOn,
  standingRefusal,
  type StandingFrom,
  waterAt,
} from './black-water-list.js';

const on = (...list: [StandingFrom['standing'], string][]): StandingFrom[] =>
  list.map(([standing, from]) => ({ standing, from, basis: '文件' }));
const graded = (text: string): MonthGrade[] =>
  [...text].map((sign, n) => ({
    month: `2026-${String(n + 1).padStart(2, '0')}`,
    grade: sign === '.' ? undefined : sign === '0' ? null : sign === '1' ? '轻度黑臭' : '重度黑臭',
  }));

describe('the standing of a black water', () => {
  const history = on(['listed', '2025-03-01'], ['treated', '2026-02-10'], ['closed', '2026-09-01']);
  it.each([
    ['2025-02-28', null],
    ['2025-03-01', 'listed'],
    ['2026-02-09', 'listed'],
    ['2026-02-10', 'treated'],
    ['2026-12-31', 'closed'],
  ])('on %s is %s', (day, expected) => {
    expect(standingOn(history, day)?.standing ?? null).toBe(expected);
  });

  it.each<[string, StandingFrom[], StandingFrom['standing'], string, string, ReturnType<typeof standingRefusal>]>([
    ['anything first', [], 'closed', '2026-01-01', '', null],
    ['not on the day of the last', on(['listed', '2026-01-01']), 'treated', '2026-01-01', '', 'order'],
    ['treated after listed', on(['listed', '2026-01-01']), 'treated', '2026-01-02', '', null],
    ['not closed after listed', on(['listed', '2026-01-01']), 'closed', '2026-01-02', '000000', 'move'],
    ['not treated twice', on(['treated', '2026-01-01']), 'treated', '2026-02-01', '', 'move'],
    ['listed again', on(['closed', '2026-01-01']), 'listed', '2026-02-01', '2', null],
    ['closed after six clean months', on(['treated', '2026-01-05']), 'closed', '2026-06-30', '000000', null],
    ['not after five', on(['treated', '2026-01-05']), 'closed', '2026-05-31', '000000', 'notClean'],
    [
      'months without a sample do not count',
      on(['treated', '2026-01-05']),
      'closed',
      '2026-06-30',
      '000.00',
      'notClean',
    ],
    ['nor stop', on(['treated', '2026-01-05']), 'closed', '2026-08-31', '000.0.00', null],
    ['a black month begins anew', on(['treated', '2026-01-05']), 'closed', '2026-07-31', '0001000', 'notClean'],
    [
      'months before the treatment do not count',
      on(['treated', '2026-02-05']),
      'closed',
      '2026-06-30',
      '000000',
      'notClean',
    ],
  ])('%s', (_name, before, standing, from, months, expected) => {
    expect(standingRefusal(before, { standing, from }, graded(months), 6)).toBe(expected);
  });

  it('counts clean months from the newest treatment', () => {
    const twice = on(['treated', '2026-01-01'], ['listed', '2026-03-01'], ['treated', '2026-05-01']);
    expect(cleanMonths(twice, graded('000000'), '2026-06')).toBe(2);
    expect(cleanMonths(twice, graded('000000'), '2026-02')).toBe(2);
    expect(cleanMonths(on(['listed', '2026-01-01']), graded('000'), '2026-03')).toBe(0);
  });
});

describe('the share of black waters that is gone', () => {
  const listed = on(['listed', '2026-01-01']);
  const treated = on(['listed', '2026-01-01'], ['treated', '2026-02-15']);
  const closed = on(['listed', '2025-01-01'], ['treated', '2025-06-01'], ['closed', '2026-02-01']);
  it.each<[string, StandingFrom[], string, boolean, boolean]>([
    ['listed and clean is not gone', listed, '0000', false, false],
    ['treated and never measured since is not gone', treated, '0...', false, false],
    ['treated and clean', treated, '1100', true, false],
    ['the month of the treatment counts', treated, '.0..', true, false],
    ['treated and black again', treated, '1101', false, true],
    ['closed by paper and never measured since', closed, '....', true, false],
    ['closed, black before', closed, '2...', true, false],
    ['closed and black again', closed, '0002', false, true],
    ['closed, black and clean since', closed, '0020', true, false],
  ])('%s', (_name, history, months, isEliminated, isRelapsed) => {
    expect(waterAt({ history, months: graded(months) }, '2026-04')).toMatchObject({ isEliminated, isRelapsed });
  });

  it('is of the waters on the list by the end of the month', () => {
    const waters = [
      { history: closed, months: graded('0000') },
      { history: treated, months: graded('1100') },
      { history: listed, months: graded('2.2.') },
      { history: on(['listed', '2026-05-01']), months: graded('2222') },
    ];
    expect(elimination(waters, '2026-04')).toEqual({
      eliminated: 2,
      waters: 3,
      measured: 2,
      relapsed: 0,
      rate: '66.7',
    });
    expect(elimination(waters, '2026-05')).toMatchObject({ waters: 4, measured: 0, rate: '50.0' });
    expect(elimination([], '2026-04')).toMatchObject({ waters: 0, rate: null });
  });

  it('never prints as 100.0 while one is left', () => {
    const gone = { history: closed, months: [] };
    expect(elimination([...Array<typeof gone>(4999).fill(gone), { history: listed, months: [] }], '2026-04').rate).toBe(
      '99.9',
    );
  });
});
