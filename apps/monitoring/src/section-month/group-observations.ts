/** Closed months of rivers and basins as published numbers: pure. */
import { type CivilMonth, monthsOf, quarterOf } from '#libs/domain/calendar/shanghai.js';
import { lowestDataState } from '#libs/domain/telemetry/data-state.js';
import {
  type BasinMonth,
  type BasinWarningLevel,
  highestWarning,
  levelsInForce,
} from '#libs/domain/water/basin-warning.js';
import { GB3838_2002 } from '#libs/domain/water/edition.js';
import { cumulativeFigures } from '#libs/domain/water/month-figures.js';
import type { QualityChange } from '#libs/domain/water/quality-change.js';
import { groupFigures } from '#libs/domain/water/section-group.js';
import { spanLastYear, waterSpan } from '#libs/domain/water/water-span.js';
import type { Observation } from '../indicator/observe-indicators.js';
import { groupSectionOf } from '../water-summary/water-summary.view.js';
import { monthPeriod, monthRecords, numeral } from './month-observations.js';
import type { SectionWithMonths } from './section-month.view.js';

const monthsFrom = (from: CivilMonth, to: CivilMonth): CivilMonth[] => monthsOf({ from: `${from}-01`, to: `${to}-01` });

const ofGroup = (
  subject: Observation['subject'],
  members: readonly SectionWithMonths[],
  month: CivilMonth,
): Pick<Observation, 'subject' | 'period' | 'dataState' | 'edition' | 'basis'> => {
  const period = monthPeriod(month);
  return {
    subject,
    period,
    dataState: lowestDataState(members.flatMap(({ contents }) => contents.get(month)?.dataState ?? [])),
    edition: GB3838_2002.id,
    basis: {
      references: monthRecords(members, month),
    },
  };
};

const DECLINES: Readonly<Record<QualityChange, number>> = {
  明显好转: 0,
  有所好转: 0,
  无明显变化: 0,
  有所下降: 1,
  明显下降: 2,
};

/** How a river declined against the same month of last year, of the months from one to another. */
export const riverObservations = (
  river: string,
  members: readonly SectionWithMonths[],
  from: CivilMonth,
  to: CivilMonth,
): Observation[] =>
  monthsFrom(from, to).map((month): Observation => {
    const span = waterSpan('month', month);
    const figures = groupFigures(
      members.map((one) => groupSectionOf(one, span, spanLastYear(span))),
      { isOneLake: members.every(({ section }) => section.body === 'lake') },
    );
    const { change, summary } = figures;
    const worse = figures.sections.filter(
      ({ evaluation: { waterClass }, classBefore }) =>
        waterClass !== null && classBefore !== null && waterClass > classBefore,
    );
    return {
      ...ofGroup({ kind: 'river', id: river }, members, month),
      definition: 'water.river.month.decline',
      value: change && String(DECLINES[change.change]),
      valid: change !== null,
      invalidReason: change === null ? '没有两年同期均评价的断面' : null,
      coverage: { valid: change?.compared ?? 0, expected: members.length },
      details: {
        change: change?.change ?? null,
        points: change?.points ?? null,
        word: summary.word,
        className: numeral(summary.waterClass),
        goodShare: figures.goodShare,
        goodShareBefore: change?.goodShareBefore ?? null,
        inferiorShare: figures.inferiorShare,
        inferiorShareBefore: change?.inferiorShareBefore ?? null,
        sections: figures.sections.map(({ id, evaluation, classBefore }) => ({
          id,
          name: members.find(({ state }) => state.id === id)?.state.name ?? id,
          className: numeral(evaluation.waterClass),
          classNameBefore: numeral(classBefore),
        })),
        causedBy: worse.map(({ id }) => id),
      },
    };
  });

const GRAVITY: Readonly<Record<BasinWarningLevel, string>> = { 二级: '1', 一级: '2' };

/**
 * The level of a basin's warning after the months from one to another: the highest among the sections under watch, as it
 * stands until the last month of a quarter lifts it.
 */
export const basinObservations = (
  basin: string,
  members: readonly SectionWithMonths[],
  from: CivilMonth,
  to: CivilMonth,
): Observation[] => {
  const [first] = members.flatMap(({ months }) => months[0]?.month ?? []).sort();
  if (first === undefined || first > to) return [];
  const judged = monthsFrom(first, to).map((month) => {
    const sections = members.flatMap((one) => {
      const figures = one.months.find((own) => own.month === month);
      const cumulative = figures && cumulativeFigures(one.section, one.results, figures);
      if (!figures || !cumulative?.isComparable) return [];
      return {
        id: one.state.id,
        name: one.state.name,
        level: cumulative.basinWarning,
        className: numeral(figures.evaluation.waterClass),
        cumulativeClass: numeral(cumulative.waterClass),
        cumulativeClassLastYear: numeral(cumulative.waterClassLastYear),
      };
    });
    const own: BasinMonth = {
      level: sections.length === 0 ? undefined : highestWarning(sections.map(({ level }) => level)),
      endsQuarter: quarterOf(`${month}-01`).to.startsWith(month),
    };
    return { month, sections, ...own };
  });
  let causedBy: string[] = [];
  return levelsInForce(judged).flatMap((level, n): Observation[] => {
    const { month, sections, level: own } = judged[n]!;
    // A level that stands from an earlier month is still that of the sections that brought it about.
    if (own === level || !level) causedBy = sections.filter((one) => level && one.level === level).map(({ id }) => id);
    if (month < from) return [];
    return [
      {
        ...ofGroup({ kind: 'basin', id: basin }, members, month),
        definition: 'water.basin.month.warning-level',
        value: level === undefined ? null : level === null ? '0' : GRAVITY[level],
        valid: level !== undefined,
        invalidReason: level === undefined ? '没有两年同期均评价的断面' : null,
        coverage: { valid: sections.length, expected: members.length },
        details: { level, ownLevel: own ?? null, sections, causedBy },
      },
    ];
  });
};
