/** The same days of several years beside each other: curves over one calendar axis, and the latest year against each. */
import type { EntityManager } from 'typeorm';
import { type AirEdition, editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import type { PeriodDay } from '#libs/domain/air/period-statistics.js';
import {
  type SamePeriod,
  samePeriodBefore,
  type SamePeriodOptions,
  sideBySideYears,
} from '#libs/domain/air/same-period.js';
import { type CivilDate, datesOf } from '#libs/domain/calendar/shanghai.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { dataStateOfDays } from '../air/days-data-state.js';
import { type AirSubject, type DayInForce, periodDaysOf } from '../air/period-days.store.js';
import { type CompositeChange, compositeChange, dustRecognitionsOf } from './compared-periods.view.js';

interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate;
}
export interface AirYear extends Span {
  /** Beside the axis: null where the day does not count. */
  readonly days: readonly (PeriodDay | null)[];
  /** Of the whole span, whether or not they count. */
  readonly dustDays: number;
  readonly dustRecognitions: readonly string[];
  readonly dataState: DataState | null;
}
export interface AirYearsFound {
  /** Calendar days, `MM-DD`. */
  readonly axis: readonly string[];
  /** The latest first. */
  readonly years: readonly AirYear[];
  /** The latest year against each further one. */
  readonly against: readonly (SamePeriod & { readonly composite: CompositeChange })[];
  readonly edition: AirEdition;
}

const calendarDay = (date: CivilDate): string => date.slice(5);
const LEAP_DAY = '02-29';

/** A span and the same days of `back` years before it, all under the edition of the span's last day. */
export const airYears = async (
  tx: EntityManager,
  subject: AirSubject,
  span: Span,
  back: number,
  options: SamePeriodOptions,
): Promise<AirYearsFound> => {
  const edition = editionOn(NATIONAL_EDITIONS, span.to);
  const spans = [span, ...Array.from({ length: back }, (_, n) => samePeriodBefore({ label: '', ...span }, n + 1))];
  const own: DayInForce[][] = [];
  for (const one of spans) own.push((await periodDaysOf(tx, subject.kind, [subject.id], one)).get(subject.id) ?? []);
  const { years, against } = sideBySideYears(own, edition, NATIONAL_EDITIONS, options);
  const dates = spans.map((one) => datesOf({ from: one.from, to: one.to }).map(calendarDay));
  const longest = dates.reduce((most, some) => (some.length > most.length ? some : most));
  const axis = options.leapDay === 'KEEP' ? longest : longest.filter((day) => day !== LEAP_DAY);
  return {
    axis,
    years: years.map((days, n) => {
      const byDay = new Map(days.map((day) => [calendarDay(day.date), day]));
      return {
        from: spans[n]!.from,
        to: spans[n]!.to,
        days: axis.map((day) => byDay.get(day) ?? null),
        dataState: dataStateOfDays(own[n]!),
        dustRecognitions: dustRecognitionsOf(own[n]!),
        dustDays: own[n]!.filter(({ isDust }) => isDust).length,
      };
    }),
    against: against.map((one, n) => ({ ...one, composite: compositeChange(years[0]!, years[n + 1]!, edition) })),
    edition,
  };
};
