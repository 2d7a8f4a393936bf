/** A span over the day on which the standard changed: targets count each day under its own edition, comparisons all under one. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { areaLetter, between, nationalHour, registerCity, rowsOf } from './sample-city.js';

const AREA = [...areaLetter].find(([, name]) => name === '甲')![0];
const SPAN = { from: '2026-02-27', to: '2026-03-04' };
/** PM10 lacks hours in three of the area's four stations: 2012 gave such a day an index, HJ 633-2026 5.3.1 withholds it. */
const FIRST = { date: '2026-02-27', inForce: 'good', restated: null, missing: ['PM10'] };
let service: MonitoringService;

type Body = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
const set = async (over: object = {}): Promise<Body> => {
  const { status, body } = await service.call<Body>(
    { permissions: ['target.manage', 'monitoring.read'], unitId: 'city' },
    'POST',
    '/targets',
    {
      definition: 'air.area.cutoff.good-days',
      subject: { kind: 'area', id: AREA },
      period: { label: '两版标准之间', ...SPAN },
      value: '5',
      document: '示例办〔2026〕2号',
      ...over,
    },
  );
  if (status !== 201) throw new Error(JSON.stringify(body));
  return body;
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-02-26 00:00'));
  await registerCity(service, ({ id }) => ['ST01', 'ST02', 'ST03', 'ST04'].includes(id));
  const rows = between(rowsOf('air-national-hourly.csv.gz'), '2026-02-27 00:00', '2026-03-05 00:00');
  await service.sendPackets(rows.map((row) => nationalHour(row)));
  await service.settle();
  await service.setClock(shanghai('2026-03-05 00:40'));
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

it('each page says how it counts, gives the other count beside it, and names the days between them', async () => {
  const target = await set();
  const { body: found } = await service.get<Body>(`/air-comparison?areaId=${AREA}&from=${SPAN.from}&to=${SPAN.to}`);
  const { current } = found['days'];
  expect(target).toMatchObject({ isRestated: false, countedUnder: ['cn-2012-amended', 'cn-2026-transition'] });
  expect(target['now'].days).toBe(current.evaluatedDays + 1);
  expect(target['otherwise']).toMatchObject({
    rule: 'one-edition',
    edition: found['basis'].edition,
    value: String(current.goodDays),
    days: current.evaluatedDays,
    changed: [FIRST],
  });
  expect(found['inForce']).toMatchObject({
    editions: target['countedUnder'],
    days: { goodDays: Number(target['now'].value), evaluatedDays: target['now'].days },
    changed: [FIRST],
  });
});

it('a target stated under one edition counts as the comparison does', async () => {
  const restated = await set({ edition: 'cn-2026-transition', period: { label: '按新标准', ...SPAN } });
  const { body: found } = await service.get<Body>(`/air-comparison?areaId=${AREA}&from=${SPAN.from}&to=${SPAN.to}`);
  expect(restated).toMatchObject({
    countedUnder: ['cn-2026-transition'],
    now: { value: String(found['days'].current.goodDays), days: found['days'].current.evaluatedDays },
    otherwise: { rule: 'each-day', value: String(found['inForce'].days.goodDays) },
  });
});

it('under one edition there is nothing to tell apart', async () => {
  const march = await set({ value: '3', period: { label: '三月初', from: '2026-03-01', to: '2026-03-04' } });
  expect(march).toMatchObject({ countedUnder: ['cn-2026-transition'], otherwise: null });
});

it('says how far what it rests on has been looked at', async () => {
  const of = async (path: string): Promise<Body> => (await service.get<Body>(path)).body;
  const span = `from=${SPAN.from}&to=${SPAN.to}`;
  expect((await of('/targets'))['items'][0]).toMatchObject({ dataState: 'realtime' });
  expect(await of(`/air-comparison?areaId=${AREA}&${span}`)).toMatchObject({
    current: { dataState: 'realtime' },
    earlier: { dataState: null },
  });
  expect((await of(`/air-years?areaId=${AREA}&${span}`))['years']).toMatchObject([
    { dataState: 'realtime' },
    { dataState: null },
  ]);
  expect((await of(`/air-ranking?kind=station&${span}`))['rows'][0]).toMatchObject({ dataState: 'realtime' });
  expect((await of(`/air-attainment?areaId=${AREA}&years=1`))['years']).toMatchObject([{ dataState: 'realtime' }]);
});

it('a year with too many days lost says so, from the day on which it was lost', async () => {
  const period = { label: '2026', from: '2026-01-01', to: '2026-12-31' };
  const { lostValidity } = await set({ definition: 'air.area.cutoff.pm25', value: '30', period });
  expect(lostValidity).toEqual([
    { pollutant: 'PM2.5', period: '2026-01', since: '2026-01-05', mostDays: 0, requiredDays: 27 },
    { pollutant: 'PM2.5', period: '2026-02', since: '2026-02-04', mostDays: 2, requiredDays: 25 },
    { pollutant: 'PM2.5', period: '2026', since: '2026-02-11', mostDays: 308, requiredDays: 324 },
  ]);
  expect(await set({ definition: 'air.area.cutoff.good-day-rate', value: '80.0', period })).toMatchObject({
    lostValidity: [],
  });
});

it('names the last day with a value where days after it have none, and says when the days are too few', async () => {
  await service.setClock(shanghai('2026-03-07 00:40'));
  await service.settle();
  const period = { label: '三月上旬', from: SPAN.from, to: '2026-03-10' };
  const { now, ...target } = await set({ period });
  expect(now).toMatchObject({ day: '2026-03-06', remaining: 4 });
  expect(target).toMatchObject({
    lastValueDay: SPAN.to,
    marginPoints: '5',
    tooFewDays: { days: now.days, passed: 8, asked: 8 },
  });
  const { body } = await service.get<Body>('/monitoring-overview');
  expect(body['goodDays']).toMatchObject([{ lastDay: '2026-03-06', lastValueDay: SPAN.to, dataState: 'realtime' }]);
});
