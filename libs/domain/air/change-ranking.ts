/**
 * Ranking by change (变化程度排名): the rate of change of the composite index against the same period of last year, the
 * greatest fall first; a unit whose pollutants all meet the class 2 limits is left out of the list of the worsened (scheme
 * of February 2017 for rankings of city air quality).
 */
import { compare, type DecimalText } from '../assessment/percentage.js';
import { rank, type RankingRow } from '../assessment/ranking.js';
import { changePercent } from './comparison.js';

export interface ChangeEntry {
  readonly id: string;
  /** Published indices, as printed; null when there is none or the period is not valid. */
  readonly current: number | null;
  readonly earlier: number | null;
  /** Every pollutant of the period is within its limit; from `againstLimits` of the composite index's values. */
  readonly isWithinLimits: boolean;
}

export interface ChangeRanking {
  /** `value` is the rate in percent, one decimal; negative is improvement. */
  readonly rows: readonly RankingRow[];
  readonly improved: readonly RankingRow[];
  /** Worst first. */
  readonly worsened: readonly RankingRow[];
}

const CHANGE_DECIMALS = 1;

/** Ranks units by their rate of change. Lists of the improved and worsened hold `places` places, ties taken in. */
export const changeRanking = (entries: readonly ChangeEntry[], places: number): ChangeRanking => {
  const rateOf = ({ current, earlier }: ChangeEntry): DecimalText | null => {
    const rate = current === null || earlier === null ? null : changePercent(current, earlier);
    return rate === null ? null : (rate + 0).toFixed(CHANGE_DECIMALS);
  };
  const rows = rank(
    entries.map((entry) => ({ id: entry.id, value: rateOf(entry), unrankedBecause: null, couldBe: [] })),
    'lower-is-better',
  );
  const within = new Set(entries.filter(({ isWithinLimits }) => isWithinLimits).map(({ id }) => id));
  const ranked = rows.filter((row) => row.rank !== null);
  const worse = ranked.filter((row) => compare(row.value!, 0) > 0 && !within.has(row.id));
  return {
    rows,
    improved: ranked.filter((row) => compare(row.value!, 0) < 0 && row.rank! <= places),
    worsened: worse
      .filter((row) => worse.filter((other) => compare(other.value!, row.value!) > 0).length < places)
      .sort((a, b) => compare(b.value!, a.value!) || (a.id < b.id ? -1 : 1)),
  };
};
