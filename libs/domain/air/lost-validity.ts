/**
 * Whether a period can still become valid (GB 3095 Table 4, HJ 663-2013 6.1.3): a month, and a year, is lost on the day on
 * which more of its days lack a value than may, whatever the rest brings.
 */
import { type CivilDate, datesOf, daysBetween, monthsOf, monthSpan } from '../calendar/shanghai.js';
import type { AirFormula } from './air-formula.js';
import type { AirEdition } from './edition.js';
import { daysRequiredIn, type PeriodDay } from './period-statistics.js';
import { type Pollutant, POLLUTANTS } from './pollutant.js';

export interface LostValidity {
  readonly pollutant: Pollutant;
  /** The month, or the year as `YYYY`. */
  readonly period: string;
  /** The day that was one too many without a value. */
  readonly since: CivilDate;
  /** Days with a value the period can have at most, if every day left has one. */
  readonly mostDays: number;
  readonly requiredDays: number;
}

/** Pollutants whose days make the number valid; none of counts and shares of days, which no minimum is asked of. */
export const pollutantsNeeded = (formula: AirFormula): readonly Pollutant[] => {
  if ('pollutant' in formula) return [formula.pollutant];
  return formula.statistic === 'composite-index' ? POLLUTANTS : [];
};

const DAYS_OF_YEAR = 365;

interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

const isWholeMonths = ({ from, to }: Span): boolean => from.endsWith('-01') && monthSpan(to.slice(0, 7)).to === to;

const isWithinYear = ({ from, to }: Span): boolean => from.slice(0, 4) === to.slice(0, 4);

const isYear = ({ from, to }: Span): boolean =>
  from.endsWith('-01-01') && to.endsWith('-12-31') && isWithinYear({ from, to });

/**
 * What keeps a period of whole months from ever being valid, as known at the end of the day `until`; by the day on which it
 * was lost. An empty list means that it can still be valid, or that its days are no whole months, of which nothing is asked.
 */
export const lostValidity = (
  days: readonly PeriodDay[],
  period: Span,
  until: CivilDate,
  pollutants: readonly Pollutant[],
  edition: AirEdition,
): LostValidity[] => {
  if (pollutants.length === 0 || !isWholeMonths(period)) return [];
  const byDate = new Map(days.map((day) => [day.date, day]));
  const known = datesOf({ from: period.from, to: until < period.to ? until : period.to });
  const parts: { readonly label: string; readonly span: Span; readonly requiredDays: number }[] = monthsOf(period).map(
    (month) => ({ label: month, span: monthSpan(month), requiredDays: daysRequiredIn(month, edition) }),
  );
  if (isYear(period))
    parts.push({ label: period.from.slice(0, 4), span: period, requiredDays: edition.assessment.daysPerYear });
  return pollutants
    .flatMap((pollutant) => {
      const missed = known.filter((date) => byDate.get(date)?.values[pollutant] === undefined);
      return parts.flatMap(({ label, span, requiredDays }): LostValidity[] => {
        const all = daysBetween(span.from, span.to) + 1;
        const own = missed.filter((date) => date >= span.from && date <= span.to);
        const since = own[all - requiredDays];
        return since === undefined
          ? []
          : [{ pollutant, period: label, since, mostDays: all - own.length, requiredDays }];
      });
    })
    .sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
};

export interface TooFewDays {
  readonly days: number;
  /** Days of the period that have passed. */
  readonly passed: number;
  /** Days the part that has passed would have to have. */
  readonly asked: number;
  /** Days validity asks of a whole year. */
  readonly ofYear: number;
}

/** Days validity asks of a span: of whole months what they ask together, of others their share of a year, rounded up. */
const daysAsked = (span: Span, edition: AirEdition): number => {
  const { daysPerYear } = edition.assessment;
  if (isYear(span)) return daysPerYear;
  if (isWholeMonths(span)) return monthsOf(span).reduce((sum, month) => sum + daysRequiredIn(month, edition), 0);
  const share = Math.ceil(((daysBetween(span.from, span.to) + 1) * daysPerYear) / DAYS_OF_YEAR);
  // A leap year has a day more and is asked no more.
  return isWithinYear(span) ? Math.min(share, daysPerYear) : share;
};

/**
 * Whether a figure to date rests on fewer days than validity asks (GB 3095 Table 4: 27 of a month, 25 of February, 324 of a
 * year) of the part that has passed, first and last day included; of a part that is no whole months the share of the year,
 * rounded up. Null where it has enough. Also of counts and shares of days, of which no minimum is asked by a paper: 85
 * evaluated days of 218 say little of a year.
 */
export const tooFewDays = (days: number, passed: Span, edition: AirEdition): TooFewDays | null => {
  const asked = daysAsked(passed, edition);
  return days < asked
    ? { days, passed: daysBetween(passed.from, passed.to) + 1, asked, ofYear: edition.assessment.daysPerYear }
    : null;
};
