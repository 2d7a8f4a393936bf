import { expect, it } from '@jest/globals';
import type { WaterClass } from './edition.js';
import { relapses } from './relapse.js';

const walk = (text: string, target: number | null = 3) =>
  relapses(
    [...text].map((one, n) => {
      const waterClass = one === '-' ? null : (Number(one) as WaterClass);
      return {
        period: String(n + 1),
        waterClass,
        isCompliant: waterClass === null || target === null ? null : waterClass <= target,
      };
    }),
  ).map(({ words }) => words);

it.each<[what: string, classes: string, target: number | null, words: (number | null)[]]>([
  ['no fall', '333', 3, [0, 0, 0]],
  ['a fall within the target', '123', 3, [0, 0, 0]],
  ['a fall beyond it, until it is met again', '344343', 3, [0, 1, 1, 0, 1, 0]],
  ['a deeper fall counts from where it began', '3456', 3, [0, 1, 2, 3]],
  ['failing all along and falling further', '4454', 3, [0, 0, 1, 0]],
  ['back at the word before, target missed or not', '5655', 3, [0, 1, 0, 0]],
  ['a month that was not evaluated lies between', '3-4-43', 3, [0, null, 1, null, 1, 0]],
  ['without a target beyond class Ⅲ only', '234', null, [0, 0, 1]],
  ['from the best to the worst', '16', 5, [0, 4]],
])('%s', (_what, classes, target, words) => expect(walk(classes, target)).toEqual(words));

it('names the month it fell from and since when', () =>
  expect(
    relapses([
      { period: '2026-03', waterClass: 2, isCompliant: true },
      { period: '2026-04', waterClass: null, isCompliant: null },
      { period: '2026-05', waterClass: 4, isCompliant: false },
      { period: '2026-06', waterClass: 5, isCompliant: false },
    ]).at(-1),
  ).toEqual({ words: 3, from: { period: '2026-03', waterClass: 2 }, since: '2026-05' }));
