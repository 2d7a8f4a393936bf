import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IndicatorData } from '#libs/contracts/indicator.js';
import { MonitoringIndicator } from '#libs/contracts/monitoring.events.js';
import { select } from '#libs/persistence/select.js';
import type { Answer } from '#libs/testing/test-service.js';
import { shanghai, startMonitoring, type MonitoringService } from './monitoring-service.js';
import { areaLetter, between, countyHour, nationalHour, registerCity, rowsOf } from './sample-city.js';

const national = rowsOf('air-national-hourly.csv.gz');
const county = rowsOf('air-county-hourly.csv.gz');
const DAY = '2026-05-12';
const AREA = [...areaLetter].find(([, name]) => name === '乙')![0];
const PERMISSIONS = ['data.void', 'data.confirm-void', 'data.annotate', 'monitoring.read', 'evidence.read'];
let service: MonitoringService;

type Body = Record<string, unknown>;
const as = (personId: string, method: 'POST' | 'GET', path: string, body?: unknown): Promise<Answer<Body>> =>
  service.call({ permissions: PERMISSIONS, personId, name: personId }, method, path, body);

const newest = (definition: string, subjectId: string, label: string): IndicatorData | undefined =>
  service
    .dataOf(MonitoringIndicator)
    .filter((one) => one.definition === definition && one.subject.id === subjectId && one.period.label === label)
    .reduce<IndicatorData | undefined>((best, one) => (best && best.revision > one.revision ? best : one), undefined);
const stationDay = (id: string) => newest('air.station.day.aqi', id, DAY);
const ozoneOf = (data: IndicatorData | undefined): number | undefined =>
  (data?.details['values'] as Record<string, number> | undefined)?.['O3'];

const hourAt = async (stationId: string, label: string): Promise<Body> =>
  (await service.get<{ items: Body[] }>(`/hours?stationId=${stationId}&label=${shanghai(label)}`)).body.items[0]!;

const control = async (id: string, controlLevel: string): Promise<void> => {
  const { body } = await service.get(`/stations/${id}`);
  const { latest: _latest, version, id: _id, ...state } = body;
  const answer = await service.put(`/stations/${id}`, { ...state, controlLevel, expectedVersion: version });
  expect(answer.status).toBe(200);
};

const wish = {
  stationId: 'ST05',
  fromLabel: shanghai(`${DAY} 09:00`),
  untilLabel: shanghai(`${DAY} 20:00`),
  pollutants: ['O3'],
  reason: '校准期间',
};

beforeAll(async () => {
  service = await startMonitoring(shanghai('2026-05-10 00:00'));
  await registerCity(service, ({ kind }) => kind === 'station');
  await control('ST05', 'county');
  await control('ST01', 'national');
  const records = [
    ...between(national, '2026-05-11 00:00', '2026-05-13 00:00').map((row) => ({
      time: row['time']!,
      record: nationalHour(row),
    })),
    ...between(county, '2026-05-11 00:00', '2026-05-13 00:00').map((row) => ({
      time: row['time']!,
      record: countyHour(row),
    })),
  ].sort((a, b) => (a.time < b.time ? -1 : 1));
  await service.sendPackets(records.map(({ record }) => record));
  await service.settle();
  await service.setClock(shanghai('2026-06-01 00:40'));
  await service.settle();
}, 120_000);
afterAll(() => service?.stop());

describe('values of own stations', () => {
  let id = '';
  const before: { station?: IndicatorData; area?: IndicatorData; hour?: Body; other?: IndicatorData } = {};

  it('stay what they are while one person proposes', async () => {
    before.station = stationDay('ST05')!;
    before.other = stationDay('ST06')!;
    before.area = newest('air.area.month.o3-p90', AREA, '2026-05')!;
    before.hour = await hourAt('ST05', `${DAY} 14:00`);
    const proposed = await as('li', 'POST', '/hour-voids', wish);
    expect(proposed).toMatchObject({ status: 201, body: { state: 'proposed', version: 1, nextActions: ['withdraw'] } });
    id = proposed.body['id'] as string;
    await service.settle();
    expect(stationDay('ST05')).toEqual(before.station);
    expect(await hourAt('ST05', `${DAY} 14:00`)).toEqual(before.hour);
    const open = await as('wang', 'GET', '/hour-voids?state=open');
    expect(open.body['items']).toMatchObject([{ id, nextActions: ['confirm', 'refuse'] }]);
  });

  it('are not voided by the same person, nor without the permission, nor over a version nobody has seen', async () => {
    const decision = { decision: 'confirm', reason: '属实', expectedVersion: 1 };
    const path = `/hour-voids/${id}/decision`;
    expect(await as('li', 'POST', path, decision)).toMatchObject({
      status: 409,
      body: { code: 'HOUR_VOID_SAME_PERSON' },
    });
    expect(await as('wang', 'POST', path, { ...decision, expectedVersion: 7 })).toMatchObject({
      body: { code: 'STATE_CHANGED_MEANWHILE' },
    });
    expect((await service.post(path, decision, ['data.void', 'monitoring.read'])).status).toBe(403);
    const elsewhere = { permissions: PERMISSIONS, personId: 'wang', unitId: 'area-a' };
    expect((await service.call(elsewhere, 'POST', path, decision)).status).toBe(403);
    expect(await hourAt('ST05', `${DAY} 14:00`)).toEqual(before.hour);
  });

  it('leave every figure when another confirms, and stay visible', async () => {
    const answer = await as('wang', 'POST', `/hour-voids/${id}/decision`, {
      decision: 'confirm',
      reason: '属实',
      expectedVersion: 1,
    });
    expect(answer).toMatchObject({ status: 200, body: { state: 'voided', version: 2 } });
    expect((answer.body['steps'] as Body[]).map(({ name, action }) => [name, action])).toEqual([
      ['li', 'propose'],
      ['wang', 'confirm'],
    ]);
    await service.settle();
    const hour = await hourAt('ST05', `${DAY} 14:00`);
    expect(hour).toMatchObject({ voided: ['O3'], values: before.hour!['values'] });
    expect(hour['revision']).toBe((before.hour!['revision'] as number) + 1);
    // Twelve of the hours behind the day's maximum are gone: too few 8-hour means are left.
    expect(ozoneOf(before.station)).toBeGreaterThan(0);
    expect(ozoneOf(stationDay('ST05'))).toBeUndefined();
    expect(stationDay('ST05')!.revision).toBe(before.station!.revision + 1);
    expect(newest('air.area.month.o3-p90', AREA, '2026-05')!.revision).toBe(before.area!.revision + 1);
    expect(stationDay('ST06')).toEqual(before.other);
    const series = await service.get<{ voided: number[]; values: Record<string, (number | null)[]> }>(
      `/hour-series?stationId=ST05&from=${DAY}&to=${DAY}`,
    );
    expect(series.body.voided).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]);
    expect(series.body.values['O3']![13]).toBeNull();
    expect(series.body.values['CO']![13]).not.toBeNull();
  });

  it('a day leads to the hours it was worked out from, not to those of today', async () => {
    type Link = {
      record: { version: number; facts: { label: string }[] };
      basis: { references: { id: string; version: number }[] };
    };
    const dayAt = async (version: number): Promise<Link> =>
      (
        await service.get<Link>(
          `/evidence/monitoring/station-day/${encodeURIComponent(`ST05~${DAY}`)}?version=${version}`,
        )
      ).body;
    const was = before.station!.revision;
    const revision = before.hour!['revision'] as number;
    for (const [version, expected] of [
      [was, revision],
      [was + 1, revision + 1],
    ] as const) {
      const day = await dayAt(version);
      const at = `ST05~${new Date(shanghai(`${DAY} 14:00`)).toISOString()}`;
      expect(day.record.version).toBe(version);
      expect(day.basis.references).toHaveLength(24);
      expect(day.basis.references).toContainEqual(expect.objectContaining({ id: at, version: expected }));
      expect(day.record.facts.some(({ label }) => label === 'O3')).toBe(version === was);
    }
  });

  it('stay void when their packet comes again, corrected or late', async () => {
    const row = between(county, `${DAY} 13:00`, `${DAY} 14:00`).find(({ code }) => code === 'ST05')!;
    await service.sendPackets([countyHour({ ...row, o3: '321' }, { receivedAt: shanghai('2026-06-01 00:41') })]);
    await service.settle();
    const hour = await hourAt('ST05', `${DAY} 14:00`);
    expect(hour).toMatchObject({ voided: ['O3'], values: { O3: 321 } });
    expect(ozoneOf(stationDay('ST05'))).toBeUndefined();
    await service.sendPackets([countyHour(row, { receivedAt: shanghai('2026-06-01 00:42') })]);
    await service.settle();
  });

  it('count again when two persons lift it', async () => {
    const lifting = await as('wang', 'POST', `/hour-voids/${id}/lifting`, {
      reason: '校准记录有误',
      expectedVersion: 2,
    });
    expect(lifting.body).toMatchObject({ state: 'lift-proposed', version: 3 });
    const decision = { decision: 'confirm', reason: '恢复', expectedVersion: 3 };
    expect(await as('wang', 'POST', `/hour-voids/${id}/decision`, decision)).toMatchObject({
      body: { code: 'HOUR_VOID_SAME_PERSON' },
    });
    expect((await as('li', 'POST', `/hour-voids/${id}/decision`, decision)).body).toMatchObject({ state: 'lifted' });
    await service.settle();
    expect(await hourAt('ST05', `${DAY} 14:00`)).toMatchObject({ voided: [], values: before.hour!['values'] });
    expect(stationDay('ST05')).toMatchObject({ value: before.station!.value });
    expect(ozoneOf(stationDay('ST05'))).toBe(ozoneOf(before.station));
    expect(newest('air.area.month.o3-p90', AREA, '2026-05')).toMatchObject({ value: before.area!.value });
    const trail = await select<{ action: string }>(
      service.db.manager,
      `select a.action from audit a where a.action like 'hour-void.%' order by a.seq`,
    );
    expect(trail.map(({ action }) => action)).toEqual([
      'hour-void.propose',
      'hour-void.confirm',
      'hour-void.propose-lift',
      'hour-void.confirm',
    ]);
  });

  it('may be refused or withdrawn, and then nothing has changed', async () => {
    const propose = async (): Promise<string> => (await as('li', 'POST', '/hour-voids', wish)).body['id'] as string;
    const refused = await propose();
    const body = { reason: '理由不足', expectedVersion: 1 };
    expect(
      (await as('wang', 'POST', `/hour-voids/${refused}/decision`, { ...body, decision: 'refuse' })).body,
    ).toMatchObject({ state: 'refused', nextActions: [] });
    const withdrawn = await propose();
    expect(await as('wang', 'POST', `/hour-voids/${withdrawn}/withdrawal`, body)).toMatchObject({
      body: { code: 'HOUR_VOID_NOT_PROPOSER' },
    });
    expect((await as('li', 'POST', `/hour-voids/${withdrawn}/withdrawal`, body)).body).toMatchObject({
      state: 'withdrawn',
    });
    expect(await hourAt('ST05', `${DAY} 14:00`)).toMatchObject({ voided: [] });
    expect(
      (await as('li', 'POST', `/hour-voids/${withdrawn}/lifting`, { ...body, expectedVersion: 2 })).body,
    ).toMatchObject({ code: 'HOUR_VOID_ILLEGAL_STEP' });
  });
});

it('what repeats, cannot be or stands alone is pointed out and stays in every figure', async () => {
  await service.setClock(shanghai('2026-06-02 00:20'));
  const rows = Array.from({ length: 8 }, (_, n) => n + 1).flatMap((hour) => {
    const time = `2026-06-01 0${hour}:00`;
    const base = { so2: '5', no2: '10', co: '0.5', pm10: String(40 + hour), pm2_5: String(20 + hour), time };
    return [
      { ...base, code: 'ST05', o3: hour <= 6 ? '77' : '78' },
      { ...base, code: 'ST06', o3: String(60 + hour), ...(hour === 3 ? { pm2_5: '55' } : {}) },
    ];
  });
  await service.sendPackets(rows.map((row) => countyHour(row)));
  await service.settle();
  const list = async () =>
    (await service.get<{ items: Body[] }>('/suspect-hours?days=2')).body.items.filter(({ stationId }) =>
      ['ST05', 'ST06'].includes(String(stationId)),
    );
  expect(await list()).toEqual([
    expect.objectContaining({
      stationId: 'ST05',
      pollutant: 'O3',
      reason: 'repeats',
      hours: 6,
      value: 77,
      isLookedAt: false,
    }),
    expect.objectContaining({ stationId: 'ST06', pollutant: 'PM2.5', reason: 'impossible', value: 55, against: 43 }),
  ]);
  // A run longer than the day of hours that is read at a time is told from its first hour on.
  const first = Date.parse(shanghai('2026-05-31 03:00'));
  const running = Array.from({ length: 30 }, (_, n) => {
    const time = new Date(first + (n + 8) * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');
    return {
      code: 'ST07',
      so2: '5',
      no2: '10',
      co: '0.5',
      pm10: String(40 + n),
      pm2_5: String(20 + n),
      o3: '91',
      time,
    };
  });
  await service.sendPackets(running.map((row) => countyHour(row)));
  await service.settle();
  expect((await service.get<{ items: Body[] }>('/suspect-hours?days=2')).body.items).toContainEqual(
    expect.objectContaining({
      stationId: 'ST07',
      reason: 'repeats',
      hours: 30,
      fromLabel: shanghai('2026-05-31 03:00'),
      untilLabel: shanghai('2026-06-01 08:00'),
    }),
  );
  const byPages: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Body[]; nextCursor: string | null } = (
      await service.get<{ items: Body[]; nextCursor: string | null }>(
        `/suspect-hours?days=2&limit=1${cursor ? `&cursor=${cursor}` : ''}`,
      )
    ).body;
    byPages.push(...page.items.map((one) => JSON.stringify(one)));
    cursor = page.nextCursor;
  }
  const whole = (await service.get<{ items: Body[] }>('/suspect-hours?days=2')).body.items;
  expect(byPages).toEqual(whole.map((one) => JSON.stringify(one)));
  expect((await service.get('/suspect-hours?cursor=AAAA')).status).toBe(400);
  expect(await hourAt('ST05', '2026-06-01 03:00')).toMatchObject({ voided: [], values: { O3: 77 } });
  const at = shanghai('2026-06-01 03:00');
  await as('li', 'POST', '/hour-notes', { stationId: 'ST05', fromLabel: at, untilLabel: at, note: '零点检查' });
  expect((await list()).map(({ isLookedAt }) => isLookedAt)).toEqual([true, false]);
  expect((await service.get('/suspect-hours?days=30')).status).toBe(400);
});

describe('values of networks of others', () => {
  it.each([
    ['run by a higher level', 'ST01'],
    ['of which nobody knows who runs it', 'ST02'],
  ])('%s are not voided', async (_what, stationId) => {
    expect(await as('li', 'POST', '/hour-voids', { ...wish, stationId })).toMatchObject({
      status: 403,
      body: { code: 'FORBIDDEN_FOREIGN_NETWORK' },
    });
  });

  it('may be annotated, which changes no value', async () => {
    const before = await hourAt('ST01', `${DAY} 14:00`);
    const { stationId: _station, pollutants: _all, reason: _reason, ...span } = wish;
    const noted = await as('li', 'POST', '/hour-notes', { ...span, stationId: 'ST01', note: '周边施工扬尘' });
    expect(noted).toMatchObject({ status: 201, body: { note: '周边施工扬尘', notedBy: 'li' } });
    const at = async (label: string): Promise<unknown> =>
      (await as('li', 'GET', `/hour-notes?stationId=ST01&label=${shanghai(label)}`)).body['items'];
    expect(await at(`${DAY} 14:00`)).toHaveLength(1);
    expect(await at(`${DAY} 21:00`)).toHaveLength(0);
    expect(await hourAt('ST01', `${DAY} 14:00`)).toEqual(before);
  });
});

it.each([
  ['a label that is not on the hour', { fromLabel: '2026-05-12T01:30:00.000Z' }, 400],
  ['an end before the beginning', { untilLabel: shanghai(`${DAY} 08:00`) }, 400],
  ['two months', { untilLabel: shanghai('2026-07-12 09:00') }, 400],
  ['a pollutant nobody knows', { pollutants: ['NO'] }, 400],
  ['no reason', { reason: '' }, 400],
  ['hours of the future', { untilLabel: shanghai('2026-06-02 09:00'), fromLabel: shanghai('2026-06-01 09:00') }, 422],
  ['hours nobody measured', { untilLabel: shanghai('2026-05-20 09:00'), fromLabel: shanghai('2026-05-20 08:00') }, 422],
  ['a station that is none', { stationId: 'ST99' }, 404],
])('%s is refused', async (_what, changed, status) => {
  expect((await as('li', 'POST', '/hour-voids', { ...wish, ...changed })).status).toBe(status);
});
