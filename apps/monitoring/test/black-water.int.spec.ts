import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { type MonitoringService, shanghai, startMonitoring } from './monitoring-service.js';
import { registerCity, subjects } from './sample-city.js';

let service: MonitoringService;
const section = subjects.find(({ kind }) => kind === 'section')!;
const audits = async (action: string): Promise<Record<string, unknown>[]> =>
  (await service.db.query('select old, new, reason from audit where action = $1 order by seq', [action])) as Record<
    string,
    unknown
  >[];

const water = {
  name: '示例沟',
  areaId: section.area,
  reach: '南环路至入河口',
  lengthMetres: '1200',
  surfaceSquareMetres: null,
  points: [
    { id: 'P1', name: '起点' },
    { id: 'P2', name: '入河口' },
  ],
  answersFor: section.answersFor.map(({ unit, ...rest }) => ({ unitId: unit, ...rest })),
  expectedVersion: 0,
};
const first = (standing: string, from: string) => ({ standing, from, basis: '示例办〔2026〕3号' });
const sample = (sampledOn: string, values: object, more: object = {}) => ({
  point: 'P1',
  sampledOn,
  values,
  expectedVersion: 0,
  ...more,
});
const clean = { clarity: '40', do: '4.1', orp: '120', nh3n: '1.2' };
const put = (id: string, body: object) => service.put(`/black-waters/${id}`, body);
const record = (id: string, body: object) => service.put(`/black-waters/${id}/samples`, body);
const move = (id: string, body: object) => service.post(`/black-waters/${id}/standings`, body);

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-07-31 12:00'));
  await registerCity(service, ({ kind }) => kind === 'section');
}, 120_000);
afterAll(() => service?.stop());

describe('the register of black waters', () => {
  it('takes a water with how it stands on the list', async () => {
    expect(await put('B1', water)).toMatchObject({ status: 422, body: { code: 'BLACK_WATER_STANDING_INVALID' } });
    expect(await put('B1', { ...water, first: first('listed', '2026-08-01') })).toMatchObject({
      body: { code: 'RECORD_AHEAD_OF_TIME' },
    });
    expect(await put('B1', { ...water, first: first('listed', '2025-11-03') })).toMatchObject({
      status: 200,
      body: { version: 1, standings: [{ standing: 'listed', from: '2025-11-03' }] },
    });
    for (const [id, standing] of [
      ['B2', 'treated'],
      ['B3', 'closed'],
    ] as const)
      expect(await put(id, { ...water, name: `示例塘${id}`, first: first(standing, '2026-01-10') })).toMatchObject({
        status: 200,
      });
  });

  it('changes with versions, and not how it stands', async () => {
    const next = { ...water, reach: '南环路至东堤', expectedVersion: 1, first: first('closed', '2026-01-01') };
    expect(await put('B1', next)).toMatchObject({ body: { version: 2, standings: [{ standing: 'listed' }] } });
    expect(await put('B1', { ...next, expectedVersion: 2 })).toMatchObject({ body: { version: 2 } });
    expect(await put('B1', next)).toMatchObject({ status: 409, body: { code: 'STATE_CHANGED_MEANWHILE' } });
    expect(await audits('black-water.save')).toHaveLength(4);
    expect(
      await service.db.query(`select version from register_version where noun = 'black-water' and id = 'B1'`),
    ).toHaveLength(2);
  });

  it.each<[string, object, number, string]>([
    ['an area nobody knows', { areaId: '990199' }, 422, 'SUBJECT_AREA_INVALID'],
    ['neither length nor surface', { lengthMetres: null }, 400, ''],
    ['no point', { points: [] }, 400, ''],
    ['a point twice', { points: [water.points[0], water.points[0]] }, 400, ''],
    ['a length that is none', { lengthMetres: '-3' }, 400, ''],
  ])('refuses %s', async (_name, part, status, code) => {
    const answer = await put('B9', { ...water, ...part, first: first('listed', '2026-01-01') });
    expect(answer).toMatchObject({ status, ...(code ? { body: { code } } : {}) });
  });

  it('asks for permission and for the units that answer', async () => {
    const body = { ...water, expectedVersion: 2, name: '别的名字' };
    expect(await service.put('/black-waters/B1', body, ['monitoring.read'])).toMatchObject({ status: 403 });
    expect(await service.put('/black-waters/B1', body, ['subject.manage'], 'town-elsewhere')).toMatchObject({
      status: 403,
    });
    expect(await service.get('/black-waters', ['case.read'])).toMatchObject({ status: 403 });
    expect(await service.get('/black-waters/B7')).toMatchObject({
      status: 404,
    });
  });
});

describe('its samples', () => {
  it('are graded item by item', async () => {
    expect(
      await record('B1', sample('2026-07-02', { clarity: '8', depth: '20', do: '0.1', orp: '-30', nh3n: '9.1' })),
    ).toMatchObject({ status: 200, body: { grade: '重度黑臭', items: ['do', 'orp', 'nh3n'], version: 1 } });
    expect(await record('B1', sample('2026-07-03', clean, { point: 'P2' }))).toMatchObject({
      body: { grade: null, items: [] },
    });
  });

  it('are corrected with a reason only, and what was there stays in the trail', async () => {
    const corrected = sample('2026-07-02', { do: '1.1' }, { expectedVersion: 1 });
    expect(await record('B1', corrected)).toMatchObject({ status: 409, body: { code: 'BLACK_WATER_REASON_MISSING' } });
    expect(await record('B1', { ...corrected, reason: '化验室复核' })).toMatchObject({
      body: { grade: '轻度黑臭', version: 2 },
    });
    expect((await audits('black-water.record-sample')).at(-1)).toMatchObject({
      old: { values: { do: '0.1' } },
      new: { values: { do: '1.1' } },
      reason: '化验室复核',
    });
  });

  it.each<[string, string, object, object]>([
    [
      'a point it does not have',
      'B1',
      sample('2026-07-05', clean, { point: 'P7' }),
      { code: 'BLACK_WATER_POINT_INVALID' },
    ],
    ['a day to come', 'B1', sample('2026-08-01', clean), { code: 'RECORD_AHEAD_OF_TIME' }],
    ['a water nobody knows', 'B7', sample('2026-07-05', clean), { code: 'BLACK_WATER_NOT_FOUND' }],
    ['an old version', 'B1', sample('2026-07-02', clean), { code: 'STATE_CHANGED_MEANWHILE' }],
    ['nothing that is graded', 'B1', sample('2026-07-05', { depth: '20' }), {}],
    ['a value that is none', 'B1', sample('2026-07-05', { do: 'NaN' }), {}],
  ])('are refused: %s', async (_name, id, body, answer) => {
    const found = await record(id, body);
    expect(found.status).toBeGreaterThanOrEqual(400);
    expect(found.body).toMatchObject(answer);
  });

  it('make a month: each point by its means, the water by its worst point', async () => {
    await record('B1', sample('2026-07-20', { do: '3.5' }));
    const { body } = await service.get('/black-waters/B1');
    expect(body).toMatchObject({
      months: [
        {
          month: '2026-07',
          samples: 3,
          grade: null,
          points: [
            { point: 'P1', pointName: '起点', samples: 2, means: { do: '2.30' }, grade: null },
            { point: 'P2', pointName: '入河口', samples: 1, grade: null },
          ],
        },
      ],
      samples: [
        { sampledOn: '2026-07-20' },
        { sampledOn: '2026-07-03' },
        { sampledOn: '2026-07-02', grade: '轻度黑臭' },
      ],
    });
  });
});

describe('the list', () => {
  const closed = { standing: 'closed', from: '2026-07-31', basis: '示例办〔2026〕21号' };

  it('lets a water go after half a year without a black month', async () => {
    expect(await move('B2', { ...closed, standing: 'treated', expectedVersion: 1 })).toMatchObject({
      status: 409,
      body: { code: 'BLACK_WATER_STANDING_MOVE' },
    });
    expect(await move('B2', { ...closed, from: '2026-01-10', expectedVersion: 1 })).toMatchObject({
      body: { code: 'BLACK_WATER_STANDING_ORDER' },
    });
    for (const month of ['02', '03', '04', '05', '06']) await record('B2', sample(`2026-${month}-08`, clean));
    expect(await move('B2', { ...closed, expectedVersion: 1 })).toMatchObject({
      status: 409,
      body: { code: 'BLACK_WATER_NOT_CLEAN' },
    });
    await record('B2', sample('2026-07-08', clean));
    expect(await move('B2', { ...closed, expectedVersion: 1 })).toMatchObject({
      status: 200,
      body: { version: 2, standings: [{ standing: 'treated' }, { standing: 'closed', from: '2026-07-31' }] },
    });
    const mended = { ...closed, from: '2026-07-30', instead: true, expectedVersion: 2 };
    expect(await move('B2', mended)).toMatchObject({
      body: { version: 3, standings: [{ standing: 'treated' }, { standing: 'closed', from: '2026-07-30' }] },
    });
    expect(await audits('black-water.move')).toHaveLength(2);
  });

  it('shows the share that is gone, and who came back', async () => {
    await record('B3', sample('2026-07-09', { nh3n: '16' }));
    const { body } = await service.get('/black-waters');
    expect(body).toMatchObject({
      month: '2026-07',
      fewestCleanMonths: 6,
      elimination: { eliminated: 1, waters: 3, measured: 3, relapsed: 1, rate: '33.3' },
      items: [
        { water: { id: 'B1' }, then: { standing: 'listed', isEliminated: false }, cleanMonths: 0 },
        { water: { id: 'B2' }, then: { standing: 'closed', isEliminated: true }, cleanMonths: 6 },
        {
          water: { id: 'B3' },
          then: { standing: 'closed', isRelapsed: true, newest: { month: '2026-07', grade: '重度黑臭' } },
        },
      ],
    });
    expect((await service.get('/black-waters?month=2026-06')).body).toMatchObject({
      elimination: { eliminated: 2, waters: 3, measured: 1, relapsed: 0, rate: '66.7' },
    });
    expect((await service.get('/black-waters?month=2025-10')).body).toMatchObject({
      elimination: { waters: 0, rate: null },
      items: [{ then: null }, { then: null }, { then: null }],
    });
  });

  it('comes a page at a time', async () => {
    const { body } = await service.get<{ nextCursor: string }>('/black-waters?limit=2');
    expect(body).toMatchObject({ elimination: { waters: 3 }, items: [{}, { water: { id: 'B2' } }] });
    expect((await service.get(`/black-waters?limit=2&cursor=${body.nextCursor}`)).body).toMatchObject({
      nextCursor: null,
      items: [{ water: { id: 'B3' } }],
    });
  });

  it('is published with the seal, and again only when it changes', async () => {
    const published = (definition: string) =>
      service
        .dataOf(MonitoringIndicator)
        .filter((one) => one.definition === definition && one.period.label === '2026-07');
    const [rate, back] = ['water.area.month.black-odour-eliminated', 'water.area.month.black-odour-relapsed'];
    expect(published(rate)).toEqual([]);
    await service.setClock(shanghai('2026-08-01 00:40'));
    await service.settle();
    expect(published(rate)).toMatchObject([
      { value: '33.3', numerator: '1', denominator: '3', coverage: { valid: 3, expected: 3 } },
    ]);
    expect(published(back)).toMatchObject([{ value: '1', details: { relapsed: ['示例塘B3'] } }]);
    const link = async (kind: string, id: string, version?: number) =>
      (
        await service.get<{
          record: { title: string; facts: { label: string; value: string }[] };
          basis: { references: { kind: string; id: string }[] };
        }>(
          `/evidence/monitoring/${kind}/${encodeURIComponent(id)}${version === undefined ? '' : `?version=${version}`}`,
        )
      ).body;
    expect(published(rate)[0]!.basis.references.map(({ id }) => id)).toEqual([
      'B1~2026-07',
      'B2~2026-07',
      'B3~2026-07',
    ]);
    const relapsed = await link('black-water', 'B3~2026-07');
    expect(relapsed.record.facts).toEqual(
      expect.arrayContaining([
        { label: '黑臭等级', value: '重度黑臭' },
        { label: '返黑返臭', value: '是' },
      ]),
    );
    expect(relapsed.basis.references.map(({ kind }) => kind)).toContain('black-water-sample');
    const measured = await link('black-water-sample', relapsed.basis.references[0]!.id);
    expect(measured.record.facts).toContainEqual({ label: '黑臭等级', value: '重度黑臭' });
    const corrected = sample('2026-07-09', { nh3n: '1.6' }, { expectedVersion: 1, reason: '小数点错位' });
    expect(await record('B3', corrected)).toMatchObject({ status: 200 });
    const [cited] = relapsed.basis.references;
    const asOf = async (version: number): Promise<string | undefined> =>
      (await link('black-water-sample', `${cited!.id}`, version)).record.facts.find(({ label }) => label === '氨氮')
        ?.value;
    expect(await asOf(1)).not.toBe(await asOf(2));
    expect(await asOf(2)).toBe('1.6');
    await service.setClock(shanghai('2026-08-03 00:40'));
    await service.settle();
    expect(published(rate).map(({ value, revision }) => [value, revision])).toEqual([
      ['33.3', 1],
      ['66.7', 2],
    ]);
    expect(published(back).map(({ value }) => value)).toEqual(['1', '0']);
  });

  it('is told again of a month long over when a late sample reaches it', async () => {
    await service.setClock(shanghai('2027-01-10 00:40'));
    await service.settle();
    expect(await record('B3', sample('2026-07-20', { do: '0.1' }))).toMatchObject({ status: 200 });
    await service.setClock(shanghai('2027-01-11 00:40'));
    await service.settle();
    const back = service
      .dataOf(MonitoringIndicator)
      .filter(({ definition, period }) => definition.endsWith('black-odour-relapsed') && period.label === '2026-07');
    expect(back.map(({ value, revision }) => [value, revision])).toEqual([
      ['1', 1],
      ['0', 2],
      ['1', 3],
    ]);
  }, 120_000);

  it('leaves a water out that is retired', async () => {
    expect(await put('B3', { ...water, name: '示例塘B3', retired: true, expectedVersion: 1 })).toMatchObject({
      status: 200,
    });
    expect((await service.get('/black-waters')).body).toMatchObject({ elimination: { waters: 2 } });
  });
});
