/** The list of black and malodorous waters: how one stands on it, and which share of them is gone. */
import { type CivilDate, type CivilMonth, monthOf, monthSpan } from '../calendar/shanghai.js';
import type { BlackOdour } from './black-odour.js';
import { sharePercent } from './river-quality.js';

/** 列入清单, 完成治理, 销号. */
export const BLACK_STANDINGS = ['listed', 'treated', 'closed'] as const;
export type BlackStanding = (typeof BLACK_STANDINGS)[number];

/** A standing from a day on, by which paper. */
export interface StandingFrom {
  readonly standing: BlackStanding;
  readonly from: CivilDate;
  readonly basis: string;
}

/** Where a water goes from where it stands; one that was treated or closed and is black again is listed again. */
const MOVES: Readonly<Record<BlackStanding, readonly BlackStanding[]>> = {
  listed: ['treated'],
  treated: ['closed', 'listed'],
  closed: ['listed'],
};

/** The grade of a water in a month; undefined where nothing was measured. */
export interface MonthGrade {
  readonly month: CivilMonth;
  readonly grade: BlackOdour | null | undefined;
}

const gradedIn = (months: readonly MonthGrade[], from: CivilMonth, to: CivilMonth) =>
  months
    .filter(({ month, grade }) => grade !== undefined && month >= from && month <= to)
    .sort((a, b) => (a.month < b.month ? -1 : 1));

/** The standing in force on a day; null before the first. */
export const standingOn = (history: readonly StandingFrom[], day: CivilDate): StandingFrom | null =>
  history
    .filter(({ from }) => from <= day)
    .sort((a, b) => (a.from < b.from ? -1 : 1))
    .at(-1) ?? null;

/** Measured months in a row without a black one, back from a month and not before the water was treated. Unmeasured months neither add nor stop. */
export function cleanMonths(history: readonly StandingFrom[], months: readonly MonthGrade[], upTo: CivilMonth): number {
  const treated = [...history].reverse().find(({ standing, from }) => standing === 'treated' && monthOf(from) <= upTo);
  if (!treated) return 0;
  const back = gradedIn(months, monthOf(treated.from), upTo).reverse();
  const black = back.findIndex(({ grade }) => grade !== null);
  return black < 0 ? back.length : black;
}

export type StandingRefusal = 'move' | 'order' | 'notClean';

/**
 * Why a water may not take a standing from a day on; null where it may. Closing one asks for so many measured months in a
 * row without a black one since it was treated.
 */
export function standingRefusal(
  history: readonly StandingFrom[],
  next: Pick<StandingFrom, 'standing' | 'from'>,
  months: readonly MonthGrade[],
  fewestCleanMonths: number,
): StandingRefusal | null {
  const last = history.at(-1);
  if (last && next.from <= last.from) return 'order';
  if (last && !MOVES[last.standing].includes(next.standing)) return 'move';
  return last && next.standing === 'closed' && cleanMonths(history, months, monthOf(next.from)) < fewestCleanMonths
    ? 'notClean'
    : null;
}

export interface ListedWater {
  readonly history: readonly StandingFrom[];
  readonly months: readonly MonthGrade[];
}

export interface WaterThen {
  readonly standing: BlackStanding;
  /** The newest measured month since the standing began, or of all where the water is still listed. */
  readonly newest: MonthGrade | null;
  /** Gone: closed and not found black since, or treated and found not black since. */
  readonly isEliminated: boolean;
  /** Treated or closed, and black again by its newest month. */
  readonly isRelapsed: boolean;
  readonly isMeasured: boolean;
}

/** How a water stands at the end of a month; null where it was not on the list then. */
export function waterAt({ history, months }: ListedWater, month: CivilMonth): WaterThen | null {
  const now = standingOn(history, monthSpan(month).to);
  if (!now) return null;
  const since = now.standing === 'listed' ? '' : monthOf(now.from);
  const newest = gradedIn(months, since, month).at(-1) ?? null;
  const isBlack = newest !== null && newest.grade !== null;
  return {
    standing: now.standing,
    newest,
    isEliminated:
      now.standing === 'closed' ? !isBlack : now.standing === 'treated' ? newest !== null && !isBlack : false,
    isRelapsed: now.standing !== 'listed' && isBlack,
    isMeasured: months.some((one) => one.month === month && one.grade !== undefined),
  };
}

export interface Elimination {
  readonly eliminated: number;
  readonly waters: number;
  /** Waters measured in the month. */
  readonly measured: number;
  readonly relapsed: number;
  /** 消除比例, per cent with one decimal; null without a water. Never 100.0 while one is left. */
  readonly rate: string | null;
}

/** Share of the waters ever put on the list that are gone at the end of a month. */
export function elimination(waters: readonly ListedWater[], month: CivilMonth): Elimination {
  const then = waters.flatMap((water) => waterAt(water, month) ?? []);
  const eliminated = then.filter(({ isEliminated }) => isEliminated).length;
  return {
    eliminated,
    waters: then.length,
    measured: then.filter(({ isMeasured }) => isMeasured).length,
    relapsed: then.filter(({ isRelapsed }) => isRelapsed).length,
    rate: sharePercent(eliminated, then.length),
  };
}
