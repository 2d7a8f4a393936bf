/** The same figure to date counted the other way, so that a page that counts that way can be held beside it: pure. */
import { airFigure } from '#libs/domain/air/air-formula.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import { type DayOtherwise, daysOtherwise, restatedDays } from '#libs/domain/air/restatement.js';
import type { TargetStanding } from './target.view.js';
import { editionOf, isAir } from './target-terms.js';

export interface CountedOtherwise {
  /** `one-edition`: all days under `edition`; `each-day`: each under the one in force on it. */
  readonly rule: 'each-day' | 'one-edition';
  readonly edition: string;
  readonly value: string | null;
  readonly days: number;
  /** Days whose verdict is another. */
  readonly changed: readonly DayOtherwise[];
}

/** null where both ways give the same value of the same days. */
export const countedOtherwise = ({ target, definition, course, days }: TargetStanding): CountedOtherwise | null => {
  const { airFormula } = definition;
  const last = course.at(-1);
  if (!airFormula || !last || !isAir(target.subjectKind)) return null;
  const edition = editionOf(target);
  const isOneEdition = target.edition !== null;
  const other = isOneEdition ? days : restatedDays(days, edition, NATIONAL_EDITIONS);
  const figure = airFigure(other, airFormula, edition);
  if (figure.value === last.value && figure.days === last.days) return null;
  return {
    rule: isOneEdition ? 'each-day' : 'one-edition',
    edition: edition.id,
    ...figure,
    changed: daysOtherwise(days, edition, NATIONAL_EDITIONS),
  };
};
