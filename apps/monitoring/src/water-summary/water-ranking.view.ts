/** The ranking index of areas by the rule of the city ranking. */
import type { EntityManager } from 'typeorm';
import type { CivilMonth } from '#libs/domain/calendar/shanghai.js';
import type { BasicItem, WaterBody } from '#libs/domain/water/edition.js';
import {
  bodyRankingIndex,
  cityRankingIndex,
  isLeftOutOfChangeRanking,
  publishedRankingIndex,
  type RankingIndex,
  rankingIndexChange,
} from '#libs/domain/water/ranking-index.js';
import { meansOverSections } from '#libs/domain/water/river-quality.js';
import { Exact } from '#libs/domain/water/rounding.js';
import { evaluateSection, type SectionValues } from '#libs/domain/water/section-class.js';
import { spanLastYear, spanValues, type WaterSpan } from '#libs/domain/water/water-span.js';
import { countyOfAreas } from '../area/area-tree.js';
import { type CountedMonths, countedMonths } from './counted-months.js';
import { sectionsWithMonths, type SectionWithMonths } from '../section-month/section-month.view.js';
import { areaNames, sectionsInUse } from './water-summary.view.js';

export interface RankedArea {
  readonly areaId: string;
  readonly areaName: string;
  readonly rivers: number;
  readonly lakes: number;
  /** Four decimals. */
  readonly index: string;
  readonly counted: CountedMonths;
  /** Items of the 21 without a value: an index with any is a local one and may not be called CWQI. */
  readonly missingItems: readonly BasicItem[];
  readonly rank: number | null;
  readonly indexLastYear: string | null;
  /** Per cent, two decimals, over the same items both times; negative is better water. */
  readonly change: string | null;
  /** Left out of the ranking by change: all its sections were and are Ⅱ or better and meet their targets. */
  readonly isLeftOutOfChange: boolean;
}

/** An area that takes no part. */
export interface AreaWithoutIndex {
  readonly areaId: string;
  readonly areaName: string;
  readonly reason: 'noSection' | 'notEvaluated';
}

export interface Ranking {
  readonly areas: readonly RankedArea[];
  readonly counted: CountedMonths;
  readonly withoutIndex: readonly AreaWithoutIndex[];
}

interface Counted extends RankingIndex {
  readonly count: number;
}

const NONE: Counted = { index: new Exact(0), missingItems: [], count: 0 };

const indexOf = (sections: readonly { body: WaterBody; values: SectionValues }[], body: WaterBody): Counted => {
  const own = sections.filter((one) => one.body === body).map(({ values }) => values);
  if (own.length === 0) return NONE;
  return { ...bodyRankingIndex(meansOverSections(own, 'none').values, body), count: own.length };
};

const areaIndex = (own: readonly SectionWithMonths[], span: WaterSpan) => {
  const sections = own.flatMap(({ section: { body }, results }) => {
    const values = spanValues(results, span);
    return values === null || evaluateSection({ values, body, decimals: 'none' }).waterClass === null
      ? []
      : [{ body, values }];
  });
  const [rivers, lakes] = [indexOf(sections, 'river'), indexOf(sections, 'lake')];
  const index = cityRankingIndex(
    { index: rivers.index, sections: rivers.count },
    { index: lakes.index, points: lakes.count },
  );
  const missingItems = [...new Set([...rivers.missingItems, ...lakes.missingItems])];
  return { rivers: rivers.count, lakes: lakes.count, index, missingItems };
};

const isLeftOut = (own: readonly SectionWithMonths[], span: WaterSpan): boolean => {
  const before = spanLastYear(span);
  const classes = own.map(({ section, results }) => {
    const classOn = (on: WaterSpan) => {
      const values = spanValues(results, on);
      return values === null ? null : evaluateSection({ values, body: section.body, decimals: 'none' }).waterClass;
    };
    return { base: classOn(before), now: classOn(span), target: section.targetOf(Number(span.to.slice(0, 4))) };
  });
  const known = classes.flatMap(({ base, now, target }) =>
    base === null || now === null || target === null ? [] : [{ base, now, target }],
  );
  return known.length === classes.length && isLeftOutOfChangeRanking(known);
};

/**
 * County-level areas by their index over a span, the best first; equal published indices share a rank. Only areas whose
 * indices rest on the same items can be ranked beside each other: the others have an index and no rank. Areas without an
 * evaluated section are answered apart. Source:
 * 城市地表水环境质量排名技术规定(试行), 环办监测〔2017〕51号.
 */
export const waterRanking = async (tx: EntityManager, span: WaterSpan, lastMonth: CivilMonth): Promise<Ranking> => {
  const all = await sectionsWithMonths(tx, await sectionsInUse(tx), span.to < lastMonth ? span.to : lastMonth);
  const [counties, names] = [await countyOfAreas(tx), await areaNames(tx)];
  const byArea = new Map<string, SectionWithMonths[]>();
  for (const one of all) {
    const area = counties.get(one.state.areaId) ?? one.state.areaId;
    (byArea.get(area) ?? byArea.set(area, []).get(area)!).push(one);
  }
  const found = [...byArea].map(([areaId, own]) => ({ areaId, own, now: areaIndex(own, span) }));
  const areas: Omit<RankedArea, 'rank'>[] = [];
  for (const { areaId, own, now } of found) {
    if (now.index === null) continue;
    const before = areaIndex(own, spanLastYear(span));
    const isSame = now.missingItems.join() === before.missingItems.join();
    areas.push({
      areaId,
      areaName: names.get(areaId) ?? areaId,
      rivers: now.rivers,
      lakes: now.lakes,
      index: publishedRankingIndex(now.index),
      counted: await countedMonths(tx, own, span),
      missingItems: now.missingItems,
      indexLastYear: before.index && publishedRankingIndex(before.index),
      change: before.index && isSame ? rankingIndexChange(now.index, before.index) : null,
      isLeftOutOfChange: isLeftOut(own, span),
    });
  }
  const fewest = Math.min(...areas.map(({ missingItems }) => missingItems.length));
  const base = areas.find(({ missingItems }) => missingItems.length === fewest);
  const isRanked = ({ missingItems }: (typeof areas)[number]): boolean =>
    missingItems.join() === base?.missingItems.join();
  const ranked = areas.filter(isRanked).map(({ index }) => new Exact(index));
  const inOrder = areas
    .map((area): RankedArea => {
      const index = new Exact(area.index);
      const rank = isRanked(area) ? 1 + ranked.filter((other) => other.lt(index)).length : null;
      return { ...area, rank };
    })
    .sort((a, b) => (a.rank ?? Infinity) - (b.rank ?? Infinity) || (a.areaId < b.areaId ? -1 : 1));
  const unranked = found.flatMap(({ areaId, now }) => (now.index === null ? [areaId] : []));
  const empty = [...new Set(counties.values())].filter((areaId) => !byArea.has(areaId));
  const withoutIndex = (areaIds: readonly string[], reason: AreaWithoutIndex['reason']): AreaWithoutIndex[] =>
    [...areaIds].sort().map((areaId) => ({ areaId, areaName: names.get(areaId) ?? areaId, reason }));
  const taking = found.flatMap(({ own, now }) => (now.index === null ? [] : own));
  return {
    areas: inOrder,
    counted: await countedMonths(tx, taking, span),
    withoutIndex: [...withoutIndex(unranked, 'notEvaluated'), ...withoutIndex(empty, 'noSection')],
  };
};
