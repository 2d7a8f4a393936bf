import { describe, expect, it } from '@jest/globals';
import {
  bodyRankingIndex,
  cityRankingIndex,
  isLeftOutOfChangeRanking,
  itemRankingIndex,
  publishedRankingIndex,
  rankingIndexChange,
} from './ranking-index.js';
import { Exact } from './rounding.js';
import type { BasicItem, WaterClass } from './edition.js';

const Q03 = {
  ph: '8.0',
  do: '7.6',
  codmn: '4.2',
  cod: '16',
  bod5: '2.8',
  nh3n: '0.45',
  tp: '0.12',
  cu: '0.001',
  zn: '0.01',
  f: '0.35',
  se: '0.0002',
  as: '0.001',
  hg: '0.00002',
  cd: '0.00005',
  cr6: '0.002',
  pb: '0.001',
  cn: '0.0005',
  vp: '0.00015',
  oil: '0.005',
  las: '0.02',
  s2: '0.0025',
};

describe('index of the city ranking', () => {
  it.each<[BasicItem, string, string]>([
    ['ph', '8.0', '0.5000'],
    ['ph', '6.4', '0.6000'],
    ['ph', '7', '0.0000'],
    ['ph', '9', '1.0000'],
    ['do', '7.6', '0.6579'],
    ['do', '5', '1.0000'],
    ['do', '2.5', '2.0000'],
  ])('Q01, Q02: %s %s is %s', (item, value, expected) => {
    const index = itemRankingIndex(item, new Exact(value), 'river');
    expect(index === null ? null : publishedRankingIndex(index)).toBe(expected);
  });

  it('has no index of oxygen where there is none', () => {
    expect(itemRankingIndex('do', new Exact(0), 'river')).toBeNull();
  });

  it('Q03: rivers of a city', () => {
    const river = bodyRankingIndex(Q03, 'river');
    expect(river.missingItems).toEqual([]);
    expect(publishedRankingIndex(river.index)).toBe('5.3239');
    expect(bodyRankingIndex({ ...Q03, cod: '--' }, 'river').missingItems).toEqual(['cod']);
  });

  it('takes the phosphorus limit of lakes', () => {
    const lake = itemRankingIndex('tp', new Exact('0.12'), 'lake');
    expect(lake?.toFixed()).toBe('2.4');
  });

  it('Q04: city index and change', () => {
    const city = cityRankingIndex(
      { index: bodyRankingIndex(Q03, 'river').index, sections: 8 },
      { index: new Exact('6.5'), points: 2 },
    );
    expect(publishedRankingIndex(city as Exact)).toBe('5.5591');
    expect(rankingIndexChange(city as Exact, new Exact('6.0'))).toBe('-7.35');
    expect(rankingIndexChange(city as Exact, new Exact(0))).toBeNull();
    const none = new Exact(0);
    expect(cityRankingIndex({ index: none, sections: 0 }, { index: none, points: 0 })).toBeNull();
  });

  it.each<[string, [WaterClass, WaterClass, WaterClass][], boolean]>([
    [
      'all Ⅱ or better, targets met',
      [
        [2, 1, 2],
        [1, 2, 3],
      ],
      true,
    ],
    ['one Ⅲ now', [[2, 3, 3]], false],
    ['one Ⅲ then', [[3, 2, 3]], false],
    ['a target of Ⅰ missed', [[2, 2, 1]], false],
    ['no section', [], false],
  ])('leaves a city out of the ranking by change: %s', (_, sections, expected) => {
    expect(isLeftOutOfChangeRanking(sections.map(([base, now, target]) => ({ base, now, target })))).toBe(expected);
  });
});
