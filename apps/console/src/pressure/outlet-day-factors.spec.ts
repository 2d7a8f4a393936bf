import { describe, expect, it } from '@jest/globals';
import { exceedingFactors } from './outlet-day-factors.js';

const above = {
  factor: 'w01018',
  name: '化学需氧量',
  mean: '43.5',
  limit: '43',
  unit: 'mg/L',
  basis: '示例排放标准日均限值',
  hours: 24,
  fewestHours: 18,
  isWeighted: true,
  multiple: '0.01',
};
const details = (factors: unknown, definition = 'outlet.day.beyond-factors') => ({ definition, of: { factors } });

describe('factors of a day above their limits', () => {
  it('are those with a multiple, and say what they are held against', () => {
    const found = exceedingFactors(details([above, { ...above, multiple: null }, { ...above, mean: null }, null]));
    expect(found).toEqual([above]);
  });
  it('of a day published long ago do not say how many hours were asked for', () => {
    const { fewestHours: _fewest, ...old } = above;
    expect(exceedingFactors(details([old]))).toMatchObject([{ hours: 24, fewestHours: null }]);
  });
  it.each([[details([above], 'air.area.day.aqi')], [details('none')], [{}]])('of %j are none', (told) => {
    expect(exceedingFactors(told)).toEqual([]);
  });
});
