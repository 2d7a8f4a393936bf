import { describe, expect, it } from '@jest/globals';
import { blackOdour, type BlackOdourValues, itemGrades, pointGrades, worstGrade } from './black-odour.js';

describe('black and malodorous water', () => {
  it.each<[BlackOdourValues, ReturnType<typeof blackOdour>]>([
    [{}, undefined],
    [{ nh3n: '--' }, undefined],
    [{ nh3n: '8.0' }, null],
    [{ nh3n: '8.01' }, '轻度黑臭'],
    [{ nh3n: '15' }, '轻度黑臭'],
    [{ nh3n: '15.1' }, '重度黑臭'],
    [{ do: '2.0' }, null],
    [{ do: '1.99' }, '轻度黑臭'],
    [{ do: '0.2' }, '轻度黑臭'],
    [{ do: '0.19' }, '重度黑臭'],
    [{ clarity: '25' }, null],
    [{ clarity: '24' }, '轻度黑臭'],
    [{ clarity: '10' }, '轻度黑臭'],
    [{ clarity: '9' }, '重度黑臭'],
    [{ clarity: '0' }, '重度黑臭'],
    [{ clarity: '8', depth: '20' }, null],
    [{ clarity: '7', depth: '20' }, '重度黑臭'],
    [{ clarity: '12', depth: '25' }, '轻度黑臭'],
    [{ orp: '50' }, null],
    [{ orp: '-200' }, '轻度黑臭'],
    [{ orp: -201 }, '重度黑臭'],
    [{ do: '5', nh3n: '9', clarity: '30', orp: '100' }, '轻度黑臭'],
    [{ do: '0.1', nh3n: '9' }, '重度黑臭'],
  ])('%j is %s', (values, expected) => {
    expect(blackOdour(values)).toBe(expected);
  });
});

describe('its items', () => {
  it('are graded each by itself', () => {
    expect([...itemGrades({ do: '0.1', nh3n: '9', clarity: '30' })]).toEqual([
      ['clarity', null],
      ['do', '重度黑臭'],
      ['nh3n', '轻度黑臭'],
    ]);
  });
});

describe('a month of samples', () => {
  it('is graded by the means of each point, and by the worst point', () => {
    const points = pointGrades([
      { point: 'A', values: { do: '1.0', nh3n: '9' } },
      { point: 'A', values: { do: '3.0', nh3n: '7.1' } },
      { point: 'B', values: { do: '2.5', clarity: '6', depth: '10', orp: '-10' } },
      { point: 'B', values: { do: '2.5', clarity: '8', depth: '20', orp: null } },
      { point: 'C', values: {} },
    ]);
    expect(points).toEqual([
      { point: 'A', samples: 2, means: { do: '2.00', nh3n: '8.05' }, grade: '轻度黑臭', items: ['nh3n'] },
      {
        point: 'B',
        samples: 2,
        means: { clarity: '7.00', depth: '15.00', do: '2.50', orp: '-10.00' },
        grade: '轻度黑臭',
        items: ['orp'],
      },
      { point: 'C', samples: 1, means: {}, grade: undefined, items: [] },
    ]);
    expect(worstGrade(points.map(({ grade }) => grade))).toBe('轻度黑臭');
  });
  it.each([
    ['clarity', '24.99', '25.00', '25.00', null],
    ['clarity', '24.98', '25.00', '24.99', '轻度黑臭'],
    ['nh3n', '8.00', '8.01', '8.00', null],
    ['nh3n', '8.01', '8.02', '8.02', '轻度黑臭'],
    ['orp', '-200', '-200.01', '-200.00', '轻度黑臭'],
    ['orp', '-0.01', '0.006', '0.00', '轻度黑臭'],
    ['do', '0.19', '0.20', '0.20', '轻度黑臭'],
  ] as const)('the mean of %s %s and %s is judged as it prints: %s is %s', (item, one, other, mean, grade) => {
    const [point] = pointGrades([one, other].map((value) => ({ point: 'A', values: { [item]: value } })));
    expect(point).toMatchObject({ means: { [item]: mean }, grade });
  });
  it.each([
    [[], undefined],
    [[undefined], undefined],
    [[undefined, null], null],
    [[null, '轻度黑臭'], '轻度黑臭'],
    [['轻度黑臭', null], '轻度黑臭'],
    [['轻度黑臭', '重度黑臭', null], '重度黑臭'],
  ] as const)('the worst of %j is %s', (grades, expected) => {
    expect(worstGrade(grades)).toBe(expected);
  });
});
