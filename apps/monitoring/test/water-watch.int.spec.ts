import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DrinkingSourceState, MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { registerCity, subjects } from './sample-city.js';
import { registerWater, sendClasses } from './section-rows.js';

let service: MonitoringService;
const OUTLET = subjects.find(({ kind }) => kind === 'outlet')!;
const SECTIONS = subjects.filter(({ kind }) => kind === 'section').slice(0, 4);
const [A, B, C, D] = SECTIONS.map(({ id }) => id) as [string, string, string, string];
const RIVER = '长水';
const BASIN = '运河 水系';

const goTo = async (wall: string): Promise<void> => {
  await service.settle();
  await service.setClock(shanghai(wall));
  await service.settle();
};
const send = (month: string, classes: readonly (number | null)[]): Promise<void> =>
  sendClasses(service, [A, B, C, D], month, classes);
/** Every revision of a number about a subject, as `period value`, in the order they were published. */
const told = (definition: string, subjectId: string, from = '2026-04'): string[] =>
  service
    .dataOf(MonitoringIndicator)
    .filter((one) => one.definition === definition && one.subject.id === subjectId && one.period.label >= from)
    .map(({ period, value, revision }) => `${period.label} ${value}${revision > 1 ? ` r${revision}` : ''}`);
const plant = {
  designCapacity: '20000',
  backlogBefore: '480',
  limits: { cod: { name: '化学需氧量', limit: '50' } },
  downstream: [A],
  expectedVersion: 0,
};
const report = (days: object[], more: object = {}) =>
  service.post(`/outlets/${OUTLET.id}/plant-days`, { days, ...more });
const day = (n: number, more: object = {}, month = '2026-07') => ({
  day: `${month}-${String(n).padStart(2, '0')}`,
  usableCapacity: '20000',
  inflow: '11000',
  treated: '11000',
  sludgeProduced: '6',
  sludgeMoved: '0',
  effluent: { cod: '40' },
  ...more,
});
const newest = (definition: string, subjectId: string) =>
  service
    .dataOf(MonitoringIndicator)
    .filter((one) => one.definition === definition && one.subject.id === subjectId)
    .at(-1)!;

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-04-10 12:00'));
  await registerCity(service, ({ id, kind }) => kind === 'outlet' || SECTIONS.some((one) => one.id === id));
  const common = { river: RIVER, basin: BASIN };
  await registerWater(service, A, { ...common, levels: ['国控'], basinWatch: true });
  await registerWater(service, B, { ...common, levels: ['省控'], mustKeep: 2 });
  await registerWater(service, C, { ...common, levels: ['省控'] });
  for (const month of ['2025-04', '2025-05', '2025-06']) await send(month, [3, 2, 3, 3]);
  for (const [month, classes, seal] of [
    ['2026-04', [4, 2, 3, 6], '2026-05-01 00:40'],
    ['2026-05', [5, 3, 6, 6], '2026-06-01 00:40'],
  ] as const) {
    await send(month, classes);
    await goTo(seal);
  }
}, 120_000);
afterAll(() => service?.stop());

describe('closed months the register asks for', () => {
  it('say how far a section fell back, and from where', () => {
    expect(told('water.section.month.relapse', A)).toEqual(['2026-04 1', '2026-05 2']);
    expect(newest('water.section.month.relapse', A).details).toMatchObject({
      since: '2026-04',
      before: { month: '2025-06', className: 'Ⅲ' },
      change: '明显下降',
      exceeding: ['氨氮(0.8)'],
    });
    expect(told('water.section.month.relapse', B)).toEqual(['2026-04 0', '2026-05 0']);
  });
  it('say whether an outbound section keeps its class, month by month', () => {
    expect(told('water.section.month.outbound-gap', B)).toEqual(['2026-04 0', '2026-05 1']);
    expect(told('water.section.month.outbound-gap', A)).toEqual([]);
  });
  it('say who is on the list of waters worse than class Ⅴ', () => {
    expect(told('water.section.month.worse-than-v', C)).toEqual(['2026-04 0', '2026-05 1']);
    expect(newest('water.section.month.worse-than-v', C).details).toMatchObject({ event: 'entered', since: '2026-05' });
  });
  it('hold a river against the same month of last year, and name the sections that are worse', () => {
    expect(told('water.river.month.decline', RIVER)).toEqual(['2026-04 0', '2026-05 2']);
    expect(newest('water.river.month.decline', RIVER)).toMatchObject({
      subject: { kind: 'river', id: RIVER },
      coverage: { valid: 3, expected: 3 },
      details: { change: '明显下降', className: 'Ⅴ', causedBy: [A, B, C] },
    });
  });
  it('give the level of a basin by its watched sections only', () => {
    expect(told('water.basin.month.warning-level', BASIN)).toEqual(['2026-04 1', '2026-05 2']);
    expect(newest('water.basin.month.warning-level', BASIN).details).toMatchObject({
      level: '一级',
      sections: [{ id: A, cumulativeClass: 'Ⅴ', cumulativeClassLastYear: 'Ⅲ' }],
      causedBy: [A],
    });
  });
  it('are those of plants too, once the month is over, though its last days were not reported', async () => {
    expect(await service.put(`/outlets/${OUTLET.id}/plant`, plant)).toMatchObject({ status: 200 });
    await goTo('2026-06-24 00:40');
    const days = Array.from({ length: 23 }, (_, n) => day(n + 1, { sludgeProduced: '0' }, '2026-06'));
    expect(await report(days)).toMatchObject({ status: 200 });
    await goTo('2026-06-25 00:40');
    expect(told('water.plant.day.untreated', OUTLET.id)).toHaveLength(23);
    expect(told('water.plant.month.load-percent', OUTLET.id)).toEqual([]);
  }, 120_000);
  it('say nothing of a section nobody asks for, nor of a month that is not over', async () => {
    await send('2026-06', [3, 2, 4, 6]);
    await goTo('2026-06-26 00:40');
    const about = service.dataOf(MonitoringIndicator).filter(({ period }) => period.kind === 'month');
    expect(about.filter(({ subject }) => subject.id === D)).toEqual([]);
    expect(about.filter(({ period }) => period.label === '2026-06')).toEqual([]);
    // Sealed again with nothing new, nothing is said again.
    expect(told('water.section.month.relapse', A)).toHaveLength(2);
  });
  it('are said anew where a late row changes them, and lifted with the quarter', async () => {
    await send('2026-05', [null, null, 4, null]);
    await goTo('2026-07-01 00:40');
    expect(told('water.section.month.worse-than-v', C)).toEqual([
      '2026-04 0',
      '2026-05 1',
      '2026-05 0 r2',
      '2026-06 0',
    ]);
    expect(told('water.section.month.outbound-gap', B)).toEqual(['2026-04 0', '2026-05 1', '2026-06 0']);
    expect(told('water.section.month.relapse', A).at(-1)).toBe('2026-06 0');
    expect(told('water.basin.month.warning-level', BASIN).at(-1)).toBe('2026-06 0');
    expect(told('water.plant.month.load-percent', OUTLET.id)).toEqual(['2026-06 55.0']);
    expect(newest('water.plant.month.load-percent', OUTLET.id)).toMatchObject({
      coverage: { valid: 23, expected: 30 },
      details: { target: '60' },
    });
  });
  it('lead down to the rows they are of', async () => {
    const { basis } = newest('water.section.month.relapse', A);
    expect(basis.references).toEqual([{ service: 'monitoring', kind: 'section-month', id: `${A}~2026-06` }]);
    const down = async (kind: string, id: string) =>
      (
        await service.get<{ record: { title: string }; basis: { references: { kind: string; id: string }[] } }>(
          `/evidence/monitoring/${kind}/${encodeURIComponent(id)}`,
        )
      ).body;
    const month = await down('section-month', `${A}~2026-06`);
    expect(month.record.title).toBe(`${SECTIONS[0]!.name} 2026-06 月均值`);
    expect(month.basis.references).toMatchObject([{ kind: 'section-day', id: `${A}~2026-06-15` }]);
    const day = await down('section-day', `${A}~2026-06-15`);
    expect(day.basis.references).toMatchObject([{ kind: 'section-row' }]);
    const row = await down('section-row', day.basis.references[0]!.id);
    expect(row.basis.references.map(({ kind }) => kind)).toContain('packet');
    for (const [kind, id] of [
      ['section-month', `${A}~2026-13`],
      ['section-month', 'nowhere~2026-06'],
      ['section-day', `${A}~2026-02-30`],
      ['section-day', A],
    ] as const)
      expect(await service.get(`/evidence/monitoring/${kind}/${encodeURIComponent(id)}`)).toMatchObject({
        status: 404,
      });
  });
});

describe('samples of a drinking-water source', () => {
  const source = {
    name: '南门水库',
    areaId: OUTLET.area,
    water: 'lake',
    level: 'county',
    sampledEvery: 'month',
    outletLimits: { turbidity: { name: '浑浊度', limit: '1' } },
    answersFor: OUTLET.answersFor.map(({ unit, ...rest }) => ({ unitId: unit, ...rest })),
  };
  const save = (expectedVersion: number, more: object = {}) =>
    service.put('/drinking-sources/W1', { ...source, ...more, expectedVersion });
  const sample = (sampledOn: string, mn: string, more: object = {}) =>
    service.put('/drinking-sources/W1/results', {
      kind: 'source',
      sampledOn,
      values: { ph: '7.5', do: '8', mn },
      volume: '300',
      expectedVersion: 0,
      ...more,
    });
  const BEYOND = 'water.source.day.beyond-items';

  it('are published when their day is over, each by itself, dated by when they were learnt', async () => {
    expect(await save(0)).toMatchObject({ status: 200 });
    expect(await sample('2026-06-20', '0.12')).toMatchObject({ status: 200 });
    expect(await sample('2026-07-01', '0.05')).toMatchObject({ status: 200 });
    const outlet = { kind: 'outlet', values: { turbidity: '1.2' }, volume: null };
    expect(await sample('2026-06-20', '', outlet)).toMatchObject({ status: 200 });
    await service.settle();
    expect(told(BEYOND, 'W1')).toEqual([]);
    await goTo('2026-07-02 00:40');
    expect(told(BEYOND, 'W1')).toEqual(['2026-06-20 1', '2026-07-01 0']);
    expect(told('water.source.day.outlet-beyond-items', 'W1')).toEqual(['2026-06-20 1']);
    const sent = service
      .events('monitoring.indicators')
      .filter(({ key }) => key === 'source/W1')
      .map(({ occurredAt }) => occurredAt);
    expect(new Set(sent)).toEqual(new Set([shanghai('2026-07-02 00:00')]));
  });
  it('tell others where the source is and who answers for it', () => {
    expect(service.dataOf(DrinkingSourceState)).toMatchObject([
      { id: 'W1', version: 1, name: '南门水库', areaId: OUTLET.area, answersFor: [{ unitId: expect.anything() }] },
    ]);
  });
  it('are said again where one is corrected, and by new limits where they decide otherwise', async () => {
    await sample('2026-06-20', '0.10', { expectedVersion: 1, reason: '化验室复核' });
    await save(1, { outletLimits: { turbidity: { name: '浑浊度', limit: '1.5' } } });
    await goTo('2026-07-03 00:40');
    expect(told(BEYOND, 'W1')).toEqual(['2026-06-20 1', '2026-07-01 0', '2026-06-20 0 r2']);
    expect(told('water.source.day.outlet-beyond-items', 'W1')).toEqual(['2026-06-20 1', '2026-06-20 0 r2']);
    await goTo('2026-07-04 00:40');
    expect(told(BEYOND, 'W1')).toHaveLength(3);
  });
  it('are found as evidence', async () => {
    const [reference] = newest(BEYOND, 'W1').basis.references;
    expect(reference).toMatchObject({ kind: 'source-result', id: 'W1~source~2026-06-20', version: 2 });
    const first = await service.get(`/evidence/monitoring/source-result/${reference!.id}?version=1`);
    expect(first.body).toMatchObject({
      record: { version: 1, facts: expect.arrayContaining([{ label: '评价', value: '超标' }]) },
    });
    expect(first.body['record']).not.toHaveProperty('currentVersion');
    expect(await service.get(`/evidence/monitoring/source-result/${reference!.id}`)).toMatchObject({
      status: 200,
      body: {
        record: {
          title: '南门水库 2026-06-20 水源样品',
          facts: expect.arrayContaining([{ label: '评价', value: '达标' }]),
        },
      },
    });
    for (const id of ['W1~source~2026-06-21', 'W1~tap~2026-06-20', 'W9~source~2026-06-20', 'W1'])
      expect(await service.get(`/evidence/monitoring/source-result/${id}`)).toMatchObject({ status: 404 });
  });
});

describe('days of a sewage plant', () => {
  const of = (name: string): string[] => told(`water.plant.${name}`, OUTLET.id, '2026-07');

  it('are published from the first changed one on, with the sections downstream', async () => {
    await report([
      day(1),
      day(2, { usableCapacity: '15900', inflow: '18000', treated: '15900' }),
      day(3, { effluent: { cod: '50.1' } }),
    ]);
    await goTo('2026-07-05 00:40');
    expect(of('day.usable-percent')).toEqual(['2026-07-01 100.0', '2026-07-02 79.5', '2026-07-03 100.0']);
    expect(of('day.untreated')).toEqual(['2026-07-01 0', '2026-07-02 2100', '2026-07-03 0']);
    expect(of('day.sludge-backlog')).toEqual(['2026-07-01 486', '2026-07-02 492', '2026-07-03 498']);
    expect(of('day.effluent-beyond')).toEqual(['2026-07-01 0', '2026-07-02 0', '2026-07-03 1']);
    expect(newest('water.plant.day.usable-percent', OUTLET.id)).toMatchObject({
      subject: { kind: 'plant', id: OUTLET.id },
      details: { target: '80', downstream: [{ id: A, name: SECTIONS[0]!.name }] },
    });
  });
  it('a corrected day changes the sludge of every day after it, and nothing else', async () => {
    await report([day(1, { sludgeProduced: '10' })], { reason: '过磅单更正' });
    await goTo('2026-07-06 00:40');
    expect(of('day.sludge-backlog').slice(3)).toEqual(['2026-07-01 490 r2', '2026-07-02 496 r2', '2026-07-03 502 r2']);
    expect(of('day.untreated')).toHaveLength(3);
  });
  it('are found as evidence', async () => {
    const [reference] = newest('water.plant.day.effluent-beyond', OUTLET.id).basis.references;
    expect(await service.get(`/evidence/monitoring/plant-day/${reference!.id}`)).toMatchObject({
      status: 200,
      body: { record: { facts: expect.arrayContaining([{ label: '进水量', value: '11000', unit: '立方米' }]) } },
    });
    expect(await service.get(`/evidence/monitoring/plant-day/${OUTLET.id}~2026-07-30`)).toMatchObject({ status: 404 });
  });
});
