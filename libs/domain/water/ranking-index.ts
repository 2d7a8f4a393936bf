import { readConcentration } from './concentration.js';
import {
  EVALUATED_ITEMS,
  GB3838_2002,
  type BasicItem,
  type WaterBody,
  type WaterClass,
  type WaterEdition,
} from './edition.js';
import { Exact, roundHalfEven } from './rounding.js';
import type { SectionValues } from './section-class.js';

/**
 * Index of one item in the city ranking: C / Cs with the class Ⅲ limit; for dissolved oxygen the limit over the value;
 * for pH the distance from 7 in parts of the distance from 7 to the end of the range. Null where dissolved oxygen is 0.
 * Source: 城市地表水环境质量排名技术规定(试行), 环办监测〔2017〕51号.
 */
export function itemRankingIndex(
  item: BasicItem,
  value: Exact,
  body: WaterBody,
  edition: WaterEdition = GB3838_2002,
): Exact | null {
  const { rule } = edition.basic[item];
  switch (rule.kind) {
    case 'range':
      return value.lte(7)
        ? new Exact(7).minus(value).div(new Exact(7).minus(rule.low))
        : value.minus(7).div(new Exact(rule.high).minus(7));
    case 'floor':
      return value.isZero() ? null : new Exact(rule.river[2]).div(value);
    case 'ceiling':
      return value.div((body === 'lake' ? rule.lake : undefined)?.[2] ?? rule.river[2]);
    default:
      return null;
  }
}

export interface RankingIndex {
  /** Sum of the item indices, not rounded: only a published total is. */
  readonly index: Exact;
  /** Evaluated items without a value. An index with missing items is a local one and may not be called CWQI. */
  readonly missingItems: readonly BasicItem[];
}

/** CWQI of rivers or of lakes: the sum over the 21 items on the mean concentrations of the city's sections. */
export function bodyRankingIndex(
  means: SectionValues,
  body: WaterBody,
  edition: WaterEdition = GB3838_2002,
): RankingIndex {
  let index = new Exact(0);
  const missingItems: BasicItem[] = [];
  for (const item of EVALUATED_ITEMS) {
    const concentration = readConcentration(means[item]);
    const part = concentration === null ? null : itemRankingIndex(item, concentration.effective, body, edition);
    if (part === null) missingItems.push(item);
    else index = index.plus(part);
  }
  return { index, missingItems };
}

/** CWQI of a city: the indices of its rivers and lakes weighted by their sections; null without sections. */
export function cityRankingIndex(
  rivers: { readonly index: Exact; readonly sections: number },
  lakes: { readonly index: Exact; readonly points: number },
): Exact | null {
  const count = rivers.sections + lakes.points;
  if (count === 0) return null;
  return rivers.index.times(rivers.sections).plus(lakes.index.times(lakes.points)).div(count);
}

/** Published index: four decimals. */
export function publishedRankingIndex(index: Exact): string {
  return roundHalfEven(index, 4).toFixed(4);
}

/** Change against the base period in per cent, two decimals; negative means better water. Null where the base is 0. */
export function rankingIndexChange(index: Exact, base: Exact): string | null {
  return base.isZero() ? null : index.minus(base).div(base).times(100).toDecimalPlaces(2).toFixed(2);
}

/**
 * Whether a city is left out of the ranking by change: all its sections were and are Ⅱ or better, and meet their targets
 * both times. Source: 城市地表水环境质量排名技术规定(试行), 环办监测〔2017〕51号.
 */
export function isLeftOutOfChangeRanking(
  sections: readonly { readonly base: WaterClass; readonly now: WaterClass; readonly target: WaterClass }[],
): boolean {
  return (
    sections.length > 0 &&
    sections.every(({ base, now, target }) => Math.max(base, now) <= 2 && Math.max(base, now) <= target)
  );
}
