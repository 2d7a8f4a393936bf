import type { AirFormula } from '#libs/domain/air/air-formula.js';
import type { Pollutant } from '#libs/domain/air/pollutant.js';
import type { CivilDate } from '#libs/domain/calendar/shanghai.js';
import type { AirSubject } from '../air/period-days.store.js';
import type { Policy } from '../policy.js';

type Statistic = 'mean' | 'percentile';

/** Ids under which the pack defines figures of a run of days; null where it does not. */
export interface FigureDefinitions {
  readonly of: (formula: AirFormula) => string | null;
  readonly concentration: (pollutant: Pollutant, statistic: Statistic) => string | null;
  readonly days: {
    readonly goodDays: string | null;
    readonly heavyDays: string | null;
    readonly goodDayPercent: string | null;
  };
  readonly attributed: { readonly polluted: string | null; readonly goodDaysLost: string | null };
  readonly rank: string | null;
}

export const figureDefinitions = (policy: Policy, kind: AirSubject['kind'], on: CivilDate): FigureDefinitions => {
  const known = policy.indicators(on).filter(({ subject, period }) => subject === kind && period === 'cutoff');
  const of = (formula: AirFormula): string | null =>
    known.find(
      ({ airFormula }) =>
        airFormula?.statistic === formula.statistic &&
        ('pollutant' in formula ? formula.pollutant : null) ===
          ('pollutant' in airFormula ? airFormula.pollutant : null),
    )?.id ?? null;
  const called = (name: string): string | null =>
    known.find(({ id }) => id === `air.${kind}.cutoff.${name}`)?.id ?? null;
  return {
    of,
    concentration: (pollutant, statistic) => of({ statistic, pollutant }),
    days: {
      goodDays: of({ statistic: 'good-days' }),
      heavyDays: of({ statistic: 'heavy-days' }),
      goodDayPercent: of({ statistic: 'good-day-percent' }),
    },
    attributed: { polluted: called('attributed-days'), goodDaysLost: called('lost-good-days') },
    rank: called('rank'),
  };
};
