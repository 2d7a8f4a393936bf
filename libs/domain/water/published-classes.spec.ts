import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { blackOdour } from './black-odour.js';
import { AUTOMATIC_STATION_ITEMS, type BasicItem, EVALUATED_ITEMS, type WaterBody } from './edition.js';
import { evaluateSection, type SectionValues } from './section-class.js';

interface PublishedRow {
  readonly body: WaterBody;
  readonly values: SectionValues;
  readonly published: number;
}

/** Rows as published; sources stand at the head of each file. */
const rowsOf = (file: string): PublishedRow[] => {
  const [head, ...lines] = readFileSync(new URL(`./fixtures/${file}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('#'));
  const names = (head as string).split(',');
  return lines.map((line) => {
    const { body, published, ...values } = Object.fromEntries(line.split(',').map((cell, n) => [names[n], cell]));
    return { body: body as WaterBody, values: values as SectionValues, published: Number(published) };
  });
};
const classOf = ({ body, values }: PublishedRow, decidingItems: readonly BasicItem[]) =>
  evaluateSection({ values, body, decimals: 'none', decidingItems }).waterClass;

describe('published classes', () => {
  it('of automatic stations come out, of rivers and of lakes', () => {
    const rows = rowsOf('published-stations.csv');
    expect(rows.length).toBe(163);
    expect(new Set(rows.map(({ published }) => published))).toEqual(new Set([-1, 1, 2, 3, 4, 5, 6]));
    expect(rows.filter((row) => (classOf(row, AUTOMATIC_STATION_ITEMS) ?? -1) !== row.published)).toEqual([]);
  });

  it('of lakes would not come out by the limits of rivers', () => {
    const lakes = rowsOf('published-stations.csv').filter(({ body }) => body === 'lake');
    const asRivers = lakes.map((row): PublishedRow => ({ ...row, body: 'river' }));
    expect(asRivers.some((row) => (classOf(row, AUTOMATIC_STATION_ITEMS) ?? -1) !== row.published)).toBe(true);
  });

  it('of manual samples come out, and so does black-odorous water', () => {
    const rows = rowsOf('published-samples.csv');
    const said = rows.map((row) => {
      const odour = blackOdour({ nh3n: row.values.nh3n ?? null });
      if (odour) return odour === '重度黑臭' ? 8 : 7;
      return Math.max(2, classOf(row, EVALUATED_ITEMS) ?? 0);
    });
    expect(said).toEqual(rows.map(({ published }) => published));
    expect(new Set(said)).toEqual(new Set([2, 3, 4, 5, 6, 7, 8]));
  });
});
