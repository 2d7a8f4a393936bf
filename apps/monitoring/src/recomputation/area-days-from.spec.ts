import { expect, it } from '@jest/globals';
import { areaDaysFrom } from './area-days-from.js';

const AREAS = [
  { areaId: 'A', stationIds: ['1', '2'] },
  { areaId: 'B', stationIds: ['3'] },
  { areaId: 'C', stationIds: ['4', '5', '6'] },
];
const walk = (most: number, areas = AREAS): string[] => {
  const seen: string[] = [];
  let at = { day: '2026-05-30', areaId: '' };
  while (at.day <= '2026-05-31') {
    const { steps, next } = areaDaysFrom({ nextDay: at.day, nextArea: at.areaId, toDay: '2026-05-31' }, areas, most);
    seen.push(steps.map(({ day, areaId }) => `${day.slice(8)}${areaId}`).join(' '));
    at = next;
  }
  return seen;
};

it.each([
  [100, ['30A 30B 30C 31A 31B 31C']],
  [6, ['30A 30B 30C', '31A 31B 31C']],
  [4, ['30A 30B', '30C', '31A 31B', '31C']],
  [1, ['30A', '30B', '30C', '31A', '31B', '31C']],
])('with %i days of stations at once every day of every area comes once and whole', (most, expected) => {
  expect(walk(most)).toEqual(expected);
});

it('ends at once where no station is asked for', () => expect(walk(5, [])).toEqual(['']));
