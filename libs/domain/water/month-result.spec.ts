import { describe, expect, it } from '@jest/globals';
import { monthResult } from './month-result.js';

describe('a month monitored both ways', () => {
  it('takes six items from the station, the others from the laboratory, and what the other way has where one is missing', () => {
    const result = monthResult(
      { ph: '7.6', do: '--', nh3n: '0.4', tn: '2', cod: '18', wt: '21.4' },
      { ph: '7.9', do: '6.1', nh3n: '0.5', tn: '3', cod: '15', cu: '0.001L' },
    );
    expect(result).toEqual({
      values: { ph: '7.6', do: '6.1', nh3n: '0.4', tn: '2', cod: '15', cu: '0.001L', wt: '21.4' },
      sources: {
        ph: 'automatic',
        do: 'manual',
        nh3n: 'automatic',
        tn: 'automatic',
        cod: 'manual',
        cu: 'manual',
        wt: 'automatic',
      },
    });
    expect(monthResult({}, {})).toEqual({ values: {}, sources: {} });
  });
});
