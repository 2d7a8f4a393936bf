import type { EntityManager } from 'typeorm';
import {
  addDays,
  addMonths,
  type CivilDate,
  type CivilMonth,
  monthOf,
  monthsOf,
  naturalDayOf,
} from '#libs/domain/calendar/shanghai.js';
import type { SubjectState } from '../register/register.store.js';
import { monthContentOf } from './month-content.js';
import {
  heldInMonths,
  markMonthsStale,
  type MonthContent,
  type MonthKey,
  rowsOfMonths,
  saveMonths,
  staleMonths,
} from './section-month.store.js';

/** Months worked out with one reading of rows: a hundred of hourly rows are 72,000. */
const AT_ONCE = 100;

const byKey = <T extends MonthKey>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = `${row.month} ${row.sectionId}`;
    const own = groups.get(key);
    if (own) own.push(row);
    else groups.set(key, [row]);
  }
  return groups;
};

/** What the rows of some months come to now. */
export const workOutMonths = async (
  tx: EntityManager,
  keys: readonly MonthKey[],
  sections: ReadonlyMap<string, SubjectState>,
): Promise<(MonthKey & { readonly content: MonthContent })[]> => {
  const all: (MonthKey & { readonly content: MonthContent })[] = [];
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const some = keys.slice(from, from + AT_ONCE);
    const rows = byKey(await rowsOfMonths(tx, some));
    const held = byKey(await heldInMonths(tx, some));
    for (const { sectionId, month } of some) {
      const key = `${month} ${sectionId}`;
      const isManual = sections.get(sectionId)?.water?.monitoring === 'manual';
      all.push({
        sectionId,
        month,
        content: monthContentOf(month, rows.get(key) ?? [], held.get(key) ?? [], isManual),
      });
    }
  }
  return all;
};

/** Notes the months of a section whose rows, or whose held values, changed between two instants. */
export const touchMonths = (tx: EntityManager, sectionId: string, from: Date, to: Date): Promise<void> =>
  markMonthsStale(
    tx,
    monthsOf({ from: naturalDayOf(from), to: naturalDayOf(to) }).map((month) => ({ sectionId, month })),
  );

/** The last month that is over by a day; a month is closed by the first seal after its end. */
export const lastMonthOver = (day: CivilDate): CivilMonth => addMonths(monthOf(addDays(day, 1)), -1);

/** Keeps the months that are over by a day and have changed since they were kept last; answers them. */
export const keepMonths = async (
  tx: EntityManager,
  sections: ReadonlyMap<string, SubjectState>,
  lastDay: CivilDate,
): Promise<readonly MonthKey[]> => {
  const stale = await staleMonths(tx, { sectionIds: [...sections.keys()], upTo: lastMonthOver(lastDay) });
  await saveMonths(tx, await workOutMonths(tx, stale, sections));
  return stale;
};
