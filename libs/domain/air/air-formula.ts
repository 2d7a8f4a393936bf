/** Figures of a run of days by what they are made of, so that a target and a comparison take the very same number. */
import type { DecimalText } from '../assessment/percentage.js';
import type { CivilDate } from '../calendar/shanghai.js';
import { compositeIndex, compositeStatistic } from './composite-index.js';
import type { AirEdition } from './edition.js';
import { dayTally, type PeriodDay, periodStatistic } from './period-statistics.js';
import { type Concentrations, type Pollutant, POLLUTANTS } from './pollutant.js';

/** `mean` and `percentile` are of one pollutant; the percentile is the one the edition assesses. */
export type AirFormula =
  | { readonly statistic: 'mean' | 'percentile'; readonly pollutant: Pollutant }
  | { readonly statistic: 'good-day-percent' | 'good-days' | 'heavy-days' | 'composite-index' };

export interface AirFigure {
  /** As published; null when there is none. */
  readonly value: DecimalText | null;
  /** Days the figure rests on: with a value, or with an index. */
  readonly days: number;
}

const printed = (value: number | null, decimals: number): DecimalText | null =>
  value === null ? null : value.toFixed(decimals);

/** The figure of some days, rounded once as published. Counts of no days are 0, everything else is null. */
export const airFigure = (days: readonly PeriodDay[], formula: AirFormula, edition: AirEdition): AirFigure => {
  const { decimals, compositeDecimals, ratioDecimals } = edition.assessment;
  if (formula.statistic === 'mean' || formula.statistic === 'percentile') {
    const { pollutant, statistic } = formula;
    const { value, usedDays } = periodStatistic(days, pollutant, statistic, edition);
    return { value: printed(value, decimals.period[pollutant]), days: usedDays };
  }
  const tally = dayTally(days, edition);
  const { evaluatedDays, goodDays, heavyDays, goodDayPercent } = tally;
  if (formula.statistic === 'composite-index') {
    const values = POLLUTANTS.flatMap((pollutant) => {
      const { value } = periodStatistic(days, pollutant, compositeStatistic(pollutant), edition);
      return value === null ? [] : [[pollutant, value]];
    });
    const { index } = compositeIndex(Object.fromEntries(values) as Concentrations, edition);
    return { value: printed(index, compositeDecimals), days: evaluatedDays };
  }
  const value = {
    'good-day-percent': printed(goodDayPercent, ratioDecimals),
    'good-days': String(goodDays),
    'heavy-days': String(heavyDays),
  }[formula.statistic];
  return { value, days: evaluatedDays };
};

/** The last of some days, in their order, that a figure rests on: with a value of its pollutant, or with an index. Null without any. */
export const lastCountedDay = (days: readonly PeriodDay[], formula: AirFormula): CivilDate | null =>
  days.findLast(({ values, aqi }) => ('pollutant' in formula ? values[formula.pollutant] !== undefined : aqi !== null))
    ?.date ?? null;
