/**
 * A period against the same one of an earlier year, with one treatment of everything on both sides (口径一致): edition, gas
 * state, dust, leap day and missing days. Changes are taken from the rounded, published values (HJ 663-2013 6.3).
 */
import { addDays, type CivilDate, type DateSpan } from '../calendar/shanghai.js';
import { changePercent, changePoints } from './comparison.js';
import type { AirEdition } from './edition.js';
import { type DayTally, dayTally, type DustPolicy, type PeriodDay, periodConcentrations } from './period-statistics.js';
import { type PerPollutant, type Pollutant, POLLUTANTS } from './pollutant.js';
import { restatedDays } from './restatement.js';
import { scaled, unscaled } from './rounding.js';

/** `OWN_DAYS`: each side has its own valid days. `COMMON_DAYS`: only calendar days valid on both sides count on either. */
export type GapPolicy = 'OWN_DAYS' | 'COMMON_DAYS';
/** 29 February on both sides or on neither. */
export type LeapDayPolicy = 'KEEP' | 'DROP';

export interface SamePeriodOptions {
  readonly gaps?: GapPolicy;
  readonly leapDay?: LeapDayPolicy;
  /** Of concentrations; days by index keep dust unless told otherwise. */
  readonly dust?: DustPolicy;
  readonly dustOfDays?: DustPolicy;
}

export interface ConcentrationChange {
  readonly statistic: 'mean' | 'percentile';
  readonly current: number | null;
  readonly earlier: number | null;
  readonly currentDays: number;
  readonly earlierDays: number;
  /** Current minus earlier; null without both. */
  readonly change: number | null;
  readonly changePercent: number | null;
}

export interface SamePeriod {
  /** What both sides have in common; to be stored with the figures. */
  readonly basis: Readonly<Required<SamePeriodOptions>> & { readonly edition: string };
  readonly means: PerPollutant<ConcentrationChange>;
  /** The percentiles assessed in a year: 90 of O3, 95 of CO and particles, 98 of SO2 and NO2. */
  readonly percentiles: PerPollutant<ConcentrationChange>;
  readonly days: {
    readonly current: DayTally;
    readonly earlier: DayTally;
    /**
     * In days; null where a side has no evaluated day. Says little where the evaluated days differ, so those stand in the
     * tallies.
     */
    readonly goodDaysChange: number | null;
    readonly heavyDaysChange: number | null;
    /** In percentage points; null where a side has no evaluated day. */
    readonly goodDayPercentChange: number | null;
  };
}

const LEAP_DAY = '-02-29';

const yearsBefore = (date: CivilDate, years: number, leapDay: '02-28' | '03-01'): CivilDate => {
  const year = String(Number(date.slice(0, 4)) - years);
  const shifted = `${year}${date.slice(4)}`;
  const isThere = !date.endsWith(LEAP_DAY) || addDays(`${year}-02-28`, 1) === shifted;
  return isThere ? shifted : `${year}-${leapDay}`;
};

/** The same calendar days of an earlier year. A 29 February that year did not have narrows the span, it never widens it. */
export const samePeriodBefore = (span: DateSpan, years = 1): DateSpan => ({
  label: `${span.label} (-${years})`,
  from: yearsBefore(span.from, years, '03-01'),
  to: yearsBefore(span.to, years, '02-28'),
});

const dayOfYear = ({ date }: PeriodDay): string => date.slice(5);

/** A day left with what the same calendar day of the other side has too; dust on one side is dust on both. */
const withOnlyCommon = (day: PeriodDay, other: PeriodDay | undefined): PeriodDay => ({
  ...day,
  values: Object.fromEntries(
    Object.entries(day.values).filter(([pollutant]) => other?.values[pollutant as Pollutant] !== undefined),
  ),
  aqi: (other?.aqi ?? null) === null ? null : day.aqi,
  isDust: Boolean(day.isDust) || Boolean(other?.isDust),
});

const inCommon = (days: readonly PeriodDay[], others: readonly PeriodDay[]): PeriodDay[] => {
  const byDay = new Map(others.map((day) => [dayOfYear(day), day]));
  return days.map((day) => withOnlyCommon(day, byDay.get(dayOfYear(day))));
};

/** Days as both sides are counted: under one edition, and with or without 29 February. */
const statedUnder = (
  days: readonly PeriodDay[],
  edition: AirEdition,
  editions: readonly AirEdition[],
  leapDay: LeapDayPolicy,
): PeriodDay[] =>
  restatedDays(leapDay === 'DROP' ? days.filter(({ date }) => !date.endsWith(LEAP_DAY)) : days, edition, editions);

type Sides = { readonly current: readonly PeriodDay[]; readonly earlier: readonly PeriodDay[] };

/** The figures of two sides whose days are stated alike already. */
const between = (
  { current, earlier }: Sides,
  edition: AirEdition,
  { gaps, leapDay, dust, dustOfDays }: Required<SamePeriodOptions>,
): SamePeriod => {
  const [now, then] = [current, earlier].map((days) => periodConcentrations(days, edition, { dust }));
  const changes = (statistic: 'mean' | 'percentile'): PerPollutant<ConcentrationChange> =>
    Object.fromEntries(
      POLLUTANTS.map((pollutant): [Pollutant, ConcentrationChange] => {
        const [a, b] = [now![pollutant], then![pollutant]];
        const [value, before] = [a[statistic], b[statistic]];
        const decimals = edition.assessment.decimals.period[pollutant];
        const isKnown = value !== null && before !== null;
        const change = isKnown ? unscaled(scaled(value, decimals) - scaled(before, decimals), decimals) : null;
        return [
          pollutant,
          {
            statistic,
            current: value,
            earlier: before,
            currentDays: a.usedDays,
            earlierDays: b.usedDays,
            change,
            changePercent: isKnown ? changePercent(value, before) : null,
          },
        ];
      }),
    ) as unknown as PerPollutant<ConcentrationChange>;

  const tally = dayTally(current, edition, { dust: dustOfDays });
  const tallyBefore = dayTally(earlier, edition, { dust: dustOfDays });
  const [percent, percentBefore] = [tally.goodDayPercent, tallyBefore.goodDayPercent];
  const isKnown = tally.evaluatedDays > 0 && tallyBefore.evaluatedDays > 0;
  return {
    basis: { edition: edition.id, gaps, leapDay, dust, dustOfDays },
    means: changes('mean'),
    percentiles: changes('percentile'),
    days: {
      current: tally,
      earlier: tallyBefore,
      goodDaysChange: isKnown ? tally.goodDays - tallyBefore.goodDays : null,
      heavyDaysChange: isKnown ? tally.heavyDays - tallyBefore.heavyDays : null,
      goodDayPercentChange: percent === null || percentBefore === null ? null : changePoints(percent, percentBefore),
    },
  };
};

const complete = ({
  gaps = 'OWN_DAYS',
  leapDay = 'DROP',
  dust = 'EXCLUDE',
  dustOfDays = 'KEEP',
}: SamePeriodOptions): Required<SamePeriodOptions> => ({ gaps, leapDay, dust, dustOfDays });

export interface YearsSideBySide {
  /** Days of each year as they are counted, in the order given. */
  readonly years: readonly (readonly PeriodDay[])[];
  /** The first year against each further one. */
  readonly against: readonly SamePeriod[];
}

/**
 * The same period of several years, the latest first, treated alike: all are stated under `edition`, and with `COMMON_DAYS` a
 * value counts only where every one of the years has it on that calendar day. `editions` are those from which the one in force
 * on a date is taken.
 */
export const sideBySideYears = (
  years: readonly (readonly PeriodDay[])[],
  edition: AirEdition,
  editions: readonly AirEdition[],
  options: SamePeriodOptions = {},
): YearsSideBySide => {
  const all = complete(options);
  const own = years.map((days) => statedUnder(days, edition, editions, all.leapDay));
  const counted =
    all.gaps === 'COMMON_DAYS'
      ? own.map((days) => own.filter((other) => other !== days).reduce((left, other) => inCommon(left, other), days))
      : own;
  const [current = [], ...earlier] = counted;
  return { years: counted, against: earlier.map((days) => between({ current, earlier: days }, edition, all)) };
};
