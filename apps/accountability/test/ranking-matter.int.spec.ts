import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { MonitoredSubjectState } from '#libs/contracts/monitoring.events.js';
import { deterministicId } from '#libs/messaging/outbox.js';
import { keepReference } from '#libs/messaging/reference.js';
import { makeAssessment } from '../src/assessment/make-assessment.js';
import { rankingMatter } from '../src/matter/matter-ranking.js';
import { correctedFigures } from '../src/paper/corrected-figures.js';
import type { WarningRow } from '../src/warning/warning.store.js';
import { AREA_IDS, monthPeriod, shanghai } from './accountability-service.js';
import {
  indices,
  instant,
  JUNE,
  keep,
  MAY,
  ofArea,
  openStation,
  type PaperCity,
  paperCity,
  SHORT,
  textOf,
} from './paper-city.js';

const PARTS =
  '其中PM2.5月平均浓度20、PM10月平均浓度36、SO2月平均浓度6、NO2月平均浓度24、CO日均值第95百分位数0.7、' +
  'O3日最大8小时平均第90百分位数156';
const STANDARDS =
  '（综合指数按GB 3095-2026过渡阶段二级浓度限值计算，浓度按HJ 663-2026统计，其中有效性和数值修约沿用HJ 663-2013的规定）';

jest.setTimeout(120_000);
let city: PaperCity;
beforeAll(async () => {
  city = await paperCity();
}, 120_000);
afterAll(() => city?.stop());

describe('a letter about the last place', () => {
  beforeAll(async () => {
    await city.within(async (tx) => {
      const open = { provisional: true, uncertainStations: ['ST17'], couldBe: ['3.00'] };
      await keep(
        tx,
        'monitoring',
        indices('2026-05', MAY, (at) => (at === 5 ? { details: open } : {})),
      );
      await keepReference(tx, MonitoredSubjectState, [openStation(2, { status: 'yes', basis: '示例环监〔2026〕6号' })]);
      const settled = {
        ...{ revision: 2, details: { provisional: false } },
        ...{ dataState: 'reviewed', edition: 'cn-2026-transition' },
      };
      const parts = { pm25: '20', pm10: '36', so2: '6', no2: '24', 'co-p95': '0.7', 'o3-p90': '156' };
      const may = Object.entries(parts).map(([part, value]) => ofArea(part, '2026-05', 5, value));
      const told = indices('2026-05', MAY, () => ({ ...settled, at: shanghai('2026-06-08 09:05') }));
      await keep(tx, 'monitoring', [
        ...told,
        ...may,
        ...indices('2026-06', JUNE, () => ({ edition: 'cn-2026-transition' })),
      ]);
    });
  });

  const warning = (count: number, label: string): WarningRow => {
    const { start, end } = monthPeriod(label);
    const rule = city.pack.rules.find(({ definition }) => definition === 'air.area.month.composite-index')!;
    return {
      ...{ warningId: deterministicId('spec-warning'), version: 1, ruleId: rule.id, ruleVersion: rule.version },
      ...{ ruleClass: rule.ruleClass, causeKey: 'k', episode: label, severity: 'red', opens: 'proposal' as never },
      ...{ subject: { kind: 'area', id: AREA_IDS[5] }, areaId: AREA_IDS[5], unitIds: ['area-f'], unitPath: [] },
      period: { kind: 'month', label, start: new Date(start), end: new Date(end) },
      ...{ title: '末位', revision: 1, count, dataState: 'reviewed', ladder: null, endReason: null, takenInBy: null },
      ...{ startedAt: new Date(end), endedAt: null, basis: { references: [], query: null } },
      details: { periods: [{ label: '2026-06' }, { label: '2026-05' }].slice(-count) },
    };
  };
  const matter = (count: number, label: string, until: string) =>
    city.within((tx) => rankingMatter(tx, city.pack, warning(count, label), instant(until)));

  it('has the months running, each with its place, who was not ranked, and the paper of the contested station', async () => {
    const talk = (await matter(2, '2026-06', '2026-07-13 09:00'))!;
    expect(talk.problems.map(({ number: no, text, deadline }) => [no, text, deadline])).toEqual([
      [
        '1',
        `2026年5月环境空气质量综合指数3.03，列第6位；站点17为评价点位（示例环监〔2026〕6号）；${PARTS}${STANDARDS}`,
        '—（考核时段2026年5月）',
      ],
      ['2', `2026年6月环境空气质量综合指数2.95，列第5位；不参加排名：甲区（${SHORT}）`, '—（考核时段2026年6月）'],
    ]);
    expect(talk.comparisons.map(({ item }) => item)).toEqual([
      '2026年5月环境空气质量综合指数',
      '2026年5月排名',
      '2026年6月环境空气质量综合指数',
      '2026年6月排名',
    ]);
    expect(talk.periodName).toBe('2026年5月、2026年6月');
    // One month was reviewed, the other not yet.
    expect(talk.dataState).toBe('realtime');
    // A place names no target: the first place is there to compare with.
    expect(talk.comparisons[0]!.planned.text).toBe('2.86（参照值，首位）');
    expect(talk.problems[0]!.planned).toBe('2.86（参照值，首位）');
    // Four a month, and the six parts of May, each with a row of its own.
    expect(new Set(talk.figures.map(({ id }) => id)).size).toBe(14);
    expect(new Set(talk.figures.map(({ definition }) => definition)).size).toBe(7);
  });

  it('has one month where one is the cause', async () => {
    const letter = (await matter(1, '2026-05', '2026-06-08 10:00'))!;
    expect(letter.problems).toHaveLength(1);
    expect(letter.periodName).toBe('2026年5月');
    expect(textOf(letter.facts)).toBe(
      '2026年5月己区环境空气质量综合指数为3.03，在6个参加排名的单位中列第6位（末位），站点17为评价点位（示例环监〔2026〕6号）' +
        `，${PARTS}${STANDARDS}`,
    );
  });

  it('leads from place and number of those ranked to the ranking, which has all areas, and knows when it was made again', async () => {
    const scheme = city.pack.assessments.find(({ indicator }) => indicator === 'air.area.month.composite-index')!;
    const at = instant('2026-06-08 09:30');
    const ranking = await city.within((tx) => makeAssessment(tx, city.pack, scheme, '2026-05', [], at, at));
    const letter = (await matter(1, '2026-05', '2026-06-08 10:00'))!;
    const cited = letter.figures.filter(({ source }) => source.kind === 'assessment');
    expect(cited.map(({ id, source }) => [id, source.id, source.version])).toEqual([
      ['best', ranking.assessmentId, ranking.revision],
      ['rank', ranking.assessmentId, ranking.revision],
      ['ranked', ranking.assessmentId, ranking.revision],
    ]);
    // 戊区 is corrected to the last place: the draft quotes a place that is no longer so.
    await city.within(async (tx) => {
      await keep(
        tx,
        'monitoring',
        indices('2026-05', ['2.98', '3.01', '2.86', '2.89', '3.30', '3.03'], () => ({
          revision: 3,
          dataState: 'reviewed',
        })),
      );
      await makeAssessment(tx, city.pack, scheme, '2026-05', [], at, at);
      const now = await rankingMatter(tx, city.pack, warning(1, '2026-05'), at);
      expect(await correctedFigures(tx, letter.figures, now!.figures)).toEqual([
        { label: '己区2026年5月环境空气质量综合指数名次', printed: '6', now: '5' },
      ]);
    });
  });
});
