/** What figures over a span of months rest on. */
import type { EntityManager } from 'typeorm';
import { type CivilDate, type CivilMonth, naturalDayOf } from '#libs/domain/calendar/shanghai.js';
import { type DataState, lowestDataState } from '#libs/domain/telemetry/data-state.js';
import type { WaterSpan } from '#libs/domain/water/water-span.js';
import { firstRowOfMonth } from '../section-month/section-month.store.js';
import type { SectionWithMonths } from '../section-month/section-month.view.js';

export interface Rested {
  /** Months of the span with rows, oldest first. */
  readonly months: readonly CivilMonth[];
  /** The lowest of all those rows; null where there are none. */
  readonly dataState: DataState | null;
}

export interface CountedMonths extends Rested {
  /** Where the rows of the first of these months begin within it; null where they begin with its first day. */
  readonly firstDay: CivilDate | null;
}

/** Months of a span that sections have rows in, with the lowest data state of them. */
export const restedOn = (sections: readonly SectionWithMonths[], { from, to }: WaterSpan): Rested => {
  const counted = sections.flatMap(({ contents }) =>
    [...contents].filter(([month, { rowCount }]) => from <= month && month <= to && rowCount > 0),
  );
  return {
    months: [...new Set(counted.map(([month]) => month))].sort(),
    dataState: counted.length === 0 ? null : lowestDataState(counted.map(([, content]) => content.dataState)),
  };
};

/** The same, with the day the first of these months begins at. */
export const countedMonths = async (
  tx: EntityManager,
  sections: readonly SectionWithMonths[],
  span: WaterSpan,
): Promise<CountedMonths> => {
  const rested = restedOn(sections, span);
  const [first] = rested.months;
  const sectionIds = sections.map(({ state }) => state.id);
  const at = first === undefined ? null : await firstRowOfMonth(tx, sectionIds, first);
  const day = at === null ? null : naturalDayOf(at);
  return { ...rested, firstDay: day === null || day.endsWith('-01') ? null : day };
};

/** Figures of a span are final once its last month is closed and all rows they rest on have been reviewed. */
export const finalityOfSpan = (
  { to }: WaterSpan,
  { dataState }: Pick<Rested, 'dataState'>,
  closedThrough: CivilMonth | null,
): 'final' | 'provisional' =>
  closedThrough !== null && to <= closedThrough && (dataState === null || dataState === 'reviewed')
    ? 'final'
    : 'provisional';
