import { describe, expect, it } from '@jest/globals';
import { trophicGrade, trophicState } from './trophic.js';

describe('trophic state index', () => {
  it.each([
    ['T01', ['1', '0.01', '0.2', '5', '1.0'], '25.00 19.57 27.27 19.96 1.09', '19.08', '贫营养'],
    ['T02', ['3', '0.02', '0.5', '2.0', '2.5'], '36.93 30.83 42.79 37.73 25.47', '34.88', '中营养'],
    ['T03', ['10', '0.05', '1.0', '0.8', '4.0'], '50.01 45.71 54.53 55.51 37.98', '48.81', '中营养'],
    ['T04', ['20', '0.08', '1.5', '0.4', '5.5'], '57.53 53.34 61.40 68.96 46.45', '57.50', '轻度富营养'],
    ['T05', ['30', '0.1', '2.0', '0.5', '6.0'], '61.94 56.97 66.27 64.63 48.77', '59.86', '轻度富营养'],
    ['T06', ['80', '0.2', '3.0', '0.3', '10'], '72.59 68.22 73.14 74.54 62.36', '70.35', '重度富营养'],
  ])('%s', (_id, [chla, tp, tn, sd, codmn], parts, index, grade) => {
    const state = trophicState({ chla, tp, tn, sd, codmn });
    expect(Object.values(state?.parts ?? {}).join(' ')).toBe(parts);
    expect([state?.index, state?.grade, state?.isStandard]).toEqual([index, grade, true]);
  });

  it('T07: spreads the weights where an item is missing, and says so', () => {
    const state = trophicState({ chla: '10', tp: '0.05', tn: '1.0', codmn: '4.0' });
    expect([state?.index, state?.grade, state?.isStandard]).toEqual(['47.31', '中营养', false]);
    expect(trophicState({ chla: '--' })).toBeNull();
  });

  it.each([
    ['29.99', '贫营养'],
    ['30', '中营养'],
    ['50', '中营养'],
    ['50.01', '轻度富营养'],
    ['60', '轻度富营养'],
    ['70', '中度富营养'],
    ['70.01', '重度富营养'],
  ])('T08: %s is %s', (index, grade) => {
    expect(trophicGrade(index)).toBe(grade);
  });
});
