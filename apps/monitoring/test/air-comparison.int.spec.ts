import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { areaLetter, between, expected, nationalHour, registerCity, rowsOf } from './sample-city.js';

const AREA = [...areaLetter].find(([, name]) => name === '甲')![0];
const may = expected.air.months[0].areas['甲'];
const MAY = 'from=2026-05-01&to=2026-05-31';
/** The year before is the sample's May with more of one pollutant. */
const MORE = 10;
let service: MonitoringService;

type Body = Record<string, any>; // eslint-disable-line @typescript-eslint/no-explicit-any
const get = async (path: string): Promise<Body> => {
  const { status, body } = await service.get<Body>(path);
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return body;
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-04-30 00:00'));
  await registerCity(service, ({ id }) => ['ST01', 'ST02', 'ST03', 'ST04'].includes(id));
  for (const id of ['ST01', 'ST02', 'ST03', 'ST04'])
    await service.put(`/stations/${id}/evaluation-point`, { status: 'yes', basis: '名录', from: '2025-01-01' });
  const rows = between(rowsOf('air-national-hourly.csv.gz'), '2026-05-01 00:00', '2026-06-01 00:00');
  const isNumber = (text = ''): boolean => /^\d+(\.\d+)?$/.test(text);
  const before = rows.map((row) => ({
    ...row,
    time: row['time']!.replace('2026', '2025'),
    ...(isNumber(row['pm2_5']) ? { pm2_5: String(Number(row['pm2_5']) + MORE) } : {}),
  }));
  await service.sendPackets(before.map((row) => nationalHour(row, shanghai('2026-04-30 00:00'))));
  await service.sendPackets(rows.map((row) => nationalHour(row)));
  await service.settle();
  await service.setClock(shanghai('2026-06-01 00:40'));
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

describe('a month against the same one of the year before', () => {
  let found: Body;
  const of = (pollutant: string, statistic: string) =>
    found['concentrations'].find((one: Body) => one['pollutant'] === pollutant && one['statistic'] === statistic);
  beforeAll(async () => {
    found = await get(`/air-comparison?areaId=${AREA}&${MAY}`);
  });

  it('has concentrations with their change, and what both sides have in common', () => {
    expect(found).toMatchObject({
      earlier: { from: '2025-05-01', to: '2025-05-31' },
      basis: { edition: 'cn-2026-transition', gaps: 'OWN_DAYS', leapDay: 'DROP', dust: 'EXCLUDE', dustOfDays: 'KEEP' },
    });
    const { pm2_5: pm25, o3 } = may.statistics;
    expect(of('PM2.5', 'mean')).toMatchObject({ current: pm25, earlier: pm25 + MORE, change: -MORE });
    expect(of('PM2.5', 'mean').changePercent).toBe(-Number(((MORE * 100) / (pm25 + MORE)).toFixed(1)));
    expect(of('O3', 'percentile')).toMatchObject({ current: o3, earlier: o3, change: 0, changePercent: 0 });
    expect(found['composite']).toMatchObject({ current: Number(may.composite) });
    expect(found['composite'].change).toBeLessThan(0);
  });

  it('has days with their denominators, in days and percentage points', () => {
    const { current, earlier, goodDaysChange, goodDayPercentChange } = found['days'];
    expect(current).toMatchObject({
      goodDays: may.goodDays,
      evaluatedDays: may.evaluatedDays,
      goodDayPercent: Number(may.goodDayRate).toFixed(1),
    });
    expect(goodDaysChange).toBe(current.goodDays - earlier.goodDays);
    expect(goodDayPercentChange).toBeCloseTo(Number(current.goodDayPercent) - Number(earlier.goodDayPercent), 5);
    const levels = Object.entries<number>(current.daysByLevel);
    const above = levels.filter(([level]) => Number(level) > 2).reduce((sum, [, n]) => sum + n, 0);
    expect(above).toBe(current.evaluatedDays - current.goodDays);
  });

  it('says which days ozone cost', () => {
    const polluted = expected.air.areaDaysAbove100
      .filter((one: Body) => one['day'] < '2026-06' && '甲' in one['areas'])
      .map((one: Body) => one['day']);
    const ozone = found['attributed'].find((one: Body) => one['pollutant'] === 'O3');
    expect(ozone).toMatchObject({ polluted, goodDaysLost: polluted });
    expect(found['heavyEvents']).toEqual([]);
    expect(found['pollutedDays'].longest.length).toBeGreaterThanOrEqual(2);
    expect(found['limits'].find((one: Body) => one['pollutant'] === 'O3')).toMatchObject({
      limit: 160,
      isOver: may.statistics.o3 > 160,
    });
  });

  it('names the definition of every figure', () => {
    expect(of('PM2.5', 'mean')).toMatchObject({ definition: 'air.area.cutoff.pm25' });
    expect(of('PM2.5', 'percentile')).toMatchObject({ definition: 'air.area.cutoff.pm25-p95' });
    const names = [...found['concentrations'], ...found['limits']].map((one: Body) => one['definition']);
    expect(names.every((name) => typeof name === 'string')).toBe(true);
    expect(new Set(found['concentrations'].map((one: Body) => one['definition'])).size).toBe(12);
    expect(found['composite'].definition).toBe('air.area.cutoff.composite-index');
    expect(found['days'].definitions).toEqual({
      goodDays: 'air.area.cutoff.good-days',
      heavyDays: 'air.area.cutoff.heavy-days',
      goodDayPercent: 'air.area.cutoff.good-day-rate',
    });
    expect(found['attributed'][0].definitions).toEqual({
      polluted: 'air.area.cutoff.attributed-days',
      goodDaysLost: 'air.area.cutoff.lost-good-days',
    });
  });

  it('may count only the days valid on both sides', async () => {
    const common = await get(`/air-comparison?areaId=${AREA}&${MAY}&gaps=common`);
    expect(common['basis'].gaps).toBe('COMMON_DAYS');
    expect(common['days'].current.evaluatedDays).toBe(common['days'].earlier.evaluatedDays);
  });

  it('does not read a year without data as one without a good day', async () => {
    const { days, attributed } = await get(`/air-comparison?areaId=${AREA}&from=2025-05-01&to=2025-05-31`);
    const none = { evaluatedDays: 0, goodDays: null, pollutedDays: null, heavyDays: null, goodDayPercent: null };
    expect(days).toMatchObject({ earlier: none, goodDaysChange: null, heavyDaysChange: null });
    expect(days.current.goodDays).toBeGreaterThan(0);
    expect(attributed[0]).toMatchObject({ earlierPolluted: null, earlierGoodDaysLost: null });
  });

  it.each([
    ['air-comparison', MAY],
    ['air-years', MAY],
    ['air-editions', `${MAY}&first=cn-2012&second=cn-2026`],
    ['air-attainment', 'years=2'],
  ])('is 404 for areas and stations nobody knows (%s)', async (route, query) => {
    for (const one of ['areaId=nope', 'areaId=ST01', 'stationId=nope', `stationId=${AREA}`])
      expect(await service.get(`/${route}?${query}&${one}`)).toMatchObject({
        status: 404,
        body: { code: 'NOT_FOUND' },
      });
  });

  it.each(['', `&areaId=${AREA}&stationId=ST01`, `&areaId=${AREA}&from=2026-06-01&to=2026-05-01`])(
    'is refused with %s',
    async (rest) => {
      const query = rest.includes('from') ? rest.slice(1) : `${MAY}${rest}`;
      expect((await service.get(`/air-comparison?${query}`)).status).toBe(400);
    },
  );
});

it('years stand side by side over one calendar axis, with the figures of the comparison', async () => {
  const [found, two] = [
    await get(`/air-years?areaId=${AREA}&${MAY}&back=2`),
    await get(`/air-comparison?areaId=${AREA}&${MAY}`),
  ];
  expect(found['axis']).toHaveLength(31);
  expect(found['years'].map((one: Body) => one['from'])).toEqual(['2026-05-01', '2025-05-01', '2024-05-01']);
  expect(found['years'][0].aqi[11]).toBe(128);
  const [year, before] = found['years'].map((one: Body) => one['values']['PM2.5']);
  expect(before.map((value: number, n: number) => value - year[n])).toEqual(Array(31).fill(MORE));
  expect(found['years'][2].aqi).toEqual(Array(31).fill(null));
  const { from: _from, to: _to, ...first } = found['against'][0];
  expect(first).toEqual({ concentrations: two['concentrations'], composite: two['composite'], days: two['days'] });
  expect(found['against'][1].days).toMatchObject({ earlier: { evaluatedDays: 0 }, goodDayPercentChange: null });
  const common = await get(`/air-years?stationId=ST01&${MAY}&back=2&gaps=common`);
  expect(common['years'][0].aqi).toEqual(Array(31).fill(null));
  expect((await service.get(`/air-years?areaId=${AREA}&${MAY}&back=9`)).status).toBe(400);
});

it('the same days stand under two editions side by side', async () => {
  const path = `/air-editions?areaId=${AREA}&${MAY}&first=cn-2012-amended&second=cn-2026-transition`;
  const found = await get(path);
  expect(found['days']).toHaveLength(31);
  expect(found['tallies'][1]).toMatchObject({ goodDays: may.goodDays, evaluatedDays: may.evaluatedDays });
  expect(found['days'][11]).toMatchObject({
    date: '2026-05-12',
    under: [{ edition: 'cn-2012-amended' }, { edition: 'cn-2026-transition', aqi: 128, level: 3, primary: ['O3'] }],
  });
  expect((await service.get(path.replace('cn-2012-amended', 'cn-1996'))).status).toBe(422);
});

describe('rankings', () => {
  it('of stations have place, size, direction, and the place a year before', async () => {
    const found = await get(`/air-ranking?kind=station&${MAY}&by=PM2.5&line=2`);
    expect(found).toMatchObject({ direction: 'lower-is-better', size: 4, line: 2 });
    expect(found).toMatchObject({ definition: 'air.station.cutoff.pm25', rankDefinition: 'air.station.cutoff.rank' });
    const ranks = found['rows'].map((row: Body) => row['rank']);
    expect([...ranks].sort((a, b) => a - b)).toEqual(ranks);
    for (const row of found['rows']) {
      expect(row.isBehindLine).toBe(row.rank > 2);
      expect(row).toMatchObject({ rankChange: 0, earlierRank: row.rank });
      expect(Number(row.earlier)).toBe(Number(row.value) + MORE);
    }
    expect(found['improved']).toHaveLength(4);
    expect(found['worsened']).toHaveLength(0);
  });

  it('leave out whoever has too few valid days, with the reason', async () => {
    const found = await get(`/air-ranking?kind=station&from=2026-04-01&to=2026-05-31`);
    expect(found['size']).toBe(0);
    expect(found['rows'][0]).toMatchObject({
      rank: null,
      unrankedBecause: expect.stringContaining('2026-04 SO2有效天数0天，少于27天'),
    });
  });

  it('by good days ask of a month what the composite index asks of it', async () => {
    for (const kind of ['area', 'station'])
      for (const by of ['good-day-percent', 'composite-index']) {
        const found = await get(`/air-ranking?kind=${kind}&from=2026-04-01&to=2026-05-31&by=${by}`);
        expect(found).toMatchObject({ size: 0, improved: [], worsened: [] });
        expect(found['rows'][0]).toMatchObject({
          ...{ rank: null, ...(kind === 'area' ? { days: may.evaluatedDays } : {}) },
          unrankedBecause: expect.stringMatching(/^2026-04 SO2有效天数0天，少于27天；/),
        });
      }
  });

  it('of a span that is not whole months ask for the same share of its days', async () => {
    // May has values on each of its days, so that 27 of 30 are there and 27 of 31 are too few.
    const enough = await get(`/air-ranking?kind=station&from=2026-05-05&to=2026-06-03&by=PM2.5`);
    expect(enough).toMatchObject({ size: 4, rows: [{ rank: 1, days: 27, unrankedBecause: null }, {}, {}, {}] });
    const short = '/air-ranking?kind=station&from=2026-05-05&to=2026-06-04';
    for (const [by, days] of Object.entries({ 'PM2.5': 27, 'composite-index': 26, 'good-day-percent': 26 })) {
      const found = await get(`${short}&by=${by}`);
      expect(found).toMatchObject({ size: 0, improved: [], worsened: [] });
      expect(found['rows'][0]).toMatchObject({
        rank: null,
        days,
        unrankedBecause: expect.stringMatching(/^有效天数少于28天：.*PM2\.5为27天/),
      });
    }
  });

  it('of areas by good days count upwards', async () => {
    const found = await get(`/air-ranking?${MAY}&by=good-day-percent`);
    expect(found).toMatchObject({ direction: 'higher-is-better', size: 1 });
    expect(found['rows'][0]).toMatchObject({ id: AREA, value: may.goodDayRate, days: may.evaluatedDays });
  });
});

describe('averages others publish', () => {
  const average = (over: object = {}) => ({
    medium: 'air',
    whose: '全省平均',
    measure: 'PM2.5',
    period: { label: '2026-05', from: '2026-05-01', to: '2026-05-31' },
    value: '40',
    areaId: AREA,
    document: '省厅通报〔2026〕5号',
    expectedVersion: 0,
    ...over,
  });
  const record = (over: object = {}, permissions = ['target.manage']) =>
    service.post('/external-averages', average(over), permissions);

  it('stand beside the figures of the same days', async () => {
    expect(await record()).toMatchObject({ status: 201, body: { version: 1, recordedBy: 'Spec' } });
    expect(await record({ measure: 'good-day-percent', value: '99.5' })).toMatchObject({ status: 201 });
    expect(
      await record({ measure: 'O3', period: { label: '2026-06', from: '2026-06-01', to: '2026-06-30' } }),
    ).toMatchObject({
      status: 201,
    });
    const { averages, concentrations, days } = await get(`/air-comparison?areaId=${AREA}&${MAY}`);
    const own = concentrations.find((one: Body) => one['pollutant'] === 'PM2.5' && one['statistic'] === 'mean').current;
    expect(averages).toMatchObject([
      { whose: '全省平均', measure: 'PM2.5', value: 40, own, difference: own - 40, isWorse: own > 40 },
      { measure: 'good-day-percent', value: 99.5, own: Number(days.current.goodDayPercent), isWorse: true },
    ]);
    expect(averages).toHaveLength(2);
  });

  it('are corrected with a new version, and the one before stays', async () => {
    expect(await record()).toMatchObject({ status: 409, body: { code: 'STATE_CHANGED_MEANWHILE' } });
    const correction = { value: '31', document: '省厅更正〔2026〕1号', expectedVersion: 1 };
    expect(await record(correction)).toMatchObject({ status: 409, body: { code: 'EXTERNAL_AVERAGE_REASON_MISSING' } });
    const corrected = await record({ ...correction, reason: '省厅更正' });
    expect(corrected).toMatchObject({ status: 201, body: { version: 2, value: '31' } });
    expect((await get(`/external-averages/${String(corrected.body['id'])}/versions`))['items']).toMatchObject([
      { version: 2, value: '31', reason: '省厅更正' },
      { version: 1, value: '40', reason: null },
    ]);
    const page = await get('/external-averages?medium=air&limit=2');
    expect(page['items']).toMatchObject([{ measure: 'O3' }, { period: { label: '2026-05' } }]);
    const next = await get(`/external-averages?medium=air&limit=2&cursor=${String(page['nextCursor'])}`);
    expect(next['items']).toHaveLength(1);
    expect((await get('/external-averages?medium=water'))['items']).toEqual([]);
    expect(await service.db.query(`select 1 from audit where action = 'external-average.record'`)).toHaveLength(4);
  });

  it('are withdrawn with a reason: nothing is held beside them, their versions stay, and they may be recorded anew', async () => {
    const PERIOD = { label: '2026-05', from: '2026-05-01', to: '2026-05-31' };
    const mistaken = { measure: 'SO2', whose: '全省均值', period: PERIOD };
    const { body } = await record(mistaken);
    const path = `/external-averages/${String(body['id'])}/withdraw`;
    const withdraw = (over: object = {}, who: object = {}) =>
      service.call({ permissions: ['target.manage'], ...who }, 'POST', path, {
        ...{ reason: '名称填错', expectedVersion: 1 },
        ...over,
      });
    const held = async (): Promise<string[]> =>
      (await get(`/air-comparison?areaId=${AREA}&${MAY}`))['averages'].map((one: Body) => one['whose']);
    const listed = async (query: string): Promise<Body[]> =>
      (await get(`/external-averages?medium=air${query}`))['items'].filter((one: Body) => one['whose'] === '全省均值');
    expect(await held()).toContain('全省均值');
    expect(await withdraw({ reason: '' })).toMatchObject({ status: 400 });
    expect(await withdraw({}, { unitId: 'town-elsewhere' })).toMatchObject({ status: 403 });
    expect(await withdraw({ expectedVersion: 2 })).toMatchObject({ status: 409 });
    expect(await withdraw()).toMatchObject({ status: 200, body: { version: 2, withdrawn: true, reason: '名称填错' } });
    expect(await withdraw()).toMatchObject({ status: 409, body: { code: 'STATE_CHANGED_MEANWHILE' } });
    expect(await held()).not.toContain('全省均值');
    expect(await listed('')).toEqual([]);
    expect(await listed('&withdrawn=true')).toMatchObject([{ version: 2, withdrawn: true, value: '40' }]);
    const again = await record({ ...mistaken, value: '7' });
    expect(again).toMatchObject({ status: 201, body: { version: 3, withdrawn: false } });
    expect(await held()).toContain('全省均值');
    expect(await listed('&withdrawn=true')).toEqual([]);
    expect((await get(`/external-averages/${String(body['id'])}/versions`))['items']).toMatchObject([
      { version: 3, withdrawn: false },
      { version: 2, withdrawn: true },
      { version: 1, withdrawn: false },
    ]);
    const audited = await service.db.query(`select reason from audit where action = 'external-average.withdraw'`);
    expect(audited).toMatchObject([{ reason: '名称填错' }]);
  });

  it.each<[string, object, number]>([
    ['a measure of the other medium', { measure: 'inferior-share' }, 400],
    ['a value that is none', { value: 'NaN' }, 400],
    ['a span that ends before it begins', { period: { label: '2026-05', from: '2026-05-31', to: '2026-05-01' } }, 400],
    ['an area nobody knows', { areaId: 'nowhere', measure: 'SO2' }, 422],
  ])('refuse %s', async (_name, over, status) => {
    expect((await record(over)).status).toBe(status);
  });

  it('ask for permission and for the unit of the area', async () => {
    expect(await record({ measure: 'NO2' }, ['monitoring.read'])).toMatchObject({ status: 403 });
    const elsewhere = { permissions: ['target.manage'], unitId: 'town-elsewhere' };
    expect(await service.call(elsewhere, 'POST', '/external-averages', average({ measure: 'NO2' }))).toMatchObject({
      status: 403,
    });
  });
});

describe('places in lists of others', () => {
  const place = (over: object = {}) => ({
    areaId: AREA,
    list: '全省设区市空气质量排名',
    measure: '综合指数',
    period: { label: '2026-05', from: '2026-05-01', to: '2026-05-31' },
    place: 3,
    countedFrom: 'bottom',
    size: 11,
    document: '省厅通报〔2026〕5号',
    expectedVersion: 0,
    ...over,
  });
  const record = (over: object = {}, permissions = ['target.manage', 'monitoring.read']) =>
    service.post('/external-rankings', place(over), permissions);

  it('say from where they are counted, of how many, and how they moved in a year', async () => {
    const before = { period: { label: '2025-05', from: '2025-05-01', to: '2025-05-31' } };
    expect((await record({ ...before, place: 5, countedFrom: 'top', size: 13 })).status).toBe(201);
    const now = await record();
    expect(now).toMatchObject({
      status: 201,
      body: { fromTop: 9, size: 11, yearBefore: { fromTop: 5, size: 13, places: -4, sizeDiffers: true } },
    });
    const listed = await get(`/external-rankings?areaId=${AREA}`);
    expect(listed['items'].map((one: Body) => one['period'].label)).toEqual(['2026-05', '2025-05']);
    const first = await get('/external-rankings?limit=1');
    const second = await get(`/external-rankings?limit=1&cursor=${String(first['nextCursor'])}`);
    expect(second['items'][0].period.label).toBe('2025-05');
  });

  it('are corrected by a new version over the one seen', async () => {
    expect((await record()).body).toMatchObject({ code: 'STATE_CHANGED_MEANWHILE' });
    const again = await record({ place: 2, expectedVersion: 1 });
    expect(again.body).toMatchObject({ version: 2, fromTop: 10 });
    expect((await get('/external-rankings'))['items']).toHaveLength(2);
    const water = {
      medium: 'water',
      list: '全省设区市水环境质量排名',
      measure: '水质指数',
      countedFrom: 'top',
      place: 2,
    };
    expect(await record(water)).toMatchObject({ status: 201, body: { medium: 'water', fromTop: 2 } });
    expect((await get('/external-rankings?medium=water'))['items']).toMatchObject([{ list: water.list }]);
    expect((await get('/external-rankings?medium=air'))['items']).toHaveLength(2);
  });

  it.each([
    ['a place behind the list', { place: 12 }, 400],
    ['an area nobody knows', { areaId: 'x', expectedVersion: 0 }, 422],
    ['a period that ends before it begins', { period: { label: 'x5', from: '2026-05-02', to: '2026-05-01' } }, 400],
  ])('%s is refused', async (_what, over, status) => {
    expect((await record(over)).status).toBe(status);
  });

  it('need the permission', async () => {
    expect((await record({ expectedVersion: 2 }, ['monitoring.read'])).status).toBe(403);
  });
});

it('a year attains with every item, or says which are missing', async () => {
  const found = await get(`/air-attainment?areaId=${AREA}&years=2`);
  expect(found['years'].map((one: Body) => [one['year'], one['isAttained'], one['isRunning']])).toEqual([
    ['2025', false, false],
    ['2026', false, true],
  ]);
  const { items, invalid, evaluatedDays } = found['years'][1];
  expect(evaluatedDays).toBe(may.evaluatedDays);
  expect(invalid).toHaveLength(6);
  expect(items.find((one: Body) => one['pollutant'] === 'PM2.5' && one['statistic'] === 'mean')).toMatchObject({
    value: may.statistics.pm2_5,
    limit: 30,
    margin: 30 - may.statistics.pm2_5,
    definition: 'air.area.cutoff.pm25',
  });
  expect(found['attainedRunning']).toBe(0);
});
