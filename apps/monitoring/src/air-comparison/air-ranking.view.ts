/** Areas or stations in the order of a figure over a span, with their place a year before. */
import type { EntityManager } from 'typeorm';
import { airFigure, type AirFormula } from '#libs/domain/air/air-formula.js';
import { changeRanking, type ChangeRanking } from '#libs/domain/air/change-ranking.js';
import { againstLimits } from '#libs/domain/air/comparison.js';
import { compositeStatistic } from '#libs/domain/air/composite-index.js';
import { type AirEdition, editionOn } from '#libs/domain/air/edition.js';
import { NATIONAL_EDITIONS } from '#libs/domain/air/national-editions.js';
import { type PeriodDay, periodStatistic, shortfallsOf, spanShortfallsOf } from '#libs/domain/air/period-statistics.js';
import { type Concentrations, type Pollutant, POLLUTANTS } from '#libs/domain/air/pollutant.js';
import { restatedDays } from '#libs/domain/air/restatement.js';
import { samePeriodBefore } from '#libs/domain/air/same-period.js';
import { isBehindLine, listPlaceOf } from '#libs/domain/assessment/list-place.js';
import { type Direction, rank, rankChange, type RankingRow } from '#libs/domain/assessment/ranking.js';
import { type CivilDate, monthOf, monthsOf, monthSpan } from '#libs/domain/calendar/shanghai.js';
import { areasEverEvaluated } from '../air/day.store.js';
import type { DataState } from '#libs/domain/telemetry/data-state.js';
import { dataStateOfDays } from '../air/days-data-state.js';
import { type AirSubject, periodDaysOf } from '../air/period-days.store.js';
import { dustRecognitionsOf } from './compared-periods.view.js';
import { stationsWithStatements } from '../register/register.store.js';

interface Span {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

export interface RankingQuestion extends Span {
  readonly kind: AirSubject['kind'];
  readonly formula: AirFormula;
  /** Places behind which a row is marked; null marks none. */
  readonly line: number | null;
  /** Places of the lists of the improved and the worsened. */
  readonly places: number;
}

export interface RankedSubject extends RankingRow {
  readonly days: number;
  /** Days recognised as dust days: without their particles. */
  readonly dustDays: number;
  /** What recognises them. */
  readonly dustRecognitions: string[];
  /** Of the span; null without a day. */
  readonly dataState: DataState | null;
  /** Value and place of the same period a year before. */
  readonly earlier: string | null;
  readonly earlierRank: number | null;
  /** Places gained (+) or lost (-) among those ranked in both. */
  readonly rankChange: number | null;
  readonly isBehindLine: boolean;
}

export interface AirRanking {
  readonly direction: Direction;
  readonly edition: string;
  /** Subjects that are ranked. */
  readonly size: number;
  readonly rows: readonly RankedSubject[];
  readonly byChange: ChangeRanking;
}

const isWholeMonths = ({ from, to }: Span): boolean => from.endsWith('-01') && monthSpan(monthOf(to)).to === to;

/** Why a subject with enough valid days has no figure: none of them counts. */
const noneCounts = ({ statistic }: AirFormula): string =>
  statistic.startsWith('good') ? '没有可评价的日' : '有效日均为沙尘天，不计入';

/**
 * Why a subject is not ranked: too few valid days of what its figure is made of. An index of a day is made of all six
 * pollutants, so that shares of good days ask of a month what the composite index asks (GB 3095 Table 4, HJ 663-2013 6.1.3).
 */
const reasonOf = (days: readonly PeriodDay[], span: Span, formula: AirFormula, edition: AirEdition): string | null => {
  if (days.length === 0) return '没有数据';
  const wanted: readonly Pollutant[] = 'pollutant' in formula ? [formula.pollutant] : POLLUTANTS;
  if (!isWholeMonths(span)) {
    const lacking = spanShortfallsOf(days, span, edition).filter(({ pollutant }) => wanted.includes(pollutant));
    const counted = lacking.map((one) => `${one.pollutant}为${one.validDays}天`).join('、');
    return lacking.length === 0 ? null : `有效天数少于${lacking[0]!.requiredDays}天：${counted}`;
  }
  const short = shortfallsOf(days, monthsOf(span), edition).filter(({ pollutant }) => wanted.includes(pollutant));
  return short.length === 0
    ? null
    : short
        .map((one) => `${one.period} ${one.pollutant}有效天数${one.validDays}天，少于${one.requiredDays}天`)
        .join('；');
};

const isWithinLimits = (days: readonly PeriodDay[], edition: AirEdition): boolean =>
  (['mean', 'percentile'] as const).every((statistic) => {
    const values = POLLUTANTS.flatMap((pollutant) => {
      if (compositeStatistic(pollutant) !== statistic) return [];
      const { value } = periodStatistic(days, pollutant, statistic, edition);
      return value === null ? [] : [[pollutant, value]];
    });
    const compared = againstLimits(
      Object.fromEntries(values) as Concentrations,
      edition,
      statistic === 'mean' ? 'annual' : 'day',
    );
    return compared.every(({ isOver }) => !isOver);
  });

export const airRanking = async (tx: EntityManager, question: RankingQuestion): Promise<AirRanking> => {
  const { kind, formula, line, places } = question;
  const span = { from: question.from, to: question.to };
  const ids =
    kind === 'area'
      ? await areasEverEvaluated(tx)
      : (await stationsWithStatements(tx)).flatMap(({ id, retired }) => (retired ? [] : [id]));
  const edition = editionOn(NATIONAL_EDITIONS, span.to);
  const before = samePeriodBefore({ label: '', ...span });
  const direction: Direction = formula.statistic.startsWith('good') ? 'higher-is-better' : 'lower-is-better';
  const [now, then] = await Promise.all([periodDaysOf(tx, kind, ids, span), periodDaysOf(tx, kind, ids, before)]);
  const statedOf = (days: ReadonlyMap<string, PeriodDay[]>, id: string): PeriodDay[] =>
    restatedDays(days.get(id) ?? [], edition, NATIONAL_EDITIONS);
  const of = (days: ReadonlyMap<string, PeriodDay[]>, within: Span) =>
    ids.map((id) => {
      const stated = statedOf(days, id);
      const figure = airFigure(stated, formula, edition);
      const unrankedBecause =
        reasonOf(stated, within, formula, edition) ?? (figure.value === null ? noneCounts(formula) : null);
      return { id, value: figure.value, days: figure.days, unrankedBecause, couldBe: [], stated };
    });
  const [current, earlier] = [of(now, span), of(then, { from: before.from, to: before.to })];
  const [rows, rowsBefore] = [rank(current, direction), rank(earlier, direction)];
  const byId = new Map(current.map((one) => [one.id, one]));
  const beforeById = new Map(rowsBefore.map((row) => [row.id, row]));
  const numberOf = (row: RankingRow | undefined): number | null =>
    row?.value === null || row?.value === undefined || row.rank === null ? null : Number(row.value);
  return {
    direction,
    edition: edition.id,
    size: rows.filter((row) => row.rank !== null).length,
    rows: rows.map((row) => {
      const place = listPlaceOf(row.id, rows);
      return {
        ...row,
        days: byId.get(row.id)?.days ?? 0,
        dustRecognitions: dustRecognitionsOf(now.get(row.id) ?? []),
        dustDays: (now.get(row.id) ?? []).filter(({ isDust }) => isDust).length,
        dataState: dataStateOfDays(now.get(row.id) ?? []),
        earlier: beforeById.get(row.id)?.value ?? null,
        earlierRank: beforeById.get(row.id)?.rank ?? null,
        rankChange: rankChange(row.id, rows, rowsBefore),
        isBehindLine: line !== null && place !== null && isBehindLine(place, line),
      };
    }),
    byChange: changeRanking(
      rows.map((row) => ({
        id: row.id,
        current: numberOf(row),
        earlier: numberOf(beforeById.get(row.id)),
        isWithinLimits: isWithinLimits(byId.get(row.id)!.stated, edition),
      })),
      places,
    ),
  };
};
