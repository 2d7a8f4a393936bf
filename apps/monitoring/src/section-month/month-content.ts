/** What the rows of a section's month come to: pure. */
import { type CivilMonth, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { FACTOR_OF_ITEM } from '#libs/domain/telemetry/factor-codes.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import { readConcentration } from '#libs/domain/water/concentration.js';
import { BASIC_ITEMS, type BasicItem } from '#libs/domain/water/edition.js';
import { monthResult } from '#libs/domain/water/month-result.js';
import { type SectionRow, windowMeans } from '#libs/domain/water/period-mean.js';
import type { HeldEpisode } from '../held-value/held-value.store.js';
import type { MonthContent, MonthRow } from './section-month.store.js';

type Row = Pick<MonthRow, 'at' | 'itemValues' | 'dataState' | 'isSample'>;

/** Beside the items of the standard a laboratory reports what the trophic index needs. */
const TROPHIC_ONLY = ['chla', 'sd'] as const;
const AUTOMATIC_ITEMS = new Set(Object.keys(FACTOR_OF_ITEM));

/** A row of a file of samples, or one with an item no automatic station measures, comes from a laboratory. */
const isManual = ({ itemValues, isSample }: Row, isManualSection: boolean): boolean =>
  isManualSection || isSample || Object.keys(itemValues).some((item) => !AUTOMATIC_ITEMS.has(item));

const heldItemsAt = (at: Date, held: readonly HeldEpisode[]): BasicItem[] =>
  held.filter((one) => one.at.some((instant) => +instant === +at)).map(({ item }) => item as BasicItem);

const plainMean = (item: string, rows: readonly Row[]): string | null => {
  const values = rows.flatMap(({ itemValues }) => readConcentration(itemValues[item])?.effective ?? []);
  if (values.length === 0) return null;
  return values
    .reduce((sum, value) => sum.plus(value))
    .div(values.length)
    .toSignificantDigits(8)
    .toFixed();
};

/**
 * Means of a month from its rows, without the values held back: those of the automatic station and of the laboratory each
 * by themselves, then one result of both.
 */
export const monthContentOf = (
  month: CivilMonth,
  rows: readonly Row[],
  held: readonly HeldEpisode[],
  isManualSection: boolean,
): MonthContent => {
  const span = monthSpan(month);
  const meansOf = (own: readonly Row[]) =>
    windowMeans(
      own.map(({ at, itemValues }): SectionRow => ({ at, values: itemValues, heldItems: heldItemsAt(at, held) })),
      span,
      'assess',
    );
  const manualRows = rows.filter((row) => isManual(row, isManualSection));
  const [automatic, manual] = [meansOf(rows.filter((row) => !manualRows.includes(row))), meansOf(manualRows)];
  const { values, sources } = monthResult(automatic.values, manual.values);
  const missing = new Set(manual.missingDays);
  return {
    values,
    sources,
    counts: Object.fromEntries(
      BASIC_ITEMS.flatMap((item) => {
        const source = sources[item];
        return source === undefined ? [] : [[item, (source === 'manual' ? manual : automatic).counts[item]]];
      }),
    ),
    trophic: Object.fromEntries(
      TROPHIC_ONLY.flatMap((item) => {
        const mean = plainMean(item, rows);
        return mean === null ? [] : [[item, mean]];
      }),
    ),
    rowCount: automatic.rowCount + manual.rowCount,
    days: daysIn(month) - automatic.missingDays.filter((day) => missing.has(day)).length,
    dataState: lowestDataState(rows.map(({ dataState }) => dataState)),
    heldItems: [...new Set(held.map(({ item }) => item))].sort(),
  };
};

export const daysIn = (month: CivilMonth): number => Number(monthSpan(month).to.slice(8));
