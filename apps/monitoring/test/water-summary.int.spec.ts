import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { areas, registerCity, subjects } from './sample-city.js';
import { registerWater, sendClasses } from './section-rows.js';

let service: MonitoringService;
const SECTIONS = subjects.filter(({ kind }) => kind === 'section').slice(0, 6);
const ids = SECTIONS.map(({ id }) => id);

const send = (month: string, classes: readonly (number | null)[]): Promise<void> =>
  sendClasses(service, ids, month, classes);
const register = (id: string, water: object): Promise<void> => registerWater(service, id, water);
interface Group {
  readonly id: string;
  readonly members: readonly { readonly id: string }[];
}
const summary = async (query: string): Promise<{ groups: Group[]; ungrouped: { id: string }[] }> =>
  (await service.get<{ groups: Group[]; ungrouped: { id: string }[] }>(`/water-summary?${query}`)).body;

const MONTHS: readonly (readonly [month: string, classes: readonly (number | null)[], seal: string])[] = [
  ['2026-01', [2, 3, 6, 6, 2, 3], '2026-02-01 00:40'],
  ['2026-02', [2, 3, 5, 6, 2, 4], '2026-03-01 00:40'],
  ['2026-03', [2, 3, 5, 6, 2, null], '2026-04-01 00:40'],
  ['2026-04', [2, 3, 4, 5, 2, 4], '2026-05-01 00:40'],
  ['2026-05', [2, 3, 6, 5, 2, 4], '2026-06-01 00:40'],
];

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-01-10 12:00'));
  await registerCity(service, ({ id }) => ids.includes(id));
  for (const [n, id] of ids.entries())
    await register(id, {
      levels: n === 0 ? ['国控', '出境'] : n < 5 ? ['省控'] : [],
      order: 6 - n,
      ...(n < 5 ? { river: '长水', basin: '运河水系' } : { river: '短水', basin: '运河水系' }),
      ...(n === 1 ? { mustKeep: 2 } : {}),
    });
  for (const [month, classes, seal] of MONTHS) {
    await service.setClock(shanghai(`${month}-15 09:00`));
    await send(month, classes);
    await service.settle();
    await service.setClock(shanghai(seal));
    await service.settle();
  }
}, 240_000);
afterAll(() => service?.stop());

describe('a summary', () => {
  it('of a river of five sections states shares and no class, upstream first', async () => {
    const { groups } = await summary('month=2026-02');
    expect(groups[0]).toMatchObject({
      id: '长水',
      sections: 5,
      evaluated: 5,
      method: 'shares',
      waterClass: null,
      word: '中度污染',
      goodShare: '60.0',
      inferiorShare: '20.0',
      classCounts: { 2: 2, 3: 1, 5: 1, 6: 1 },
      attainment: { compliant: 3, evaluated: 5, rate: '60.0' },
      mainIndicators: [{ item: 'nh3n', share: '40.0', multiple: null }],
    });
    expect(groups[0]?.members.map(({ id }) => id)).toEqual([...ids.slice(0, 5)].reverse());
    expect(groups[1]).toMatchObject({ id: '短水', method: 'means', waterClass: 4, word: '轻度污染' });
  });

  it('is compared with the month before over the sections evaluated both times', async () => {
    const { groups } = await summary('month=2026-02&against=before');
    // 劣Ⅴ from 40 to 20 per cent, Ⅰ to Ⅲ the same: 20 points better.
    expect(groups[0]).toMatchObject({ change: { change: '有所好转', points: '20', compared: 5 } });
    expect((await summary('month=2026-02')).groups[0]).toMatchObject({ change: null });
    expect((await summary('month=2026-04&against=before')).groups[1]).toMatchObject({ change: null, evaluated: 1 });
  });

  it('pools the section-months of a quarter and holds them against recorded averages of the same days', async () => {
    const average = (over: object) => ({
      medium: 'water',
      whose: '全省',
      measure: 'compliance-rate',
      period: { label: '2026-Q1', from: '2026-01-01', to: '2026-03-31' },
      value: '70',
      areaId: subjects.find(({ kind }) => kind === 'section')!.area,
      document: '省厅通报〔2026〕4号',
      expectedVersion: 0,
      ...over,
    });
    const wanted = [
      average({}),
      average({ measure: 'inferior-share', value: '1.2' }),
      average({ period: { label: '2026-02', from: '2026-02-01', to: '2026-02-28' }, value: '99' }),
      average({ medium: 'air', measure: 'good-day-percent' }),
    ];
    for (const body of wanted)
      expect(await service.post('/external-averages', body, ['target.manage'])).toMatchObject({ status: 201 });
    const { groups } = await summary('by=basin&span=quarter&month=2026-03');
    // Section by section: 3/3, 3/3, 0/3, 0/3, 3/3, 1/2.
    expect(groups).toMatchObject([
      {
        id: '运河水系',
        compliance: { compliant: 10, evaluated: 17, rate: '58.8' },
        averages: [
          { whose: '全省', measure: 'compliance-rate', value: '70', own: '58.8', points: '-11.2', isWorse: true },
          { measure: 'inferior-share', value: '1.2', isWorse: true },
        ],
        sections: 6,
      },
    ]);
  });

  it('counts a section of two levels in both, and names those of none', async () => {
    const { groups, ungrouped } = await summary('by=level&month=2026-05');
    expect(groups.map(({ id, members }) => [id, members.length])).toEqual([
      ['省控', 4],
      ['出境', 1],
      ['国控', 1],
    ]);
    expect(ungrouped.map(({ id }) => id)).toEqual([ids[5]]);
    expect((await service.get('/section-levels')).body).toMatchObject({ sections: 6, withoutLevel: [ids[5]] });
  });

  it('is only for those who may look at measurements, and for months there are', async () => {
    expect(await service.get('/water-summary', [])).toMatchObject({ status: 403 });
    expect(await service.get('/water-summary?month=2026-13')).toMatchObject({ status: 400 });
  });
});

it('the list of waters worse than Ⅴ is left after three better months, and entered again by a relapse', async () => {
  expect((await service.get('/worse-than-v')).body).toMatchObject({
    closedThrough: '2026-05',
    rule: { months: 3, needs: 'notWorseThanV' },
    items: [
      { sectionId: ids[3], isListed: true, since: '2026-01', goodMonths: 2 },
      {
        sectionId: ids[2],
        isListed: true,
        since: '2026-05',
        events: [
          { period: '2026-01', event: 'entered' },
          { period: '2026-04', event: 'left' },
          { period: '2026-05', event: 'relapsed' },
        ],
      },
    ],
  });
});

it('an outbound section is broken by single months', async () => {
  const { body } = await service.get<{ years: unknown[] }>(`/sections/${ids[1]}/months`);
  expect(body.years[0]).toMatchObject({
    state: 'tooFew',
    outbound: { mustKeep: 2, isBroken: true, holdsOverYear: null, breaches: { length: 5 } },
  });
});

it('an index of five items is told with what it lacks, and ranks beside its like', async () => {
  const { body } = await service.get<{
    items: { rank: number; index: string; missingItems: string[]; rivers: number }[];
  }>('/water-ranking?month=2026-05');
  expect(body.items.reduce((sum, { rivers }) => sum + rivers, 0)).toBe(6);
  expect(body.items.every(({ missingItems }) => missingItems.length === 16)).toBe(true);
  const indices = body.items.map(({ index }) => Number(index));
  expect(indices).toEqual([...indices].sort((a, b) => a - b));
  expect(body.items[0]?.rank).toBe(1);
});

interface Told {
  span: { finality: string; counted: object };
  groups: { id: string; finality: string; dataState: string }[];
}
interface Ranked {
  span: { finality: string; counted: object };
  items: { areaId: string; counted: object }[];
  withoutIndex: { areaId: string; reason: string }[];
}
const told = async (path: string) => (await service.get<Told & Ranked>(path)).body;

describe('what figures rest on', () => {
  it('is told by months, by the first day within, and by data state', async () => {
    const months = ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'];
    const counted = { months, firstDay: '2026-01-15', dataState: 'realtime' };
    const ranking = await told('/water-ranking?month=2026-05');
    expect(ranking.span).toMatchObject({ finality: 'provisional', counted });
    expect(ranking.items[0]).toMatchObject({ counted: { firstDay: '2026-01-15' } });
    expect(await told('/water-summary?month=2026-05&span=year')).toMatchObject({
      span: { finality: 'provisional', counted },
    });
  });

  it('leaves areas without an evaluated section out of the ranking, with the reason', async () => {
    const ranking = await told('/water-ranking?month=2025-05');
    expect(ranking.items).toEqual([]);
    expect(ranking.span.counted).toEqual({ months: [], firstDay: null, dataState: null });
    const reasons = new Set(ranking.withoutIndex.map(({ reason }) => reason));
    expect([...reasons].sort()).toEqual(['noSection', 'notEvaluated']);
    const now = await told('/water-ranking?month=2026-05');
    expect(new Set(now.withoutIndex.map(({ reason }) => reason))).toEqual(new Set(['noSection']));
  });
});

describe('published months', () => {
  const newest = (definition: string, subject: string, label: string) =>
    service
      .dataOf(MonitoringIndicator)
      .filter((one) => one.definition === definition && one.subject.id === subject && one.period.label === label)
      .sort((a, b) => b.revision - a.revision)[0];
  const countyOf = (id: string): string => {
    let area = areas.find((one) => one.id === SECTIONS.find((section) => section.id === id)!.area)!;
    while (area.level !== 'county') area = areas.find((one) => one.id === area.parent)!;
    return area.id;
  };

  it('are those of sections with a control level, and of no others', () => {
    for (const [month, classes] of MONTHS)
      for (const n of [0, 1, 2, 3, 4])
        expect(newest('water.section.month.class', ids[n]!, month)).toMatchObject({
          value: String(classes[n]),
          valid: true,
          details: { target: 3, compliant: classes[n]! <= 3 },
        });
    expect(newest('water.section.month.class', ids[5]!, '2026-02')).toBeUndefined();
    expect(newest('water.section.month.failing-running', ids[3]!, '2026-05')).toMatchObject({ value: '5' });
  });

  it('make the rates of their areas, with numerator and denominator', () => {
    for (const area of new Set(ids.slice(0, 5).map(countyOf))) {
      const own = [0, 1, 2, 3, 4].filter((n) => countyOf(ids[n]!) === area);
      const met = own.filter((n) => MONTHS[3]![1][n]! <= 3).length;
      expect(newest('water.area.month.compliance-rate', area, '2026-04')).toMatchObject({
        numerator: String(met),
        denominator: String(own.length),
        coverage: { valid: own.length, expected: own.length },
      });
    }
  });

  it('are corrected by a target and by a dry month told later, and by nothing else', async () => {
    const count = (): number =>
      service.dataOf(MonitoringIndicator).filter(({ definition }) => definition.includes('.month.')).length;
    const before = count();
    await service.setClock(shanghai('2026-06-02 00:40'));
    await service.settle();
    expect(count()).toBe(before);
    const target = { year: 2026, target: 5, basis: '责任书', expectedCount: 0 };
    expect(await service.post(`/sections/${ids[3]}/targets`, target)).toMatchObject({ status: 200 });
    await service.settle();
    expect(newest('water.section.month.failing-running', ids[3]!, '2026-05')).toMatchObject({
      value: '0',
      revision: 2,
    });
    expect(newest('water.section.month.class', ids[3]!, '2026-05')).toMatchObject({
      revision: 2,
      details: { target: 5, compliant: true },
    });
  });
});

// Behind the published months: a review tells all of them again.
it('makes a group final once all its months have been reviewed, and the whole once all groups are', async () => {
  const review = async (sectionIds: readonly string[]): Promise<void> => {
    await service.db.query(`update section_row set data_state = 'reviewed' where section_id = any($1)`, [sectionIds]);
    await service.db.query(`update section_month set is_stale = true where section_id = any($1)`, [sectionIds]);
  };
  expect((await told('/water-summary?month=2026-05')).span.finality).toBe('provisional');
  await review(ids.slice(5));
  const half = await told('/water-summary?month=2026-05');
  expect(half.span.finality).toBe('provisional');
  expect(half.groups).toMatchObject([
    { id: '长水', finality: 'provisional', dataState: 'realtime' },
    { id: '短水', finality: 'final', dataState: 'reviewed' },
  ]);
  await review(ids);
  expect((await told('/water-summary?month=2026-05')).span.finality).toBe('final');
  expect((await told('/water-ranking?month=2026-05')).span.finality).toBe('final');
  expect((await told('/water-ranking?month=2026-06')).span.finality).toBe('provisional');
});
