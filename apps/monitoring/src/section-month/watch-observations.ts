/** What of the closed months of a section calls for somebody: a relapse, the list of waters worse than Ⅴ, a border. Pure. */
import type { CivilMonth } from '#libs/domain/calendar/shanghai.js';
import { cumulativeFigures, type MonthFigures } from '#libs/domain/water/month-figures.js';
import { sectionChange } from '#libs/domain/water/quality-change.js';
import { relapses } from '#libs/domain/water/relapse.js';
import { exceedingItemText } from '#libs/domain/water/section-class.js';
import { type ExitRule, type ListStanding, NEVER_LISTED, nextStanding } from '#libs/domain/water/worse-than-v.js';
import type { Observation } from '../indicator/observe-indicators.js';
import { numeral, ofSectionMonth, REASONS } from './month-observations.js';
import type { SectionWithMonths } from './section-month.view.js';

const isIn = (from: CivilMonth) => (one: Observation) => one.period.label >= from;

const plain = ({ evaluation: { waterClass, state }, comparison, target }: MonthFigures) => ({
  valid: waterClass !== null,
  invalidReason: state === 'evaluated' ? null : REASONS[state],
  details: {
    className: numeral(waterClass),
    target,
    exceeding: (comparison?.exceedingItems ?? []).map(exceedingItemText),
  },
});

const relapseObservations = (of: SectionWithMonths): Observation[] => {
  const found = relapses(
    of.months.map(({ month, evaluation: { waterClass }, comparison }) => ({
      period: month,
      waterClass,
      isCompliant: comparison?.isCompliant ?? null,
    })),
  );
  return of.months.map((figures, n): Observation => {
    const { words, from, since } = found[n]!;
    const { waterClass } = figures.evaluation;
    const { details, ...rest } = plain(figures);
    return {
      ...ofSectionMonth(of, figures.month),
      ...rest,
      definition: 'water.section.month.relapse',
      value: words === null ? null : String(words),
      details: {
        ...details,
        since,
        before: from && { month: from.period, className: numeral(from.waterClass) },
        change: from && waterClass ? sectionChange(from.waterClass, waterClass) : null,
      },
    };
  });
};

/** A month without an evaluation leaves the standing as it is, so each of them has one. */
const listObservations = (of: SectionWithMonths, rule: ExitRule): Observation[] => {
  let standing: ListStanding = NEVER_LISTED;
  return of.months.map((figures): Observation => {
    const { month, evaluation, comparison } = figures;
    const isCompliant = comparison?.isCompliant ?? null;
    const next = nextStanding(standing, { period: month, waterClass: evaluation.waterClass, isCompliant }, rule);
    ({ standing } = next);
    return {
      ...ofSectionMonth(of, month),
      definition: 'water.section.month.worse-than-v',
      value: standing.isListed ? '1' : '0',
      valid: true,
      details: {
        ...plain(figures).details,
        event: next.event,
        since: standing.since,
        goodPeriods: standing.goodPeriods,
        neededPeriods: rule.periods,
      },
    };
  });
};

const borderObservations = (of: SectionWithMonths, mustKeep: number): Observation[] =>
  of.months.map((figures): Observation => {
    const { waterClass } = figures.evaluation;
    const { details, ...rest } = plain(figures);
    return {
      ...ofSectionMonth(of, figures.month),
      ...rest,
      definition: 'water.section.month.outbound-gap',
      value: waterClass === null ? null : String(Math.max(0, waterClass - mustKeep)),
      details: {
        ...details,
        mustKeep,
        cumulativeClass: numeral(cumulativeFigures(of.section, of.results, figures).waterClass),
      },
    };
  });

/**
 * Numbers that rules read, of the months from one on: of sections with a control level the relapse and the standing on the
 * list of waters worse than Ⅴ, of outbound sections how far they are from the class they have to keep.
 */
export const watchObservations = (of: SectionWithMonths, from: CivilMonth, rule: ExitRule): Observation[] => {
  const isCounted = (of.state.water?.levels ?? []).length > 0;
  const { mustKeep } = of.section;
  return [
    ...(isCounted ? [...relapseObservations(of), ...listObservations(of, rule)] : []),
    ...(mustKeep === null ? [] : borderObservations(of, mustKeep)),
  ].filter(isIn(from));
};
