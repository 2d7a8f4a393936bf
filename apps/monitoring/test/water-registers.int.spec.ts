import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { between, registerCity, rowsOf, sectionRow, subjects } from './sample-city.js';

let service: MonitoringService;
const section = subjects.find(({ kind }) => kind === 'section')!;
const rows = rowsOf('sections.csv.gz');
const audits = async (action: string): Promise<Record<string, unknown>[]> =>
  (await service.db.query('select action, old, new, reason from audit where action = $1 order by seq', [
    action,
  ])) as Record<string, unknown>[];

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-07-31 12:00'));
  await registerCity(service, ({ kind }) => kind === 'section' || kind === 'outlet');
  await service.sendPackets(between(rows, '2026-07-09 00:00', '2026-07-31 00:00').map(sectionRow));
  await service.settle();
  await service.setClock(shanghai('2026-08-01 00:40'));
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

describe('the plan of a section', () => {
  const plan = {
    from: '2026-08-01',
    causes: ['上游生活污水直排'],
    measures: [{ measure: '雨污分流改造', owner: 'u1', due: '2026-12-31', projects: ['P-1'] }],
    goals: [{ by: '2026-12-31', target: 4 }],
    expectedVersion: 0,
  };

  it('is missed where a section failed in the last closed month, until it has one', async () => {
    const missing = async (): Promise<string[]> => {
      const { body } = await service.get<{ month: string; items: { sectionId: string }[] }>('/sections-without-plan');
      expect(body.month).toBe('2026-07');
      return body.items.map(({ sectionId }) => sectionId);
    };
    const months = async (id: string): Promise<boolean | null> =>
      (await service.get<{ months: { isCompliant: boolean | null }[] }>(`/sections/${id}/months?to=2026-07`)).body
        .months[0]!.isCompliant;
    const before = await missing();
    expect(before).toContain('DM02');
    for (const { id, kind } of subjects)
      if (kind === 'section') expect([id, before.includes(id)]).toEqual([id, (await months(id)) === false]);
    expect(await service.post('/sections/DM02/plans', plan)).toMatchObject({ status: 200 });
    expect(await missing()).toEqual(before.filter((id) => id !== 'DM02'));
  });

  it('has versions: another ends the one before, and both are audited', async () => {
    expect(await service.post('/sections/DM02/plans', plan)).toMatchObject({
      body: { code: 'STATE_CHANGED_MEANWHILE' },
    });
    expect(await service.post('/sections/DM02/plans', { ...plan, expectedVersion: 1 })).toMatchObject({
      body: { code: 'SECTION_PLAN_DATES' },
    });
    const next = { ...plan, from: '2026-09-01', expectedVersion: 1, reason: '专家会审后修改' };
    expect((await service.post('/sections/DM02/plans', next)).body['items']).toMatchObject([
      { version: 2, from: '2026-09-01', to: null, goals: [{ by: '2026-12-31', target: 4 }] },
      { version: 1, from: '2026-08-01', to: '2026-08-31', recordedBy: 'Spec' },
    ]);
    const end = { to: '2026-12-31', expectedVersion: 2, reason: '已达标' };
    expect(await service.post('/sections/DM02/plan-end', end, ['monitoring.read'])).toMatchObject({ status: 403 });
    expect((await service.post('/sections/DM02/plan-end', end)).body['items']).toMatchObject([
      { version: 2, to: '2026-12-31' },
      { version: 1 },
    ]);
    expect(await service.post('/sections/DM02/plan-end', end)).toMatchObject({ body: { code: 'SECTION_PLAN_NONE' } });
    expect(await audits('section-plan.record')).toHaveLength(2);
    expect(await audits('section-plan.end')).toHaveLength(1);
  });
});

describe('a drinking-water source', () => {
  const source = {
    name: '南门水库',
    areaId: section.area,
    water: 'lake',
    level: 'county',
    sampledEvery: 'month',
    sourceLimits: { chloroform: { name: '三氯甲烷', limit: '0.06' } },
    outletLimits: { residualAluminium: { name: '铝', limit: '0.2' } },
    answersFor: section.answersFor.map(({ unit, ...rest }) => ({ unitId: unit, ...rest })),
    expectedVersion: 0,
  };
  const sample = (sampledOn: string, values: object, volume: string | null, more: object = {}) => ({
    kind: 'source',
    sampledOn,
    values,
    volume,
    expectedVersion: 0,
    ...more,
  });
  const clean = { ph: '7.5', do: '8', codmn: '3', nh3n: '0.2', tp: '0.03' };

  beforeAll(async () => {
    for (const id of ['W1', 'W2', 'W3'])
      expect(await service.put(`/drinking-sources/${id}`, source)).toMatchObject({ status: 200, body: { version: 1 } });
  });

  it('D02: fails by an item of Table 2, with 总氮 told apart', async () => {
    const values = { ...clean, tn: '2.5', mn: '0.1', fe: '0.31', unknown: '7' };
    expect(await service.put('/drinking-sources/W3/results', sample('2026-07-05', values, '200'))).toMatchObject({
      status: 200,
      body: {
        isCompliant: false,
        beyond: [{ item: 'fe', name: '铁', multiple: '0.03' }],
        reportedApart: [{ item: 'tn', waterClass: 6 }],
      },
    });
  });

  it('D01: gives rates by sources and by water taken, and names the months without a sample', async () => {
    await service.put('/drinking-sources/W1/results', sample('2026-07-05', clean, '500'));
    await service.put('/drinking-sources/W1/results', sample('2026-05-05', clean, '500'));
    await service.put('/drinking-sources/W2/results', sample('2026-07-06', { ...clean, chloroform: '0.06' }, '300'));
    expect((await service.get('/drinking-sources?to=2026-07&months=2')).body).toMatchObject({
      from: '2026-06',
      missingPeriods: 0,
      rates: {
        sources: { compliant: 2, monitored: 3, rate: '66.7' },
        compliant: 2,
        monitored: 3,
        sourceRate: '66.7',
        volumeRate: '80.0',
        outletRate: null,
      },
      items: [{}, {}, { newest: { isCompliant: false } }],
      nextCursor: null,
    });
    const page = '/drinking-sources?to=2026-07&months=2&limit=2';
    const { body } = await service.get<{ nextCursor: string }>(page);
    expect(body).toMatchObject({ items: [{ source: { id: 'W1' } }, { source: { id: 'W2' } }] });
    expect((await service.get(`${page}&cursor=${body.nextCursor}`)).body).toMatchObject({
      rates: { compliant: 2, monitored: 3 },
      items: [{ source: { id: 'W3' } }],
      nextCursor: null,
    });
  });

  it('lacks the months between its first sample and the last that is over', async () => {
    expect((await service.get('/drinking-sources?to=2026-08&months=5')).body).toMatchObject({
      missingPeriods: 1,
      rates: { sources: { compliant: 2, monitored: 3, rate: '66.7' }, compliant: 3, monitored: 4, sourceRate: '75.0' },
      items: [{ missing: ['2026-06'] }, { missing: [] }, { missing: [] }],
    });
  });

  it('loses its 100 % by one sample of what leaves the waterworks', async () => {
    const outlet = (day: string, value: string) => sample(day, { residualAluminium: value }, null, { kind: 'outlet' });
    await service.put('/drinking-sources/W1/results', outlet('2026-07-01', '0.2'));
    await service.put('/drinking-sources/W1/results', outlet('2026-07-02', '0.21'));
    expect((await service.get('/drinking-sources?to=2026-07')).body['rates']).toMatchObject({
      outletCompliant: 1,
      outletEvaluated: 2,
      outletRate: '50.0',
    });
  });

  it('is corrected with a reason only, and what it replaces stays in the trail', async () => {
    const corrected = sample('2026-07-05', { ...clean, fe: '0.3' }, '200', { expectedVersion: 1 });
    expect(await service.put('/drinking-sources/W3/results', corrected)).toMatchObject({
      status: 409,
      body: { code: 'SOURCE_RESULT_REASON_MISSING' },
    });
    expect(await service.put('/drinking-sources/W3/results', { ...corrected, reason: '化验室复核' })).toMatchObject({
      body: { isCompliant: true, version: 2 },
    });
    expect((await audits('drinking-source.record-result')).at(-1)).toMatchObject({
      old: { values: { fe: '0.31' } },
      reason: '化验室复核',
    });
    const later = sample('2026-08-02', clean, '200');
    expect(await service.put('/drinking-sources/W3/results', later)).toMatchObject({
      body: { code: 'RECORD_AHEAD_OF_TIME' },
    });
    expect(await service.put('/drinking-sources/W9/results', later)).toMatchObject({ status: 404 });
    expect(await service.put('/drinking-sources/W3/results', sample('2026-07-09', { fe: 'NaN' }, '1'))).toMatchObject({
      status: 400,
    });
  });
});

it('the rate of the sources of an area is published with the seal, and again only when it changes', async () => {
  const rates = () =>
    service
      .dataOf(MonitoringIndicator)
      .filter(({ definition, period }) => definition === 'water.area.month.source-rate' && period.label === '2026-07');
  expect(rates()).toEqual([]);
  await service.setClock(shanghai('2026-08-02 00:40'));
  await service.settle();
  expect(rates()).toMatchObject([
    {
      period: { label: '2026-07' },
      value: '100.0',
      numerator: '3',
      denominator: '3',
      details: { outletRate: '50.0', failing: ['南门水库'] },
    },
  ]);
  await service.setClock(shanghai('2026-08-03 00:40'));
  await service.settle();
  expect(rates()).toHaveLength(1);
});

describe('a sewage plant', () => {
  const outlet = subjects.find(({ kind }) => kind === 'outlet')!.id;
  const plant = {
    designCapacity: '20000',
    backlogBefore: '480',
    limits: { cod: { name: '化学需氧量', limit: '50' } },
    downstream: ['DM02'],
    expectedVersion: 0,
  };
  const day = (on: string, more: object) => ({ day: on, ...more });
  const days = [
    day('2026-07-29', { usableCapacity: '20000', inflow: '18000', treated: '18000', effluent: { cod: '40' } }),
    day('2026-07-30', { usableCapacity: '15900', inflow: '18000', treated: '15900', sludgeProduced: '15' }),
    day('2026-07-31', {
      usableCapacity: '16000',
      inflow: '16000',
      treated: '16000',
      sludgeProduced: '6',
      effluent: { cod: '50.1' },
    }),
  ];

  it('says what it can treat, and warns of what drops, is left and lies there', async () => {
    expect(await service.put(`/outlets/${outlet}/plant`, { ...plant, downstream: ['DM99'] })).toMatchObject({
      status: 404,
    });
    expect(await service.put(`/outlets/${outlet}/plant`, plant)).toMatchObject({ status: 200, body: { version: 1 } });
    const { body } = await service.post(`/outlets/${outlet}/plant-days`, { days });
    expect(body).toMatchObject({
      days: [
        { day: '2026-07-31', usablePercent: '80.0', backlog: '501', signals: ['sludgeBacklog', 'effluentBeyond'] },
        {
          day: '2026-07-30',
          usablePercent: '79.5',
          untreated: '2100',
          signals: ['capacityDropped', 'untreatedInflow'],
        },
        { day: '2026-07-29', loadPercent: '90.0', signals: [], effluentBeyond: [] },
      ],
      loads: [{ item: 'cod', kilograms: '1521.6' }],
    });
    expect((await service.get('/sewage-plants')).body).toMatchObject({
      items: [{ plant: { downstream: ['DM02'] }, newest: { day: '2026-07-31' }, outdated: null }],
      nextCursor: null,
    });
    const first = (await service.get<{ nextCursor: string }>('/sewage-plants?limit=1')).body;
    expect((await service.get(`/sewage-plants?limit=1&cursor=${first.nextCursor}`)).body).toEqual({
      items: [],
      nextCursor: null,
    });
  });

  it('takes the same report twice and a correction with its reason', async () => {
    expect(await service.post(`/outlets/${outlet}/plant-days`, { days })).toMatchObject({ status: 200 });
    expect(await audits('sewage-plant.report-days')).toHaveLength(1);
    const correction = { days: [{ ...days[2], sludgeProduced: '4' }] };
    expect(await service.post(`/outlets/${outlet}/plant-days`, correction)).toMatchObject({
      body: { code: 'PLANT_DAY_REASON_MISSING' },
    });
    const { body } = await service.post(`/outlets/${outlet}/plant-days`, { ...correction, reason: '过磅单更正' });
    expect(body).toMatchObject({ days: [{ backlog: '499', signals: ['effluentBeyond'], version: 2 }, {}, {}] });
    const id = encodeURIComponent(`${outlet}~${days[2]!.day}`);
    const sludge = async (version: number) => {
      const { record } = (await service.get(`/evidence/monitoring/plant-day/${id}?version=${version}`))
        .body as unknown as {
        record: { facts: { label: string; value: string }[] };
      };
      return record.facts.find(({ label }) => label === '污泥产生')?.value;
    };
    expect([await sludge(1), await sludge(2)]).toEqual([(days[2] as { sludgeProduced?: string }).sludgeProduced, '4']);
    const twice = { days: [days[0], days[0]] };
    expect(await service.post(`/outlets/${outlet}/plant-days`, twice)).toMatchObject({
      body: { code: 'PLANT_DAY_TWICE' },
    });
    expect(await service.get('/outlets/nowhere/plant')).toMatchObject({ status: 404 });
  });
});

it('rows of a section come newest first, each with the way to its bytes', async () => {
  const { body } = await service.get<{ items: { at: string; recordId: string }[]; nextCursor: string }>(
    '/sections/DM01/rows?limit=5',
  );
  expect(body.items.map(({ at }) => at)).toEqual([...body.items.map(({ at }) => at)].sort().reverse());
  const next = await service.get<{ items: { at: string }[] }>(`/sections/DM01/rows?limit=5&cursor=${body.nextCursor}`);
  expect(next.body.items[0]!.at < body.items[4]!.at).toBe(true);
  const record = encodeURIComponent(body.items[0]!.recordId);
  expect(await service.get(`/evidence/monitoring/section-row/${record}`)).toMatchObject({ status: 200 });
});

describe('what waters may take', () => {
  const wish = {
    areaId: section.area,
    body: '示例河1',
    year: 2026,
    loads: [
      { item: 'cod', allowed: '1200', current: '1100.5' },
      { item: 'tp', allowed: '9', current: '9' },
    ],
    basis: '示例办〔2026〕9号',
    expectedVersion: 0,
  };
  const trial = (planned: object[]) =>
    service.post('/water-capacity/trial', { areaId: wish.areaId, body: wish.body, year: 2026, planned });

  it('is recorded with versions, and tells what a project would leave', async () => {
    expect(await trial([{ item: 'cod', load: '1' }])).toMatchObject({ body: { code: 'WATER_CAPACITY_NOT_FOUND' } });
    expect(await service.put('/water-capacity', wish)).toMatchObject({
      status: 200,
      body: { version: 1, items: [{ item: 'cod', left: '99.5', usedPercent: '91.7', isExceeded: false }, {}] },
    });
    expect((await trial([{ item: 'cod', load: '99.5' }])).body).toMatchObject({
      items: [
        { item: 'cod', leftAfter: '0', isExceeded: false },
        { item: 'tp', leftAfter: null, isExceeded: false },
      ],
      unknown: [],
    });
    expect(
      (
        await trial([
          { item: 'tp', load: '0.1' },
          { item: 'nh3n', load: '1' },
        ])
      ).body,
    ).toMatchObject({ items: [{}, { item: 'tp', leftAfter: '-0.1', isExceeded: true }], unknown: ['nh3n'] });
    const next = { ...wish, loads: [{ item: 'cod', allowed: '1000', current: '1100.5' }], expectedVersion: 1 };
    expect((await service.put('/water-capacity', next)).body).toMatchObject({
      version: 2,
      items: [{ left: '-100.5', isExceeded: true }],
    });
    expect((await service.get<{ items: object[] }>('/water-capacity?year=2026')).body.items).toMatchObject([
      { body: '示例河1', version: 2 },
    ]);
    const key = `areaId=${wish.areaId}&body=${encodeURIComponent(wish.body)}&year=2026`;
    expect((await service.get<{ items: object[] }>(`/water-capacity/versions?${key}`)).body.items).toMatchObject([
      { version: 2 },
      { version: 1, recordedBy: 'Spec' },
    ]);
    expect(await audits('water-capacity.record')).toHaveLength(2);
  });

  it.each([
    ['an older version', {}, 409, 'STATE_CHANGED_MEANWHILE'],
    ['an item twice', { loads: [wish.loads[0], wish.loads[0]], expectedVersion: 2 }, 422, 'WATER_CAPACITY_INVALID'],
    ['an area nobody knows', { areaId: 'nowhere' }, 422, 'AREA_UNKNOWN_INVALID'],
    ['a load below 0', { loads: [{ item: 'cod', allowed: '-1', current: '0' }] }, 400, 'INPUT_INVALID'],
  ])('is refused with %s', async (_what, changed, status, code) => {
    expect(await service.put('/water-capacity', { ...wish, ...changed })).toMatchObject({ status, body: { code } });
  });

  it('asks for the permission', async () => {
    expect((await service.put('/water-capacity', { ...wish, expectedVersion: 2 }, ['monitoring.read'])).status).toBe(
      403,
    );
  });
});

it('a failing sample that is recorded half a year late is a number of its day, and changes the rate of its month', async () => {
  const values = { ph: '7.5', do: '8', codmn: '3', nh3n: '1.2', tp: '0.03' };
  const late = { kind: 'source', sampledOn: '2026-07-20', values, volume: null, expectedVersion: 0 };
  await service.setClock(shanghai('2027-01-10 00:40'));
  await service.settle();
  expect(await service.put('/drinking-sources/W1/results', late)).toMatchObject({ status: 200 });
  await service.setClock(shanghai('2027-01-11 00:40'));
  await service.settle();
  expect((await service.get('/sewage-plants')).body).toMatchObject({
    items: [{ newest: { day: '2026-07-31' }, outdated: { since: '2026-08-08', afterDays: 7 } }],
  });
  const told = service.dataOf(MonitoringIndicator).filter(({ definition }) => definition.startsWith('water.'));
  const rates = told.filter(
    ({ definition, period }) => definition === 'water.area.month.source-rate' && period.label === '2026-07',
  );
  expect(rates.map(({ period, revision, value }) => [period.label, revision, value])).toEqual([
    ['2026-07', 1, '100.0'],
    ['2026-07', 2, '66.7'],
  ]);
  expect(
    told.filter(
      ({ definition, period }) => definition === 'water.source.day.beyond-items' && period.label === '2026-07-20',
    ),
  ).toMatchObject([{ value: '1', subject: { id: 'W1' }, details: { exceeding: ['氨氮(0.2)'] } }]);
}, 120_000);
