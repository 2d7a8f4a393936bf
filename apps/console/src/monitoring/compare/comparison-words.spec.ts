import { expect, it } from '@jest/globals';
import { differs } from './comparison-words.js';

const day = (aqi: number | null, ...primary: string[]) => ({ aqi, primary });

it.each([
  [[day(80, 'O3'), day(80, 'O3')], false],
  [[day(80, 'O3'), day(95, 'O3')], true],
  [[day(80, 'O3'), day(80, 'O3', 'PM2.5')], true],
  [[day(80, 'PM10'), day(80, 'PM2.5')], true],
  [[day(null), day(null)], false],
  [[day(null), day(48)], true],
  [[], false],
])('a day under two editions, %j, differs: %s', (under, expected) => {
  expect(differs({ under })).toBe(expected);
});
