/** Sections with their months, as every page and summary of surface water reads them. */
import type { EntityManager } from 'typeorm';
import type { CivilMonth } from '#libs/domain/calendar/shanghai.js';
import {
  monthFigures,
  type MonthFigures,
  type MonthValues,
  type SectionOfMonths,
} from '#libs/domain/water/month-figures.js';
import { declaredBody, type TargetClass } from '#libs/domain/water/section-register.js';
import { sealedUntil } from '../seal/seal.store.js';
import type { SubjectState } from '../register/register.store.js';
import { absencesOfSections } from '../section-absence/section-absence.store.js';
import { targetInForce } from '../section-target/target-in-force.js';
import { targetsOfSections } from '../section-target/section-target.store.js';
import { type MonthContent, sectionMonths } from './section-month.store.js';
import { lastMonthOver, workOutMonths } from './work-out-months.js';

export interface SectionWithMonths {
  readonly state: SubjectState;
  readonly section: SectionOfMonths;
  readonly contents: ReadonlyMap<CivilMonth, MonthContent>;
  readonly results: readonly MonthValues[];
  /** From the first month with a result or an absence to the last asked for, oldest first. */
  readonly months: readonly MonthFigures[];
}

/** The last month whose results are final: the daily seal after its end has been given. */
export const closedThrough = async (tx: EntityManager): Promise<CivilMonth | null> => {
  const day = await sealedUntil(tx);
  return day === null ? null : lastMonthOver(day);
};

/** Whether all rows of a month have been reviewed, as far as there are any. */
export const isReviewed = (content: MonthContent | null | undefined): boolean =>
  !content || content.rowCount === 0 || content.dataState === 'reviewed';

/**
 * Sections with all their months up to one. Months whose rows have changed since the last seal are worked out here, so
 * that nobody reads yesterday's figures.
 */
export const sectionsWithMonths = async (
  tx: EntityManager,
  states: readonly SubjectState[],
  last: CivilMonth,
): Promise<SectionWithMonths[]> => {
  const sectionIds = states.map(({ id }) => id);
  const byId = new Map(states.map((state) => [state.id, state]));
  const known = await sectionMonths(tx, { sectionIds, upTo: last });
  const stale = known.filter(({ content }) => content === null);
  const contents = new Map<string, Map<CivilMonth, MonthContent>>(sectionIds.map((id) => [id, new Map()]));
  for (const { sectionId, month, content } of [...known, ...(await workOutMonths(tx, stale, byId))])
    if (content) contents.get(sectionId)?.set(month, content);
  const targets = await targetsOfSections(tx, sectionIds);
  const absences = await absencesOfSections(tx, sectionIds);
  return states.map((state) => {
    const own = contents.get(state.id) ?? new Map<CivilMonth, MonthContent>();
    const section: SectionOfMonths = {
      body: declaredBody({ id: state.id, body: state.water?.type ?? null }),
      targetOf: (year) => targetInForce(state, targets.get(state.id) ?? [], year),
      absences: absences.filter(({ sectionId, withdrawnAt }) => sectionId === state.id && withdrawnAt === null),
      mustKeep: (state.water?.mustKeep as TargetClass | undefined) ?? null,
    };
    const results = [...own]
      .map(([month, { values, trophic }]): MonthValues => ({ month, values, trophic }))
      .sort((a, b) => (a.month < b.month ? -1 : 1));
    return { state, section, contents: own, results, months: monthFigures(section, results, last) };
  });
};
