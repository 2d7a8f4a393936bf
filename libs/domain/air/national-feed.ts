/**
 * How the national real-time station feed writes an hour, and to which hours it gives an index. Observed on 524,964
 * published station hours of 2018 and 2026; what the rules do not reproduce is listed in
 * docs/decisions/2026-11-22-published-air-index.md.
 */
import type { CivilDate } from '../calendar/shanghai.js';
import { type AirReport, hourReport } from './aqi.js';
import type { AirEdition } from './edition.js';
import { type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';

/** A number, or why there is none: `NOT_IN_PLAN` is the "/" of HJ 633-2026 Table 4. */
export type FeedValue = number | 'MISSING' | 'NOT_IN_PLAN';

const MISSING_MARKS = new Set(['', 'NA', '-', '--', '-;', '—']);
const PLAIN_DECIMAL = /^\d+(\.\d+)?$/;

/** What a cell says; null for text that is neither a number nor a known mark. */
export const feedValueOf = (text: string): FeedValue | null => {
  if (PLAIN_DECIMAL.test(text)) return Number(text);
  if (text === '/') return 'NOT_IN_PLAN';
  return MISSING_MARKS.has(text) ? 'MISSING' : null;
};

/** Until then the feed had the hour of ozone under the name of its 24-hour maximum, and the maximum under the hour's. */
const OZONE_NAMES_SWAPPED_BEFORE: CivilDate = '2019-01-01';

/**
 * The 1-hour ozone of a row. `hour` and `maximum24` are the cells of the columns named so. A maximum of 24 hours is never
 * below its last hour, so of the old rows' two numbers the smaller is the hour, whoever put the names right.
 */
export const feedOzone = (hour: FeedValue, maximum24: FeedValue, day: CivilDate): FeedValue => {
  if (day >= OZONE_NAMES_SWAPPED_BEFORE || typeof hour !== 'number') return hour;
  return typeof maximum24 === 'number' ? Math.min(hour, maximum24) : 'MISSING';
};

/**
 * Report of an hour from what the feed gives. Two kinds of absent values do not withhold the index: "/" (not in the plan,
 * HJ 633-2026 5.3.2), and PM10 beside a value of PM2.5: the feed blanks PM10 where it reads below PM2.5, and since PM10
 * has the higher breakpoints throughout, such a value can never decide the index.
 */
export const nationalFeedReport = (row: PerPollutant<FeedValue>, edition: AirEdition): AirReport => {
  const values: Partial<Record<Pollutant, number>> = {};
  const exempt: Pollutant[] = [];
  for (const pollutant of POLLUTANTS) {
    const value = row[pollutant];
    if (typeof value === 'number') values[pollutant] = value;
    else if (value === 'NOT_IN_PLAN') exempt.push(pollutant);
  }
  if (row.PM10 === 'MISSING' && typeof row['PM2.5'] === 'number') exempt.push('PM10');
  return hourReport(values, edition, { exempt });
};
