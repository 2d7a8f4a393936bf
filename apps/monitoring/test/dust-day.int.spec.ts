/** Dust days as a paper of the network recognises them: recorded, left out of particles, and withdrawn. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { indicatorId } from '../src/indicator/observe-indicators.js';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { areaLetter, areas, between, nationalHour, registerCity, rowsOf } from './sample-city.js';

const AREA = [...areaLetter].find(([, name]) => name === '甲')![0];
const STATIONS = ['ST01', 'ST02', 'ST03', 'ST04'];
const MAY = 'from=2026-05-01&to=2026-05-31';
const DUSTY = ['2026-05-10', '2026-05-11'];
const PAPER = {
  document: '关于2026年5月沙尘天气过程认定的通知',
  documentNumber: '总站气字〔2026〕1号',
  documentDate: '2026-05-20',
};
const WISH = { areaId: AREA, from: DUSTY[0]!, to: DUSTY[1]!, ...PAPER };
let service: MonitoringService;

type Body = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
const get = async (path: string): Promise<Body> => {
  const { status, body } = await service.get<Body>(path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
};
const compared = (): Promise<Body> => get(`/air-comparison?areaId=${AREA}&${MAY}`);
const of = (found: Body, pollutant: string, statistic = 'mean'): Body =>
  found['concentrations'].find((one: Body) => one['pollutant'] === pollutant && one['statistic'] === statistic);
const recognise = (wish: object = {}, permissions?: readonly string[]) =>
  service.post('/dust-days', { ...WISH, ...wish }, permissions);
const withdraw = (id: string, reason = '通知已更正') => service.post(`/dust-days/${id}/withdraw`, { reason });
const month = (definition: string): Body[] =>
  service
    .dataOf(MonitoringIndicator)
    .filter((one) => one.definition === `air.area.month.${definition}` && one.subject.id === AREA);

/** Facts of a record of the evidence chain by label, and what it rests on. */
const evidence = async (kind: string, id: string): Promise<{ facts: Record<string, string>; references: Body[] }> => {
  const { record, basis } = await get(`/evidence/monitoring/${kind}/${encodeURIComponent(id)}`);
  const facts = record['facts'].map(({ label, value, unit }: Body) => [label, `${value}${unit ?? ''}`]);
  return { facts: Object.fromEntries(facts), references: basis['references'] };
};
const evidenceOf = (data: Body) => evidence('indicator', indicatorId(data as Parameters<typeof indicatorId>[0]));
const papers = (references: readonly Body[]): string[] =>
  references.flatMap(({ kind, id }) => (kind === 'dust-recognition' ? [id] : []));

const watched = (kind: 'area' | 'station', id: string) =>
  service.call<Body>({ permissions: ['target.manage', 'monitoring.read'], unitId: 'city' }, 'POST', '/targets', {
    definition: `air.${kind}.cutoff.pm10`,
    subject: { kind, id },
    period: { label: '2026-05', from: '2026-05-01', to: '2026-05-31' },
    value: '60',
    document: '示例办〔2026〕2号',
  });
/** Figures to date of a target as they were told last, by the day they go up to. */
const figures = (kind: 'area' | 'station', id: string): Record<string, string | null> =>
  Object.fromEntries(
    service
      .dataOf(MonitoringIndicator)
      .filter((one) => one.definition === `air.${kind}.cutoff.pm10` && one.subject.id === id)
      .map(({ period, value }) => [period.label, value]),
  );

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-04-30 00:00'));
  await registerCity(service, ({ id }) => STATIONS.includes(id));
  expect((await watched('area', AREA)).status).toBe(201);
  expect((await watched('station', 'ST01')).status).toBe(201);
  for (const id of STATIONS)
    await service.put(`/stations/${id}/evaluation-point`, { status: 'yes', basis: '名录', from: '2025-01-01' });
  const rows = between(rowsOf('air-national-hourly.csv.gz'), '2026-05-01 00:00', '2026-06-01 00:00');
  await service.sendPackets(rows.map((row) => nationalHour(row)));
  await service.settle();
  await service.setClock(shanghai('2026-06-01 00:40'));
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

describe('a recognition', () => {
  let before: Body;
  let id: string;
  let published: Body[];
  let others: Record<string, number>;
  beforeAll(async () => {
    before = await compared();
    published = month('pm10');
    others = Object.fromEntries(['o3-p90', 'good-days'].map((name) => [name, month(name).length]));
    const answer = await recognise();
    expect(answer).toMatchObject({ status: 201, body: { areaId: AREA, ...PAPER, withdrawn: null, percent: 0 } });
    id = String(answer.body['id']);
    await service.settle();
  });

  it('leaves the particles of its days out, and says which they are', async () => {
    const found = await compared();
    expect(before['current'].dustDates).toEqual([]);
    expect(found['current']).toMatchObject({ dustDates: DUSTY, dustRecognitions: [id] });
    expect(found['earlier']).toMatchObject({ dustDates: [], dustRecognitions: [] });
    const { days } = await get(`/day-calendar?areaId=${AREA}&${MAY}`);
    const own = days.filter((day: Body) => !DUSTY.includes(day['day']) && day['values'].PM10 !== undefined);
    const mean = own.reduce((sum: number, day: Body) => sum + day['values'].PM10, 0) / own.length;
    expect(of(found, 'PM10').currentDays).toBe(own.length);
    expect(Math.abs(of(found, 'PM10').current - mean)).toBeLessThanOrEqual(0.5001);
    expect(of(found, 'PM2.5').currentDays).toBe(of(before, 'PM2.5').currentDays - DUSTY.length);
  });

  it('leaves gases, indices and counts of days as they are', async () => {
    const found = await compared();
    for (const pollutant of ['SO2', 'NO2', 'CO', 'O3']) {
      expect(of(found, pollutant)).toEqual(of(before, pollutant));
      expect(of(found, pollutant, 'percentile')).toEqual(of(before, pollutant, 'percentile'));
    }
    expect(found['days']).toEqual(before['days']);
    expect(found['days'].current.goodDayPercent).toMatch(/^\d+\.\d$/);
  });

  it('marks the days of the area and its stations, and of no other', async () => {
    for (const query of [`areaId=${AREA}`, 'stationId=ST01']) {
      const { days } = await get(`/day-calendar?${query}&${MAY}`);
      expect(days.filter((day: Body) => day['isDust']).map((day: Body) => day['day'])).toEqual(DUSTY);
    }
    const { rows } = await get(`/air-ranking?kind=area&by=PM10&${MAY}`);
    const dusty = Object.fromEntries(rows.map((row: Body) => [row['id'], row['dustDays']]));
    expect(dusty).toEqual(Object.fromEntries(rows.map((row: Body) => [row['id'], row['id'] === AREA ? 2 : 0])));
    expect(rows.find((row: Body) => row['id'] === AREA).dustRecognitions).toEqual([id]);
    expect((await get(`/air-years?areaId=${AREA}&${MAY}`))['years'][0].dustRecognitions).toEqual([id]);
  });

  it('has the published month worked out again', () => {
    const revisions = month('pm10');
    expect(revisions).toHaveLength(published.length + 1);
    const { usedDays } = published.at(-1)!['details'];
    expect(revisions.at(-1)!['details']).toMatchObject({ usedDays: usedDays - DUSTY.length, dustDates: DUSTY });
    expect(month('o3-p90')).toHaveLength(others['o3-p90']!);
    expect(month('good-days')).toHaveLength(others['good-days']!);
  });

  it('is named by the evidence of what it changed, with the days, and of nothing else', async () => {
    const { validDays } = published.at(-1)!['details'];
    const told = await evidenceOf(month('pm10').at(-1)!);
    expect(told.facts).toMatchObject({
      有效天数: `${validDays}天`,
      参与计算天数: `${validDays - DUSTY.length}天`,
      剔除的沙尘天: DUSTY.join('、'),
    });
    expect(papers(told.references)).toEqual([id]);
    expect(told.references[0]).toMatchObject({ kind: 'indicator' });
    const index = await evidenceOf(month('composite-index').at(-1)!);
    expect(index.facts['剔除的沙尘天']).toBe(DUSTY.join('、'));
    expect(index.facts['参与计算天数']).toContain(`PM10 ${validDays - DUSTY.length}`);
    expect(papers(index.references)).toEqual([id]);
    for (const untouched of [published.at(-1)!, month('o3-p90').at(-1)!, month('good-days').at(-1)!]) {
      const { facts, references } = await evidenceOf(untouched);
      expect(facts).not.toHaveProperty('剔除的沙尘天');
      expect(papers(references)).toEqual([]);
    }
  });

  it('has a record with its paper, whose days it speaks of and who recorded it', async () => {
    const { facts, references } = await evidence('dust-recognition', id);
    expect(facts).toMatchObject({
      认定文件: PAPER.document,
      文号: PAPER.documentNumber,
      发文日期: PAPER.documentDate,
      地区: expect.stringContaining(AREA),
      沙尘天: DUSTY.join('、'),
      录入人: expect.any(String),
      录入时间: expect.any(String),
    });
    expect(facts).not.toHaveProperty('已撤回');
    expect(references).toEqual([]);
  });

  it('lies above days whose concentrations are told', async () => {
    const { references } = await evidenceOf(month('pm10').at(-1)!);
    const { days } = await get(`/day-calendar?areaId=${AREA}&${MAY}`);
    const { facts } = await evidence('indicator', references[0]!['id']);
    expect(facts['PM10']).toBe(`${days[0]['values'].PM10}µg/m³`);
    expect(facts['CO']).toBe(`${days[0]['values'].CO}mg/m³`);
  });

  it('is refused a second time by the same paper', async () => {
    expect(await recognise()).toMatchObject({ status: 409, body: { code: 'DUST_DAY_EXISTS' } });
  });

  it('is listed with its paper', async () => {
    expect((await get('/dust-days'))['items']).toMatchObject([{ id, ...PAPER, from: DUSTY[0], to: DUSTY[1] }]);
    expect((await get('/dust-days?withdrawn=true'))['items']).toEqual([]);
    expect(await get('/dust-days?limit=1')).toMatchObject({ items: [{ id }] });
  });

  it('counts its days again once withdrawn, and stays with the reason', async () => {
    expect((await service.post(`/dust-days/${id}/withdraw`, { reason: '无权' }, ['monitoring.read'])).status).toBe(403);
    expect(await withdraw(id)).toMatchObject({ status: 200, body: { id, withdrawn: { reason: '通知已更正' } } });
    await service.settle();
    expect(await compared()).toEqual(before);
    const { value, revision, details } = published.at(-1)!;
    expect(month('pm10').at(-1)).toMatchObject({ value, details, revision: revision + 2 });
    expect(papers((await evidenceOf(month('pm10').at(-1)!)).references)).toEqual([]);
    expect((await evidence('dust-recognition', id)).facts).toMatchObject({
      已撤回: '是',
      撤回人: expect.any(String),
      撤回时间: expect.any(String),
      撤回原因: '通知已更正',
    });
    expect(await withdraw(id)).toMatchObject({ status: 409, body: { code: 'DUST_DAY_WITHDRAWN' } });
    expect((await get('/dust-days'))['items']).toEqual([]);
    expect((await get('/dust-days?withdrawn=true'))['items']).toMatchObject([
      { id, withdrawn: { reason: '通知已更正' } },
    ]);
    const acts = await service.db.query(`select action from audit where action like 'dust-day.%' order by action`);
    expect(acts.map(({ action }: Body) => action)).toEqual(['dust-day.recognise', 'dust-day.withdraw']);
  });
});

describe('two papers of the same days', () => {
  it('are named both, and the one that stays after the other is withdrawn', async () => {
    const [first, second] = [await recognise(), await recognise({ document: '关于沙尘天气过程认定的补充通知' })];
    const ids = [String(first.body['id']), String(second.body['id'])];
    await service.settle();
    const both = month('pm10').at(-1)!;
    expect(papers((await evidenceOf(both)).references).sort()).toEqual([...ids].sort());
    await withdraw(ids[0]!);
    await service.settle();
    const one = month('pm10').at(-1)!;
    expect(papers((await evidenceOf(one)).references)).toEqual([ids[1]]);
    expect(one['value']).toBe(both['value']);
    await withdraw(ids[1]!);
    await service.settle();
    expect(papers((await evidenceOf(month('pm10').at(-1)!)).references)).toEqual([]);
  });
});

describe('a recognition of stations', () => {
  it('holds for them and says nothing of their area', async () => {
    const answer = await recognise({ areaId: undefined, stationIds: ['ST02', 'ST01', 'ST02'] });
    expect(answer).toMatchObject({ status: 201, body: { areaId: null, stationIds: ['ST01', 'ST02'] } });
    const dusty = async (query: string): Promise<number> =>
      (await get(`/day-calendar?${query}&${MAY}`))['days'].filter((day: Body) => day['isDust']).length;
    expect(await dusty('stationId=ST01')).toBe(2);
    expect(await dusty('stationId=ST03')).toBe(0);
    expect(await dusty(`areaId=${AREA}`)).toBe(0);
    expect((await withdraw(String(answer.body['id']))).status).toBe(200);
    expect(await dusty('stationId=ST01')).toBe(0);
    await service.settle();
  });
});

describe('figures of targets told before', () => {
  it('follow a recognition, a station that moves out of its area and back, and the withdrawal', async () => {
    const plain = { area: figures('area', AREA), station: figures('station', 'ST01') };
    expect(Object.keys(plain.area).length).toBeGreaterThan(0);
    expect(Object.keys(plain.station).length).toBeGreaterThan(0);
    const { body } = await recognise();
    await service.settle();
    const dusty = { area: figures('area', AREA), station: figures('station', 'ST01') };
    expect(Object.keys(dusty.area)).toEqual(Object.keys(plain.area));
    expect(dusty.area).not.toEqual(plain.area);
    expect(dusty.station).not.toEqual(plain.station);
    for (const kind of ['area', 'station'] as const) {
      const told = service
        .dataOf(MonitoringIndicator)
        .filter(({ definition, period }) => definition === `air.${kind}.cutoff.pm10` && period.label.endsWith('05-31'));
      const { facts, references } = await evidenceOf(told.at(-1)!);
      expect(facts['剔除的沙尘天']).toBe(DUSTY.join('、'));
      expect(Number.parseInt(facts['有效天数']!)).toBe(Number.parseInt(facts['参与计算天数']!) + DUSTY.length);
      expect(papers(references)).toEqual([body['id']]);
      expect(papers((await evidenceOf(told[0]!)).references)).toEqual([]);
    }

    const elsewhere = areas.find(({ id, level }) => level === 'county' && id !== AREA)!.id;
    const move = async (areaId: string): Promise<void> => {
      const { id: _id, version, latest: _latest, retired: _retired, ...rest } = await get('/stations/ST01');
      const put = await service.put('/stations/ST01', { ...rest, areaId, expectedVersion: version });
      expect(put).toMatchObject({ status: 200, body: { areaId } });
      await service.settle();
    };
    const { areaId: home } = await get('/stations/ST01');
    await move(elsewhere);
    expect(figures('station', 'ST01')).toEqual(plain.station);
    await move(home);
    expect(figures('station', 'ST01')).toEqual(dusty.station);

    expect((await withdraw(String(body['id']))).status).toBe(200);
    await service.settle();
    expect(figures('area', AREA)).toEqual(plain.area);
    expect(figures('station', 'ST01')).toEqual(plain.station);
  });
});

describe('refused are', () => {
  it.each([
    ['days to come', { to: '2026-06-02', documentDate: '2026-06-01' }, 422, 'DUST_DAY_INVALID'],
    ['a paper to come', { documentDate: '2026-06-02' }, 422, 'DUST_DAY_INVALID'],
    ['a paper older than its days', { documentDate: '2026-05-09' }, 422, 'DUST_DAY_INVALID'],
    ['an area nobody knows', { areaId: 'nowhere' }, 422, 'AREA_UNKNOWN_INVALID'],
    ['a station nobody knows', { areaId: undefined, stationIds: ['nobody'] }, 404, 'STATION_NOT_FOUND'],
  ])('%s', async (_what, wish, status, errorCode) => {
    expect(await recognise(wish)).toMatchObject({ status, body: { code: errorCode } });
  });

  it.each([
    ['an end before the beginning', { to: '2026-05-09' }],
    ['more than a month', { from: '2026-04-01' }],
    ['no paper', { document: ' ' }],
    ['no such date', { from: '2026-02-30' }],
    ['both an area and stations', { stationIds: ['ST01'] }],
    ['neither', { areaId: undefined }],
  ])('%s', async (_what, wish) => expect((await recognise(wish)).status).toBe(400));

  it('whoever may not review data, or answers for another area', async () => {
    expect((await recognise({}, ['monitoring.read'])).status).toBe(403);
    const elsewhere = { permissions: ['data.review'], unitId: 'town-elsewhere' };
    expect((await service.call(elsewhere, 'POST', '/dust-days', WISH)).status).toBe(403);
    expect(
      (await service.post('/dust-days/0199d7a0-0000-7000-8000-000000000000/withdraw', { reason: '没有' })).status,
    ).toBe(404);
  });
});
