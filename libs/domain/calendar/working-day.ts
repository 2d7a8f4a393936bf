/**
 * Working days under the yearly notices of the General Office of the State Council (放假调休): public holidays are off,
 * some weekends are worked. The whole calendar is an argument; nothing here knows a year by itself.
 *
 * A year whose notice has not come yet is counted Monday to Friday, and every result that looked at it says
 * `provisional` (暂定), to be computed again when the notice arrives.
 */
import { type CivilDate, type CivilMonth, dateOfEpochDay, epochDay, monthSpan, weekdayOfEpochDay } from './shanghai.js';

/** One year as the notices give it; only days that differ from Monday–Friday need an entry. The holiday-cn layout fits. */
export interface CalendarYear {
  readonly year: number;
  /** Addresses of the notices; a year without any is not official. */
  readonly papers: readonly string[];
  readonly days: readonly { readonly date: CivilDate; readonly name: string; readonly isOffDay: boolean }[];
  /** Overrides the rule "official when it names a notice and lists days". */
  readonly official?: boolean;
}

/** Plain data, so that it can be stored and sent. */
export interface WorkingCalendar {
  readonly officialYears: readonly number[];
  readonly days: Readonly<Record<CivilDate, { readonly name: string; readonly isOffDay: boolean }>>;
}

export interface WorkingDate {
  readonly date: CivilDate;
  /** 暂定: a day was looked at whose year has no official notice yet. */
  readonly provisional: boolean;
}

export interface WorkingDayCount {
  readonly days: number;
  readonly provisional: boolean;
}

/**
 * The notice of a year is named after the year but also arranges the last days of the December before: notices since
 * 2007 reached back to the 29th at most (2008 and 2019: 29 December worked, 30 and 31 off).
 */
const ARRANGED_BY_NEXT_YEAR = '12-29';

/** More consecutive days off than any arrangement has; reaching it means the calendar is broken. */
const SEARCH_LIMIT_DAYS = 60;

/** One calendar from yearly files in any order. Where two files list the same date, the file of the later year wins. */
export const buildWorkingCalendar = (years: readonly CalendarYear[]): WorkingCalendar => {
  const ordered = [...years].sort((a, b) => a.year - b.year);
  const days: Record<CivilDate, { name: string; isOffDay: boolean }> = {};
  for (const { days: listed } of ordered) {
    for (const { date, name, isOffDay } of listed) days[dateOfEpochDay(epochDay(date))] = { name, isOffDay };
  }
  const official = ordered.filter((year) => year.official ?? (year.papers.length > 0 && year.days.length > 0));
  return { officialYears: official.map(({ year }) => year), days };
};

const isWorkingEpochDay = (calendar: WorkingCalendar, day: number): boolean => {
  const listed = calendar.days[dateOfEpochDay(day)];
  return listed ? !listed.isOffDay : weekdayOfEpochDay(day) <= 5;
};

const isProvisional = (calendar: WorkingCalendar, day: number): boolean => {
  const date = dateOfEpochDay(day);
  const year = Number(date.slice(0, 4));
  if (!calendar.officialYears.includes(year)) return true;
  return date.slice(5) >= ARRANGED_BY_NEXT_YEAR && !calendar.officialYears.includes(year + 1);
};

/** Whether a date is worked, and whether that answer still waits for a notice. */
export const workingDay = (
  calendar: WorkingCalendar,
  date: CivilDate,
): { isWorking: boolean; provisional: boolean } => {
  const day = epochDay(date);
  return { isWorking: isWorkingEpochDay(calendar, day), provisional: isProvisional(calendar, day) };
};

export const isWorkingDay = (calendar: WorkingCalendar, date: CivilDate): boolean =>
  isWorkingEpochDay(calendar, epochDay(date));

/**
 * The n-th working day after a date; the date itself is not counted, whether it is worked or not. Negative n counts
 * back; 0 gives the date itself. Throws RangeError when n is not a whole number.
 */
export const addWorkingDays = (calendar: WorkingCalendar, date: CivilDate, n: number): WorkingDate => {
  if (!Number.isInteger(n)) throw new RangeError(`not a number of working days: ${n}`);
  const step = n < 0 ? -1 : 1;
  let day = epochDay(date);
  let provisional = false;
  let idle = 0;
  for (let left = Math.abs(n); left > 0;) {
    day += step;
    provisional ||= isProvisional(calendar, day);
    idle += 1;
    if (isWorkingEpochDay(calendar, day)) {
      left -= 1;
      idle = 0;
    }
    if (idle > SEARCH_LIMIT_DAYS) throw new RangeError(`no working day within ${SEARCH_LIMIT_DAYS} days of ${date}`);
  }
  return { date: dateOfEpochDay(day), provisional };
};

/** The first working day after a date. */
export const nextWorkingDay = (calendar: WorkingCalendar, date: CivilDate): WorkingDate =>
  addWorkingDays(calendar, date, 1);

/** The date itself if it is worked, otherwise the first working day after it. */
export const workingDayOnOrAfter = (calendar: WorkingCalendar, date: CivilDate): WorkingDate => {
  const { isWorking, provisional } = workingDay(calendar, date);
  if (isWorking) return { date, provisional };
  const next = nextWorkingDay(calendar, date);
  return { date: next.date, provisional: provisional || next.provisional };
};

/**
 * Working days after `from` up to and including `to`, so that `addWorkingDays(calendar, from, days)` is `to` whenever
 * `to` is worked. Negative when `to` is earlier (then counted from `to` up to the day before `from`).
 */
export const workingDaysBetween = (calendar: WorkingCalendar, from: CivilDate, to: CivilDate): WorkingDayCount => {
  const start = epochDay(from);
  const end = epochDay(to);
  const [first, last] = end >= start ? [start + 1, end] : [end, start - 1];
  let days = 0;
  let provisional = false;
  for (let day = first; day <= last; day += 1) {
    provisional ||= isProvisional(calendar, day);
    if (isWorkingEpochDay(calendar, day)) days += 1;
  }
  return { days: end >= start ? days : -days || 0, provisional };
};

/** The n-th working day of a month, 1 being the first; null when the month has fewer. */
export const workingDayOfMonth = (calendar: WorkingCalendar, month: CivilMonth, n: number): WorkingDate | null => {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`not the number of a working day: ${n}`);
  const span = monthSpan(month);
  const found = addWorkingDays(calendar, dateOfEpochDay(epochDay(span.from) - 1), n);
  return found.date <= span.to ? found : null;
};
