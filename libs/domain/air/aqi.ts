/**
 * Air quality index of one hour or one day, HJ 633-2012 and HJ 633-2026. An index of an area is taken from the area's
 * concentrations, never from indices of stations (HJ 633-2026 4.2.2–4.2.4).
 */
import { type AqiLevel, aqiLevelOf } from './category.js';
import type { AirEdition, BreakpointColumn } from './edition.js';
import { type Concentrations, type Pollutant, POLLUTANTS } from './pollutant.js';
import { type IndexRounding, subIndexOf } from './sub-index.js';

/** No pollutant is primary up to this index (HJ 633-2012 4.4.2, HJ 633-2026 4.3.1). */
const PRIMARY_ABOVE = 50;

/**
 * `WITHHELD`: a pollutant is missing and the edition does not publish the index (HJ 633-2026 5.3.1: index, level,
 * category and primary pollutant are NA, sub-indices stay). `EMPTY`: there is no sub-index at all.
 */
export type AqiState = 'PUBLISHED' | 'WITHHELD' | 'EMPTY';

export interface AirReport {
  readonly edition: string;
  readonly state: AqiState;
  /** null unless published. */
  readonly aqi: number | null;
  /** The largest sub-index there is, also when the index is withheld; null when there is none. */
  readonly largestSubIndex: number | null;
  readonly level: AqiLevel | null;
  /** Every pollutant sharing the largest rounded sub-index, in the order of `POLLUTANTS`; a set, the order says nothing. */
  readonly primary: readonly Pollutant[];
  readonly subIndices: Readonly<Partial<Record<Pollutant, number>>>;
  /** Pollutants without a value that the report should have had; exempt ones are not missing. */
  readonly missing: readonly Pollutant[];
}

export interface AqiOptions {
  /**
   * Pollutants not in the monitoring plan which in three years of measurements never were primary at level 3 or worse:
   * they do not block publication and print as "/" (HJ 633-2026 5.3.2).
   */
  readonly exempt?: readonly Pollutant[];
  readonly rounding?: IndexRounding;
}

const NONE: readonly Pollutant[] = [];

type Substitute = (pollutant: Pollutant, subIndex: number | null) => number | null;

const report = (
  values: Concentrations,
  edition: AirEdition,
  columns: AirEdition['index']['hour'],
  { exempt = NONE, rounding = 'UP' }: AqiOptions,
  substitute?: Substitute,
): AirReport => {
  const { inputDecimals, incompleteOnlyAbove } = edition.index;
  const subIndices: Partial<Record<Pollutant, number>> = {};
  let missing = NONE as Pollutant[];
  let primary = NONE as Pollutant[];
  let highest = -1;
  for (const pollutant of POLLUTANTS) {
    const value = values[pollutant];
    let subIndex =
      value === undefined ? null : subIndexOf(value, columns[pollutant], inputDecimals[pollutant], rounding);
    if (substitute) subIndex = substitute(pollutant, subIndex);
    if (subIndex === null) {
      if (value === undefined && !exempt.includes(pollutant)) missing = [...missing, pollutant];
      continue;
    }
    subIndices[pollutant] = subIndex;
    if (subIndex > highest) {
      highest = subIndex;
      primary = [pollutant];
    } else if (subIndex === highest) {
      primary.push(pollutant);
    }
  }
  const withheld = missing.length > 0 && incompleteOnlyAbove !== null && highest <= incompleteOnlyAbove;
  const state: AqiState = highest < 0 ? 'EMPTY' : withheld ? 'WITHHELD' : 'PUBLISHED';
  const published = state === 'PUBLISHED';
  return {
    edition: edition.id,
    state,
    aqi: published ? highest : null,
    largestSubIndex: highest < 0 ? null : highest,
    level: published ? aqiLevelOf(highest) : null,
    primary: published && highest > PRIMARY_ABOVE ? primary : NONE,
    subIndices,
    missing,
  };
};

/**
 * Real-time report on six 1-hour values. `running24` are the running 24-hour means that stand in where a 1-hour column
 * gives no sub-index (HJ 633-2012 note 2: SO2 above 800 µg/m³).
 */
export const hourReport = (
  values: Concentrations,
  edition: AirEdition,
  options: AqiOptions & { readonly running24?: Concentrations } = {},
): AirReport => {
  const { running24 } = options;
  if (!running24) return report(values, edition, edition.index.hour, options);
  return report(values, edition, edition.index.hour, options, (pollutant, subIndex) => {
    const mean = running24[pollutant];
    if (subIndex !== null || values[pollutant] === undefined || mean === undefined) return subIndex;
    return subIndexOf(mean, edition.index.day[pollutant], edition.index.inputDecimals[pollutant], options.rounding);
  });
};

/**
 * Daily report: daily means, for O3 the daily maximum 8-hour mean. `ozoneMaxHour` is the daily maximum 1-hour O3; only
 * HJ 633-2012 uses it, beside the 8-hour value, and the larger of both is the sub-index of O3.
 */
export const dayReport = (
  values: Concentrations,
  edition: AirEdition,
  options: AqiOptions & { readonly ozoneMaxHour?: number | undefined } = {},
): AirReport => {
  const { ozoneMaxHour } = options;
  const hourColumn: BreakpointColumn | null = edition.index.dayOzoneHour;
  if (hourColumn === null || ozoneMaxHour === undefined) return report(values, edition, edition.index.day, options);
  return report(values, edition, edition.index.day, options, (pollutant, subIndex) => {
    if (pollutant !== 'O3') return subIndex;
    const byHour = subIndexOf(ozoneMaxHour, hourColumn, edition.index.inputDecimals.O3, options.rounding);
    return byHour === null ? subIndex : Math.max(byHour, subIndex ?? 0);
  });
};

/** The index as it prints: HJ 633-2026 4.1.1 starts at 1, so a computed 0 prints as 1. */
export const printedAqi = (aqi: number, edition: AirEdition): number => Math.max(aqi, edition.index.lowestPrinted);
