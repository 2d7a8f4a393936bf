import type { WaterClass } from './edition.js';
import { GOOD_UP_TO_CLASS } from './river-quality.js';

export type BasinWarningLevel = '一级' | '二级';

/** Classes of a section: of the month, and of the means from January up to it (累计), each beside last year's. */
export interface BasinWarningInput {
  readonly month: { readonly now: WaterClass; readonly lastYear: WaterClass };
  readonly cumulative: { readonly now: WaterClass; readonly lastYear: WaterClass };
  readonly target: WaterClass;
}

/** Classes worse than the same period of last year from which a level is reached, the higher level first. */
const LEVELS: readonly (readonly [BasinWarningLevel, number])[] = [
  ['一级', 2],
  ['二级', 1],
];

/**
 * Warning of a section in a basin under watch: month and cumulative class are both so many classes worse than a year
 * ago and now worse than Ⅲ, and the cumulative class misses the target of the year. Source: 长江流域水环境质量监测预警
 * 办法(试行), 2018; in force in the provinces of that basin, elsewhere only where a place has taken it over.
 */
export function basinWarning({ month, cumulative, target }: BasinWarningInput): BasinWarningLevel | null {
  if (month.now <= GOOD_UP_TO_CLASS || cumulative.now <= GOOD_UP_TO_CLASS || cumulative.now <= target) return null;
  const worseBy = Math.min(month.now - month.lastYear, cumulative.now - cumulative.lastYear);
  return LEVELS.find(([, classes]) => worseBy >= classes)?.[0] ?? null;
}

/** One month of a basin: the highest level among its sections, undefined where none of them could be judged. */
export interface BasinMonth {
  readonly level: BasinWarningLevel | null | undefined;
  /** The notice of a quarter follows its last month. */
  readonly endsQuarter: boolean;
}

/**
 * Level in force after each month: it rises with any month, and is lifted or lowered only by the last month of a quarter,
 * since that is when notices are given. Undefined as long as nothing could be judged.
 *
 * @param months neighbours, oldest first
 */
export function levelsInForce(months: readonly BasinMonth[]): (BasinWarningLevel | null | undefined)[] {
  let standing: BasinWarningLevel | null | undefined;
  return months.map(({ level, endsQuarter }) => {
    if (level !== undefined) standing = endsQuarter ? level : highestWarning([standing ?? null, level]);
    return standing;
  });
}

/** A city stands at the highest level among its sections. */
export function highestWarning(levels: readonly (BasinWarningLevel | null)[]): BasinWarningLevel | null {
  return LEVELS.find(([level]) => levels.includes(level))?.[0] ?? null;
}
