/** The list of waters worse than class Ⅴ: who is on it, who left, who came back. */
import type { EntityManager } from 'typeorm';
import type { CivilMonth } from '#libs/domain/calendar/shanghai.js';
import type { WaterClass } from '#libs/domain/water/edition.js';
import { type ExitRule, type ListEvent, type ListStanding, listStanding } from '#libs/domain/water/worse-than-v.js';
import type { SubjectState } from '../register/register.store.js';
import { sectionsWithMonths } from '../section-month/section-month.view.js';
import { sectionsInUse } from './water-summary.view.js';

export interface ListedWater {
  readonly state: SubjectState;
  readonly standing: ListStanding;
  readonly events: readonly { readonly period: string; readonly event: ListEvent }[];
  readonly newest: { readonly month: CivilMonth; readonly waterClass: WaterClass } | null;
}

/** Every water that is or was on the list, by its closed months: those on it first, the longest first. */
export const worseThanVList = async (tx: EntityManager, closed: CivilMonth, rule: ExitRule): Promise<ListedWater[]> => {
  const all = await sectionsWithMonths(tx, await sectionsInUse(tx), closed);
  return all
    .map(({ state, months }): ListedWater => {
      const evaluated = months.flatMap(({ month, evaluation: { waterClass } }) =>
        waterClass === null ? [] : [{ month, waterClass }],
      );
      const periods = months.map(({ month, evaluation, comparison }) => ({
        period: month,
        waterClass: evaluation.waterClass,
        isCompliant: comparison?.isCompliant ?? null,
      }));
      return { state, ...listStanding(periods, rule), newest: evaluated.at(-1) ?? null };
    })
    .filter(({ standing }) => standing.wasListed)
    .sort(
      (a, b) =>
        Number(b.standing.isListed) - Number(a.standing.isListed) ||
        ((a.standing.since ?? '') < (b.standing.since ?? '') ? -1 : 1),
    );
};
